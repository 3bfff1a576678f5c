import { describe, expect, it } from "vitest";
import type { StoreOutcome } from "../../src/store/outcome.js";
import { personalities } from "../../src/store/personalities/index.js";
import type { StoreRequest } from "../../src/store/requests.js";
import { type FaultKind, faultKinds } from "../../src/store/faults.js";
import { SimulatedStore, type StoreState } from "../../src/store/simulated-store.js";
import { after, anything, outcomes, put, said, storeNamed } from "./helpers.js";

const oneFault = { anomalies: 0, faults: 1 };
const create = put("k", "mine", { ifNoneMatch: "*" });

/** An outcome in short: what the client is told, what is then at "k", what is still on its way, and what it witnesses. */
function short(store: SimulatedStore) {
  return (outcome: StoreOutcome) =>
    [
      said(outcome.answer),
      store.contents(outcome.next).get("k")?.body.text() ?? "absent",
      outcome.zombie === undefined ? "" : "zombie",
      outcome.witnesses.join(","),
    ] as const;
}

function shorts(name: string, requests: readonly StoreRequest[], request: StoreRequest, conflicted = false) {
  const store = storeNamed(name);
  const state = after(store, requests);
  return outcomes(store, state, request, oneFault, conflicted).map(short(store));
}

describe("the faults of a write", () => {
  it("of a create: lost, applied unheard, still on its way, meeting itself, and a twin", () => {
    expect(shorts("strong", [], create)).toEqual([
      ["written", "mine", "", ""],
      ["TimeoutError", "absent", "", "request-lost"],
      ["TimeoutError", "mine", "", "reply-lost"],
      ["TimeoutError", "absent", "zombie", "late"],
      ["PreconditionFailed", "mine", "", "conflict,reply-lost,retried,own-412"],
      ["written", "mine", "zombie", "late,retried"],
    ]);
  });

  it("of a conditional COPY: the same", () => {
    const copy: StoreRequest = { op: "copy", source: "s", key: "k", ifNoneMatch: "*" };
    expect(shorts("strong", [put("s", "mine")], copy)).toEqual(shorts("strong", [], create));
  });

  it("of an overwrite under If-Match: its retry finds the ETag that it wrote itself", () => {
    const store = storeNamed("strong");
    const state = after(store, [put("k", "old")]);
    const ifMatch = store.contents(state).get("k")!.etag;
    const found = outcomes(store, state, put("k", "mine", { ifMatch }), oneFault).map(short(store));
    expect(found).toContainEqual(["PreconditionFailed", "mine", "", "conflict,reply-lost,retried,own-412"]);
    // With the same bytes the ETag stays, and the retry succeeds: nothing that the client could tell. Where the reply alone
    // is lost, the write has still overtaken others that wait with a condition, which a lost request has not.
    const same = outcomes(store, state, put("k", "old", { ifMatch }), oneFault).map(short(store));
    expect(same.map(([, , , witnesses]) => witnesses)).toEqual([
      "",
      "request-lost",
      "reply-lost",
      "late",
      "late,retried",
    ]);
  });

  it("of a COPY whose retry finds an older source: refused for its source, so not for its own success", () => {
    const store = storeNamed("overwrite-lag");
    const state = after(store, [put("s", "1"), put("s", "22")]);
    const copy: StoreRequest = {
      op: "copy",
      source: "s",
      key: "k",
      sourceIfMatch: store.contents(state).get("s")!.etag,
    };
    const retried = (request: StoreRequest) =>
      outcomes(store, state, request, { anomalies: 1, faults: 1 })
        .filter(({ witnesses }) => witnesses.includes("reply-lost") && witnesses.includes("retried"))
        .map(({ answer, anomalies, witnesses }) => [said(answer), anomalies, witnesses.includes("own-412")]);
    expect(retried(copy)).toEqual([["PreconditionFailed", 1, false]]);
    expect(retried({ ...copy, ifNoneMatch: "*" })).toEqual([
      ["PreconditionFailed", 0, true],
      ["PreconditionFailed", 1, false],
    ]);
  });

  it("of an unconditional PUT: its retry after a lost reply is as if nothing had happened", () => {
    expect(shorts("strong", [], put("k", "mine"))).toEqual([
      ["written", "mine", "", ""],
      ["TimeoutError", "absent", "", "request-lost"],
      ["TimeoutError", "mine", "", "reply-lost"],
      ["TimeoutError", "absent", "zombie", "late"],
      ["written", "mine", "zombie", "late,retried"],
    ]);
  });

  it("of a DELETE", () => {
    expect(shorts("strong", [put("k", "old")], { op: "delete", key: "k" })).toEqual([
      ["deleted", "absent", "", ""],
      ["TimeoutError", "old", "", "request-lost"],
      ["TimeoutError", "absent", "", "reply-lost"],
      ["TimeoutError", "old", "zombie", "late"],
      ["deleted", "absent", "zombie", "late,retried"],
    ]);
  });

  it("of a create that loses: it may still be on its way, and win after a delete", () => {
    expect(shorts("strong", [put("k", "theirs")], create)).toEqual([
      ["PreconditionFailed", "theirs", "", "conflict"],
      ["TimeoutError", "theirs", "", "request-lost"],
      ["TimeoutError", "theirs", "zombie", "late"],
      ["PreconditionFailed", "theirs", "zombie", "conflict,late,retried"],
    ]);
  });

  it("of a create into which a delete came: the retry is a request of its own, so it is told no 409", () => {
    const found = shorts("strong", [], create, true);
    expect(found.slice(0, 2)).toEqual([
      ["written", "mine", "", ""],
      ["ConditionalRequestConflict", "absent", "", "conflict"],
    ]);
    expect(found.slice(2).map(([told]) => told)).not.toContain("ConditionalRequestConflict");
  });

  it("of a write that the store refuses whatever it holds: it can only be lost", () => {
    const told = (name: string, request: StoreRequest) =>
      shorts(name, [], request).map(([, , , witnesses]) => witnesses);
    expect(told("no-conditional-writes", create)).toEqual(["", "request-lost"]);
    expect(told("strong", put("k", "x", { ifMatch: "*" }))).toEqual(["", "request-lost"]);
    expect(told("strong", put("", "x"))).toEqual(["", "request-lost"]);
    expect(told("strong", { op: "copy", source: "k", key: "k" })).toEqual(["", "request-lost"]);
  });
});

