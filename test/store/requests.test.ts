import { describe, expect, it } from "vitest";
import { Body } from "../../src/store/body.js";
import { storeFacade } from "../../src/store/facade.js";
import { describeAnswer, describeRequest } from "../../src/store/describe.js";
import { isS3Error, S3Error } from "../../src/store/object-store.js";
import type { StoreAnswer, StoreRequest } from "../../src/store/requests.js";
import { failureOf, isConditionalWrite, isMutation } from "../../src/store/requests.js";

const body = Body.text("abc");

/** A facade that records what it asks and answers from a list. */
function recorded(...answers: StoreAnswer[]) {
  const asked: StoreRequest[] = [];
  const store = storeFacade(async (request) => {
    asked.push(request);
    const answer = answers.shift();
    if (answer === undefined) throw new Error("no answer left");
    return answer;
  });
  return { asked, store };
}

describe("storeFacade", () => {
  it("turns each call into its request and the answer's value into the result", async () => {
    const page = { objects: [], commonPrefixes: [], isTruncated: false };
    const info = { etag: "e", size: 3, metadata: {} };
    const { asked, store } = recorded(
      { ok: true, value: { etag: "e" } },
      { ok: true, value: { ...info, body } },
      { ok: true, value: info },
      { ok: true, value: null },
      { ok: true, value: { etag: "e" } },
      { ok: true, value: page },
    );
    expect(await store.put({ key: "a", body, ifNoneMatch: "*" })).toEqual({ etag: "e" });
    expect(await store.get({ key: "a", range: { start: 0, end: 1 } })).toEqual({ ...info, body });
    expect(await store.head({ key: "a" })).toEqual(info);
    expect(await store.delete({ key: "a" })).toBeUndefined();
    expect(await store.copy({ source: "a", key: "b" })).toEqual({ etag: "e" });
    expect(await store.list({ prefix: "a" })).toEqual(page);
    expect(asked).toEqual([
      { op: "put", key: "a", body, ifNoneMatch: "*" },
      { op: "get", key: "a", range: { start: 0, end: 1 } },
      { op: "head", key: "a" },
      { op: "delete", key: "a" },
      { op: "copy", source: "a", key: "b" },
      { op: "list", prefix: "a" },
    ]);
  });

  it("throws an error answer as an S3Error with its code, message and key", async () => {
    const { store } = recorded({ ok: false, code: "NoSuchKey", message: "gone", key: "a" });
    const error = await store.get({ key: "a" }).catch((caught: unknown) => caught);
    expect(isS3Error(error, "NoSuchKey")).toBe(true);
    expect(error).toMatchObject({ message: "gone", key: "a", status: 404 });
    expect(failureOf(error as S3Error)).toEqual({ ok: false, code: "NoSuchKey", message: "gone", key: "a" });
    expect("key" in failureOf(new S3Error("SlowDown", "slow"))).toBe(false);
  });

  it("copies what the caller may change afterwards, freezes it and leaves out undefined fields", async () => {
    const { asked, store } = recorded({ ok: true, value: { etag: "e" } });
    const metadata: Record<string, string> = { writer: "1" };
    const given = { key: "a", body, metadata, ifMatch: undefined } as unknown as Parameters<
      typeof store.put
    >[0];
    await store.put(given);
    metadata["writer"] = "2";
    const request = asked[0]!;
    expect(request).toStrictEqual({ op: "put", key: "a", body, metadata: { writer: "1" } });
    expect(Object.isFrozen(request)).toBe(true);
    expect(Object.isFrozen((request as { metadata: object }).metadata)).toBe(true);
  });

  it("leaves out what is no field of the request, and has the fields in one order", async () => {
    const { asked, store } = recorded({ ok: true, value: { etag: "e" } });
    await store.put({ ifMatch: "e", body, key: "a", when: {} } as unknown as Parameters<typeof store.put>[0]);
    expect(Object.keys(asked[0]!)).toEqual(["op", "key", "body", "ifMatch"]);
  });

  it("refuses a key that is no string and a body that is no Body", async () => {
    const { asked, store } = recorded();
    const untyped = store as unknown as Record<string, (request: unknown) => Promise<unknown>>;
    await expect(untyped["get"]!({})).rejects.toThrow("store.get: key is undefined; it must be a string.");
    await expect(untyped["copy"]!({ key: "a", source: 1 })).rejects.toThrow("store.copy: source is number");
    await expect(untyped["put"]!({ key: "a", body: new Uint8Array(3) })).rejects.toThrow("body is no Body");
    expect(asked).toEqual([]);
  });

  it("lets through what the call itself throws", async () => {
    const { store } = recorded();
    await expect(store.head({ key: "a" })).rejects.toThrow("no answer left");
  });
});

