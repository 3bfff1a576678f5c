/** The outcomes of a request hang on the part of the state that the store says, and on nothing else. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ServiceTransitions, Words } from "../../src/sim/transitions.js";
import { allFaultKinds } from "../../src/store/faults.js";
import { allPersonalities, personalityNamed } from "../../src/store/personalities/index.js";
import type { StoreRequest } from "../../src/store/requests.js";
import { SimulatedStore, type StoreState } from "../../src/store/simulated-store.js";
import { put, seed } from "./helpers.js";

const keys = ["a", "d/x", "d/y"] as const;

const requests: readonly StoreRequest[] = [
  ...keys.flatMap((key): readonly StoreRequest[] => [
    put(key, "1"),
    put(key, "22", { ifNoneMatch: "*" }),
    { op: "delete", key },
    { op: "get", key },
    { op: "head", key },
    { op: "copy", source: key, key: "a" },
    { op: "copy", source: key, key: "d/y", ifNoneMatch: "*" },
    { op: "rename", source: key, key: "d/x" },
  ]),
  { op: "deleteObjects", keys: ["a", "d/x"] },
  { op: "createMultipartUpload", key: "a" },
  { op: "list" },
  { op: "list", prefix: "d/" },
  { op: "list", delimiter: "/" },
  { op: "list", maxKeys: 1 },
];

/** A request, and which of its outcomes is taken, modulo how many there are. */
const steps = fc.array(
  fc.record({
    request: fc.constantFrom(...requests),
    conflicted: fc.boolean(),
    outcome: fc.nat({ max: 40 }),
  }),
  { maxLength: 24, size: "max" },
);

type Steps = typeof steps extends fc.Arbitrary<infer T> ? T : never;

const limits = { anomalies: 2, faults: 1 };

/** Takes the steps; the service is asked again wherever outcomes are known from another state, and must say the same. */
function walk(words: Words, table: ServiceTransitions, taken: Steps): void {
  let state = table.initial;
  for (const { request, conflicted, outcome } of taken) {
    const group = table.group(state, words.internRequest(0, request), conflicted);
    const count = table.end(group) - table.first(group);
    if (count > 0) state = table.nextOf(table.first(group) + (outcome % count));
  }
}

function tableOf(store: SimulatedStore): { readonly words: Words; readonly table: ServiceTransitions } {
  const words = new Words([store]);
  return { words, table: new ServiceTransitions(store, 0, words, limits, true) };
}

describe.each(allPersonalities.map((personality) => [personality.name, personality] as const))(
  "%s",
  (_name, personality) => {
    it("answers the same wherever that part is the same", () => {
      const store = new SimulatedStore(personality, { faults: allFaultKinds });
      // One table for all walks: what was asked in one is met in the next.
      const { words, table } = tableOf(store);
      fc.assert(
        fc.property(steps, (taken) => {
          walk(words, table, taken);
        }),
        { seed, numRuns: 50 },
      );
    });
  },
);

it("a store that says too little is found out", () => {
  class Forgetful extends SimulatedStore {
    override partFor(state: StoreState, request: StoreRequest): string | undefined {
      // The destination of a COPY has a condition, too.
      return super.partFor(state, request.op === "copy" ? { op: "head", key: request.source } : request);
    }
  }
  const store = new Forgetful(personalityNamed("strong"));
  const { words, table } = tableOf(store);
  const copies: Steps = [
    { request: put("a", "1"), conflicted: false, outcome: 0 },
    { request: { op: "copy", source: "a", key: "d/y", ifNoneMatch: "*" }, conflicted: false, outcome: 0 },
    { request: { op: "copy", source: "a", key: "d/y", ifNoneMatch: "*" }, conflicted: false, outcome: 0 },
  ];
  expect(() => walk(words, table, copies)).toThrow("hang on more");
});

it("what is asked in one state is known in another that differs elsewhere", () => {
  let asked = 0;
  class Counting extends SimulatedStore {
    override outcomes(
      ...given: Parameters<SimulatedStore["outcomes"]>
    ): ReturnType<SimulatedStore["outcomes"]> {
      asked += 1;
      return super.outcomes(...given);
    }
  }
  const store = new Counting(personalityNamed("list-lag"));
  const words = new Words([store]);
  const table = new ServiceTransitions(store, 0, words, limits);
  const step = (request: StoreRequest, outcome = 0) => ({ request, conflicted: false, outcome });
  walk(words, table, [
    step(put("a", "1")),
    step({ op: "head", key: "d/x" }),
    step({ op: "list", prefix: "d/" }),
  ]);
  expect(asked).toBe(3);
  walk(words, table, [step(put("d/y", "1")), step({ op: "head", key: "d/x" }), step(put("a", "1"))]);
  expect(asked).toBe(4);
});
