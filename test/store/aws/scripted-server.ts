/** An HTTP server that answers what a test says, and tells what was asked: for what goes over the wire. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Bucket, type BucketOptions, openBucket } from "../../../src/store/aws/open-bucket.js";

export interface Seen {
  readonly method: string;
  /** Path and query, as sent. */
  readonly target: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

export type Reply = (response: ServerResponse, seen: Seen) => void;

export interface ScriptedServer {
  readonly endpoint: string;
  readonly seen: readonly Seen[];
  /** The answers to the next requests; the last one goes on for ever. */
  script(...replies: readonly Reply[]): void;
  /** A bucket `b` at this server; nothing is sent twice unless `options` says so. */
  open(options?: Partial<BucketOptions>): Promise<Bucket>;
  close(): Promise<void>;
}

export async function scriptedServer(): Promise<ScriptedServer> {
  const seen: Seen[] = [];
  let replies: readonly Reply[] = [];
  const buckets: Bucket[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url: target = "", headers } = request;
      const one = { method, target, headers, body: Buffer.concat(chunks) };
      seen.push(one);
      const [reply, ...rest] = replies;
      if (rest.length > 0) replies = rest;
      if (reply === undefined) throw new Error("the test said nothing about this request");
      reply(response, one);
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    endpoint,
    seen,
    script: (...next) => {
      replies = next;
      seen.length = 0;
    },
    open: async (options = {}) => {
      const credentials = { accessKeyId: "id", secretAccessKey: "secret" };
      const bucket = await openBucket({ bucket: "b", endpoint, credentials, attempts: 1, ...options });
      buckets.push(bucket);
      return bucket;
    },
    close: async () => {
      for (const bucket of buckets) bucket.close();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

/** A whole answer. */
export function answer(status: number, headers: Readonly<Record<string, string>> = {}, body = ""): Reply {
  return (response) => {
    response.writeHead(status, { "content-length": Buffer.byteLength(body), ...headers });
    response.end(body);
  };
}

/** An error as S3 writes it. */
export function errorAnswer(status: number, code: string): Reply {
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>said so</Message></Error>`;
  return answer(status, { "content-type": "application/xml" }, xml);
}

/** No answer: the connection ends. */
export const hangUp: Reply = (response) => {
  response.destroy();
};

/** No answer, and the connection stays. */
export const silence: Reply = () => undefined;
