import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { Body } from "../../../src/store/body.js";
import type { Capabilities } from "../../../src/store/capabilities.js";
import type { CompletedPart } from "../../../src/store/object-store.js";
import { personalityNamed } from "../../../src/store/personalities/index.js";
import type { StoreRequest } from "../../../src/store/requests.js";
import { SimulatedStore, type StoreState } from "../../../src/store/simulated-store.js";
import { after, anything, outcomes, put, said, wellBehaved } from "../helpers.js";

/** Parts of a byte are enough. */
function storeWith(capabilities: Partial<Capabilities> = {}, contract = "strong", minPartBytes = 1) {
  const original = personalityNamed(contract);
  const personality = { ...original, capabilities: { ...original.capabilities, ...capabilities } };
  return new SimulatedStore(personality, { minPartBytes });
}

const md5 = (data: string | Buffer): string => createHash("md5").update(data).digest("hex");
const create = (key = "k", more: object = {}): StoreRequest => ({
  op: "createMultipartUpload",
  key,
  ...more,
});
const part = (uploadId: string, partNumber: number, text: string, key = "k"): StoreRequest => ({
  op: "uploadPart",
  key,
  uploadId,
  partNumber,
  body: Body.text(text),
});
const named = (...parts: readonly (readonly [number, string])[]): readonly CompletedPart[] =>
  parts.map(([partNumber, text]) => ({ partNumber, etag: md5(text) }));
const complete = (uploadId: string, parts: readonly CompletedPart[], more: object = {}): StoreRequest => ({
  op: "completeMultipartUpload",
  key: "k",
  uploadId,
  parts,
  ...more,
});
const abort = (uploadId: string): StoreRequest => ({ op: "abortMultipartUpload", key: "k", uploadId });
const del: StoreRequest = { op: "delete", key: "k" };

/** The id of the upload number `number` of a key. */
function idOf(number = 1, key = "k"): string {
  return `${number}-${createHash("sha256").update(key).digest("hex").slice(0, 8)}`;
}

const id = idOf();

function told(store: SimulatedStore, state: StoreState, request: StoreRequest): string {
  return said(outcomes(store, state, request, wellBehaved)[0]!.answer);
}

const store = storeWith();
const begun = after(store, [create(), part(id, 1, "aa"), part(id, 2, "b")]);

