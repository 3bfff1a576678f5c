/** Small random programs over a store: what the engine and the naive explorer are compared on when nobody chose the case. */
import * as fc from "fast-check";
import type { Event } from "../../src/check/events.js";
import type { Property } from "../../src/check/property.js";
import type { Context } from "../../src/job/committer.js";
import { faultKinds } from "../../src/store/faults.js";
import { Body } from "../../src/store/body.js";
import { isS3Error } from "../../src/store/object-store.js";
import { allPersonalities } from "../../src/store/personalities/index.js";
import { property, type StoreMain, storeArena, tell } from "./arenas.js";
import type { Protocol } from "./compare.js";

type Key = "k" | "l";

/** One request, or a way to make some. */
export type Op =
  | { readonly op: "put" | "create" | "replace" | "get" | "head" | "delete" | "copy"; readonly key: Key }
  | { readonly op: "list" | "tell" }
  /** At once. */
  | { readonly op: "both"; readonly ops: readonly [Op, Op] }
  /** Until it works, twice at most. */
  | { readonly op: "retry"; readonly one: Op };

export interface RandomProgram {
  readonly personality: string;
  readonly faults: readonly (typeof faultKinds)[number][];
  readonly anomaliesMax: number;
  readonly faultsMax: number;
  readonly crashesMax: number;
  readonly zombies: number;
  readonly processes: readonly {
    readonly crashable: boolean;
    /** Whether what it was told goes into what it writes. */
    readonly talkative: boolean;
    readonly ops: readonly Op[];
  }[];
  /** Tables of a small automaton: where each event leads from each state. */
  readonly automaton: readonly number[];
}

/** What a process has been told so far, in short; ids and texts are in it, so that endings tell histories apart. */
class Memory {
  told = "";

  add(text: string): void {
    this.told += `${text};`;
  }
}

function makeMain(number: number, { talkative, ops }: RandomProgram["processes"][number]): StoreMain {
  return async (ctx, kernel) => {
    const memory = new Memory();
    for (const [index, op] of ops.entries()) {
      const text = talkative ? `${number}.${index}(${memory.told})` : `${number}.${index}`;
      if (op.op === "tell") await tell(kernel, eventOf(number, memory.told));
      else memory.add(await perform(ctx, op, text, memory.told));
    }
  };
}

function eventOf(number: number, told: string): Event {
  const type = told.includes("404") || told.includes("Timeout") ? "failed" : "acked";
  return type === "acked"
    ? { type, job: String(number), jobKey: "j", attempts: [] }
    : { type, job: String(number), jobKey: "j", reason: "" };
}

async function perform(ctx: Context, op: Op, text: string, told: string): Promise<string> {
  switch (op.op) {
    case "both": {
      const results = await ctx.parallel(op.ops, async (one, inner, index) => {
        const id = inner.uuid().length > 0;
        return id ? perform(inner, one, `${text}/${index}`, told) : "";
      });
      return results.join("&");
    }
    case "retry":
      return ctx.loop<number, string>(0, async (round, inner) => {
        const result = await perform(inner, op.one, `${text}r${round}`, told);
        return result.includes("!") && round < 1 ? { again: round + 1 } : { done: `${round}${result}` };
      });
    case "tell":
      return "";
    default:
      return request(ctx, op, text, told);
  }
}

type Single = Exclude<Op, { readonly op: "both" | "retry" | "tell" }>;

