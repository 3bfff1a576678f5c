import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { Body } from "../../../src/store/body.js";
import type { StoreFailure, StoreRequest, StoreSuccess } from "../../../src/store/requests.js";
import { after, anything, outcomes, put, said, storeNamed } from "../helpers.js";

const store = storeNamed("strong");
const body = Body.text("0123456789");
const etag = createHash("md5").update("0123456789").digest("hex");
const state = after(store, [
  { op: "put", key: "k", body, metadata: { Writer: "w1", "a-b": "2" } },
  put("empty", ""),
]);

/** The one outcome of a request to a strong store. */
function only(request: StoreRequest, from = state) {
  const [outcome, ...rest] = outcomes(store, from, request);
  expect(rest).toEqual([]);
  return outcome!;
}

function value(request: StoreRequest) {
  const { answer } = only(request);
  expect(answer).toMatchObject({ ok: true });
  return (answer as StoreSuccess).value;
}

function code(request: StoreRequest) {
  return (only(request).answer as StoreFailure).code;
}

describe("PUT", () => {
  it("answers the MD5 of the bytes as ETag and writes the whole object", () => {
    const outcome = only({ op: "put", key: "new", body });
    expect(outcome.answer).toEqual({ ok: true, value: { etag } });
    expect(store.contents(outcome.next).get("new")).toEqual({ body, etag, metadata: {} });
    expect(outcome.effects).toEqual([{ key: "new", kind: "write" }]);
    expect(store.diff(state, outcome.next)).toEqual(["+ new"]);
  });

  it("keeps metadata under names in lower case", () => {
    expect(value({ op: "head", key: "k" })).toEqual({
      etag,
      size: 10,
      metadata: { "a-b": "2", writer: "w1" },
    });
  });

  it.each([
    ["empty", ""],
    ["too long in UTF-8", "é".repeat(513)],
    ["no UTF-8", "a\ud800"],
  ])("refuses a key that is %s", (_why, key) => {
    for (const request of [put(key, "x"), { op: "get", key }, { op: "delete", key }] as StoreRequest[]) {
      expect(code(request)).toBe("InvalidArgument");
      expect(only(request).next).toBe(state);
    }
    expect(code({ op: "copy", source: "k", key })).toBe("InvalidArgument");
  });

  it("takes the longest key there is", () => {
    expect(said(only(put("é".repeat(512), "x")).answer)).toBe("written");
  });
});

describe("GET and HEAD", () => {
  it("find the object, or 404", () => {
    expect(value({ op: "get", key: "k" })).toEqual({
      etag,
      size: 10,
      metadata: { "a-b": "2", writer: "w1" },
      body,
    });
    expect(value({ op: "head", key: "empty" })).toMatchObject({ size: 0 });
    expect(only({ op: "get", key: "x" }).answer).toMatchObject({ ok: false, code: "NoSuchKey", key: "x" });
    expect(code({ op: "head", key: "x" })).toBe("NoSuchKey");
  });

  it.each([
    [{ start: 0 }, "0123456789"],
    [{ start: 3 }, "3456789"],
    [{ start: 0, end: 0 }, "0"],
    [{ start: 2, end: 4 }, "234"],
    [{ start: 9, end: 9 }, "9"],
    [{ start: 8, end: 99 }, "89"],
  ])("serve the range %o", (range, text) => {
    const found = value({ op: "get", key: "k", range });
    expect(found).toMatchObject({ etag, size: 10 });
    expect((found as { body: Body }).body.text()).toBe(text);
  });

  it.each([
    ["k", { start: 10 }, "InvalidRange"],
    ["k", { start: 10, end: 12 }, "InvalidRange"],
    ["empty", { start: 0 }, "InvalidRange"],
    ["k", { start: 4, end: 3 }, "InvalidArgument"],
    ["k", { start: -1 }, "InvalidArgument"],
    ["k", { start: 0.5 }, "InvalidArgument"],
    ["k", { start: 0, end: Number.NaN }, "InvalidArgument"],
    ["x", { start: 99 }, "NoSuchKey"],
  ])("refuse of %s the range %o: %s", (key, range, expected) => {
    expect(code({ op: "get", key, range })).toBe(expected);
  });

  it("honour If-Match, before the range", () => {
    expect(said(only({ op: "get", key: "k", ifMatch: etag }).answer)).toBe("0123456789");
    expect(said(only({ op: "get", key: "k", ifMatch: `"${etag}"` }).answer)).toBe("0123456789");
    expect(said(only({ op: "get", key: "k", ifMatch: "*" }).answer)).toBe("0123456789");
    expect(code({ op: "get", key: "k", ifMatch: "no", range: { start: 99 } })).toBe("PreconditionFailed");
    expect(code({ op: "head", key: "k", ifMatch: "no" })).toBe("PreconditionFailed");
    expect(code({ op: "get", key: "x", ifMatch: "no" })).toBe("NoSuchKey");
  });
});

