import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { personalities, personalityNamed, UnknownPersonality } from "../../src/store/personalities/index.js";
import type { StoreRequest } from "../../src/store/requests.js";
import { StateEncoder } from "../../src/store/encoding.js";
import { failure } from "../../src/store/operations/answers.js";
import { distinct, outcomeOf } from "../../src/store/outcome.js";
import { type Contract, type Found, type KeyRecord, untouched } from "../../src/store/state.js";
import { SimulatedStore, type StoreState } from "../../src/store/simulated-store.js";
import { after, answers, anything, noFaults, outcomes, put, said, seed, storeNamed } from "./helpers.js";

const keys = fc.constantFrom("a", "b", "b/c");
const texts = fc.constantFrom("1", "2", "22");
const someRequest: fc.Arbitrary<StoreRequest> = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(keys, texts).map(([key, text]) => put(key, text)) },
  fc.tuple(keys, texts).map(([key, text]) => put(key, text, { ifNoneMatch: "*" })),
  fc.tuple(keys, texts).map(([key, text]) => put(key, "1", { metadata: { m: text } })),
  { weight: 2, arbitrary: keys.map((key): StoreRequest => ({ op: "delete", key })) },
  keys.map((key): StoreRequest => ({ op: "get", key })),
  fc.tuple(keys, keys).map(([source, key]): StoreRequest => ({ op: "copy", source, key })),
);
const someRequests = fc.array(someRequest, { maxLength: 7, size: "max" });

/** Each request with a choice among its outcomes, whatever they cost. */
const someSteps = fc.array(fc.tuple(someRequest, fc.nat({ max: 30 })), { maxLength: 7, size: "max" });

function walk(store: SimulatedStore, steps: readonly (readonly [StoreRequest, number])[]): StoreState[] {
  const states = [store.initial];
  for (const [request, choice] of steps) {
    const possible = outcomes(store, states.at(-1)!, request, anything, true);
    states.push(possible[choice % possible.length]!.next);
  }
  return states;
}

/** All that can ever be observed of a state, written out. */
function observable(state: StoreState): string {
  const told = (found: Found) => (found === null ? null : [found.body.text(), found.etag, found.metadata]);
  return JSON.stringify(
    [...state.objects].map(({ key, record }) => [
      key,
      told(record.current),
      record.readable.map(told),
      record.listable.map(told),
      record.probed,
    ]),
  );
}

describe.each(personalities)("$name", (personality) => {
  const store = new SimulatedStore(personality);

  it("encodes states equally exactly where nobody can tell them apart", () => {
    const byCode = new Map<string, string>();
    const byContent = new Map<string, string>();
    fc.assert(
      fc.property(someSteps, (steps) => {
        for (const state of walk(store, steps)) {
          const code = store.encode(state);
          const content = observable(state);
          expect(byCode.get(code) ?? content).toBe(content);
          expect(byContent.get(content) ?? code).toBe(code);
          byCode.set(code, content);
          byContent.set(content, code);
        }
      }),
      { seed, numRuns: 150 },
    );
    expect(byCode.size).toBeGreaterThan(50);
  });

  it("answers from an old state as it did before newer ones were made", () => {
    fc.assert(
      fc.property(someSteps, (steps) => {
        const probes: StoreRequest[] = [
          { op: "list" },
          ...["a", "b", "b/c"].map((key) => ({ op: "get", key }) as const),
        ];
        const tell = (state: StoreState) => [
          observable(state),
          ...probes.map((probe) => answers(store, state, probe).join("|")),
        ];
        const seen: [StoreState, string[]][] = [];
        let state = store.initial;
        for (const [request, choice] of steps) {
          seen.push([state, tell(state)]);
          const possible = outcomes(store, state, request, anything, true);
          state = possible[choice % possible.length]!.next;
        }
        for (const [old, told] of seen) expect(tell(old)).toEqual(told);
      }),
      { seed, numRuns: 60 },
    );
  });

  it("converges to what is true: a strong store's state, with one answer to each read", () => {
    fc.assert(
      fc.property(someSteps, (steps) => {
        const state = walk(store, steps).at(-1)!;
        const settled = store.converged(state);
        expect(store.contents(settled)).toEqual(store.contents(state));
        expect(store.diff(state, settled)).toEqual([]);
        expect(store.converged(settled)).toBe(settled);
        for (const key of ["a", "b", "b/c"]) {
          const truth = store.contents(state).get(key)?.body.text() ?? "NoSuchKey";
          expect(answers(store, settled, { op: "get", key })).toEqual([truth]);
          expect(answers(store, state, { op: "get", key })[0]).toBe(truth);
        }
        expect(answers(store, settled, { op: "list" })).toEqual([answers(store, state, { op: "list" })[0]]);
        // The same contents reached on any way converge to the same.
        const afresh = [...store.contents(state)].reduce(
          (from, [key, { body, metadata }]) => after(store, [{ op: "put", key, body, metadata }], from),
          store.initial,
        );
        expect(store.encode(store.converged(afresh))).toBe(store.encode(settled));
      }),
      { seed, numRuns: 100 },
    );
  });

  it("does the same in whatever state, as far as what is true goes, when all is well", () => {
    const strong = storeNamed("strong");
    const conditional = personality.capabilities.conditionalWrites === "honoured";
    fc.assert(
      fc.property(someRequests, (requests) => {
        let mine = store.initial;
        let model = strong.initial;
        for (const request of requests) {
          if (!conditional && "ifNoneMatch" in request) continue;
          const [here] = outcomes(store, mine, request);
          const [there] = outcomes(strong, model, request);
          expect(here!.answer).toEqual(there!.answer);
          expect([here!.anomalies, here!.faults, here!.label]).toEqual([0, 0, undefined]);
          mine = here!.next;
          model = there!.next;
        }
        expect(store.contents(mine)).toEqual(strong.contents(model));
      }),
      { seed, numRuns: 100 },
    );
  });

  it("keeps nothing of a key of which nothing is known", () => {
    const state = after(store, [put("a", "1"), { op: "delete", key: "a" }, { op: "delete", key: "never" }]);
    const forgets = ["strong", "overwrite-lag", "negative-cache"].includes(personality.contract.name);
    expect([...state.objects].map(({ key }) => key)).toEqual(forgets ? [] : ["a"]);
    if (forgets) expect(store.encode(state)).toBe(store.encode(store.initial));
  });

  it("says what it is true of, from when and by which source", () => {
    expect(personalityNamed(personality.name)).toBe(personality);
    expect(personality.trueOf).toMatch(/^[A-Z].{20,}\.$/);
    expect(personality.source.length).toBeGreaterThan(20);
    expect(personality.since).not.toBe("");
    expect(personality.hypothetical === true).toBe(personality.name === "s3-legacy-cas");
  });
});

