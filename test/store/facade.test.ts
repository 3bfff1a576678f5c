/** Operations that take several requests: what others do between them is seen, and what breaks off is put together. */
import { describe, expect, it } from "vitest";
import { Body } from "../../src/store/body.js";
import { storeFacade } from "../../src/store/facade.js";
import { allFaultKinds, furtherFaultKinds } from "../../src/store/faults.js";
import type { StoreAnswer, StoreRequest } from "../../src/store/requests.js";
import type { SimulatedStore, StoreState } from "../../src/store/simulated-store.js";
import { uploadId } from "../../src/store/uploads.js";
import { after, outcomes, put, said, storeNamed } from "./helpers.js";

/** A client of a store of which a test chooses each outcome, and says what others do before the next request. */
function client(
  store: SimulatedStore,
  start: StoreState,
  choices: readonly number[],
  between: StoreRequest[] = [],
) {
  const asked: StoreRequest[] = [];
  let state = start;
  const facade = storeFacade(async (request): Promise<StoreAnswer> => {
    const found = store.outcomes(state, request, { conflicted: false }, { anomalies: 0, faults: 2 });
    const outcome = found[choices[asked.length] ?? 0]!;
    asked.push(request);
    state = after(store, asked.length === 1 ? between : [], outcome.next);
    return outcome.answer;
  });
  return { asked, facade, state: () => state };
}

describe("a GET whose answer breaks off", () => {
  const store = storeNamed("strong", { faults: ["resumed"] });
  const old = after(store, [put("k", "aaaaaaaa")]);
  const ifMatch = store.contents(old).get("k")!.etag;

  it("is one more outcome, for one fault", () => {
    const found = outcomes(store, old, { op: "get", key: "k" }, { anomalies: 0, faults: 1 });
    expect(found.map(({ faults, label }) => [faults, label])).toEqual([
      [0, undefined],
      [1, "GET k: the answer breaks off, the client asks for the rest"],
    ]);
    expect(found[1]!.answer).toMatchObject({ value: { size: 8, etag: ifMatch, brokenOff: true } });
    for (const request of [{ op: "head", key: "k" } as const, { op: "list" } as const]) {
      expect(outcomes(store, old, request, { anomalies: 0, faults: 1 })).toHaveLength(1);
    }
    const tiny = after(store, [put("k", "a")]);
    expect(outcomes(store, tiny, { op: "get", key: "k" }, { anomalies: 0, faults: 1 })).toHaveLength(1);
  });

  it("is put together with a range request, and nobody notices where nothing came between", async () => {
    const { facade, asked } = client(store, old, [1]);
    const found = await facade.get({ key: "k" });
    expect(found.body.text()).toBe("aaaaaaaa");
    expect(Object.keys(found).sort()).toEqual(["body", "etag", "metadata", "size"]);
    expect(asked).toEqual([
      { op: "get", key: "k" },
      { op: "get", key: "k", range: { start: 4 } },
    ]);
  });

  it("is a piece of each where the object was overwritten meanwhile, under the first one's ETag", async () => {
    const { facade } = client(store, old, [1], [put("k", "bbbbbbbb")]);
    const found = await facade.get({ key: "k" });
    expect([found.body.text(), found.etag, found.size]).toEqual(["aaaabbbb", ifMatch, 8]);
  });

  it("fails with If-Match, or where the object is gone or is shorter now", async () => {
    const failing = (request: object, ...between: StoreRequest[]) =>
      expect(client(store, old, [1], between).facade.get({ key: "k", ...request })).rejects;
    await failing({ ifMatch }, put("k", "bbbbbbbb")).toMatchObject({ code: "PreconditionFailed" });
    await failing({}, { op: "delete", key: "k" }).toMatchObject({ code: "NoSuchKey" });
    await failing({}, put("k", "bb")).toMatchObject({ code: "InvalidRange" });
  });

  it("may break off again, also within a range", async () => {
    const { facade, asked } = client(store, old, [1, 1]);
    expect((await facade.get({ key: "k", range: { start: 1, end: 6 } })).body.text()).toBe("aaaaaa");
    expect(asked.slice(1)).toEqual([
      { op: "get", key: "k", range: { start: 4, end: 6 } },
      { op: "get", key: "k", range: { start: 5, end: 6 } },
    ]);
  });
});