/** Makes one request; an error is a text with an exclamation mark. */
async function request({ store }: Context, op: Single, text: string, told: string): Promise<string> {
  try {
    switch (op.op) {
      case "put":
        await store.put({ key: op.key, body: Body.text(text) });
        return "p";
      case "create":
        await store.put({ key: op.key, body: Body.text(text), ifNoneMatch: "*" });
        return "c";
      case "replace": {
        // The ETag that it was told last, or that of what process 0 writes first.
        const etag = /etag=(\w+)/u.exec(told)?.[1] ?? Body.text("0.0").md5;
        await store.put({ key: op.key, body: Body.text(text), ifMatch: etag });
        return "r";
      }
      case "get": {
        const { body, etag } = await store.get({ key: op.key });
        return `g${body.text().length}etag=${etag}`;
      }
      case "head":
        return `h${(await store.head({ key: op.key })).size}`;
      case "delete":
        await store.delete({ key: op.key });
        return "d";
      case "copy":
        await store.copy({ source: op.key, key: op.key === "k" ? "l" : "k" });
        return "y";
      default:
        return `l${(await store.list({})).objects.map(({ key, size }) => `${key}${size}`).join()}`;
    }
  } catch (error) {
    if (!isS3Error(error)) throw error;
    return `!${error.status === 0 ? "Timeout" : error.status}`;
  }
}

const states = 4;
const eventTypes = ["acked", "failed", "crashed", "other"];

/** Its verdicts mean nothing; they depend on which events came in which order, and on what the store holds then. */
function automatonProperty(name: string, table: readonly number[], trap: number): Property {
  return property<number>(
    name,
    0,
    (state, event) => {
      const kind = Math.max(0, eventTypes.indexOf(event.type));
      const next = table[(state * eventTypes.length + kind) % table.length]! % states;
      return next === trap ? { message: "trapped" } : next;
    },
    (state, found) => ((state + Object.keys(found).length) % 3 === 1 ? "an odd end" : undefined),
  );
}

/** The program as something to explore. */
export function protocolOf(program: RandomProgram): Protocol {
  const processes = Object.fromEntries(
    program.processes.map((one, number) => [`${number}${one.crashable ? "!" : ""}`, makeMain(number, one)]),
  );
  return {
    arena: storeArena({
      personality: program.personality,
      faults: program.faults,
      budgets: {
        anomalies: program.anomaliesMax,
        faults: program.faultsMax,
        crashes: program.crashesMax,
        zombies: program.zombies,
      },
      processes,
    }),
    properties: [
      automatonProperty("trap", program.automaton, 3),
      automatonProperty("no trap", program.automaton.toReversed(), -1),
    ],
  };
}

const single: fc.Arbitrary<Op> = fc.oneof(
  fc.record({
    op: fc.constantFrom("put", "create", "replace", "get", "head", "delete", "copy"),
    key: fc.constantFrom("k", "l"),
  }),
  fc.record({ op: fc.constant("list") }),
);

const op: fc.Arbitrary<Op> = fc.oneof(
  { weight: 8, arbitrary: single },
  { weight: 2, arbitrary: fc.record({ op: fc.constant("tell") }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant("both"), ops: fc.tuple(single, single) }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant("retry"), one: single }) },
);

const processesOf = (count: number, opsMax: number) =>
  fc.array(
    fc.record({
      crashable: fc.boolean(),
      talkative: fc.boolean(),
      ops: fc.array(op, { minLength: 1, maxLength: opsMax }),
    }),
    { minLength: count, maxLength: count },
  );

/** What may go wrong: two things at most. */
const misfortune = fc.constantFrom(
  [0, 0, 0],
  [1, 0, 0],
  [2, 0, 0],
  [0, 1, 0],
  [0, 2, 0],
  [0, 0, 1],
  [0, 0, 2],
  [1, 1, 0],
  [1, 0, 1],
  [0, 1, 1],
);

export const randomProgram: fc.Arbitrary<RandomProgram> = fc
  .record({
    personality: fc.constantFrom(...allPersonalities.map(({ name }) => name)),
    faults: fc.subarray([...faultKinds], { minLength: 1 }),
    misfortune,
    zombies: fc.nat({ max: 2 }),
    processes: fc.oneof(processesOf(2, 3), processesOf(3, 2)),
    automaton: fc.array(fc.nat({ max: states - 1 }), { minLength: 16, maxLength: 16 }),
  })
  .map(({ misfortune: [anomaliesMax, faultsMax, crashesMax], ...rest }) => ({
    ...rest,
    anomaliesMax: anomaliesMax!,
    faultsMax: faultsMax!,
    crashesMax: crashesMax!,
  }));