describe("the faults of a read", () => {
  it.each<StoreRequest>([{ op: "get", key: "k" }, { op: "head", key: "k" }, { op: "list" }])(
    "%o: lost",
    (request) => {
      for (const name of ["strong", "s3-legacy-cas", "negative-cache"]) {
        const found = shorts(name, [put("k", "old")], request);
        expect(found.map(([told, held, , witnesses]) => [told === "TimeoutError", held, witnesses])).toEqual([
          [false, "old", ""],
          [true, "old", "request-lost"],
        ]);
      }
    },
  );

  it("whose 404 nobody heard may still have filled a negative cache", () => {
    const store = storeNamed("negative-cache");
    const found = outcomes(store, store.initial, { op: "get", key: "k" }, oneFault);
    expect(found.map((outcome) => outcome.witnesses.join())).toEqual(["", "request-lost", "reply-lost"]);
    expect(store.encode(found[2]!.next)).toBe(store.encode(found[0]!.next));
    expect(store.encode(found[1]!.next)).not.toBe(store.encode(found[0]!.next));
  });
});

const everything: readonly StoreRequest[] = [
  put("k", "mine"),
  create,
  put("new", "mine", { ifNoneMatch: "*" }),
  put("k", "mine", { ifMatch: "e" }),
  { op: "get", key: "k" },
  { op: "get", key: "new" },
  { op: "head", key: "k" },
  { op: "delete", key: "k" },
  { op: "copy", source: "k", key: "new" },
  { op: "copy", source: "k", key: "new", ifNoneMatch: "*" },
  { op: "copy", source: "missing", key: "new" },
  { op: "list" },
];
const past = [
  put("k", "1"),
  put("k", "22"),
  put("k", "333"),
  put("l", "1"),
  { op: "delete", key: "l" },
] as const;