describe("a DeleteObjects", () => {
  const store = storeNamed("strong", { faults: [] });
  const three = after(
    store,
    ["a", "b", "c"].map((key) => put(key, key)),
  );
  const request = (...keys: string[]): StoreRequest => ({ op: "deleteObjects", keys });
  const list: StoreRequest = { op: "list" };
  const left = (state: StoreState) => [...store.contents(state).keys()].join("");

  it("deletes all, whether they are there or not, in one request", async () => {
    const { facade, asked, state } = client(store, three, []);
    expect(await facade.deleteObjects({ keys: ["c", "x", "a"] })).toEqual({
      deleted: ["c", "x", "a"],
      errors: [],
    });
    expect(asked).toHaveLength(1);
    expect(left(state())).toBe("b");
  });

  it("may be caught with any one key gone before the others, or left alone", () => {
    const found = outcomes(store, three, request("a", "b", "c"));
    expect(found.map(({ next }) => left(next))).toEqual(["", "bc", "ac", "ab", "a", "b", "c"]);
    expect(found.every(({ anomalies, faults, label }) => anomalies + faults === 0 && !label)).toBe(true);
    expect(outcomes(store, three, request("a", "b")).map(({ next }) => left(next))).toEqual([
      "c",
      "bc",
      "ac",
    ]);
    expect(outcomes(store, three, request("a", "x"))).toHaveLength(1);
  });

  it("goes on with the rest, and tells the same as if it had not been caught", async () => {
    const { facade, asked, state } = client(store, three, [2], [put("a", "new")]);
    expect(await facade.deleteObjects({ keys: ["a", "b", "c"] })).toEqual({
      deleted: ["a", "b", "c"],
      errors: [],
    });
    expect(asked).toEqual([request("a", "b", "c"), { op: "deleteObjects", keys: ["a", "c"], rest: true }]);
    // What was deleted is not deleted again.
    const again = client(store, three, [1], [put("a", "new")]);
    await again.facade.deleteObjects({ keys: ["a", "b", "c"] });
    expect([left(state()), left(again.state())]).toEqual(["", "a"]);
  });

  it("overtakes whoever waits with a condition on one of its keys, but no one on a key that had no object", () => {
    const [outcome] = outcomes(store, three, request("a", "x", "c"));
    expect(outcome!.effects).toEqual(["a", "c"].map((key) => ({ key, kind: "delete" })));
  });

  it("leaves behind what the contract says of each key", () => {
    const lagging = storeNamed("delete-lag", { faults: [] });
    const state = after(lagging, [put("a", "1"), put("b", "2"), request("a", "b")]);
    expect(outcomes(lagging, state, list).map(({ answer }) => said(answer))).toEqual([
      "",
      "a:1",
      "b:1",
      "a:1 b:1",
    ]);
    const cached = storeNamed("index-cache", { faults: [] });
    const both = after(cached, [put("a", "1"), put("b", "2")]);
    // Each DELETE goes through either of two nodes.
    expect(outcomes(cached, both, { ...request("a", "b"), rest: true } as StoreRequest)).toHaveLength(4);
  });

  it("may have been applied in part where its reply is lost", () => {
    const faulty = storeNamed("strong", { faults: ["reply-lost"] });
    const found = outcomes(faulty, three, request("a", "b"), { anomalies: 0, faults: 1 });
    const unheard = found.filter(({ answer }) => said(answer) === "TimeoutError");
    expect(unheard.map(({ next }) => left(next))).toEqual(["c", "bc", "ac"]);
  });

  it.each([
    ["no keys", []],
    ["more than 1000", Array.from({ length: 1001 }, (_, index) => `k${index}`)],
  ])("is refused with %s", (_what, keys) => {
    expect(outcomes(store, three, request(...keys)).map(({ answer }) => said(answer))).toEqual([
      "MalformedXML",
    ]);
    expect(store.mutates(request(...keys))).toBe(false);
  });

  it("throws what the store says of it as a whole", async () => {
    const { facade } = client(store, three, []);
    await expect(facade.deleteObjects({ keys: [] })).rejects.toMatchObject({ code: "MalformedXML" });
    await expect(facade.deleteObjects({ keys: [""] })).rejects.toMatchObject({ code: "InvalidArgument" });
  });
});