describe("what kind of request", () => {
  it.each<[StoreRequest, boolean, boolean]>([
    [{ op: "put", key: "k", body }, true, false],
    [{ op: "put", key: "k", body, ifNoneMatch: "*" }, true, true],
    [{ op: "put", key: "k", body, ifMatch: "e" }, true, true],
    [{ op: "copy", source: "s", key: "k", sourceIfMatch: "e" }, true, false],
    [{ op: "copy", source: "s", key: "k", ifMatch: "e" }, true, true],
    [{ op: "delete", key: "k" }, true, false],
    [{ op: "delete", key: "k", ifMatch: "e" }, true, false],
    [{ op: "deleteObjects", keys: ["k"] }, true, false],
    [{ op: "createMultipartUpload", key: "k" }, true, false],
    [{ op: "completeMultipartUpload", key: "k", uploadId: "u", parts: [], ifNoneMatch: "*" }, true, true],
    [{ op: "listMultipartUploads" }, false, false],
    [{ op: "listParts", key: "k", uploadId: "u" }, false, false],
    [{ op: "get", key: "k", ifMatch: "e" }, false, false],
    [{ op: "head", key: "k", ifMatch: "e" }, false, false],
    [{ op: "list" }, false, false],
  ])("%o", (request, mutation, conditional) => {
    expect(isMutation(request)).toBe(mutation);
    expect(isConditionalWrite(request)).toBe(conditional);
  });
});

