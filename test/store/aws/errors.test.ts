/** What the store tells its caller for each thing that can come back, or not, from a real one. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Body } from "../../../src/store/body.js";
import type { ObjectStore, S3Error } from "../../../src/store/object-store.js";
import {
  answer,
  errorAnswer,
  hangUp,
  type Reply,
  type ScriptedServer,
  scriptedServer,
  silence,
} from "./scripted-server.js";

let server: ScriptedServer;
let store: ObjectStore;
beforeAll(async () => {
  server = await scriptedServer();
  ({ store } = await server.open({ requestTimeout: 300 }));
});
afterAll(() => server.close());

/** The error that a call ends with. */
async function errorOf(call: Promise<unknown>): Promise<S3Error> {
  const ended = await call.then(
    () => undefined,
    (error: unknown) => error as S3Error,
  );
  expect(ended).toMatchObject({ name: "S3Error" });
  return ended!;
}

const put = (target = store) => target.put({ key: "k", body: Body.text("x"), ifNoneMatch: "*" });
const plainPut = () => store.put({ key: "k", body: Body.text("x") });
const head = () => store.head({ key: "k" });
const get = () => store.get({ key: "k" });

/** Who asks, what comes back, and what he is told: code, status, whether it may have been applied. */
type Row = readonly [string, () => Promise<unknown>, Reply, string, number, boolean];

const table: readonly Row[] = [
  ["put", put, errorAnswer(412, "PreconditionFailed"), "PreconditionFailed", 412, false],
  ["put", put, errorAnswer(409, "ConditionalRequestConflict"), "ConditionalRequestConflict", 409, false],
  ["put", put, errorAnswer(409, "ConcurrentModification"), "ConditionalRequestConflict", 409, false],
  ["put without a condition", plainPut, errorAnswer(409, "OperationAborted"), "UnknownError", 409, false],
  ["put", put, answer(304), "PreconditionFailed", 412, false],
  ["put", put, errorAnswer(409, "BlobAlreadyExists"), "BlobAlreadyExists", 409, false],
  ["put", put, errorAnswer(404, "NoSuchKey"), "NoSuchKey", 404, false],
  ["put", put, errorAnswer(404, "NoSuchBucket"), "UnknownError", 404, false],
  ["put", put, errorAnswer(403, "AccessDenied"), "UnknownError", 403, false],
  ["put", put, errorAnswer(400, "KeyTooLongError"), "InvalidArgument", 400, false],
  ["put", put, errorAnswer(501, "NotImplemented"), "NotImplemented", 501, false],
  ["put", put, errorAnswer(500, "InternalError"), "InternalError", 500, true],
  ["put", put, errorAnswer(503, "SlowDown"), "SlowDown", 503, true],
  ["put", put, errorAnswer(503, "ServiceUnavailable"), "SlowDown", 503, true],
  ["put", put, errorAnswer(429, "TooManyRequests"), "TooManyRequests", 429, false],
  ["put", put, errorAnswer(400, "RequestTimeout"), "TimeoutError", 0, true],
  ["put", put, answer(502, {}, "<html>Bad Gateway</html>"), "InternalError", 500, true],
  ["put", put, answer(504), "InternalError", 500, true],
  ["put", put, hangUp, "TimeoutError", 0, true],
  ["put", put, silence, "TimeoutError", 0, true],
  ["get", get, errorAnswer(404, "NoSuchKey"), "NoSuchKey", 404, false],
  ["get", get, errorAnswer(416, "InvalidRange"), "InvalidRange", 416, false],
  ["head", head, answer(404), "NoSuchKey", 404, false],
  ["head", head, answer(412), "PreconditionFailed", 412, false],
  ["head", head, answer(403), "UnknownError", 403, false],
  ["head", head, answer(400), "UnknownError", 400, false],
  ["head", head, answer(503), "SlowDown", 503, true],
];

