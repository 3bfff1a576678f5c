/** The head of an HTTP request, as the rest of the server sees it. */
import type { IncomingMessage } from "node:http";
import type { SignedRequest } from "../auth/canonical.js";
import { parseTarget, type Target } from "./target.js";

export class Incoming implements SignedRequest {
  readonly method: string;
  readonly target: Target;
  readonly #headers = new Map<string, string>();

  /** @throws WireError InvalidURI */
  constructor(message: Pick<IncomingMessage, "method" | "url" | "rawHeaders">) {
    const { method = "GET", url = "/", rawHeaders } = message;
    this.method = method;
    for (let at = 0; at < rawHeaders.length; at += 2) {
      const name = rawHeaders[at]!.toLowerCase();
      const before = this.#headers.get(name);
      const value = rawHeaders[at + 1]!;
      this.#headers.set(name, before === undefined ? value : `${before},${value}`);
    }
    this.target = parseTarget(url);
  }

  readonly header = (name: string): string | undefined => this.#headers.get(name);

  get headerNames(): readonly string[] {
    return [...this.#headers.keys()];
  }

  /** A parameter of the query. */
  query(name: string): string | undefined {
    return this.target.query.get(name);
  }
}