describe("DELETE", () => {
  it("answers 204 whether there was an object or not", () => {
    const there = only({ op: "delete", key: "k" });
    expect(there.answer).toEqual({ ok: true, value: null });
    expect(store.diff(state, there.next)).toEqual(["- k"]);
    expect(there.effects).toEqual([{ key: "k", kind: "delete" }]);
    const missing = only({ op: "delete", key: "x" });
    expect(missing.answer).toEqual(there.answer);
    expect(missing.next).toBe(state);
    expect(missing.effects).toEqual([]);
  });
});

describe("COPY", () => {
  const copied = (request: object) =>
    store.contents(only({ op: "copy", source: "k", key: "c", ...request }).next).get("c");

  it("writes the source's bytes with the source's metadata, or with its own", () => {
    expect(copied({})).toEqual({ body, etag, metadata: { "a-b": "2", writer: "w1" } });
    expect(copied({ metadata: { X: "1" } })).toEqual({ body, etag, metadata: { x: "1" } });
    expect(copied({ metadata: {} })).toEqual({ body, etag, metadata: {} });
    expect(only({ op: "copy", source: "k", key: "c" }).answer).toEqual({ ok: true, value: { etag } });
  });

  it("needs its source, and its source's condition", () => {
    expect(only({ op: "copy", source: "x", key: "c" }).answer).toMatchObject({ code: "NoSuchKey", key: "x" });
    expect(copied({ sourceIfMatch: etag })).toBeDefined();
    expect(only({ op: "copy", source: "k", key: "c", sourceIfMatch: "no" }).answer).toMatchObject({
      code: "PreconditionFailed",
      key: "k",
    });
  });

  it("onto itself must change something", () => {
    expect(code({ op: "copy", source: "k", key: "k" })).toBe("InvalidRequest");
    const changed = only({ op: "copy", source: "k", key: "k", metadata: { x: "1" } });
    expect(store.diff(state, changed.next)).toEqual(["~ k"]);
  });
});

describe("answers", () => {
  it("are frozen, whatever they hold", () => {
    const lagging = storeNamed("s3-legacy-cas");
    const from = after(lagging, [
      put("a/1", "1"),
      put("b", "1"),
      put("b", "2"),
      { op: "delete", key: "a/1" },
    ]);
    const requests: StoreRequest[] = [
      put("b", "3", { ifNoneMatch: "*" }),
      put("c", "3", { metadata: { m: "1" } }),
      { op: "get", key: "b" },
      { op: "head", key: "none" },
      { op: "copy", source: "b", key: "c" },
      { op: "delete", key: "b" },
      { op: "list", delimiter: "/", maxKeys: 1 },
      { op: "list", maxKeys: 0 },
    ];
    for (const request of requests) {
      for (const outcome of outcomes(lagging, from, request, anything, true)) expectFrozen(outcome);
    }
  });
});

function expectFrozen(thing: unknown): void {
  if (typeof thing !== "object" || thing === null || thing instanceof Body) return;
  for (const [name, part] of Object.entries(thing)) {
    // The state is immutable by its own means, the zombie is the caller's.
    if (name !== "next" && name !== "zombie") expectFrozen(part);
  }
  expect(Object.isFrozen(thing)).toBe(true);
}
