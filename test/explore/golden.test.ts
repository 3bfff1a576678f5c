/**
 * Counts of fixed scopes, pinned. A change of them is a change of what is explored: of the engine, of the store, or of a
 * committer's requests. Those of the commit log are also counted by models of it in SPIN and TLA+ (bench/exhaust).
 */
import { describe, expect, it } from "vitest";
import { commitLog, nothingLost } from "../../bench/exhaust/commit-log.js";
import {
  direct,
  fileOutputV1,
  fileOutputV2,
  type GivenOptions,
  icebergCas,
  magic,
  magicCopy,
  manifestCommitter,
  stagingDirectory,
  stagingPartitioned,
} from "../../committers/index.js";
import { properties } from "../../properties/index.js";
import type { Property } from "../../src/check/property.js";
import type { Bounds } from "../../src/check/verdict.js";
import { exhaust } from "../../src/explore/exhaust.js";
import { type Arena, Stepper } from "../../src/explore/steps.js";
import { nothing } from "./compare.js";
import { job } from "./jobs.js";

interface Counts {
  readonly states: number;
  readonly transitions: number;
  /** Least cost and fewest steps of each violation. */
  readonly violations: Readonly<Record<string, readonly [cost: number, steps: number]>>;
}

/** Explores to the end, whatever is violated. */
async function count(arena: Arena, watched: readonly Property[]): Promise<Counts> {
  const stepper = new Stepper(arena, [...watched, nothing]);
  const { complete, states, transitions, found } = await exhaust(stepper, { states: 1_000_000 });
  expect(complete).toBe(true);
  return {
    states,
    transitions,
    violations: Object.fromEntries(
      found.map(({ property, cost, path }) => [watched[property]!.name, [cost, path.length]]),
    ),
  };
}

describe("the put-if-absent commit log", () => {
  it.each([
    [3, 2, 4_623, 9_750],
    [3, 3, 103_650, 225_525],
    [4, 2, 332_653, 886_284],
  ])(
    "has with %i writers x %i commits as many states as its models",
    async (writers, commits, states, transitions) => {
      const counts = await count(commitLog(writers, commits), [nothingLost]);
      expect(counts).toEqual({ states, transitions, violations: {} });
    },
  );

  it("loses a commit where PUT overwrites, at the sixth step", async () => {
    const stepper = new Stepper(commitLog(3, 2, false), [nothingLost]);
    const { found, states } = await exhaust(stepper, { states: 1_000 });
    expect(found.map(({ cost, path }) => [cost, path.length])).toEqual([[0, 6]]);
    expect(states).toBe(98);
  });
});

const committers = {
  direct,
  "file-output-v1": fileOutputV1,
  "file-output-v2": fileOutputV2,
  "iceberg-cas": icebergCas,
  magic,
  "magic-copy": magicCopy,
  "manifest-committer": manifestCommitter,
  "staging-directory": stagingDirectory,
  "staging-partitioned": stagingPartitioned,
};

type Scope = readonly [
  committer: keyof typeof committers,
  options: GivenOptions,
  store: string,
  bounds: Partial<Bounds>,
  states: number,
  transitions: number,
  violations: Counts["violations"],
];

