/** Small protocols whose whole space two explorers can see: each has something in it that an engine may get wrong. */
import type { KernelContext } from "../../src/sim/context.js";
import { Body } from "../../src/store/body.js";
import { isS3Error } from "../../src/store/object-store.js";
import {
  acked,
  property,
  readEvent,
  registerArena,
  started,
  type StoreMain,
  storeArena,
  tell,
} from "./arenas.js";
import type { Protocol } from "./compare.js";

const read = (ctx: KernelContext): Promise<number> => ctx.call("register", { op: "read" }) as Promise<number>;
const write = (ctx: KernelContext, value: number): Promise<unknown> =>
  ctx.call("register", { op: "write", value });

/** Two processes add 1 and 10 to a register whose reads may be stale, and look whether they see their own write. */
export function increments(anomalies: number): Protocol {
  const increment = (name: string, by: number) => async (ctx: KernelContext) => {
    await write(ctx, (await read(ctx)) + by);
    const after = await read(ctx);
    await tell(ctx, readEvent(name, { register: String(after) }));
  };
  return {
    arena: registerArena({ a: increment("a", 1), b: increment("b", 10) }, { anomalies }),
    properties: [
      property(
        "both are in",
        null,
        (state) => state,
        (_, { register }) => (register === "11" ? undefined : ""),
      ),
      property("nobody reads 0 after a write", null, (state, event) =>
        event.type === "read" && event.table.ok && event.table.parts[0]?.digest === "0"
          ? { message: "0" }
          : state,
      ),
    ],
  };
}

/**
 * Two ways of the same cost to the same state, of which the one with fewer steps is met later: a lost request at the end
 * of long work, or one at the start that saves the work.
 */
export function shortcut(): Protocol {
  const worker: StoreMain = async ({ store }) => {
    await store.put({ key: "work", body: Body.empty }).catch(() => undefined);
    const { objects } = await store.list({}).catch(() => ({ objects: [] }));
    for (let more = 0; more < 5 * objects.length; more++) await store.list({}).catch(() => undefined);
    await store.delete({ key: "work" }).catch(() => undefined);
    if (objects.length > 0) await store.put({ key: "done", body: Body.empty }).catch(() => undefined);
  };
  return {
    arena: storeArena({
      personality: "strong",
      faults: ["request-lost"],
      budgets: { faults: 1 },
      processes: { worker },
    }),
    properties: [
      property(
        "done",
        null,
        (state) => state,
        (_, found) => ("done" in found ? undefined : "not done"),
      ),
    ],
  };
}

/** Writes its rows, then puts the one slot if it is free. In doubt it looks who is there. Acks what it takes for its own. */
const commitSlot =
  (name: string): StoreMain =>
  async ({ store }, kernel) => {
    await store.put({ key: `rows-${name}`, body: Body.text(name) }).catch(() => undefined);
    try {
      await store.put({ key: "slot", body: Body.text(name), ifNoneMatch: "*" });
    } catch (error) {
      if (!isS3Error(error, "TimeoutError")) return;
      const found = await store.get({ key: "slot" }).catch(() => undefined);
      if (found?.body.text() !== name) return;
    }
    await tell(kernel, acked(name));
  };

const slotProperties = [
  property<string[]>(
    "who was acked is in the slot",
    [],
    (state, event) => (event.type === "acked" ? [...state, event.job].toSorted() : state),
    (state, { slot }) => state.find((name) => name !== slot),
  ),
  property<string[]>(
    "whose rows are missing was not acked",
    [],
    (state, event) => (event.type === "acked" ? [...state, event.job].toSorted() : state),
    (state, found) => state.find((name) => found[`rows-${name}`] === undefined),
  ),
  property<number>("one is acked", 0, (state, event) =>
    event.type === "acked" ? (state === 1 ? { message: "two" } : state + 1) : state,
  ),
];

/** Two writers and one slot, with faults: lost replies, the client's retries, zombies. */
export function slot(personality: string, zombies: number, anomalies = 0): Protocol {
  return {
    arena: storeArena({
      personality,
      budgets: { anomalies, faults: 1, zombies },
      processes: { a: commitSlot("a"), b: commitSlot("b") },
    }),
    properties: slotProperties,
  };
}

