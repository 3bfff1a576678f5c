/** What each call sends, and what it makes of a good answer. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Body } from "../../../src/store/body.js";
import type { ObjectStore } from "../../../src/store/object-store.js";
import { answer, type ScriptedServer, scriptedServer, type Seen } from "./scripted-server.js";

let server: ScriptedServer;
let store: ObjectStore;
beforeAll(async () => {
  server = await scriptedServer();
  ({ store } = await server.open());
});
afterAll(() => server.close());

const ok = answer(200, { etag: '"e1"' });
const etag = "0cc175b9c0f1b6a831c399e269772661";

/** The request that a call has sent. */
async function sent(call: () => Promise<unknown>, reply = ok): Promise<Seen> {
  server.script(reply);
  await call();
  expect(server.seen).toHaveLength(1);
  return server.seen[0]!;
}

function pathOf({ target }: Seen): string {
  return target.split("?")[0]!;
}

function queryOf({ target }: Seen): Record<string, string> {
  const query = Object.fromEntries(new URLSearchParams(target.split("?")[1]));
  delete query["x-id"];
  return query;
}

describe("PUT", () => {
  it("sends bytes, conditions and metadata, and hands back the ETag without its quotes", async () => {
    const body = Body.of(new Uint8Array([0, 255, 10]));
    const request = { key: "t/a b", body, ifNoneMatch: "*", metadata: { Id: "1 2", "x-y": "" } } as const;
    const seen = await sent(() => store.put(request));
    expect([seen.method, pathOf(seen)]).toEqual(["PUT", "/b/t/a%20b"]);
    expect(seen.body).toEqual(Buffer.from([0, 255, 10]));
    expect(seen.headers).toMatchObject({
      "if-none-match": "*",
      "x-amz-meta-id": "1 2",
      "x-amz-meta-x-y": "",
      "content-length": "3",
    });
    expect("if-match" in seen.headers).toBe(false);
    expect(await store.put(request)).toEqual({ etag: "e1" });
  });

  it.each([
    [etag, `"${etag}"`],
    [`"${etag}"`, `"${etag}"`],
    ["*", "*"],
  ])("sends If-Match %s as %s", async (ifMatch, header) => {
    const seen = await sent(() => store.put({ key: "k", body: Body.empty, ifMatch }));
    expect(seen.headers["if-match"]).toBe(header);
  });
});

describe("GET and HEAD", () => {
  const found = answer(
    200,
    {
      etag: `"${etag}"`,
      "x-amz-meta-b": "2",
      "x-amz-meta-a": "1",
      "last-modified": "Thu, 01 Jan 1970 00:00:01 GMT",
    },
    "hello",
  );
  const info = { etag, size: 5, metadata: { a: "1", b: "2" }, modified: 1000 };

  it("tell what the object is", async () => {
    server.script(found);
    const { body, ...rest } = await store.get({ key: "k" });
    expect([body.text(), rest]).toEqual(["hello", info]);
    expect(Object.keys(rest.metadata)).toEqual(["a", "b"]);
    const { headers, method } = await sent(() => store.get({ key: "k", ifMatch: etag }), found);
    expect([method, headers["if-match"]]).toEqual(["GET", `"${etag}"`]);
  });

  it("ask for a range and tell the size of the whole", async () => {
    const part = answer(206, { etag: '"e"', "content-range": "bytes 2-3/26" }, "cd");
    server.script(part);
    const got = await store.get({ key: "k", range: { start: 2, end: 3 } });
    expect([got.body.text(), got.size]).toEqual(["cd", 26]);
    expect(server.seen[0]!.headers["range"]).toBe("bytes=2-3");
    const rest = answer(206, { etag: '"e"', "content-range": "bytes 24-25/26" }, "yz");
    const open = await sent(() => store.get({ key: "k", range: { start: 24 } }), rest);
    expect(open.headers["range"]).toBe("bytes=24-");
  });

  it("HEAD tells the same without the bytes", async () => {
    server.script(answer(200, { etag: '"e"', "content-length": "26" }));
    expect(await store.head({ key: "k" })).toEqual({ etag: "e", size: 26, metadata: {} });
  });
});