describe("an upload in parts", () => {
  it("is no object before it is completed, and whole when it is", () => {
    for (const read of [{ op: "get", key: "k" } as const, { op: "head", key: "k" } as const]) {
      expect(told(store, begun, read)).toBe("NoSuchKey");
    }
    expect(told(store, begun, { op: "list" })).toBe("");
    expect([...store.contents(begun)]).toEqual([]);
    const done = after(store, [complete(id, named([1, "aa"], [2, "b"]))], begun);
    expect(told(store, done, { op: "get", key: "k" })).toBe("aab");
    const etag = `${md5(Buffer.concat([Buffer.from(md5("aa"), "hex"), Buffer.from(md5("b"), "hex")]))}-2`;
    expect(store.contents(done).get("k")).toMatchObject({ etag, metadata: {} });
  });

  it("has the metadata that it began with", () => {
    const state = after(store, [
      create("k", { metadata: { V: "1" } }),
      part(id, 7, "x"),
      complete(id, named([7, "x"])),
    ]);
    expect(store.contents(state).get("k")?.metadata).toEqual({ v: "1" });
  });

  it("keeps the last of two parts with one number, and drops what Complete does not name", () => {
    const state = after(store, [part(id, 1, "cc"), part(id, 9, "rest")], begun);
    expect(told(store, state, complete(id, named([1, "aa"], [2, "b"])))).toBe("InvalidPart");
    const done = after(store, [complete(id, named([1, "cc"]))], state);
    expect(told(store, done, { op: "get", key: "k" })).toBe("cc");
    expect(store.contents(done).get("k")?.etag).toBe(`${md5(Buffer.from(md5("cc"), "hex"))}-1`);
    expect(told(store, done, { op: "listMultipartUploads" })).toBe("");
  });

  it.each<[string, StoreRequest]>([
    ["InvalidPartOrder", complete(id, named([2, "b"], [1, "aa"]))],
    ["InvalidPartOrder", complete(id, named([1, "aa"], [1, "aa"]))],
    ["InvalidPart", complete(id, named([1, "aa"], [3, "b"]))],
    ["InvalidPart", complete(id, named([1, "b"]))],
    ["InvalidRequest", complete(id, [])],
    ["NoSuchUpload", complete(idOf(2), named([1, "aa"]))],
    ["NoSuchUpload", complete("1", named([1, "aa"]))],
    ["NoSuchUpload", { ...complete(id, named([1, "aa"])), key: "other" } as StoreRequest],
    ["NoSuchUpload", part(idOf(1, "other"), 1, "x")],
    ["InvalidArgument", part(id, 0, "x")],
    ["InvalidArgument", part(id, 10_001, "x")],
    ["InvalidArgument", part(id, 1.5, "x")],
    ["NoSuchUpload", abort(idOf(2))],
    ["NoSuchUpload", { op: "listParts", key: "k", uploadId: idOf(2) }],
  ])("is told %s, and left as it was", (code, request) => {
    const [outcome, ...others] = outcomes(store, begun, request, wellBehaved);
    expect(said(outcome!.answer)).toBe(code);
    expect(others).toEqual([]);
    expect(store.encode(outcome!.next)).toBe(store.encode(begun));
    expect(told(store, outcome!.next, complete(id, named([1, "aa"], [2, "b"])))).toBe("written");
  });

  it("needs 5 MiB of every part but the last, where the store does not say otherwise", () => {
    const strict = new SimulatedStore(personalityNamed("strong"));
    const list = named([1, "aa"], [2, "b"]);
    expect(told(strict, begun, complete(id, list))).toBe("EntityTooSmall");
    expect(told(strict, begun, complete(id, list.slice(0, 1)))).toBe("written");
    const three = storeWith({}, "strong", 3);
    expect(told(three, begun, complete(id, list))).toBe("EntityTooSmall");
    expect(told(storeWith({}, "strong", 2), begun, complete(id, list))).toBe("written");
  });

  it("takes ETags with their quotes", () => {
    expect(told(store, begun, complete(id, [{ partNumber: 1, etag: `"${md5("aa")}"` }]))).toBe("written");
  });

  it("copies its parts from objects", () => {
    const state = after(store, [put("s", "0123456789")], begun);
    const copy = (more: object): StoreRequest => ({
      op: "uploadPartCopy",
      key: "k",
      uploadId: id,
      partNumber: 2,
      source: "s",
      ...more,
    });
    const middle = after(store, [copy({ range: { start: 2, end: 4 } })], state);
    const done = after(store, [complete(id, named([1, "aa"], [2, "234"]))], middle);
    expect(told(store, done, { op: "get", key: "k" })).toBe("aa234");
    expect(told(store, state, copy({ range: { start: 8, end: 10 } }))).toBe("InvalidArgument");
    expect(told(store, state, copy({ source: "none" }))).toBe("NoSuchKey");
    expect(told(store, state, copy({ sourceIfMatch: "other" }))).toBe("PreconditionFailed");
    expect(told(store, state, copy({ uploadId: idOf(2) }))).toBe("NoSuchUpload");
  });

  it("reads the source of a copied part as COPY reads, wrong answers included", () => {
    const lagging = storeWith({}, "copy-lag");
    const state = after(lagging, [put("s", "old"), put("s", "new"), create()]);
    const found = outcomes(lagging, state, {
      op: "uploadPartCopy",
      key: "k",
      uploadId: id,
      partNumber: 1,
      source: "s",
    });
    const copied = found.map(({ next, anomalies, label }) => [
      told(lagging, next, complete(id, named([1, "new"]))),
      anomalies,
      label,
    ]);
    expect(copied).toEqual([
      ["written", 0, undefined],
      ["InvalidPart", 1, "COPY serves an older s"],
      ["InvalidPart", 1, "COPY says 404 for s"],
    ]);
  });
});

