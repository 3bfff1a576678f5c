/**
 * The engine's own mutants. Each breaks one thing that a search rests on; the check that is named with it must fail on the
 * mutant and pass on the original.
 */
import { afterAll, describe, expect, it } from "vitest";
import type { Bounds } from "../../src/check/verdict.js";
import type { Arena } from "../../src/explore/steps.js";
import type { CommitterFactory } from "../../src/job/committer.js";
import { plain, type Protocol } from "./compare.js";
import * as jobs from "./jobs.js";
import { type Edit, type Engine, makeMutant, removeMutants } from "./mutant.js";
import { exploreNaively, type Findings } from "./naive.js";
import * as protocols from "./protocols.js";
import * as uploads from "./upload-protocols.js";

/** Throws where the engine is wrong. */
type Check = (engine: Engine) => Promise<void>;

const known = new Map<string, Promise<Findings>>();

/** The engine finds in a protocol what the naive explorer, which is no part of any mutant, finds in it. */
function agrees(name: string, protocol: () => Protocol): Check {
  return async (engine) => {
    const { arena, properties } = protocol();
    const naive = known.get(name) ?? exploreNaively(arena, properties);
    known.set(name, naive);
    const { exhaustively } = await engine.compare();
    expect(plain(await exhaustively(protocol()))).toEqual(plain(await naive));
  };
}

/** A job whose committer's instances remember something, on the engine and on the naive explorer. */
const attemptsKeepTheirOwn: Check = async (engine) => {
  const { exhaustively } = await engine.compare();
  const { job, remembers } = await engine.jobs();
  const found = await exhaustively(await job(remembers, "strong", { tasks: 2 }, []));
  const { arena } = await jobs.job(jobs.remembers, "strong", { tasks: 2 }, []);
  expect(plain(found)).toEqual(plain(await exploreNaively(arena, [])));
};

/** Whoever changes an answer is stopped there and then. */
const answersAreFrozen: Check = async (engine) => {
  const { exhaustively } = await engine.compare();
  await expect(exhaustively(protocols.changesItsAnswer())).rejects.toThrow(
    /changer: threw TypeError: .*(read.only|not extensible|delete)/u,
  );
};

/** With orders left out, and without, the same is found. */
const losesNoOrder =
  (make: (engine: typeof jobs) => CommitterFactory, bounds: Partial<Bounds>): Check =>
  async (engine) => {
    const { exhaustively } = await engine.compare();
    const theirs = await engine.jobs();
    const { arena } = await theirs.job(make(theirs), "strong", { lingering: 0, ...bounds }, []);
    const { regions: _, ...all } = arena;
    const endings = async (one: Arena) =>
      [...(await exhaustively({ arena: one, properties: [] })).endings].toSorted();
    expect(await endings(arena)).toEqual(await endings(all));
  };

interface Mutant {
  readonly name: string;
  readonly edits: readonly Edit[];
  readonly check: Check;
}

const exhaust = "src/explore/exhaust.ts";

