import { describe, expect, it } from "vitest";
import type { KernelContext, ProcessMain } from "../../src/sim/context.js";
import { ProcessFault } from "../../src/sim/errors.js";
import { type Option, type Row, World } from "../../src/sim/world.js";
import { noBudgets, Register } from "./register.js";

function worldOf(mains: readonly ProcessMain[], check = false): World {
  return new World({
    processes: mains.map((main, index) => ({ name: `p${index}`, main, crashable: false })),
    services: [new Register() as never],
    seed: "1",
    budgets: noBudgets,
    check,
  });
}

const read = (ctx: KernelContext): Promise<number> => ctx.call("register", { op: "read" }) as Promise<number>;
const write = (ctx: KernelContext, value: number): Promise<unknown> =>
  ctx.call("register", { op: "write", value });

async function step(world: World, row: Row, option: Option): Promise<Row> {
  const out = new Int32Array(world.width);
  if (!world.apply(row, option, out)) {
    await world.prepare(row, option);
    if (!world.apply(row, option, out)) throw new Error("a prepared step cannot be taken");
  }
  return out;
}

/** Takes the first option of the lowest process until all have finished; how many steps that took. */
async function runFirst(world: World): Promise<number> {
  let row = await world.initial();
  for (let steps = 0; ; steps++) {
    const option = world.automata.flatMap((_, process) => world.optionsOf(row, process))[0];
    if (option === undefined) return steps;
    row = await step(world, row, option);
  }
}

/** All interleavings: how many executions, and the register's values at their ends. */
async function interleavings(
  world: World,
): Promise<{ readonly executions: number; readonly values: ReadonlySet<number> }> {
  const values = new Set<number>();
  let executions = 0;
  const visit = async (row: Row): Promise<void> => {
    const options = world.automata.flatMap((_, process) => world.optionsOf(row, process));
    if (options.length === 0) {
      executions += 1;
      values.add((world.serviceState(row, 0) as { value: number }).value);
    }
    for (const option of options) await visit(await step(world, row, option));
  };
  await visit(await world.initial());
  return { executions, values };
}

const increment: ProcessMain = async (ctx) => {
  const before = await read(ctx);
  await Promise.resolve();
  await write(ctx, before + 1);
};