describe("what a real store answers", () => {
  it.each(table)("%s (%#)", async (_op, call, reply, code, status, maybe) => {
    server.script(reply);
    const error = await errorOf(call());
    expect([error.code, error.status, error.mayHaveBeenApplied]).toEqual([code, status, maybe]);
    expect(error.key).toBe("k");
    expect(error.message).not.toBe("");
    expect(error.message).not.toMatch(/undefined|Unknown\b/u);
    expect(server.seen).toHaveLength(1);
  });

  it("tells the store's own code where it is none of the known ones", async () => {
    server.script(errorAnswer(403, "AccessDenied"));
    const error = await errorOf(put());
    expect(error.storeCode).toBe("AccessDenied");
    expect(error.message).toBe("AccessDenied: said so");
  });
});

describe("a 200 that carries an error", () => {
  const body = (code: string) =>
    `<?xml version="1.0"?>\n<Error><Code>${code}</Code><Message>m</Message></Error>`;
  const copy = () => store.copy({ source: "s", key: "k", ifNoneMatch: "*" });

  it.each([
    ["InternalError", 500, true],
    ["SlowDown", 503, true],
    ["PreconditionFailed", 412, false],
    ["ConditionalRequestConflict", 409, false],
  ] as const)("is that error: %s", async (code, status, maybe) => {
    server.script(answer(200, { "content-type": "application/xml" }, body(code)));
    const error = await errorOf(copy());
    expect([error.code, error.status, error.mayHaveBeenApplied]).toEqual([code, status, maybe]);
  });

  it("and one with nothing in it is a server error", async () => {
    server.script(answer(200));
    expect(await errorOf(copy())).toMatchObject({ code: "InternalError", mayHaveBeenApplied: true });
  });
});

describe("an answer that breaks off", () => {
  const torn: Reply = (response) => {
    response.writeHead(200, { "content-length": "10", etag: '"e"' });
    response.write("12345");
    setTimeout(() => response.destroy(), 20);
  };
  const short: Reply = answer(206, { "content-range": "bytes 0-9/20", etag: '"e"' }, "12345");

  it("is no answer, though its status was 200", async () => {
    server.script(torn);
    const error = await errorOf(get());
    expect([error.code, error.status]).toEqual(["TimeoutError", 0]);
  });

  it("is none either where it is shorter than it says, or than what was asked for", async () => {
    server.script(short);
    const error = await errorOf(store.get({ key: "k", range: { start: 0, end: 9 } }));
    expect(error).toMatchObject({
      code: "TimeoutError",
      message: expect.stringContaining("5 bytes where 10"),
    });
  });

  it("is none where a store sends the whole object for a range", async () => {
    server.script(answer(200, { etag: '"e"' }, "0123456789"));
    const error = await errorOf(store.get({ key: "k", range: { start: 2, end: 4 } }));
    expect(error.code).toBe("TimeoutError");
  });
});

describe("a client that sends requests again", () => {
  it("meets its own success as 412, and is told that it may have been applied", async () => {
    const { store: patient } = await server.open({ attempts: 3 });
    server.script(hangUp, errorAnswer(412, "PreconditionFailed"));
    const error = await errorOf(put(patient));
    expect(server.seen).toHaveLength(2);
    expect([error.code, error.status, error.mayHaveBeenApplied]).toEqual(["PreconditionFailed", 412, true]);
  });

  it("is not in doubt about a read", async () => {
    const { store: patient } = await server.open({ attempts: 3 });
    server.script(hangUp, errorAnswer(404, "NoSuchKey"));
    expect(await errorOf(patient.get({ key: "k" }))).toMatchObject({
      code: "NoSuchKey",
      mayHaveBeenApplied: false,
    });
  });

  it("does not send a request again that was told 409", async () => {
    const { store: patient } = await server.open({ attempts: 3 });
    server.script(errorAnswer(409, "ConditionalRequestConflict"));
    expect((await errorOf(put(patient))).mayHaveBeenApplied).toBe(false);
    expect(server.seen).toHaveLength(1);
  });
});

describe("giving up", () => {
  it("leaves a write in doubt", async () => {
    const stop = new AbortController();
    const { store: stoppable } = await server.open({ signal: stop.signal });
    server.script((_response) => stop.abort());
    expect(await errorOf(put(stoppable))).toMatchObject({ code: "TimeoutError", mayHaveBeenApplied: true });
    expect((await errorOf(put(stoppable))).code).toBe("TimeoutError");
    expect(server.seen).toHaveLength(1);
  });
});