describe("ids of uploads", () => {
  it("depend on the key and on how many it had, not on what was begun elsewhere", () => {
    const one = after(store, [create("a"), create("b"), create("a")]);
    const other = after(store, [create("b"), create("a"), create("a")]);
    expect(store.encode(one)).toBe(store.encode(other));
    expect(told(store, one, { op: "listMultipartUploads" })).toBe(
      `a:${idOf(1, "a")} a:${idOf(2, "a")} b:${idOf(1, "b")}`,
    );
  });

  it("are never given twice", () => {
    const state = after(store, [abort(id)], begun);
    expect(told(store, state, create())).toBe(idOf(2));
    expect(told(store, state, part(id, 1, "x"))).toBe("NoSuchUpload");
  });
});

describe("a state", () => {
  it("tells uploads apart by all that can be known of them", () => {
    const states = [
      store.initial,
      after(store, [create()]),
      begun,
      after(store, [create(), part(id, 1, "aa")]),
      after(store, [create("k", { metadata: { v: "1" } })]),
      after(store, [create(), abort(id)]),
      after(store, [del], begun),
      after(store, [put("k", "x"), del], begun),
      after(store, [complete(id, named([1, "aa"]))], begun),
    ];
    expect(new Set(states.map((state) => store.encode(state))).size).toBe(states.length);
    // Only what can make a difference is kept: a delete of nothing tells nothing after another.
    const twice = after(store, [del, del], begun);
    expect(store.encode(twice)).toBe(store.encode(after(store, [del], begun)));
    const calm = storeWith({ overtakenUpload: "completes", conditionalWrites: "ignored" });
    expect(calm.encode(after(calm, [put("k", "x"), del], begun))).toBe(calm.encode(begun));
  });

  it("converges to its objects alone; settled, it keeps its uploads", () => {
    expect(store.encode(store.converged(begun))).toBe(store.encode(store.initial));
    expect(store.settled(begun)).toBe(begun);
  });
});

describe("an aborted upload", () => {
  it("is gone, and so are its parts", () => {
    const [outcome] = outcomes(store, begun, abort(id), wellBehaved);
    expect(said(outcome!.answer)).toBe("deleted");
    expect(outcome!.effects).toEqual([{ key: "k", kind: "abort", uploadId: id }]);
    const gone = outcome!.next;
    for (const request of [abort(id), part(id, 1, "x"), complete(id, named([1, "aa"]))]) {
      expect(told(store, gone, request)).toBe("NoSuchUpload");
    }
  });

  it("may still get parts that were on their way, which another abort frees", () => {
    const collides = (request: StoreRequest, uploadId = id) =>
      store.collides(request, { key: "k", kind: "abort", uploadId });
    expect(collides(part(id, 3, "late"))).toBe(true);
    expect(collides(part(id, 3, "late"), idOf(2))).toBe(false);
    expect(collides(complete(id, []))).toBe(false);
    const gone = after(store, [abort(id)], begun);
    const both = outcomes(store, gone, part(id, 3, "late"), wellBehaved, true);
    expect(both.map((one) => said(one.answer))).toEqual(["NoSuchUpload", "written"]);
    const left = both[1]!.next;
    expect(told(store, left, { op: "listParts", key: "k", uploadId: id })).toBe("3:4");
    expect(told(store, left, { op: "listMultipartUploads" })).toBe("");
    expect(told(store, left, complete(id, named([3, "late"])))).toBe("NoSuchUpload");
    expect(told(store, left, part(id, 4, "x"))).toBe("NoSuchUpload");
    const freed = after(store, [abort(id)], left);
    expect(store.encode(freed)).toBe(store.encode(gone));
  });
});

describe("a Complete that comes again", () => {
  const list = named([1, "aa"], [2, "b"]);

  it("is given the first one's answer and does nothing, whatever is there now", () => {
    const done = after(store, [complete(id, list)], begun);
    const etag = store.contents(done).get("k")!.etag;
    for (const state of [done, after(store, [del], done), after(store, [put("k", "x")], done)]) {
      for (const more of [{}, { ifNoneMatch: "*" }]) {
        const [again, ...others] = outcomes(store, state, complete(id, list, more), wellBehaved);
        expect(again).toMatchObject({ answer: { ok: true, value: { etag } }, effects: [] });
        expect(again!.next).toBe(state);
        expect(others).toEqual([]);
      }
    }
    expect(told(store, done, complete(id, named([1, "aa"])))).toBe("NoSuchUpload");
  });

  it("is told NoSuchUpload by stores that do not remember", () => {
    const forgetful = storeWith({ repeatedComplete: "NoSuchUpload" });
    const done = after(forgetful, [complete(id, list)], begun);
    expect(told(forgetful, done, complete(id, list))).toBe("NoSuchUpload");
  });
});