describe("the stores", () => {
  it("are these, with these contracts and capabilities", () => {
    const table = personalities.map(({ name, contract, capabilities }) => [
      name,
      contract.name,
      capabilities.conditionalWrites,
    ]);
    expect(table).toEqual([
      ["strong", "strong", "honoured"],
      ["s3-legacy", "s3-legacy", "absent"],
      ["s3-legacy-cas", "s3-legacy", "honoured"],
      ["list-lag", "list-lag", "honoured"],
      ["overwrite-lag", "overwrite-lag", "honoured"],
      ["delete-lag", "delete-lag", "honoured"],
      ["negative-cache", "negative-cache", "honoured"],
      ["no-conditional-writes", "strong", "absent"],
      ["conditions-ignored", "strong", "ignored"],
    ]);
  });

  it("are asked for by name, and a name that none has is refused with all that there are", () => {
    expect(() => personalityNamed("s3")).toThrow(UnknownPersonality);
    expect(() => personalityNamed("s3")).toThrow(/no store "s3".*strong, s3-legacy, .*conditions-ignored/);
  });
});

describe("a difference between states", () => {
  it("is told by true content, in UTF-8 order", () => {
    const store = storeNamed("s3-legacy-cas");
    const before = after(store, [put("a", "1"), put("b", "1"), put("c", "1"), put("d", "1")]);
    const now = after(
      store,
      [
        put("e", "1"),
        { op: "delete", key: "b" },
        put("c", "2"),
        put("d", "1"),
        put("\u{1f600}", "1"),
        put("\uff5e", "1"),
      ],
      before,
    );
    expect(store.diff(before, now)).toEqual(["- b", "~ c", "+ e", "+ \uff5e", "+ \u{1f600}"]);
    expect(store.diff(now, before)).toEqual(["+ b", "~ c", "- e", "- \uff5e", "- \u{1f600}"]);
    expect(store.diff(now, now)).toEqual([]);
  });
});

describe("labels", () => {
  it("name the wrong answer and its key in plain words", () => {
    const store = storeNamed("s3-legacy-cas");
    const state = after(store, [
      { op: "head", key: "t/new" },
      put("t/new", "1"),
      put("t/old", "1"),
      put("t/old", "22"),
      put("t/gone", "1"),
      { op: "delete", key: "t/gone" },
    ]);
    const labels = (request: StoreRequest, anomalies = 1) =>
      outcomes(store, state, request, { ...noFaults, anomalies }).map(({ label }) => label);
    expect(labels({ op: "get", key: "t/new" })).toEqual([undefined, "GET says 404 for t/new"]);
    expect(labels({ op: "head", key: "t/old" })).toEqual([undefined, "HEAD serves an older t/old"]);
    expect(labels({ op: "get", key: "t/gone" })).toEqual([undefined, "GET still serves the deleted t/gone"]);
    expect(labels({ op: "copy", source: "t/old", key: "x" })).toEqual([
      undefined,
      "COPY serves an older t/old",
    ]);
    expect(labels({ op: "list" })).toEqual([
      undefined,
      "LIST still shows t/gone",
      "LIST misses t/new",
      "LIST shows an older t/old",
      "LIST misses t/old",
    ]);
    expect(labels({ op: "list" }, 2)).toContain("LIST still shows t/gone; LIST misses t/new");
  });
});