/** The slot again, beside somebody who deletes it and one who overwrites it: 409 on both kinds of condition. */
export function conflicts(faults: number): Protocol {
  const replace: StoreMain = async ({ store }, kernel) => {
    const before = await store.get({ key: "slot" }).catch(() => undefined);
    if (before === undefined) return;
    try {
      await store.put({ key: "slot", body: Body.text("r"), ifMatch: before.etag });
      await tell(kernel, acked("r"));
    } catch (error) {
      // What it was told is seen at the end.
      await store
        .put({ key: `r-${(error as { code?: string }).code}`, body: Body.empty })
        .catch(() => undefined);
    }
  };
  const create: StoreMain = async ({ store }, kernel) => {
    try {
      await store.put({ key: "slot", body: Body.text("c"), ifNoneMatch: "*" });
      await tell(kernel, acked("c"));
    } catch (error) {
      await store
        .put({ key: `c-${(error as { code?: string }).code}`, body: Body.empty })
        .catch(() => undefined);
    }
  };
  const disturb: StoreMain = async ({ store }) => {
    // The same bytes as before: nothing that an ETag could tell.
    await store.put({ key: "slot", body: Body.text("x") }).catch(() => undefined);
    await store.put({ key: "slot", body: Body.text("x") }).catch(() => undefined);
    await store.delete({ key: "slot" }).catch(() => undefined);
  };
  return {
    arena: storeArena({
      personality: "strong",
      faults: ["late"],
      budgets: { faults, zombies: faults },
      processes: { replace, create, disturb },
    }),
    properties: slotProperties.slice(0, 1),
  };
}

/** A writer puts two files and then says so; a copier lists them and copies what it sees; a reader may look in between. */
export function listThenCopy(): Protocol {
  const copier: StoreMain = async ({ store }, kernel) => {
    await store.put({ key: "tmp/1", body: Body.text("1") });
    await store.put({ key: "tmp/2", body: Body.text("2") });
    const { objects } = await store.list({ prefix: "tmp/" });
    for (const { key } of objects) await store.copy({ source: key, key: key.replace("tmp", "out") });
    await tell(kernel, acked("j"));
  };
  const reader: StoreMain = async ({ store }, kernel) => {
    const { objects } = await store.list({ prefix: "out/" });
    await tell(kernel, readEvent("reader", Object.fromEntries(objects.map(({ key }) => [key, ""]))));
  };
  return {
    arena: storeArena({ personality: "list-lag", budgets: { anomalies: 1 }, processes: { copier, reader } }),
    properties: [
      property<boolean>(
        "acked is whole",
        false,
        (state, event) => state || event.type === "acked",
        (state, found) =>
          state && !("out/1" in found && "out/2" in found) ? "a file is missing" : undefined,
      ),
      property("all or nothing", null, (state, event) =>
        event.type === "read" && event.table.ok && event.table.parts.length === 1
          ? { message: "half" }
          : state,
      ),
    ],
  };
}

/** Strands at once, in one of which an error is caught by the caller; a loop that gives up; ids that come in between. */
export function strandsAndLoop(): Protocol {
  const parallel: StoreMain = async (ctx, kernel) => {
    const seen = await ctx
      .parallel(["x", "y"], async (key, inner) => {
        const id = inner.uuid();
        await inner.store.put({ key: `${key}/1`, body: Body.text(String(id.length > 0)) });
        const other = await inner.store.get({ key: key === "x" ? "y/1" : "flag" }).catch(() => undefined);
        return other !== undefined;
      })
      .catch(() => [false]);
    const polled = await ctx.loop<number, string>(0, async (round, inner) => {
      const flag = await inner.store.head({ key: "flag" }).catch(() => undefined);
      if (flag !== undefined) return { done: `seen in ${round}` };
      return round === 2 ? { done: "never" } : { again: round + 1 };
    });
    await ctx.store.put({ key: "told", body: Body.text(`${seen.join()} ${polled}`) }).catch(() => undefined);
    await tell(kernel, acked("p"));
  };
  const flag: StoreMain = async ({ store }, kernel) => {
    await tell(kernel, started("f"));
    await store.put({ key: "flag", body: Body.text("f") }).catch(() => undefined);
  };
  return {
    arena: storeArena({
      personality: "negative-cache",
      budgets: { anomalies: 1, crashes: 1, zombies: 1 },
      processes: { "parallel!": parallel, flag },
    }),
    properties: [
      property<boolean>("f starts before p is acked", false, (state, event) => {
        if (event.type === "started") return true;
        return event.type === "acked" && !state ? { message: "acked first" } : state;
      }),
    ],
  };
}