describe("what comes between Initiate and Complete", () => {
  const list = named([1, "aa"]);
  const overtaken = after(store, [put("k", "x"), del], begun);

  it.each([
    ["a DELETE", [put("k", "x"), del], undefined, "deleted"],
    ["a DELETE of nothing", [del], undefined, "deleted"],
    ["a PUT", [put("k", "x")], "x", "written"],
  ] as const)("may take precedence: %s", (_what, requests, left, by) => {
    const state = after(store, requests, begun);
    const found = outcomes(store, state, complete(id, list));
    const ends = found.map(({ next }) => store.contents(next).get("k")?.body.text());
    expect(ends).toEqual(["aa", left]);
    expect(found[1]).toMatchObject({ answer: found[0]!.answer, anomalies: 1, effects: [] });
    expect(found[1]!.label).toBe(
      `COMPLETE says 200, and nobody ever sees it: k was ${by} since its INITIATE`,
    );
    expect(told(store, found[1]!.next, complete(id, list))).toBe("written");
  });

  it("is nothing where the store orders an upload by its Complete", () => {
    const calm = storeWith({ overtakenUpload: "completes" });
    const state = after(calm, [put("k", "x"), del], begun);
    expect(outcomes(calm, state, complete(id, list))).toHaveLength(1);
  });

  it("that came before Initiate or after Complete is none of it", () => {
    const state = after(store, [put("k", "x"), del, create(), part(id, 1, "aa")]);
    expect(outcomes(store, state, complete(id, list))).toHaveLength(1);
  });

  it("makes a conditional Complete fail with 409 for certain, again and again", () => {
    const create2 = complete(id, list, { ifNoneMatch: "*" });
    for (const state of [overtaken, after(store, [create2], overtaken)]) {
      const found = outcomes(store, state, create2, anything);
      expect(said(found[0]!.answer)).toBe("ConditionalRequestConflict");
      expect(found.filter(({ faults }) => faults === 0)).toHaveLength(1);
    }
    // Begun again, it is a new upload.
    const again = idOf(2);
    const fresh = after(store, [create(), part(again, 1, "aa")], overtaken);
    expect(told(store, fresh, complete(again, list, { ifNoneMatch: "*" }))).toBe("written");
  });

  const x = md5("x");
  const put409 = after(store, [put("k", "x"), create(), part(id, 1, "aa"), put("k", "x")]);
  const reput409 = after(store, [put("k", "x"), create(), part(id, 1, "aa"), del, put("k", "x")]);
  const aba409 = after(store, [put("k", "x"), create(), part(id, 1, "aa"), put("k", "y"), put("k", "x")]);
  const untouched = after(store, [put("k", "x"), create(), part(id, 1, "aa")]);
  const gone = after(store, [del], untouched);
  const other = after(store, [put("k", "y")], untouched);

  it.each<[string, string, StoreState, object]>([
    ["412", "PreconditionFailed", after(store, [put("k", "x")], begun), { ifNoneMatch: "*" }],
    ["commit", "written", after(store, [del], begun), { ifNoneMatch: "*" }],
    ["commit", "written", untouched, { ifMatch: x }],
    ["409: written again, the same bytes", "ConditionalRequestConflict", put409, { ifMatch: x }],
    ["409: deleted and put again", "ConditionalRequestConflict", reput409, { ifMatch: x }],
    ["409: A, B, A", "ConditionalRequestConflict", aba409, { ifMatch: x }],
    ["404: deleted", "NoSuchKey", gone, { ifMatch: x }],
    ["412: replaced", "PreconditionFailed", other, { ifMatch: x }],
    ["501: both", "NotImplemented", untouched, { ifMatch: x, ifNoneMatch: "*" }],
    ["501: a star", "NotImplemented", untouched, { ifMatch: "*" }],
  ])("%s", (_row, code, state, condition) => {
    const found = outcomes(store, state, complete(id, list, condition));
    expect(found.map((one) => said(one.answer))).toEqual([code]);
    const kept = code === "written" ? "aa" : store.contents(state).get("k")?.body.text();
    expect(store.contents(found[0]!.next).get("k")?.body.text()).toBe(kept);
  });

  it("collides with no Complete in flight on S3, whose record has it all; elsewhere as with a PUT", () => {
    const request = complete(id, list, { ifNoneMatch: "*" });
    expect(store.collides(request, { key: "k", kind: "delete" })).toBe(false);
    const coreweave = storeWith({ overtaken: "loser-409" });
    expect(coreweave.collides(request, { key: "k", kind: "write" })).toBe(true);
    const state = after(coreweave, [put("k", "x")], begun);
    expect(outcomes(coreweave, state, request, wellBehaved, true).map((one) => said(one.answer))).toEqual([
      "ConditionalRequestConflict",
    ]);
  });
});