const mutants: readonly Mutant[] = [
  {
    name: "closed on entry",
    edits: [
      {
        file: exhaust,
        from: "if (index < before && (set.note(index, rankNote) & ~closedBit) <= rank) return index;",
        to: "if (index < before) return index;",
      },
    ],
    check: agrees("increments(1)", () => protocols.increments(1)),
  },
  {
    name: "a budget left out of the key",
    edits: [
      {
        file: exhaust,
        from: "set.stage(this.#out);",
        to: "this.#out[this.#stepper.world.faultsAt] = 0; set.stage(this.#out);",
      },
      {
        file: exhaust,
        from: "if (this.#set.find(out) === to)",
        to: "out[this.#stepper.world.faultsAt] = 0; if (this.#set.find(out) === to)",
      },
    ],
    check: agrees("oneOfEach", () => protocols.oneOfEach()),
  },
  {
    name: "an answer changed in place",
    edits: [
      {
        file: "src/sim/canonical.ts",
        from: "return Object.freeze(value.map(copy));",
        to: "return value.map(copy);",
      },
    ],
    check: answersAreFrozen,
  },
  {
    name: "a committer shared by the attempts",
    edits: [
      {
        file: "src/job/engine.ts",
        from: "const committer = factory();\n    const ctx = kernelContext(kernel);\n    let commit: TaskCommit;",
        to: "const committer = ((factory as any).shared ??= factory());\n    const ctx = kernelContext(kernel);\n    let commit: TaskCommit;",
      },
    ],
    check: attemptsKeepTheirOwn,
  },
  {
    name: "a zombie dropped at the end",
    edits: [
      {
        file: "src/sim/world.ts",
        from: "this.#expandStore(row, moves);\n    moves.standing",
        to: "if (running || blocked) this.#expandStore(row, moves);\n    moves.standing",
      },
    ],
    check: agrees("overwrittenLate()", () => protocols.overwrittenLate()),
  },
  {
    name: "the 409 bit dropped",
    edits: [{ file: "src/sim/world.ts", from: "if (struck !== undefined)", to: "if (struck === null)" }],
    check: agrees("conflicts(0)", () => protocols.conflicts(0)),
  },
  {
    name: "a property left out of the state",
    edits: [
      { file: exhaust, from: "notes: this.#liveness ? 3 : 2", to: "notes: 3" },
      { file: exhaust, from: "set.clearStage();", to: "set.clearStage(); (this as any).seen = [];" },
      {
        file: exhaust,
        from: "set.stage(this.#out);",
        to: `(this as any).seen.push(this.#out.at(-1)!); this.#out[this.#out.length - 1] = 0;
          set.stage(this.#out);`,
      },
      {
        file: exhaust,
        from: "const index = set.addStaged(staged);",
        to: `const index = set.addStaged(staged);
          if (index === before) set.setNote(index, 2, (this as any).seen?.[staged] ?? 0);`,
      },
      {
        file: exhaust,
        from: "this.#set.read(index, row);",
        to: "this.#set.read(index, row); row[row.length - 1] = this.#set.note(index, 2);",
      },
      {
        file: exhaust,
        from: "if (this.#set.find(out) === to)",
        to: "out[out.length - 1] = 0; if (this.#set.find(out) === to)",
      },
    ],
    check: async (engine) => {
      await agrees("whenItWasRead(true)", () => protocols.whenItWasRead(true))(engine);
      await agrees("whenItWasRead(false)", () => protocols.whenItWasRead(false))(engine);
    },
  },
  {
    name: "a dead process's first requests are the ones that land",
    edits: [
      {
        file: "src/sim/flight.ts",
        from: "return count + more <= this.#zombiesMax ? 1 : this.#choicesOf",
        to: "return count + more <= this.#zombiesMax ? 1 : Math.min(1, this.#choicesOf",
      },
      {
        file: "src/sim/flight.ts",
        from: "this.#zombiesMax - more).length;",
        to: "this.#zombiesMax - more).length);",
      },
    ],
    check: agrees("crashWithTwoInFlight()", () => protocols.crashWithTwoInFlight()),
  },
  {
    name: "a late write of equal bytes is as if it never came",
    edits: [
      {
        file: "src/sim/transitions.ts",
        from: ".filter((one) => one.next !== state || one.effects !== 0)",
        to: ".filter((one) => one.next !== state)",
      },
    ],
    check: agrees("lateSameBytes()", () => protocols.lateSameBytes()),
  },
  {
    name: "a crash leaves nothing in flight",
    edits: [
      { file: "src/sim/world.ts", from: "if (!mutates) continue;", to: "if (mutates || !mutates) continue;" },
    ],
    check: agrees("twoCrashes()", () => protocols.twoCrashes()),
  },
  {
    name: "nothing happens by itself",
    edits: [
      {
        file: "src/sim/world.ts",
        from: "if (affordable) moves.addStep(service, step, anomalies, faults);",
        to: "",
      },
    ],
    check: agrees("readsReplica()", () => uploads.readsReplica(false)),
  },
  {
    name: "a misfortune of the store's own costs nothing",
    edits: [{ file: "src/sim/moves.ts", from: "this.#cells[at + faultsColumn] = faults;", to: "" }],
    check: agrees("partBesideRule()", () => uploads.partBesideRule()),
  },
  {
    name: "what the store does by itself overtakes nobody",
    edits: [
      {
        file: "src/sim/world.ts",
        from: "if (effects !== 0) this.#collide(row, out, table, effects, -1);",
        to: "",
      },
    ],
    check: agrees("partBesideRule()", () => uploads.partBesideRule()),
  },
  {
    name: "a loop's state left out of the history",
    edits: [{ file: "src/sim/history.ts", from: "return `r${entry.text}@", to: "return `r@" }],
    check: agrees("strandsAndLoop()", () => protocols.strandsAndLoop()),
  },
  {
    name: "a task that looks at what another has left counts as not meeting it",
    edits: [
      {
        file: "src/job/regions.ts",
        from: ": !isSameTask(region, own),",
        to: ": !isSameTask(region, own) && liveAttempts(board[region.run]!.tasks[region.task]!) > 0,",
      },
    ],
    check: losesNoOrder((engine) => engine.looksAtAnother, { tasks: 2 }),
  },
  {
    name: "an attempt that cleans up counts as over",
    edits: [
      {
        file: "src/job/regions.ts",
        from: "if (!others.every((other) => world.atRest(row, other.process))) continue;",
        to: "",
      },
    ],
    check: losesNoOrder((engine) => engine.cleansUp, { speculative: 1, coordinator: 1 }),
  },
  {
    name: "an attempt that the driver does not wait for is taken first",
    edits: [{ file: "src/job/regions.ts", from: "if (task.winner >= 0) continue;", to: "" }],
    check: losesNoOrder((engine) => engine.countsAtTheEnd, { speculative: 1 }),
  },
  {
    name: "fewest steps not looked for",
    edits: [
      {
        file: exhaust,
        from: "return (cost << stepsBits) | steps;",
        to: "return (cost << stepsBits) | Math.min(steps, 1);",
      },
    ],
    check: agrees("shortcut()", () => protocols.shortcut()),
  },
];

afterAll(removeMutants, 60_000);

describe("the engine's mutants", () => {
  const original = makeMutant("original", []);

  it.each(mutants)("$name", async ({ name, edits, check }) => {
    await check(original);
    const caught: unknown = await check(makeMutant(name, edits)).then(
      () => "nobody has noticed",
      (error: unknown) => error,
    );
    // A difference, or a process that was found out; not a mutant that does not run.
    expect(caught).toHaveProperty("name", expect.stringMatching(/^(AssertionError|ProcessFault)$/u));
  });
});