describe("words for traces", () => {
  it.each<[StoreRequest, string]>([
    [{ op: "put", key: "t/x", body, ifNoneMatch: "*" }, "PUT t/x (3 bytes) if-none-match=*"],
    [{ op: "put", key: "t/x", body: Body.text("a"), ifMatch: "e1" }, "PUT t/x (1 byte) if-match=e1"],
    [{ op: "get", key: "t/x", range: { start: 4 } }, "GET t/x bytes=4-"],
    [{ op: "get", key: "t/x", range: { start: 0, end: 9 } }, "GET t/x bytes=0-9"],
    [{ op: "head", key: "t/x", ifMatch: "e" }, "HEAD t/x if-match=e"],
    [{ op: "delete", key: "t/x" }, "DELETE t/x"],
    [{ op: "delete", key: "t/x", ifMatch: "e" }, "DELETE t/x if-match=e"],
    [{ op: "deleteObjects", keys: ["a", "b"] }, "DELETE-OBJECTS 2 keys: a, b"],
    [{ op: "createMultipartUpload", key: "k" }, "INITIATE k"],
    [
      { op: "uploadPart", key: "k", uploadId: "u", partNumber: 2, body },
      "PART k (3 bytes) number=2 upload=u",
    ],
    [
      {
        op: "uploadPartCopy",
        key: "k",
        uploadId: "u",
        partNumber: 1,
        source: "s",
        range: { start: 0, end: 4 },
      },
      "PART-COPY s -> k bytes=0-4 number=1 upload=u",
    ],
    [
      {
        op: "completeMultipartUpload",
        key: "k",
        uploadId: "u",
        parts: [1, 3].map((partNumber) => ({ partNumber, etag: "e" })),
        ifNoneMatch: "*",
      },
      "COMPLETE k parts=1,3 if-none-match=* upload=u",
    ],
    [{ op: "abortMultipartUpload", key: "k", uploadId: "u" }, "ABORT k upload=u"],
    [{ op: "listMultipartUploads", prefix: "t/", maxUploads: 1 }, "LIST-UPLOADS t/ max-uploads=1"],
    [{ op: "listParts", key: "k", uploadId: "u" }, "LIST-PARTS k upload=u"],
    [
      { op: "copy", source: "a", key: "b", sourceIfMatch: "e", ifNoneMatch: "*" },
      "COPY a -> b source-if-match=e if-none-match=*",
    ],
    [{ op: "list" }, "LIST"],
    [{ op: "list", prefix: "t/_temporary/", delimiter: "/" }, "LIST t/_temporary/ delimiter=/"],
    [{ op: "list", startAfter: "a", maxKeys: 2 }, "LIST start-after=a max-keys=2"],
    [{ op: "list", prefix: "t/", startAfter: "a", continuationToken: "x" }, "LIST t/ page=next"],
  ])("%o", (request, text) => {
    expect(describeRequest(request)).toBe(text);
  });

  const list: StoreRequest = { op: "list" };
  const listed = (...keys: string[]) => keys.map((key) => ({ key, etag: "e", size: 1 }));

  it.each<[StoreRequest, StoreAnswer, string]>([
    [{ op: "put", key: "k", body }, { ok: true, value: { etag: "0123456789ab" } }, "200 (etag 01234567)"],
    [
      { op: "head", key: "k" },
      { ok: true, value: { etag: "0123456789ab", size: 1, metadata: {} } },
      "200 (1 byte, etag 01234567)",
    ],
    [{ op: "delete", key: "k" }, { ok: true, value: null }, "204"],
    [
      { op: "deleteObjects", keys: ["a", "b"] },
      {
        ok: true,
        value: { deleted: ["a"], errors: [{ key: "b", code: "InternalError", message: "" }] },
      },
      "200 (1 key deleted; b: InternalError)",
    ],
    [{ op: "createMultipartUpload", key: "k" }, { ok: true, value: { uploadId: "u" } }, "200 (upload u)"],
    [
      { op: "listMultipartUploads" },
      { ok: true, value: { uploads: [{ key: "k", uploadId: "u" }], commonPrefixes: [], isTruncated: true } },
      "1 upload: k (u); more to come",
    ],
    [
      { op: "listParts", key: "k", uploadId: "u" },
      {
        ok: true,
        value: { parts: [{ partNumber: 1, etag: "e", size: 3 }], isTruncated: false },
      },
      "1 part: 1 (3 bytes)",
    ],
    [{ op: "get", key: "k" }, { ok: false, code: "NoSuchKey", message: "" }, "404 NoSuchKey"],
    [
      { op: "put", key: "k", body },
      { ok: false, code: "TimeoutError", message: "" },
      "no answer (TimeoutError)",
    ],
    [list, { ok: true, value: { objects: [], commonPrefixes: [], isTruncated: false } }, "no keys"],
    [
      list,
      { ok: true, value: { objects: listed("a", "b"), commonPrefixes: [], isTruncated: false } },
      "2 keys: a, b",
    ],
    [
      list,
      { ok: true, value: { objects: listed("a"), commonPrefixes: ["b/", "c/"], isTruncated: true } },
      "1 key: a; 2 common prefixes: b/, c/; more to come",
    ],
    [
      list,
      { ok: true, value: { objects: [], commonPrefixes: ["b/"], isTruncated: false } },
      "1 common prefix: b/",
    ],
  ])("%o %o", (request, answer, text) => {
    expect(describeAnswer(request, answer)).toBe(text);
  });

  it("counts the names of a long listing instead of writing them all", () => {
    const keys = Array.from({ length: 23 }, (_, index) => `k${index}`);
    const page = { objects: listed(...keys), commonPrefixes: [], isTruncated: false };
    expect(describeAnswer(list, { ok: true, value: page })).toMatch(/^23 keys: k0, .*, k19, … \(3 more\)$/);
  });
});