describe("a completed upload", () => {
  it("is a write like any other to the contract", () => {
    const lagging = storeWith({}, "list-lag");
    const done = after(lagging, [complete(id, named([1, "aa"]))], begun);
    expect(outcomes(lagging, done, { op: "list" }).map((one) => said(one.answer))).toEqual(["k:2", ""]);
    const legacy = storeWith({}, "s3-legacy");
    const over = after(legacy, [
      put("k", "old"),
      create(),
      part(id, 1, "aa"),
      complete(id, named([1, "aa"])),
    ]);
    expect(outcomes(legacy, over, { op: "get", key: "k" }).map((one) => said(one.answer))).toEqual([
      "aa",
      "old",
    ]);
  });

  it("overtakes what is in flight", () => {
    const [done] = outcomes(store, begun, complete(id, named([1, "aa"])), wellBehaved);
    expect(done!.effects).toEqual([{ key: "k", kind: "write" }]);
  });

  it("is refused with 501 where the store has no conditions", () => {
    const none = storeWith({ conditionalWrites: "absent" });
    expect(told(none, begun, complete(id, named([1, "aa"]), { ifNoneMatch: "*" }))).toBe("NotImplemented");
    expect(none.mutates(complete(id, named([1, "aa"]), { ifNoneMatch: "*" }))).toBe(false);
    expect(none.mutates(complete(id, named([1, "aa"])))).toBe(true);
  });
});

describe("faults of uploads", () => {
  it("lose an Initiate's reply: an upload that nobody knows", () => {
    const ends = outcomes(store, store.initial, create(), anything).map(
      ({ answer, next, zombie }) =>
        `${said(answer)}, ${told(store, next, { op: "listMultipartUploads" }) || "none"}${zombie ? ", late" : ""}`,
    );
    const [first, second] = [idOf(1), idOf(2)];
    expect(ends).toEqual([
      `${first}, k:${first}`,
      "TimeoutError, none",
      `TimeoutError, k:${first}`,
      "TimeoutError, none, late",
      `${second}, k:${first} k:${second}`,
      `${first}, k:${first}, late`,
    ]);
  });

  it("have a retried Complete meet its own success, as the store answers it", () => {
    const list = named([1, "aa"]);
    const retried = (capabilities: Partial<Capabilities>) => {
      const store = storeWith(capabilities);
      return outcomes(store, begun, complete(id, list), anything)
        .filter(({ witnesses }) => witnesses.includes("retried") && witnesses.includes("reply-lost"))
        .map(({ answer }) => said(answer));
    };
    // Replayed, it is as if nothing had happened, which costs less.
    expect(retried({})).toEqual([]);
    expect(retried({ repeatedComplete: "NoSuchUpload" })).toEqual(["NoSuchUpload"]);
  });

  it("let a late part come after the abort or the Complete, for nothing", () => {
    const late = part(id, 3, "x");
    for (const end of [abort(id), complete(id, named([1, "aa"]))]) {
      const state = after(store, [end], begun);
      expect(store.deliver(state, late, false)).toEqual([{ next: state, effects: [] }]);
    }
  });
});

