/** The sockets: takes HTTP requests in, sends replies whole or in the way in which they are to go wrong. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { controlPath } from "./control/types.js";
import type { Endpoint, Sending } from "./endpoint.js";
import { errorReply, type Reply } from "./wire/reply.js";
import { WireError } from "./wire/s3-errors.js";

/** Answers requests that are none of S3's. */
export type Aside = (message: IncomingMessage) => Promise<Reply | undefined>;

export interface Timeouts {
  /** A reply that never comes is given up after so many milliseconds. */
  readonly silence: number;
  /** For the head of a request. */
  readonly head: number;
}

export const usualTimeouts: Timeouts = { silence: 60_000, head: 20_000 };

const mostConnections = 4096;

/** Of a request's body that nobody reads, so much is thrown away before its connection is closed. */
const mostDrained = 4 << 20;
const longestDrain = 2000;

export class HttpServer {
  readonly #server: Server;
  readonly #endpoint: Endpoint;
  readonly #aside: Aside;
  readonly #timeouts: Timeouts;

  constructor(endpoint: Endpoint, aside: Aside, timeouts: Timeouts = usualTimeouts) {
    this.#endpoint = endpoint;
    this.#aside = aside;
    this.#timeouts = timeouts;
    this.#server = createServer({
      keepAliveTimeout: 60_000,
      // Refused as S3 does, by the endpoint.
      requireHostHeader: false,
      headersTimeout: timeouts.head,
      // Bodies have a patience of their own, which looks at whether anything comes.
      requestTimeout: 0,
      connectionsCheckingInterval: Math.min(5000, timeouts.head / 2),
    });
    this.#server.maxConnections = mostConnections;
    const take = (message: IncomingMessage, response: ServerResponse): void => {
      void this.#take(message, response);
    };
    this.#server.on("request", take);
    this.#server.on("checkContinue", take);
    this.#server.on("checkExpectation", (message: IncomingMessage, response: ServerResponse) => {
      void send(
        message,
        response,
        plainError(new WireError("InvalidArgument", "There is no such expectation.")),
      );
    });
    this.#server.on("clientError", refuseGarbage);
    this.#server.on("upgrade", (_message: IncomingMessage, socket: Socket) => socket.destroy());
    this.#server.on("connect", (_message: IncomingMessage, socket: Socket) => socket.destroy());
  }

  /** Where it listens. @throws the error of the operating system, for a port that is taken. */
  listen(port: number, host: string): Promise<AddressInfo> {
    return new Promise((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(port, host, () => {
        this.#server.off("error", reject);
        resolve(this.#server.address() as AddressInfo);
      });
    });
  }

  /** Ends all connections. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #take(message: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const aside = message.url?.startsWith(controlPath) === true ? await this.#aside(message) : undefined;
      if (aside !== undefined) return await send(message, response, aside);
      const waits = message.headers.expect !== undefined;
      const goOn = (): void => {
        if (waits) response.writeContinue();
      };
      await this.#send(message, response, await this.#endpoint.handle(message, { goOn }));
    } catch {
      // Whatever it is, it must not take the other requests with it.
      message.socket.destroy();
    }
  }

  async #send(message: IncomingMessage, response: ServerResponse, sending: Sending): Promise<void> {
    const { reply, how, ended } = sending;
    const { socket } = message;
    switch (how) {
      case "whole":
        await send(message, response, reply);
        return ended(response.writableFinished);
      case "reset":
        ended(false);
        socket.resetAndDestroy();
        return;
      case "timeout":
        ended(false);
        socket.setTimeout(this.#timeouts.silence, () => socket.destroy());
        return;
      case "truncated":
        ended(false);
        truncate(response, socket, reply);
    }
  }
}

/** Half of the body, then the end of the connection. Where there is no body, or an error for one, half of the head. */
function truncate(response: ServerResponse, socket: Socket, { status, headers, body }: Reply): void {
  const bytes = typeof body === "string" ? Buffer.from(body) : body;
  if (bytes === undefined || bytes.length === 0 || status >= 400) {
    socket.end(`HTTP/1.1 ${status} OK\r\nContent-Le`, () => socket.destroy());
    return;
  }
  response.writeHead(status, { ...headers, "Content-Length": bytes.length });
  response.write(bytes.subarray(0, bytes.length >> 1), () => socket.destroy());
}

/** Resolves when it is sent, or never can be. */
async function send(message: IncomingMessage, response: ServerResponse, reply: Reply): Promise<void> {
  if (!message.complete) await drain(message);
  if (response.destroyed) return;
  const { status, headers, body } = reply;
  const head: Record<string, string | number> = { ...headers };
  if (!message.complete) head["Connection"] = "close";
  const isHead = message.method === "HEAD";
  if (head["Content-Length"] === undefined && status !== 204 && status !== 304 && !isHead) {
    head["Content-Length"] = body === undefined ? 0 : Buffer.byteLength(body);
  }
  const sent = new Promise<void>((resolve) => {
    response.once("finish", resolve);
    response.once("close", resolve);
  });
  response.writeHead(status, head);
  if (body === undefined || isHead) response.end();
  else response.end(body);
  await sent;
}

/** What the client is still sending is thrown away, or it would never read its reply. */
function drain(message: IncomingMessage): Promise<void> {
  if (message.headers.expect !== undefined) return Promise.resolve();
  return new Promise((resolve) => {
    let bytes = 0;
    const timer = setTimeout(done, longestDrain);
    function done(): void {
      clearTimeout(timer);
      message.off("data", count);
      message.off("end", done);
      message.off("close", done);
      message.resume();
      resolve();
    }
    function count(piece: Uint8Array): void {
      bytes += piece.length;
      if (bytes > mostDrained) done();
    }
    message.on("data", count);
    message.on("end", done);
    message.on("close", done);
  });
}

function plainError(error: WireError): Reply {
  return errorReply(error, { resource: "/", requestId: "0000000000000000", hostId: "" });
}

/** What is no HTTP. */
function refuseGarbage(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const tooLong = error.code === "HPE_HEADER_OVERFLOW";
  const late = error.code === "ERR_HTTP_REQUEST_TIMEOUT";
  const code = tooLong ? "RequestHeaderSectionTooLarge" : late ? "RequestTimeout" : "BadRequest";
  const { status, body = "" } = plainError(new WireError(code));
  const head = `HTTP/1.1 ${status} Bad Request\r\nContent-Type: application/xml\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n`;
  socket.end(head + String(body), () => socket.destroy());
}
