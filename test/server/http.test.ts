/** What clients of their own making send: addresses, signatures in URLs, chunks, expectations, and what is no request at all. */
import { createHash } from "node:crypto";
import net from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signedHead, target } from "../../scripts/raw-client.mjs";
import type { Served } from "../../src/server/serve.js";
import { hmac, Keys } from "../../src/server/auth/keys.js";
import { canonicalRequest } from "../../src/server/auth/canonical.js";
import { parseTarget } from "../../src/server/wire/target.js";
import { accessKey, secretKey, serveStore } from "./support.js";

let served: Served;
let host: string;
const bucket = "raw";

beforeAll(async () => {
  served = await serveStore("strong", {
    buckets: [{ name: bucket }],
    mostBytes: 100_000,
    patience: 400,
    domains: ["s3.test"],
    timeouts: { silence: 1000, head: 1000 },
  });
  host = `127.0.0.1:${served.port}`;
  await ask(head("PUT", `/${bucket}/k`, { "content-length": "5" }, "UNSIGNED-PAYLOAD") + "hello");
});

afterAll(() => served.close());

function head(method: string, url: string, headers: Record<string, string> = {}, payload?: string): string {
  return signedHead({
    method,
    url,
    host: headers["host"] ?? host,
    headers,
    accessKey,
    secretKey,
    ...(payload === undefined ? {} : { payload }),
  });
}

/** Sends text, and takes what comes until the server has said all, or nothing more comes. */
function ask(text: string | readonly string[], { half = false, quiet = 60 } = {}): Promise<string> {
  return new Promise((resolve) => {
    const socket = net.connect({ port: served.port, host: "127.0.0.1", allowHalfOpen: true });
    let answer = "";
    let timer: NodeJS.Timeout | undefined;
    const end = (): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    socket.on("data", (piece: Buffer) => {
      answer += piece.toString("latin1");
      clearTimeout(timer);
      timer = setTimeout(end, quiet);
    });
    socket.on("end", end);
    socket.on("error", end);
    const pieces = typeof text === "string" ? [text] : text;
    socket.on("connect", () => {
      for (const [index, piece] of pieces.entries())
        setTimeout(() => socket.write(piece, "latin1"), 30 * index);
      if (half) setTimeout(() => socket.end(), 30 * pieces.length);
    });
  });
}

const status = (answer: string): string => answer.slice(9, 12);
const code = (answer: string): string => `${status(answer)} ${/<Code>(\w+)<\/Code>/.exec(answer)?.[1] ?? ""}`;

describe("addresses", () => {
  it("are found in the path, by virtual host, and in the absolute form", async () => {
    expect(status(await ask(head("GET", `/${bucket}/k`)))).toBe("200");
    for (const name of [`${bucket}.localhost:${served.port}`, `${bucket}.s3.test`]) {
      expect(status(await ask(head("GET", "/k", { host: name })))).toBe("200");
    }
    expect(code(await ask(head("GET", "/k", { host: "other.localhost" })))).toBe("404 NoSuchBucket");
    expect(code(await ask(head("GET", `/${bucket}/%ff`)))).toBe("400 InvalidURI");
  });
});

describe("presigned URLs", () => {
  function presigned(method: string, path: string, expires: number, ago = 0): string {
    const time = new Date(Date.now() - ago * 1000).toISOString().replaceAll(/[-:]|\.\d+/g, "");
    const scope = { date: time.slice(0, 8), region: "us-east-1", service: "s3" };
    const url = target(path, {
      "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
      "X-Amz-Credential": `${accessKey}/${scope.date}/us-east-1/s3/aws4_request`,
      "X-Amz-Date": time,
      "X-Amz-Expires": expires,
      "X-Amz-SignedHeaders": "host",
    });
    const signed = {
      method,
      target: parseTarget(url),
      header: (name: string) => (name === "host" ? host : undefined),
      headerNames: ["host"],
    };
    const canonical = createHash("sha256")
      .update(canonicalRequest(signed, ["host"], "UNSIGNED-PAYLOAD"))
      .digest("hex");
    const key = new Keys(new Map([[accessKey, secretKey]])).signingKey(accessKey, scope)!;
    const toSign = ["AWS4-HMAC-SHA256", time, `${scope.date}/us-east-1/s3/aws4_request`, canonical].join(
      "\n",
    );
    return `${url}&X-Amz-Signature=${hmac(key, toSign).toString("hex")}`;
  }

  it("read and write without any header", async () => {
    const url = presigned("PUT", `/${bucket}/by url`, 60);
    expect(status(await ask(`PUT ${url} HTTP/1.1\r\nhost: ${host}\r\ncontent-length: 3\r\n\r\nabc`))).toBe(
      "200",
    );
    const read = await ask(
      `GET ${presigned("GET", `/${bucket}/by url`, 60)} HTTP/1.1\r\nhost: ${host}\r\n\r\n`,
    );
    expect(read).toMatch(/\r\n\r\nabc$/);
  });

  it("end, and are for one method and one key", async () => {
    const get = (url: string) => ask(`GET ${url} HTTP/1.1\r\nhost: ${host}\r\n\r\n`);
    expect(code(await get(presigned("GET", `/${bucket}/k`, 10, 30)))).toBe("403 AccessDenied");
    expect(code(await get(presigned("PUT", `/${bucket}/k`, 60)))).toBe("403 SignatureDoesNotMatch");
    expect(code(await get(presigned("GET", `/${bucket}/k`, 60).replace("/k?", "/l?")))).toBe(
      "403 SignatureDoesNotMatch",
    );
  });
});