describe("uploads that are listed", () => {
  const many = after(store, [create("a/1"), create("a/2"), create("b"), create("b"), create("c/1")]);
  const page = (request: object) => {
    const [outcome] = outcomes(store, many, { op: "listMultipartUploads", ...request }, wellBehaved);
    return outcome!.answer.ok ? outcome!.answer.value : outcome!.answer.code;
  };
  const ref = (key: string, number = 1) => ({ key, uploadId: idOf(number, key) });

  it("stand by key, then in the order in which they were begun, with the markers of the next page", () => {
    const all = [ref("a/1"), ref("a/2"), ref("b"), ref("b", 2), ref("c/1")];
    expect(page({})).toEqual({
      uploads: all,
      commonPrefixes: [],
      isTruncated: false,
      nextKeyMarker: "c/1",
      nextUploadIdMarker: idOf(1, "c/1"),
    });
    expect(page({ prefix: "b" })).toMatchObject({ uploads: [ref("b"), ref("b", 2)] });
    const [first, second] = [page({ maxUploads: 3 }), page({ keyMarker: "b", uploadIdMarker: idOf(1, "b") })];
    expect(first).toMatchObject({ uploads: all.slice(0, 3), isTruncated: true, nextKeyMarker: "b" });
    expect(second).toMatchObject({ uploads: all.slice(3), isTruncated: false });
    expect(page({ keyMarker: "b" })).toMatchObject({ uploads: [ref("c/1")] });
    expect(page({ uploadIdMarker: idOf(1, "b") })).toMatchObject({ uploads: all });
  });

  it("roll up into common prefixes, which count once", () => {
    expect(page({ delimiter: "/" })).toEqual({
      uploads: [ref("b"), ref("b", 2)],
      commonPrefixes: ["a/", "c/"],
      isTruncated: false,
      nextKeyMarker: "c/",
    });
    expect(page({ delimiter: "/", maxUploads: 1 })).toEqual({
      uploads: [],
      commonPrefixes: ["a/"],
      isTruncated: true,
      nextKeyMarker: "a/",
    });
    expect(page({ delimiter: "/", keyMarker: "a/" })).toMatchObject({ commonPrefixes: ["c/"] });
  });

  it("may be missed where listings lag, each for an anomaly", () => {
    const lagging = storeWith({}, "list-lag");
    const two = after(lagging, [create("a"), create("b")]);
    const found = outcomes(lagging, two, { op: "listMultipartUploads" });
    const [a, b] = [`a:${idOf(1, "a")}`, `b:${idOf(1, "b")}`];
    expect(found.map(({ answer, anomalies }) => [said(answer), anomalies])).toEqual([
      [`${a} ${b}`, 0],
      [b, 1],
      [a, 1],
      ["", 2],
    ]);
    expect(found[3]!.label).toBe("LIST-UPLOADS misses an upload of a; LIST-UPLOADS misses an upload of b");
    expect(outcomes(store, two, { op: "listMultipartUploads" })).toHaveLength(1);
  });

  it("are refused with markers and counts that are none", () => {
    expect(page({ keyMarker: "a/1", uploadIdMarker: idOf(1, "b") })).toBe("InvalidArgument");
    expect(page({ maxUploads: 0 })).toBe("InvalidArgument");
  });

  it("have their parts listed page by page", () => {
    const parts = (more: object) => {
      const [outcome] = outcomes(store, begun, { op: "listParts", key: "k", uploadId: id, ...more });
      return outcome!.answer.ok ? outcome!.answer.value : outcome!.answer.code;
    };
    const [one, two] = [
      { partNumber: 1, etag: md5("aa"), size: 2 },
      { partNumber: 2, etag: md5("b"), size: 1 },
    ];
    expect(parts({})).toEqual({ parts: [one, two], isTruncated: false });
    expect(parts({ maxParts: 1 })).toEqual({ parts: [one], isTruncated: true, nextPartNumberMarker: 1 });
    expect(parts({ partNumberMarker: 1 })).toEqual({ parts: [two], isTruncated: false });
    expect(parts({ maxParts: 1001 })).toBe("InvalidArgument");
  });
});
