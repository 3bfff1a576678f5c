/**
 * S3 over a bare socket: what the fuzzer and the benchmark of the endpoint need, which a well-behaved client will not do. Signs with
 * Signature Version 4.
 */
import { createHash, createHmac } from "node:crypto";
import net from "node:net";

const emptySha256 = createHash("sha256").digest("hex");
const keys = new Map();

function hmac(key, text, encoding) {
  return createHmac("sha256", key).update(text).digest(encoding);
}

function signingKey(secret, date, region) {
  const name = `${secret}/${date}/${region}`;
  if (!keys.has(name)) {
    const key = [date, region, "s3", "aws4_request"].reduce((key, part) => hmac(key, part), `AWS4${secret}`);
    keys.clear();
    keys.set(name, key);
  }
  return keys.get(name);
}

function strictly(text) {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Path and query as they go over the wire. */
export function target(path, query = {}) {
  const pairs = Object.entries(query).map(([name, value]) => `${strictly(name)}=${strictly(String(value))}`);
  const encoded = path.split("/").map(strictly).join("/");
  return pairs.length === 0 ? encoded : `${encoded}?${pairs.sort().join("&")}`;
}

/**
 * The head of a request, signed, as text. `headers` in lower case; `payload`: what x-amz-content-sha256 says.
 */
export function signedHead({ method, url, host, headers = {}, accessKey, secretKey, payload = emptySha256 }) {
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
  const date = time.slice(0, 8);
  const all = { ...headers, host, "x-amz-content-sha256": payload, "x-amz-date": time };
  const signed = Object.keys(all)
    .filter((name) => name === "host" || name.startsWith("x-amz-"))
    .sort();
  const [path, query = ""] = url.split("?");
  const canonical = [
    method,
    path,
    query,
    ...signed.map((name) => `${name}:${String(all[name]).trim()}`),
    "",
    signed.join(";"),
    payload,
  ].join("\n");
  const scope = `${date}/us-east-1/s3/aws4_request`;
  const toSign = ["AWS4-HMAC-SHA256", time, scope, createHash("sha256").update(canonical).digest("hex")].join(
    "\n",
  );
  const signature = hmac(signingKey(secretKey, date, "us-east-1"), toSign, "hex");
  const authorization = `AWS4-HMAC-SHA256 Credential=${accessKey}/${scope}, SignedHeaders=${signed.join(";")}, Signature=${signature}`;
  const lines = Object.entries({ ...all, authorization }).map(([name, value]) => `${name}: ${value}`);
  return `${method} ${url} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`;
}

/** A connection that asks one thing after the other and reads answers with a Content-Length, or with chunks. */
export class Connection {
  #socket;
  #buffer = Buffer.alloc(0);
  #waiting;

  constructor(port, host = "127.0.0.1") {
    this.#socket = net.connect({ port, host, noDelay: true });
    this.#socket.on("data", (piece) => {
      this.#buffer = this.#buffer.length === 0 ? piece : Buffer.concat([this.#buffer, piece]);
      this.#look();
    });
    this.#socket.on("error", (error) => this.#fail(error));
    this.#socket.on("close", () => this.#fail(new Error("closed")));
  }

  /** Resolves with status and body. */
  ask(head, body) {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject, isHead: head.startsWith("HEAD ") };
      if (body === undefined) this.#socket.write(head);
      else {
        this.#socket.cork();
        this.#socket.write(head);
        this.#socket.write(body);
        this.#socket.uncork();
      }
    });
  }

  close() {
    this.#socket.destroy();
  }

  #look() {
    const end = this.#buffer.indexOf("\r\n\r\n");
    if (end < 0 || this.#waiting === undefined) return;
    const head = this.#buffer.subarray(0, end).toString("latin1");
    const status = Number(head.slice(9, 12));
    const length = /\r\ncontent-length: (\d+)/i.exec(head);
    const bodyless = this.#waiting.isHead || status === 204 || status === 304;
    if (!bodyless && length === null && /\r\ntransfer-encoding: chunked/i.test(head)) {
      const last = this.#buffer.indexOf("0\r\n\r\n", end + 4);
      if (last < 0) return;
      return this.#answer(status, this.#buffer.subarray(end + 4, last), last + 5);
    }
    const size = bodyless ? 0 : Number(length?.[1] ?? 0);
    if (this.#buffer.length < end + 4 + size) return;
    this.#answer(status, this.#buffer.subarray(end + 4, end + 4 + size), end + 4 + size);
  }

  #answer(status, body, used) {
    const { resolve } = this.#waiting;
    this.#waiting = undefined;
    this.#buffer = this.#buffer.subarray(used);
    resolve({ status, body });
  }

  #fail(error) {
    this.#waiting?.reject(error);
    this.#waiting = undefined;
  }
}