describe("a DELETE with If-Match", () => {
  const store = storeNamed("strong", { faults: [] });
  const state = after(store, [put("k", "x")]);
  const { etag } = store.contents(state).get("k")!;
  const told = (name: string, at: readonly StoreRequest[], ifMatch: string, conflicted = false) => {
    const store = storeNamed(name, { faults: [] });
    const request: StoreRequest = { op: "delete", key: "k", ifMatch };
    return outcomes(store, after(store, at), request, undefined, conflicted).map(
      ({ answer, next }) => `${said(answer)}${store.contents(next).has("k") ? ", there" : ""}`,
    );
  };
  const x = [put("k", "x")];
  const y = [put("k", "y")];

  it.each<[string, string[], string[]]>([
    ["it matches", told("strong", x, etag), ["deleted"]],
    ["any object", told("strong", x, "*"), ["deleted"]],
    ["another object", told("strong", y, etag), ["PreconditionFailed, there"]],
    ["no object", told("strong", [], etag), ["NoSuchKey"]],
    ["no object, any", told("strong", [], "*"), ["NoSuchKey"]],
    [
      "overtaken by an equal write",
      told("strong", x, etag, true),
      ["deleted", "ConditionalRequestConflict, there"],
    ],
    ["a store without conditions", told("s3-legacy", x, etag), ["NotImplemented, there"]],
    ["a store that looks at none", told("conditions-ignored", y, etag), ["deleted"]],
  ])("%s", (_what, found, expected) => {
    expect(found).toEqual(expected);
  });

  it("is overtaken by a write of its key", () => {
    const request: StoreRequest = { op: "delete", key: "k", ifMatch: etag };
    expect(store.collides(request, { key: "k", kind: "write" })).toBe(true);
    expect(store.collides(request, { key: "k", kind: "delete" })).toBe(false);
    expect(store.collides({ op: "delete", key: "k" }, { key: "k", kind: "write" })).toBe(false);
  });
});

describe("faults that must be asked for by name", () => {
  it("are not there otherwise", () => {
    const plain = storeNamed("strong");
    const all = storeNamed("strong", { faults: allFaultKinds });
    const start = after(plain, [put("k", "xx"), { op: "createMultipartUpload", key: "u" }]);
    for (const request of [{ op: "get", key: "k" } as const, put("k", "y"), { op: "list" } as const]) {
      const witnesses = (store: SimulatedStore) =>
        outcomes(store, start, request, { anomalies: 0, faults: 1 }).flatMap((one) => one.witnesses);
      expect(
        witnesses(plain).filter((one) => (furtherFaultKinds as readonly string[]).includes(one)),
      ).toEqual([]);
      expect(witnesses(all)).toContain("throttled");
    }
    expect(plain.steps(start, { anomalies: 0, faults: 1 })).toEqual([]);
    expect(all.steps(start, { anomalies: 0, faults: 0 })).toEqual([]);
  });

  it("throttled: told 503, and nothing happens", () => {
    const store = storeNamed("strong", { faults: ["throttled"] });
    for (const request of [put("k", "x"), { op: "get", key: "k" } as const, { op: "list" } as const]) {
      const [, slow, ...others] = outcomes(store, store.initial, request, { anomalies: 0, faults: 1 });
      expect(slow).toMatchObject({ answer: { code: "SlowDown" }, faults: 1, effects: [] });
      expect(slow!.next).toBe(store.initial);
      expect(others).toEqual([]);
    }
  });

  it("lifecycle-abort: a step of the store's own that ends an upload, and frees what was left of one", () => {
    const store = storeNamed("strong", { faults: ["lifecycle-abort"] });
    const id = uploadId("k", 1);
    const begun = after(store, [{ op: "createMultipartUpload", key: "k" }]);
    const [step, ...others] = store.steps(begun, { anomalies: 0, faults: 1 });
    expect(others).toEqual([]);
    expect(step).toMatchObject({
      label: `aborts the upload ${id} of k, by a lifecycle rule`,
      anomalies: 0,
      faults: 1,
      effects: [{ key: "k", kind: "abort", uploadId: id }],
    });
    const aborted = after(store, [{ op: "abortMultipartUpload", key: "k", uploadId: id }], begun);
    expect(store.encode(step!.next)).toBe(store.encode(aborted));
    const part: StoreRequest = {
      op: "uploadPart",
      key: "k",
      uploadId: id,
      partNumber: 1,
      body: Body.text("late"),
    };
    const left = outcomes(store, aborted, part, undefined, true)[1]!.next;
    expect(store.steps(left, { anomalies: 0, faults: 1 }).map(({ next }) => store.encode(next))).toEqual([
      store.encode(aborted),
    ]);
  });
});