const scopes: readonly Scope[] = [
  ["file-output-v1", {}, "strong", { tasks: 2 }, 251, 446, {}],
  ["file-output-v1", {}, "list-lag", { files: 2, anomalies: 2 }, 261, 306, { "no-lost-rows": [1, 35] }],
  [
    "file-output-v1",
    {},
    "strong",
    { crashes: 1, reruns: 1, zombies: 1 },
    1_146,
    1_888,
    { "no-duplicate-rows": [1, 58] },
  ],
  [
    "file-output-v1",
    {},
    "s3-legacy",
    { speculative: 1, anomalies: 1, coordinator: 0 },
    8_350,
    17_019,
    { "no-lost-rows": [0, 36] },
  ],
  ["file-output-v1", {}, "list-lag", { tasks: 2, anomalies: 1 }, 979, 1_721, { "no-lost-rows": [1, 38] }],
  // The same, with one order of steps that do not meet: same cost, and here the same steps.
  [
    "file-output-v1",
    {},
    "list-lag",
    { tasks: 2, anomalies: 1, lingering: 0 },
    264,
    303,
    { "no-lost-rows": [1, 38] },
  ],
  // As in docs/exhausting.md, with three tasks: five have 707,021 states.
  [
    "file-output-v1",
    {},
    "list-lag",
    { tasks: 3, files: 2, anomalies: 2, lingering: 0 },
    4_825,
    6_786,
    { "no-lost-rows": [1, 101] },
  ],
  [
    "magic-copy",
    { find: "list" },
    "list-lag",
    { tasks: 2, files: 2, anomalies: 2 },
    282,
    306,
    { "no-lost-rows": [1, 24] },
  ],
  ["magic-copy", { find: "handed" }, "strong", { speculative: 1, crashes: 1, zombies: 1 }, 553, 1_009, {}],
  [
    "magic-copy",
    { find: "list" },
    "strong",
    { files: 2, readers: 1, polls: 2 },
    437,
    775,
    { "all-or-nothing": [0, 12] },
  ],
  ["iceberg-cas", {}, "strong", { writers: 2 }, 539, 960, {}],
  ["iceberg-cas", {}, "strong", { writers: 2, faults: 1 }, 3_121, 6_516, {}],
  ["iceberg-cas", {}, "s3-legacy-cas", { writers: 2, anomalies: 1 }, 607, 1_108, {}],
  ["iceberg-cas", {}, "negative-cache", { attempts: 2, faults: 1, zombies: 1, anomalies: 1 }, 168, 224, {}],
  [
    "iceberg-cas",
    { rebase: "next-free-number" },
    "strong",
    { writers: 2 },
    567,
    984,
    { "no-lost-rows": [0, 29] },
  ],
  ["iceberg-cas", { "on-error": "clean-up" }, "strong", { faults: 1 }, 61, 70, { readable: [1, 15] }],
  // Executors that are taken for lost run on: an attempt that may commit no more does so all the same.
  [
    "file-output-v1",
    { fs: "atomic-rename" },
    "strong",
    { attempts: 2, losses: 1 },
    362,
    589,
    { "no-lost-rows": [0, 25] },
  ],
  [
    "file-output-v2",
    {},
    "strong",
    { attempts: 2, losses: 1 },
    746,
    1_322,
    { "no-lost-rows": [0, 40], "no-phantom-rows": [0, 39] },
  ],
  ["magic", {}, "strong", { attempts: 2, losses: 1 }, 1_816, 3_270, {}],
  ["staging-directory", {}, "strong", { attempts: 2, losses: 1 }, 913, 1_523, { "no-lost-rows": [0, 28] }],
  ["manifest-committer", {}, "strong", { attempts: 2, losses: 1 }, 677, 1_134, { "no-lost-rows": [0, 40] }],
  ["direct", {}, "strong", { attempts: 2, losses: 1 }, 46, 61, {}],
  // Rows are there before.
  [
    "staging-partitioned",
    {},
    "list-lag",
    { prior: 1, partitions: 1, mode: 2, anomalies: 1 },
    31,
    31,
    { "write-mode": [1, 21] },
  ],
  ["magic", { "abort-uploads": "none" }, "strong", { drivers: 2 }, 150, 248, {}],
];

describe("committers", () => {
  it.each(scopes)(
    "%s %j on %s with %j",
    async (name, options, store, bounds, states, transitions, violations) => {
      const factory = committers[name].withOptions(options);
      const { arena } = await job(factory, store, { coordinator: 1, ...bounds }, properties);
      expect(await count(arena, properties)).toEqual({ states, transitions, violations });
    },
  );
});
