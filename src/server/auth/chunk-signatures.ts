/** Signatures of chunks: each signs its bytes and the signature before it, the first one the request's. */
import { createHash } from "node:crypto";
import type { ChunkSigner } from "../wire/chunked.js";
import { WireError } from "../wire/s3-errors.js";
import { hmacHex, same, type Scope, scopeText } from "./keys.js";

const emptySha256 = createHash("sha256").digest("hex");

export class ChunkSignatures implements ChunkSigner {
  readonly #key: Buffer;
  readonly #time: string;
  readonly #scope: string;
  #last: string;

  constructor(key: Buffer, time: string, scope: Scope, seed: string) {
    this.#key = key;
    this.#time = time;
    this.#scope = scopeText(scope);
    this.#last = seed;
  }

  verifyChunk(signature: string, sha256: string): void {
    this.#verify(signature, [
      "AWS4-HMAC-SHA256-PAYLOAD",
      this.#time,
      this.#scope,
      this.#last,
      emptySha256,
      sha256,
    ]);
  }

  verifyTrailers(signature: string, trailers: string): void {
    const hashed = createHash("sha256").update(trailers).digest("hex");
    this.#verify(signature, ["AWS4-HMAC-SHA256-TRAILER", this.#time, this.#scope, this.#last, hashed]);
  }

  #verify(signature: string, parts: readonly string[]): void {
    const expected = hmacHex(this.#key, parts.join("\n"));
    if (!same(expected, signature)) throw new WireError("SignatureDoesNotMatch");
    this.#last = expected;
  }
}