/**
 * One process puts x and says so; the other says that it begins, lists, and says what it saw. To miss x is wrong only for
 * a listing that began after x was acked: executions that end with the same store, at the same points of all code, differ
 * in whether they are right.
 */
export function whenItWasRead(readerFirst: boolean): Protocol {
  const writer: StoreMain = async ({ store }, kernel) => {
    await store.put({ key: "x", body: Body.text("x") });
    await tell(kernel, acked("x"));
  };
  const reader: StoreMain = async ({ store }, kernel) => {
    await tell(kernel, started("read"));
    const { objects } = await store.list({});
    await tell(kernel, readEvent("reader", Object.fromEntries(objects.map(({ key }) => [key, ""]))));
  };
  return {
    arena: storeArena({
      personality: "list-lag",
      budgets: { anomalies: 1 },
      processes: readerFirst ? { reader, writer } : { writer, reader },
    }),
    properties: [
      property<{ acked: boolean; due: boolean }>(
        "a read sees what was acked before it",
        { acked: false, due: false },
        (state, event) => {
          if (event.type === "acked") return { ...state, acked: true };
          if (event.type === "started") return { ...state, due: state.acked };
          if (event.type !== "read" || !state.due) return state;
          return event.table.ok && event.table.parts.length === 0 ? { message: "x is missing" } : state;
        },
      ),
    ],
  };
}

/** Whether a key that was not there after these deaths, in this order, is there at the end: a zombie has put it. */
const landedAfter = (deaths: string, key: string) =>
  property<{ dead: string; due: boolean; missing: boolean }>(
    `${key} does not land after the death of ${deaths}`,
    { dead: "", due: false, missing: false },
    (state, event) => {
      if (event.type === "crashed") {
        return { dead: `${state.dead} ${event.process}`.trim(), due: false, missing: false };
      }
      if (event.type === "started") return { ...state, due: state.dead === deaths };
      if (event.type !== "read" || !event.table.ok || !state.due) return state;
      return { ...state, missing: !event.table.parts.some((part) => part.key === key) };
    },
    (state, found) => (state.missing && key in found ? "it does" : undefined),
  );

/** Says that it begins, lists, says what it saw. */
const watcher: StoreMain = async ({ store }, kernel) => {
  await tell(kernel, started("watch"));
  const { objects } = await store.list({});
  await tell(kernel, readEvent("watcher", Object.fromEntries(objects.map(({ key }) => [key, ""]))));
};

/** A process dies with two requests in flight, and there is room for one: either may be the one that lands. */
export function crashWithTwoInFlight(): Protocol {
  const two: StoreMain = async (ctx) => {
    await ctx.parallel(["a", "b"], async (key, inner) => {
      await inner.store.put({ key, body: Body.text(key) });
    });
  };
  return {
    arena: storeArena({
      personality: "strong",
      budgets: { crashes: 1, zombies: 1 },
      processes: { "two!": two, watcher },
    }),
    properties: [landedAfter("two", "a"), landedAfter("two", "b")],
  };
}

/** Two processes die with a request each in flight, and there is room for one: the first may be lost, and the second land. */
export function twoCrashes(): Protocol {
  const put =
    (key: string): StoreMain =>
    async ({ store }) =>
      void (await store.put({ key, body: Body.text(key) }));
  return {
    arena: storeArena({
      personality: "strong",
      budgets: { crashes: 2, zombies: 1 },
      processes: { "a!": put("a"), "b!": put("b"), watcher },
    }),
    properties: [landedAfter("a b", "a"), landedAfter("a b", "b")],
  };
}

