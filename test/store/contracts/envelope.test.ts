/**
 * Each contract against its definition, written down a second time over the whole history of a key: after any sequence of
 * requests and any choice of allowed answers, exactly what the definition allows may be answered, no more and no less.
 */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { StoreRequest } from "../../../src/store/requests.js";
import type { KeyRecord } from "../../../src/store/state.js";
import { answers, noFaults, outcomes, put, seed, storeNamed } from "../helpers.js";

/** What is at the key: a text, or nothing. */
type State = string | null;

/** What took effect on the key, in order. A miss: a read was told 404 while there was truly nothing. */
type Past = readonly ({ readonly became: State } | "miss")[];

interface Definition {
  readonly reads: (past: Past) => readonly State[];
  readonly lists: (past: Past) => readonly State[];
}

/** Every state the key was ever in, oldest first. */
function states(past: Past): State[] {
  return [null, ...past.filter((event) => event !== "miss").map((event) => event.became)];
}

const now = (past: Past) => states(past).at(-1)!;
const everShown = (past: Past) => states(past);
const onlyNow = (past: Past) => [now(past)];

/** The states since the key was last deleted, or made for the first time. */
function sinceDelete(past: Past): State[] {
  const all = states(past);
  return all.slice(all.lastIndexOf(null) + 1);
}

function missedBeforeAnyObject(past: Past): boolean {
  const first = past.findIndex((event) => event !== "miss");
  return past.slice(0, first < 0 ? past.length : first).includes("miss");
}

const definitions: Readonly<Record<string, Definition>> = {
  strong: { reads: onlyNow, lists: onlyNow },
  "s3-legacy": {
    reads: (past) => {
      const afterFirst = states(past).slice(1);
      return missedBeforeAnyObject(past) || afterFirst.length === 0 ? [null, ...afterFirst] : afterFirst;
    },
    lists: everShown,
  },
  storagegrid: {
    reads: (past) => (states(past).length === 1 ? [null] : states(past).slice(1)),
    lists: everShown,
  },
  "s3-us-standard": { reads: everShown, lists: everShown },
  "cross-region": { reads: onlyNow, lists: onlyNow },
  "list-lag": { reads: onlyNow, lists: everShown },
  "overwrite-lag": {
    reads: (past) => (now(past) === null ? [null] : sinceDelete(past)),
    lists: onlyNow,
  },
  "delete-lag": {
    reads: (past) => (now(past) === null ? states(past).slice(-2) : [now(past)]),
    lists: (past) => (now(past) === null ? states(past).slice(-2) : [now(past)]),
  },
  "negative-cache": {
    reads: (past) => (past.includes("miss") ? [null, now(past)] : [now(past)]),
    lists: onlyNow,
  },
};

const get: StoreRequest = { op: "get", key: "k" };
const steps = fc.array(
  fc.record({
    request: fc.constantFrom<StoreRequest>(
      put("k", "1"),
      put("k", "22"),
      put("k", "333"),
      { op: "delete", key: "k" },
      get,
      { op: "head", key: "k" },
      { op: "copy", source: "k", key: "elsewhere" },
      { op: "list" },
    ),
    choice: fc.nat({ max: 5 }),
  }),
  { maxLength: 8, size: "max" },
);

/** A past holds each thing once and never what is true: else equal states would have different records. */
function expectTidy({ current, readable, listable }: KeyRecord): void {
  for (const past of [readable, listable]) {
    const texts = past.map((found) => found?.body.text());
    expect(texts).not.toContain(current?.body.text());
    expect(new Set(texts).size).toBe(texts.length);
  }
}

function toldOf(state: State): string {
  return state ?? "NoSuchKey";
}

function listedAs(state: State): string {
  return state === null ? "" : `k:${state.length}`;
}

function sorted(words: readonly string[]): string[] {
  return [...new Set(words)].sort();
}

describe.each(Object.entries(definitions))("%s", (name, definition) => {
  it("answers what its definition allows, and all of it", () => {
    const personality = name === "s3-legacy" ? "s3-legacy-cas" : name;
    const store = storeNamed(personality);
    fc.assert(
      fc.property(steps, (taken) => {
        let state = store.initial;
        const past: Past[number][] = [];
        for (const { request, choice } of taken) {
          const possible = outcomes(store, state, request);
          const outcome = possible[choice % possible.length]!;
          if (request.op === "put") past.push({ became: request.body.text() });
          if (request.op === "delete" && now(past) !== null) past.push({ became: null });
          const missed = !outcome.answer.ok && outcome.answer.code === "NoSuchKey";
          if (missed && now(past) === null) past.push("miss");
          state = outcome.next;
          for (const { record } of state.objects) expectTidy(record);
        }
        const reads = answers(store, state, get);
        expect(reads[0]).toBe(toldOf(now(past)));
        expect(sorted(reads)).toEqual(sorted(definition.reads(past).map(toldOf)));
        expect(reads).toHaveLength(new Set(reads).size);
        const lists = answers(store, state, { op: "list", prefix: "k" });
        expect(lists[0]).toBe(listedAs(now(past)));
        expect(sorted(lists)).toEqual(sorted(definition.lists(past).map(listedAs)));
        expect(lists).toHaveLength(new Set(lists).size);
      }),
      { seed, numRuns: 1500 },
    );
  });

  it("gives HEAD and COPY's source what it gives GET, each wrong answer for one anomaly", () => {
    const store = storeNamed(name === "s3-legacy" ? "s3-legacy-cas" : name);
    fc.assert(
      fc.property(steps, (taken) => {
        const state = taken.reduce(
          (from, { request }) => outcomes(store, from, request)[0]!.next,
          store.initial,
        );
        const found = outcomes(store, state, get);
        const sizes = found.map(({ answer }) =>
          answer.ok && "size" in answer.value! ? answer.value.size : 0,
        );
        const heads = outcomes(store, state, { op: "head", key: "k" });
        expect(
          heads.map(({ answer }) => (answer.ok && "size" in answer.value! ? answer.value.size : 0)),
        ).toEqual(sizes);
        const copies = outcomes(store, state, { op: "copy", source: "k", key: "copied" });
        const written = copies.map(({ next }) => store.contents(next).get("copied")?.body.length ?? 0);
        expect(written).toEqual(sizes);
        for (const all of [found, heads, copies]) {
          expect(all.map((outcome) => outcome.anomalies)).toEqual(all.map((_, index) => Math.min(index, 1)));
          expect(all.every((outcome, index) => (outcome.label === undefined) === (index === 0))).toBe(true);
        }
      }),
      { seed, numRuns: 300 },
    );
  });

  it("says nothing wrong where no anomaly is allowed", () => {
    const store = storeNamed(name === "s3-legacy" ? "s3-legacy-cas" : name);
    fc.assert(
      fc.property(steps, (taken) => {
        let state = store.initial;
        for (const { request } of taken) {
          const possible = outcomes(store, state, request, { ...noFaults, anomalies: 0 });
          expect(possible).toHaveLength(1);
          state = possible[0]!.next;
        }
      }),
      { seed, numRuns: 100 },
    );
  });
});