describe("COPY", () => {
  const copied = answer(200, {}, `<CopyObjectResult><ETag>&quot;${etag}&quot;</ETag></CopyObjectResult>`);

  it("encodes the source, which stands in a header", async () => {
    const copy = () => store.copy({ source: "t/é +?%/x", key: "k", sourceIfMatch: etag, ifNoneMatch: "*" });
    const { headers } = await sent(copy, copied);
    expect(headers).toMatchObject({
      "x-amz-copy-source": "b/t/%C3%A9%20%2B%3F%25/x",
      "x-amz-copy-source-if-match": `"${etag}"`,
      "if-none-match": "*",
    });
    expect("x-amz-metadata-directive" in headers).toBe(false);
    expect(await store.copy({ source: "s", key: "k" })).toEqual({ etag });
  });

  it("says that it replaces metadata where it has some, even none at all", async () => {
    const { headers } = await sent(() => store.copy({ source: "s", key: "s", metadata: {} }), copied);
    expect(headers["x-amz-metadata-directive"]).toBe("REPLACE");
  });
});

describe("DELETE", () => {
  it("has no result", async () => {
    const deleted = answer(204);
    const { method } = await sent(() => store.delete({ key: "k" }), deleted);
    expect(method).toBe("DELETE");
    expect(await store.delete({ key: "k" })).toBe(undefined);
  });
});

describe("LIST", () => {
  const page = (inner: string) =>
    answer(200, {}, `<?xml version="1.0"?><ListBucketResult>${inner}</ListBucketResult>`);
  const listed = page(
    `<EncodingType>url</EncodingType><IsTruncated>true</IsTruncated>
     <NextContinuationToken>t+/=</NextContinuationToken>
     <Contents><Key>a+b%2Bc%0D%26/%C3%A9</Key><ETag>&quot;e1&quot;</ETag><Size>7</Size>
       <LastModified>1970-01-01T00:00:02.000Z</LastModified></Contents>
     <CommonPrefixes><Prefix>p+q/</Prefix></CommonPrefixes>`,
  );

  it("asks for encoded keys and decodes them", async () => {
    server.script(listed);
    expect(await store.list({ prefix: "p", delimiter: "/" })).toEqual({
      objects: [{ key: "a b+c\r&/é", etag: "e1", size: 7, modified: 2000 }],
      commonPrefixes: ["p q/"],
      isTruncated: true,
      nextContinuationToken: "t+/=",
    });
    expect(queryOf(server.seen[0]!)).toEqual({
      "list-type": "2",
      "encoding-type": "url",
      prefix: "p",
      delimiter: "/",
    });
  });

  it("takes keys as they are where the store does not say that it has encoded them", async () => {
    server.script(
      page("<IsTruncated>false</IsTruncated><Contents><Key>a+b%20c</Key><Size>0</Size></Contents>"),
    );
    expect(await store.list({})).toEqual({
      objects: [{ key: "a+b%20c", etag: "", size: 0 }],
      commonPrefixes: [],
      isTruncated: false,
    });
  });

  it("goes on with the token, and leaves out what is empty or what the token wins over", async () => {
    const request = { prefix: "", delimiter: "", startAfter: "s", continuationToken: "t+/=", maxKeys: 2 };
    const next = await sent(() => store.list(request), listed);
    const query = { "list-type": "2", "encoding-type": "url" };
    expect(queryOf(next)).toEqual({ ...query, "continuation-token": "t+/=", "max-keys": "2" });
    const first = await sent(() => store.list({ startAfter: "s" }), listed);
    expect(queryOf(first)).toEqual({ ...query, "start-after": "s" });
  });
});

describe("what is refused before it is sent", () => {
  const body = Body.empty;
  const calls: readonly (readonly [string, () => Promise<unknown>])[] = [
    ["an empty key", () => store.put({ key: "", body })],
    ["a key of 1025 bytes", () => store.head({ key: "é".repeat(512) + "x" })],
    ["a lone surrogate", () => store.delete({ key: "\ud800" })],
    ["an empty source", () => store.copy({ source: "", key: "k" })],
    ["a range that is none", () => store.get({ key: "k", range: { start: 3, end: 2 } })],
    ["a page of no keys", () => store.list({ maxKeys: 0 })],
    ["a page of more than 1000", () => store.list({ maxKeys: 1001 })],
    ["metadata with a line in it", () => store.put({ key: "k", body, metadata: { a: "1\n2" } })],
    ["metadata beyond ASCII", () => store.put({ key: "k", body, metadata: { a: "é" } })],
    ["metadata that ends in space", () => store.copy({ source: "s", key: "k", metadata: { a: "1 " } })],
    ["metadata with a name that is none", () => store.put({ key: "k", body, metadata: { "a:b": "1" } })],
  ];

  it.each(calls)("%s", async (_what, call) => {
    server.script(ok);
    const error = { name: "S3Error", code: "InvalidArgument", mayHaveBeenApplied: false };
    await expect(call()).rejects.toMatchObject(error);
    expect(server.seen).toHaveLength(0);
  });
});