/** Whoever dies leaves a PUT in flight of bytes that are there already: it changes nothing but another's If-Match. */
export function lateSameBytes(): Protocol {
  const same: StoreMain = async ({ store }) => {
    await store.put({ key: "k", body: Body.text("k") });
    await store.put({ key: "k", body: Body.text("k") });
  };
  const replace: StoreMain = async ({ store }, kernel) => {
    const { etag } = await store.get({ key: "k" });
    await tell(kernel, started("replace"));
    await store.put({ key: "k", body: Body.text("r"), ifMatch: etag });
  };
  const quietly =
    (main: StoreMain): StoreMain =>
    (ctx, kernel) =>
      main(ctx, kernel).catch(async (error: { code?: string }) => {
        await ctx.store.put({ key: `${error.code}`, body: Body.empty });
      });
  return {
    arena: storeArena({
      personality: "strong",
      budgets: { crashes: 1, zombies: 1 },
      processes: { "same!": same, replace: quietly(replace) },
    }),
    properties: [
      property<{ crashed: boolean; begun: boolean }>(
        "no conflict with the dead",
        { crashed: false, begun: false },
        (state, event) => {
          if (event.type === "crashed") return { ...state, crashed: true };
          return event.type === "started" ? { ...state, begun: state.crashed } : state;
        },
        (state, found) => (state.begun && "ConditionalRequestConflict" in found ? "409" : undefined),
      ),
    ],
  };
}

/** A write whose process is dead may land when all others have finished, and then what they wrote is gone. */
export function overwrittenLate(): Protocol {
  const dies: StoreMain = async ({ store }) => void (await store.put({ key: "k", body: Body.text("first") }));
  const writes: StoreMain = async ({ store }, kernel) => {
    await tell(kernel, started("second"));
    await store.put({ key: "k", body: Body.text("second") });
  };
  return {
    arena: storeArena({
      personality: "strong",
      budgets: { crashes: 1, zombies: 1 },
      processes: { "dies!": dies, writes },
    }),
    properties: [
      property<{ dead: boolean; due: boolean }>(
        "the dead write nothing over",
        { dead: false, due: false },
        (state, event) => {
          if (event.type === "crashed") return { ...state, dead: true };
          return event.type === "started" ? { ...state, due: state.dead } : state;
        },
        (state, { k }) => (state.due && k === "first" ? "they do" : undefined),
      ),
    ],
  };
}

/** One wrong listing and one lost request, in any order, but no two of a kind. */
export function oneOfEach(): Protocol {
  const main: StoreMain = async ({ store }) => {
    let seen = "";
    for (const key of ["a", "b"]) {
      await store.put({ key, body: Body.empty }).catch(() => undefined);
      const { objects } = await store.list({ prefix: key }).catch(() => ({ objects: [] }));
      seen += objects.length;
    }
    await store.put({ key: `seen-${seen}`, body: Body.empty }).catch(() => undefined);
  };
  return {
    arena: storeArena({
      personality: "list-lag",
      faults: ["request-lost"],
      budgets: { anomalies: 1, faults: 1 },
      processes: { main },
    }),
    properties: [],
  };
}

/** Several writes in flight at once without their callers, made in an order that depends on the schedule. */
export function manyLate(): Protocol {
  const writer =
    (keys: readonly string[]): StoreMain =>
    async ({ store }) => {
      for (const key of keys) {
        await store.put({ key, body: Body.text(keys.join()) }).catch(() => undefined);
        await store.head({ key }).catch(() => undefined);
      }
    };
  return {
    arena: storeArena({
      personality: "strong",
      faults: ["late"],
      budgets: { faults: 3, crashes: 1, zombies: 2 },
      processes: { "a!": writer(["k", "l", "m"]), "b!": writer(["m", "l", "k"]) },
    }),
    properties: [],
  };
}

/** Somebody who changes what it was told; whoever is told the same must not notice. */
export function changesItsAnswer(): Protocol {
  const changer: StoreMain = async ({ store }) => {
    const { objects } = await store.list({});
    (objects as unknown[]).length = 0;
    await store.put({ key: "seen", body: Body.text(String(objects.length)) });
  };
  return { arena: storeArena({ personality: "strong", processes: { changer } }), properties: [] };
}
