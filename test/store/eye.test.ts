/** What an eye chooses is what the store allows: all eyes together see each outcome that is listed, and nothing else. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Eye } from "../../src/store/eye.js";
import { faultKinds } from "../../src/store/faults.js";
import { sameData, type StoreOutcome } from "../../src/store/outcome.js";
import { allPersonalities, personalityNamed } from "../../src/store/personalities/index.js";
import type { StoreRequest } from "../../src/store/requests.js";
import { SimulatedStore, type StoreState } from "../../src/store/simulated-store.js";
import { anything, noFaults, put, seed } from "./helpers.js";

const call = { conflicted: false };
const keys = ["a", "d/x", "d/y"] as const;

const requests: readonly StoreRequest[] = [
  ...keys.flatMap((key): readonly StoreRequest[] => [
    put(key, "1"),
    put(key, "22", { ifNoneMatch: "*" }),
    put(key, "333"),
    { op: "delete", key },
    { op: "get", key },
    { op: "head", key },
    { op: "copy", source: key, key: "a" },
  ]),
  { op: "list" },
  { op: "list", delimiter: "/" },
  { op: "list", maxKeys: 1 },
  { op: "list", delimiter: "/", maxKeys: 2 },
];

/** Takes what is given, one after the other, then the first; notes how many there were to choose among. */
class Chosen implements Eye {
  readonly sizes: number[] = [];
  readonly #given: readonly number[];

  constructor(given: readonly number[]) {
    this.#given = given;
  }

  found(_key: string, _verb: string, may: readonly unknown[]): number {
    const choice = (this.#given[this.sizes.length] ?? 0) % may.length;
    this.sizes.push(may.length);
    return choice;
  }

  listed(key: string, may: readonly unknown[]): number {
    return this.found(key, "LIST", may);
  }
}

/** What every eye there is sees. */
function everythingSeen(store: SimulatedStore, state: StoreState, request: StoreRequest): StoreOutcome[] {
  const all: StoreOutcome[] = [];
  const given: number[] = [];
  for (;;) {
    const eye = new Chosen(given);
    all.push(...store.seen(state, request, call, eye));
    while (given.length < eye.sizes.length) given.push(0);
    let last = given.length - 1;
    while (last >= 0 && given[last]! + 1 >= (eye.sizes[last] ?? 1)) last--;
    if (last < 0) return all;
    given[last]! += 1;
    given.length = last + 1;
  }
}

const steps = fc.array(
  fc.record({ request: fc.constantFrom(...requests), eye: fc.array(fc.nat({ max: 3 }), { maxLength: 6 }) }),
  { maxLength: 10, size: "max" },
);

/** Whether a process is told the same, and the same comes after. */
function same(store: SimulatedStore, a: StoreOutcome, b: StoreOutcome): boolean {
  return sameData(a.answer, b.answer) && store.encode(a.next) === store.encode(b.next);
}

describe.each(allPersonalities.map((personality) => [personality.name, personality] as const))(
  "%s",
  (_name, personality) => {
    const store = new SimulatedStore(personality);

    it("all eyes together see each of its outcomes, and nothing else", () => {
      fc.assert(
        fc.property(steps, fc.constantFrom(...requests), (taken, last) => {
          let state = store.initial;
          for (const { request, eye } of taken)
            state = store.seen(state, request, call, new Chosen(eye))[0]!.next;
          const allowed = store.outcomes(state, last, call, noFaults);
          const seen = everythingSeen(store, state, last);
          for (const outcome of seen) {
            const listed = allowed.find((other) => same(store, other, outcome));
            expect(listed, `${last.op}: ${outcome.label}`).toBeDefined();
            expect(outcome.anomalies === 0).toBe(listed!.anomalies === 0);
            expect(outcome.label === undefined).toBe(outcome.anomalies === 0);
          }
          // Of nodes that show the same, an eye sees through one only.
          const answers = (all: readonly StoreOutcome[]) =>
            new Set(all.map(({ answer }) => JSON.stringify(answer)));
          expect(answers(seen)).toEqual(answers(allowed));
        }),
        { seed, numRuns: 60 },
      );
    });

    it("a fault is one of its outcomes too", () => {
      fc.assert(
        fc.property(steps, fc.constantFrom(...faultKinds), (taken, fault) => {
          let state = store.initial;
          for (const { request, eye } of taken) {
            const allowed = store.outcomes(state, request, call, anything);
            const seen = store.seen(state, request, call, new Chosen(eye), fault);
            expect(seen.length).toBeGreaterThan(0);
            for (const outcome of seen) {
              const listed = allowed.some(
                (other) => same(store, other, outcome) && other.faults <= outcome.faults,
              );
              expect(listed, `${request.op}: ${outcome.label}`).toBe(true);
            }
            state = seen[0]!.next;
          }
        }),
        { seed, numRuns: 25 },
      );
    });
  },
);

it("a strong store has nothing to choose among", () => {
  const eye = new Chosen([1, 1, 1]);
  const store = new SimulatedStore(allPersonalities.find(({ name }) => name === "strong")!);
  let state = store.initial;
  for (const request of requests) state = store.seen(state, request, call, eye)[0]!.next;
  expect(eye.sizes.every((size) => size === 1)).toBe(true);
});

it("whoever reads through replicas that go forward only always sees what its replica has", () => {
  const store = new SimulatedStore(personalityNamed("replicas"));
  const move = fc.oneof(
    fc.record({ replica: fc.constantFrom(-1), forward: fc.constant(0) }),
    fc.record({ replica: fc.nat({ max: 1 }), forward: fc.nat({ max: 2 }) }),
  );
  fc.assert(
    fc.property(fc.array(move, { maxLength: 14, size: "max" }), (moves) => {
      let state = store.initial;
      let written = 0;
      const at = [0, 0];
      for (const { replica, forward } of moves) {
        if (replica < 0) {
          written += 1;
          state = store.seen(state, put("k", String(written)), call, new Chosen([]))[0]!.next;
          continue;
        }
        at[replica] = Math.min(written, at[replica]! + forward);
        const wanted = at[replica] === 0 ? null : String(at[replica]);
        const eye: Eye = {
          listed: () => 0,
          found: (_key, _verb, may) => {
            const texts = may.map((found) => found?.body.text() ?? null);
            expect(texts).toContain(wanted);
            return texts.indexOf(wanted);
          },
        };
        state = store.seen(state, { op: "get", key: "k" }, call, eye)[0]!.next;
      }
    }),
    { seed, numRuns: 300 },
  );
});