/** Rules that no real contract has, to see that the store asks its contract and does as told. */
describe("a store of a contract of one's own", () => {
  const record = (parts: Partial<KeyRecord>): KeyRecord => ({ ...untouched, ...parts });
  const contract: Contract = {
    name: "odd",
    afterWrite: (_before, next) => record({ current: next, readable: [null] }),
    afterDelete: () => untouched,
    afterMiss: (before) => record({ ...before, probed: true }),
  };
  const store = new SimulatedStore({ ...personalityNamed("strong"), name: "odd", contract });

  it("tells it of each 404 that is told, right or wrong", () => {
    const state = after(store, [put("a", "1")]);
    const [right, wrong] = outcomes(store, state, { op: "get", key: "a" });
    expect(right!.next).toBe(state);
    expect(wrong!.next.objects.get("a")?.record.probed).toBe(true);
    const [miss] = outcomes(store, state, { op: "head", key: "b" });
    expect(miss!.next.objects.get("b")?.record).toEqual(record({ probed: true }));
  });

  it("encodes whatever its records hold", () => {
    const state = after(store, [put("a", "1")]);
    const [, wrong] = outcomes(store, state, { op: "get", key: "a" });
    expect(store.encode(wrong!.next)).not.toBe(store.encode(state));
  });
});

describe("a state's code", () => {
  it("is exact where codes run out", () => {
    const store = storeNamed("s3-legacy-cas");
    const encoder = new StateEncoder(1);
    const codes = new Map<string, string>();
    fc.assert(
      fc.property(someSteps, (steps) => {
        for (const state of walk(store, steps)) {
          const code = encoder.encode(state);
          expect(codes.get(code) ?? observable(state)).toBe(observable(state));
          codes.set(code, observable(state));
        }
      }),
      { seed, numRuns: 600 },
    );
    expect(codes.size).toBeGreaterThan(200);
  });
});

describe("outcomes that say the same", () => {
  it("are not dropped for one that is cheaper in one way and dearer in the other", () => {
    const told = { answer: failure("SlowDown", "x"), next: storeNamed("strong").initial };
    const anomaly = outcomeOf({ ...told, anomalies: 1 });
    const fault = outcomeOf({ ...told, faults: 1 });
    const both = outcomeOf({ ...told, anomalies: 1, faults: 1 });
    expect(distinct([anomaly, fault, both], 1, [])).toEqual([anomaly, fault]);
    const otherwise = outcomeOf({ ...told, answer: failure("SlowDown", "y"), anomalies: 1 });
    const zombie = outcomeOf({ ...told, anomalies: 1, faults: 1, zombie: put("a", "1") });
    expect(distinct([anomaly, otherwise, zombie], 1, [])).toEqual([anomaly, otherwise, zombie]);
  });

  it("are dropped: an older version refused by the same condition, an older copy under a condition that fails", () => {
    const store = storeNamed("overwrite-lag");
    const state = after(store, [put("a", "1"), put("a", "22"), put("b", "1")]);
    expect(answers(store, state, { op: "get", key: "a", ifMatch: "x" })).toEqual(["PreconditionFailed"]);
    const copy: StoreRequest = { op: "copy", source: "a", key: "b", ifNoneMatch: "*" };
    expect(answers(store, state, copy)).toEqual(["PreconditionFailed"]);
    expect(answers(store, state, { ...copy, key: "c" })).toEqual(["written", "written"]);
  });

  it("are dropped in listings: a missed key of several behind one common prefix", () => {
    const store = storeNamed("list-lag");
    const state = after(store, [put("t/a/1", "1"), put("t/a/2", "1"), put("t/b", "1")]);
    const found = (anomalies: number) =>
      outcomes(store, state, { op: "list", prefix: "t/", delimiter: "/" }, { ...noFaults, anomalies }).map(
        (outcome) => [said(outcome.answer), outcome.anomalies],
      );
    expect(found(1)).toEqual([
      ["t/b:1 t/a/", 0],
      ["t/a/", 1],
    ]);
    expect(found(2)).toEqual([
      ["t/b:1 t/a/", 0],
      ["t/a/", 1],
      ["t/b:1", 2],
    ]);
  });
});