describe.each(personalities)("the faults of $name", (personality) => {
  const store = new SimulatedStore(personality);
  const state = after(store, past);

  it("cannot be told apart by a client that gives up", () => {
    for (const request of everything) {
      const gaveUp = outcomes(store, state, request, anything, true).filter(
        ({ answer }) => !answer.ok && answer.code === "TimeoutError",
      );
      expect(gaveUp.length).toBeGreaterThan(0);
      for (const { answer, faults } of gaveUp) {
        expect(answer).toStrictEqual(gaveUp[0]!.answer);
        expect(faults).toBe(1);
      }
    }
  });

  it("cost one each, beside the store's own anomalies, and come after everything without", () => {
    for (const request of everything) {
      const without = outcomes(store, state, request, { ...anything, faults: 0 }, true);
      const all = outcomes(store, state, request, anything, true);
      expect(all.slice(0, without.length)).toEqual(without);
      expect(all.slice(without.length).every((outcome) => outcome.faults === 1)).toBe(true);
      for (const kind of [["reply-lost"], ["late", "retried"], ["reply-lost", "retried"]]) {
        const costs = all
          .filter(({ witnesses }) => kind.every((word) => witnesses.includes(word)))
          .filter(({ witnesses }) => witnesses.includes("retried") === kind.includes("retried"))
          .map((outcome) => outcome.anomalies);
        expect(costs).toEqual(costs.toSorted((x, y) => x - y));
      }
      for (const anomalies of [0, 1, 2]) {
        const cheap = outcomes(store, state, request, { anomalies, faults: 1 }, true);
        expect(cheap.every((outcome) => outcome.anomalies <= anomalies)).toBe(true);
        // Allowing more never takes anything away.
        const known = new Set(all.map((outcome) => key(store, outcome)));
        expect(cheap.filter((outcome) => !known.has(key(store, outcome)))).toEqual([]);
      }
    }
  });

  it("leave out what an outcome that is no dearer says already, and nothing else is said twice", () => {
    for (const request of everything) {
      const all = outcomes(store, state, request, anything, true);
      for (const [index, outcome] of all.entries()) {
        const repeats = all
          .filter((other, place) => place !== index && key(store, other) === key(store, outcome))
          .filter((other) => other.anomalies <= outcome.anomalies && other.faults <= outcome.faults);
        expect(repeats).toEqual([]);
      }
    }
  });

  it("say in their label what happened, and to which request", () => {
    for (const request of everything) {
      for (const { label, faults, anomalies } of outcomes(store, state, request, anything, true)) {
        if (faults + anomalies === 0) expect(label).toBeUndefined();
        else if (faults > 0)
          expect(label).toMatch(/(PUT|COPY|DELETE|GET|HEAD|LIST)( \w+)?: the re(quest|ply) is (lost|late)/);
      }
    }
  });
});

/** What is told and left behind. */
function key(store: SimulatedStore, { answer, next, zombie }: StoreOutcome): string {
  return `${said(answer)} ${JSON.stringify(answer)} ${store.encode(next)} ${zombie !== undefined}`;
}

describe("a store's options", () => {
  it("choose the faults there are", () => {
    const witnesses = (faults: readonly FaultKind[]) => {
      const store = storeNamed("strong", { faults });
      return outcomes(store, store.initial, create, oneFault).map((outcome) => outcome.witnesses.join());
    };
    expect(witnesses([])).toEqual([""]);
    expect(witnesses(["late"])).toEqual(["", "late"]);
    expect(witnesses(["late-retried", "reply-lost"])).toEqual(["", "reply-lost", "late,retried"]);
    expect(witnesses(faultKinds)).toHaveLength(6);
  });
});

describe("a zombie that takes effect", () => {
  const store = storeNamed("strong");
  const delivered = (state: StoreState, zombie: StoreRequest, conflicted = false) =>
    store.deliver(state, zombie, conflicted).map(({ next, effects }) => [store.diff(state, next), effects]);
  const written = { key: "k", kind: "write" };

  it("is applied, and judged then", () => {
    expect(delivered(store.initial, create)).toEqual([[["+ k"], [written]]]);
    const taken = after(store, [put("k", "theirs")]);
    expect(delivered(taken, create)).toEqual([[[], []]]);
    expect(delivered(taken, put("k", "mine"))).toEqual([[["~ k"], [written]]]);
    expect(delivered(taken, { op: "delete", key: "k" })).toEqual([[["- k"], [{ key: "k", kind: "delete" }]]]);
    expect(delivered(taken, { op: "copy", source: "k", key: "c" })).toEqual([
      [["+ c"], [{ key: "c", kind: "write" }]],
    ]);
    expect(delivered(taken, { op: "copy", source: "x", key: "c" })).toEqual([[[], []]]);
  });

  it("is applied or not where something came between", () => {
    expect(delivered(store.initial, create, true)).toEqual([
      [["+ k"], [written]],
      [[], []],
    ]);
    const taken = after(store, [put("k", "theirs")]);
    expect(delivered(taken, create, true)).toEqual([[[], []]]);
  });
});

describe("what may leave a zombie behind", () => {
  it("is what may ever change an object", () => {
    const mutating = (name: string) => everything.map((request) => storeNamed(name).mutates(request));
    const writes = everything.map(({ op }) => op === "put" || op === "copy" || op === "delete");
    expect(mutating("strong")).toEqual(writes);
    expect(mutating("conditions-ignored")).toEqual(writes);
    expect(mutating("s3-legacy")).toEqual(
      everything.map(
        (request, index) => writes[index]! && !("ifNoneMatch" in request) && !("ifMatch" in request),
      ),
    );
    expect(storeNamed("strong").mutates(put("k", "x", { ifMatch: "*" }))).toBe(false);
    expect(storeNamed("conditions-ignored").mutates(put("k", "x", { ifMatch: "*" }))).toBe(true);
  });
});