describe("bodies", () => {
  const chunks = "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n";
  const streaming = (headers: Record<string, string>, path = "chunked") =>
    head(
      "PUT",
      `/${bucket}/${path}`,
      { "x-amz-decoded-content-length": "5", "x-amz-trailer": "x-amz-checksum-crc32", ...headers },
      "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
    );

  it("come in chunks, with a checksum behind them, in one HTTP body or in HTTP's own chunks", async () => {
    expect(status(await ask(streaming({ "content-length": String(chunks.length) }) + chunks))).toBe("200");
    const own = `${chunks.length.toString(16)}\r\n${chunks}\r\n0\r\n\r\n`;
    expect(status(await ask(streaming({ "transfer-encoding": "chunked" }) + own))).toBe("200");
    expect(await ask(head("GET", `/${bucket}/chunked`))).toMatch(/\r\n\r\nhello$/);
    const wrong = chunks.replace("NhCmhg", "AAAAAA");
    expect(code(await ask(streaming({ "content-length": String(chunks.length) }) + wrong))).toBe(
      "400 BadDigest",
    );
    const short = streaming({ "content-length": String(chunks.length), "x-amz-decoded-content-length": "6" });
    expect(code(await ask(short + chunks))).toBe("400 IncompleteBody");
  });

  it("are asked for where the client waits for that, and refused without being sent", async () => {
    const waiting = head(
      "PUT",
      `/${bucket}/expected`,
      { "content-length": "2", expect: "100-continue" },
      "UNSIGNED-PAYLOAD",
    );
    const answer = await ask([waiting, "ok"]);
    expect(answer).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK/);
    const refused = await ask(
      head("PUT", "/no-such-bucket-here/k", { "content-length": "2", expect: "100-continue" }, "nonsense"),
    );
    expect(code(refused)).toBe("400 InvalidArgument");
    expect(refused).not.toContain("100 Continue");
  });

  it.each([
    ["without a length", "411 MissingContentLength", {}, "UNSIGNED-PAYLOAD", ""],
    ["too large", "400 EntityTooLarge", { "content-length": "100001" }, "UNSIGNED-PAYLOAD", ""],
    ["with another hash", "400 XAmzContentSHA256Mismatch", { "content-length": "1" }, "0".repeat(64), "x"],
    ["with a hash that is none", "400 InvalidArgument", { "content-length": "1" }, "nonsense", "x"],
    [
      "in HTTP's chunks alone",
      "501 NotImplemented",
      { "transfer-encoding": "chunked" },
      "UNSIGNED-PAYLOAD",
      "1\r\nx\r\n0\r\n\r\n",
    ],
    [
      "that is announced and not there",
      "400 InvalidRequest",
      { "content-length": "1", "x-amz-sdk-checksum-algorithm": "CRC32" },
      "UNSIGNED-PAYLOAD",
      "x",
    ],
  ])("%s: %s", async (_what, expected, headers, payload, body) => {
    expect(
      code(await ask(head("PUT", `/${bucket}/refused`, headers as Record<string, string>, payload) + body)),
    ).toBe(expected);
  });

  it("that stop coming are given up, and so are those of clients that go away", async () => {
    const unfinished = head("PUT", `/${bucket}/unfinished`, { "content-length": "100" }, "UNSIGNED-PAYLOAD");
    expect(code(await ask(`${unfinished}some`, { quiet: 200 }))).toBe("400 RequestTimeout");
    await ask(`${unfinished}some`, { half: true });
    expect(code(await ask(head("GET", `/${bucket}/unfinished`)))).toBe("404 NoSuchKey");
  });
});

describe("what is no request", () => {
  it.each([
    ["no HTTP", "hello\r\n\r\n", "400 BadRequest"],
    ["a head without end", `GET /${"a".repeat(20_000)}`, "400 RequestHeaderSectionTooLarge"],
    [
      "two lengths",
      `PUT / HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nx`,
      "400 BadRequest",
    ],
    ["no host", "GET / HTTP/1.1\r\n\r\n", "400 BadRequest"],
    ["nobody's", "GET /raw/k HTTP/1.1\r\nhost: a\r\n\r\n", "403 AccessDenied"],
  ])("%s: %s", async (_what, text, expected) => {
    expect(code(await ask(text))).toBe(expected);
  });

  it("a head that never ends is given up", async () => {
    expect(code(await ask("GET / HTTP/1.1\r\nhost: a\r\n", { quiet: 500 }))).toBe("400 RequestTimeout");
  }, 20_000);

  it.each([
    ["PATCH", `/${bucket}/k`, "405 MethodNotAllowed"],
    ["POST", `/${bucket}/k`, "501 NotImplemented"],
    ["DELETE", "/", "405 MethodNotAllowed"],
    ["GET", `/${bucket}?policy=`, "501 NotImplemented"],
    ["GET", `/${bucket}/k?versionId=1`, "400 InvalidArgument"],
    ["GET", `/${bucket}/k?versionId=`, "400 InvalidArgument"],
    ["PUT", `/${bucket}/k?versionId=1`, "501 NotImplemented"],
  ])("%s %s: %s", async (method, url, expected) => {
    expect(
      code(
        await ask(
          head(method, url, method === "PATCH" || method === "POST" ? { "content-length": "0" } : {}),
        ),
      ),
    ).toBe(expected);
  });

  it("after which the server goes on answering, also several requests on one connection", async () => {
    const two = await ask(head("GET", `/${bucket}/k`) + head("HEAD", `/${bucket}/k`));
    expect(two.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(2);
  });
});