describe("a process as an automaton", () => {
  it("runs ordinary async code, and every interleaving of two increments loses or keeps an update", async () => {
    const { executions, values } = await interleavings(worldOf([increment, increment]));
    // 4 choose 2 interleavings of 2 + 2 steps.
    expect(executions).toBe(6);
    expect(values).toEqual(new Set([1, 2]));
  });

  it("is not confused by any number of plain awaits between requests", async () => {
    const slow: ProcessMain = async (ctx) => {
      const before = await read(ctx);
      for (let turn = 0; turn < 50; turn++) await Promise.resolve();
      await (async () => write(ctx, before + 1))();
    };
    expect((await interleavings(worldOf([slow, slow]))).executions).toBe(6);
  });

  it("runs the code of a process once per new history, not once per state", async () => {
    const world = worldOf([increment, increment]);
    await interleavings(world);
    // A first read may say 0 or 1; each leads to one write.
    expect(world.automata.map((automaton) => automaton.counts.steps)).toEqual([4, 4]);
  });

  it("forgets a loop's earlier rounds", async () => {
    const poll: ProcessMain = async (ctx) => {
      await ctx.loop(null, async (_, inner) =>
        (await read(inner)) === 3 ? { done: null } : { again: null },
      );
    };
    const count: ProcessMain = async (ctx) => {
      for (let value = 1; value <= 3; value++) await write(ctx, value);
    };
    const world = worldOf([poll, count], true);
    let row = await world.initial();
    for (let turn = 0; turn < 20; turn++) row = await step(world, row, world.optionsOf(row, 0)[0]!);
    for (let turn = 0; turn < 3; turn++) row = await step(world, row, world.optionsOf(row, 1)[0]!);
    row = await step(world, row, world.optionsOf(row, 0)[0]!);
    expect(world.standing(row)).toBe("ended");
    // The head of the loop, and the end: however often it polled.
    expect(world.automata[0]!.nodes).toBe(2);
  });

  it("joins strands by their results: the order in which they were answered is forgotten", async () => {
    const main: ProcessMain = async (ctx) => {
      const values = await ctx.parallel([1, 2], async (item, inner) => {
        await write(inner, item);
        return (await read(inner)) > 0;
      });
      expect(values).toEqual([true, true]);
      await write(ctx, 9);
    };
    const world = worldOf([main], true);
    const { executions, values } = await interleavings(world);
    expect(executions).toBe(6);
    expect(values).toEqual(new Set([9]));
    // Per strand: nothing, written, read 1 or 2 (two ends are one: both `true`), so 3 x 3 nodes, less the joined one, and two after it.
    expect(world.automata[0]!.nodes).toBe(10);
  });

  it("runs a strand that ended with an error again up to it, also where a loop's result is all that it holds", async () => {
    const main: ProcessMain = async (ctx) => {
      try {
        await ctx.parallel([1, 2], async (item, inner) => {
          await inner.loop(null, async (_, inner) => ({ done: await read(inner) }));
          if (item === 2) throw new Error("no");
        });
      } catch {
        await write(ctx, 7);
        await read(ctx);
      }
    };
    const { values } = await interleavings(worldOf([main, increment], true));
    expect(values).toContain(7);
  });

  it("tells how long a process pauses before a request, and does not make states of it", async () => {
    const main: ProcessMain = async (ctx) => {
      await ctx.loop<number, null>(1, async (number, ctx) => {
        if (number > 1) await ctx.pause(number * 100);
        await read(ctx);
        return number === 3 ? { done: null } : { again: number + 1 };
      });
      await ctx.pause(5);
      await ctx.parallel([1], (_, inner) => read(inner));
    };
    const world = worldOf([main], true);
    const pauses: number[] = [];
    let row = await world.initial();
    for (;;) {
      const option = world.automata.flatMap((_, process) => world.optionsOf(row, process))[0];
      if (option === undefined) break;
      pauses.push(world.automata[0]!.node(world.nodeOf(row, 0)).pending[0]!.pause);
      row = await step(world, row, option);
    }
    expect(pauses).toEqual([0, 200, 300, 5]);
  });

  it("gives ids that do not depend on the interleaving", async () => {
    const ids: string[][] = [];
    const main: ProcessMain = async (ctx) => {
      const pair = await ctx.parallel([1, 2], async (item, inner) => {
        await write(inner, item);
        return inner.uuid();
      });
      ids.push([...pair, ctx.uuid()]);
      await write(ctx, 0);
    };
    await interleavings(worldOf([main, increment], true));
    expect(new Set(ids.map((list) => list.join(" "))).size).toBe(1);
    expect(new Set(ids[0]).size).toBe(3);
    expect(ids[0]![0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it("computes once per key, though the code is run again and again, and may do real I/O in it", async () => {
    let runs = 0;
    const main: ProcessMain = async (ctx) => {
      await write(ctx, 1);
      const value = await ctx.compute("k", async () => {
        runs += 1;
        await new Promise((resolve) => setTimeout(resolve, 2));
        return 7;
      });
      await write(ctx, value);
    };
    expect((await interleavings(worldOf([main, increment], true))).values).toContain(7);
    expect(runs).toBe(1);
  });
});

describe("a process that breaks the rules", () => {
  const fault = async (
    main: ProcessMain,
    others: readonly ProcessMain[] = [],
    check = true,
  ): Promise<ProcessFault> => {
    try {
      await interleavings(worldOf([main, ...others], check));
    } catch (error) {
      if (error instanceof ProcessFault) return error;
      throw error;
    }
    throw new Error("no fault was found");
  };

  it.each<[string, ProcessFault["kind"], ProcessMain]>([
    ["Math.random", "nondeterministic", async (ctx) => void (await write(ctx, Math.random()))],
    ["Date.now", "nondeterministic", async (ctx) => void (await write(ctx, Date.now()))],
    ["new Date()", "nondeterministic", async (ctx) => void (await write(ctx, new Date().getTime()))],
    [
      "a timer",
      "nondeterministic",
      async () => void (await new Promise((resolve) => setTimeout(resolve, 1))),
    ],
    [
      "crypto.randomUUID",
      "nondeterministic",
      async (ctx) => void (await write(ctx, crypto.randomUUID().length)),
    ],
    ["a promise of its own", "waits-outside", () => new Promise(() => undefined)],
    [
      "two requests at once",
      "concurrent-calls",
      async (ctx) => void (await Promise.all([read(ctx), read(ctx)])),
    ],
    [
      "the outer context in a strand",
      "stale-context",
      async (ctx) => void (await ctx.parallel([1], async () => void (await write(ctx, 1)))),
    ],
    [
      "the outer context in a loop",
      "stale-context",
      async (ctx) => void (await ctx.loop(0, async () => ({ done: (await write(ctx, 1)) === true }))),
    ],
    [
      "throwing",
      "threw",
      async (ctx) => void (await write(ctx, 1).then(() => Promise.reject(new Error("broken")))),
    ],
  ])("is named: %s", async (_, kind, main) => {
    const found = await fault(main);
    expect(found.kind).toBe(kind);
    expect(found.message).toMatch(/^p0: /);
  });

  it("is found out even where it catches the error", async () => {
    const main: ProcessMain = async (ctx) => {
      let value = 1;
      try {
        value = Math.random();
      } catch {
        value = 2;
      }
      await write(ctx, value);
    };
    expect((await fault(main)).kind).toBe("nondeterministic");
  });

  it("is found out when it shares a variable with another process", async () => {
    let shared = 0;
    const main: ProcessMain = async (ctx) => {
      await read(ctx);
      shared += 1;
      await write(ctx, shared);
    };
    expect((await fault(main, [main], false)).kind).toBe("replays-differently");
  });

  it("is found out when a loop's round writes a variable outside it", async () => {
    const main: ProcessMain = async (ctx) => {
      let rounds = 0;
      await ctx.loop(0, async (_, inner) => {
        await read(inner);
        rounds += 1;
        return rounds < 3 ? { again: 0 } : { done: null };
      });
      await write(ctx, rounds);
    };
    expect((await fault(main)).kind).toBe("replays-differently");
  });

  it("is found out when a strand writes a variable that another reads", async () => {
    const main: ProcessMain = async (ctx) => {
      let last = 0;
      await ctx.parallel([1, 2], async (item, inner) => {
        await read(inner);
        last = item;
        await write(inner, last);
      });
      await write(ctx, last);
    };
    expect((await fault(main)).kind).toBe("replays-differently");
  });

  it("leaves the real clock, randomness and timers alone outside executions", async () => {
    await runFirst(worldOf([increment]));
    expect(Math.random()).toBeLessThan(1);
    expect(Date.now()).toBeGreaterThan(0);
    await new Promise((resolve) => setTimeout(resolve, 1));
  });
});
