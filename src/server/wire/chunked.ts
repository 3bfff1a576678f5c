/**
 * Bodies with `content-encoding: aws-chunked`, which are cut into chunks within the HTTP body:
 *
 *     size-in-hex[;chunk-signature=…] CRLF  bytes CRLF  …  0[;chunk-signature=…] CRLF  [name:value CRLF …]  CRLF
 *
 * in all its forms: each chunk signed (STREAMING-AWS4-HMAC-SHA256-PAYLOAD), signed with signed trailers (…-PAYLOAD-TRAILER), and
 * unsigned with trailers (STREAMING-UNSIGNED-PAYLOAD-TRAILER).
 *
 * Source: S3 API reference, "Signature calculations for the authorization header: transferring payload in multiple chunks", and
 * "Including trailing headers (chunked uploads)".
 */
import { createHash, type Hash } from "node:crypto";
import { WireError } from "./s3-errors.js";

/** Longest line: a chunk's head is under 120 bytes, a trailer has a name and a checksum or a signature. */
const longestLine = 1024;

const mostTrailers = 16;

/** Only the last chunk with bytes may be smaller. */
const smallestChunk = 8192;

/** Checks the signatures of chunks, each of which goes on from the one before. */
export interface ChunkSigner {
  /** @throws WireError SignatureDoesNotMatch */
  verifyChunk(signature: string, sha256: string): void;
  /** `trailers`: the lines as they are signed. @throws WireError SignatureDoesNotMatch */
  verifyTrailers(signature: string, trailers: string): void;
}

export interface ChunkedForm {
  /** Signs each chunk; undefined: chunks have no signatures. */
  readonly signer: ChunkSigner | undefined;
  readonly trailers: boolean;
}

type Expecting = "head" | "bytes" | "end-of-bytes" | "trailers" | "nothing";

/** Takes the HTTP body in pieces of any size, and gives the bytes of its chunks on. */
export class ChunkDecoder {
  /** What came behind the last chunk, names in lower case. */
  readonly trailers = new Map<string, string>();
  readonly #form: ChunkedForm;
  readonly #give: (bytes: Uint8Array) => void;
  #expecting: Expecting = "head";
  #line = "";
  /** Bytes of this chunk that are still to come. */
  #left = 0;
  #size = 0;
  #sawSmall = false;
  #signature = "";
  #hash: Hash | undefined;
  #trailerText = "";
  #sawSignature = false;

  constructor(form: ChunkedForm, give: (bytes: Uint8Array) => void) {
    this.#form = form;
    this.#give = give;
  }

  /** @throws WireError */
  push(bytes: Uint8Array): void {
    let at = 0;
    while (at < bytes.length) {
      if (this.#expecting === "bytes") {
        const end = Math.min(bytes.length, at + this.#left);
        const piece = bytes.subarray(at, end);
        this.#hash?.update(piece);
        this.#give(piece);
        this.#left -= piece.length;
        at = end;
        if (this.#left === 0) this.#expecting = "end-of-bytes";
        continue;
      }
      const end = bytes.indexOf(10, at);
      const piece = bytes.subarray(at, end < 0 ? bytes.length : end);
      this.#line += Buffer.from(piece.buffer, piece.byteOffset, piece.length).toString("latin1");
      if (this.#line.length > longestLine) throw malformed("A line is too long.");
      if (end < 0) return;
      at = end + 1;
      const line = this.#line.endsWith("\r") ? this.#line.slice(0, -1) : this.#line;
      this.#line = "";
      this.#takeLine(line);
    }
  }

  /** The HTTP body is over. @throws WireError IncompleteBody where the last chunk has not come. */
  end(): void {
    if (this.#expecting !== "nothing") {
      throw new WireError("IncompleteBody", "The request body terminated unexpectedly");
    }
  }

  #takeLine(line: string): void {
    switch (this.#expecting) {
      case "head":
        return this.#takeHead(line);
      case "end-of-bytes":
        if (line !== "") throw malformed("A chunk is longer than it says.");
        this.#verifyChunk();
        this.#expecting = "head";
        return;
      case "trailers":
        return this.#takeTrailer(line);
      case "nothing":
      case "bytes":
        throw malformed("Something comes after the last chunk.");
    }
  }

  #takeHead(line: string): void {
    const parts = /^([0-9a-fA-F]{1,13})(?:;chunk-signature=([0-9a-f]{64}))?\s*$/.exec(line);
    if (parts === null) throw malformed("A chunk's head is none.");
    const [, size = "", signature = ""] = parts;
    if (this.#form.signer !== undefined && signature === "") {
      throw malformed("A chunk has no signature.");
    }
    this.#size = Number.parseInt(size, 16);
    this.#signature = signature;
    this.#hash = this.#form.signer === undefined ? undefined : createHash("sha256");
    if (this.#size === 0) {
      this.#verifyChunk();
      this.#expecting = "trailers";
      return;
    }
    if (this.#sawSmall) throw new WireError("InvalidChunkSizeError", undefined, { BadChunkSize: this.#size });
    this.#sawSmall = this.#size < smallestChunk;
    this.#left = this.#size;
    this.#expecting = "bytes";
  }

  #verifyChunk(): void {
    if (this.#hash === undefined) return;
    this.#form.signer?.verifyChunk(this.#signature, this.#hash.digest("hex"));
    this.#hash = undefined;
  }

  /** An empty line ends them. */
  #takeTrailer(line: string): void {
    if (line === "") {
      if (this.#form.trailers && this.#form.signer !== undefined && !this.#sawSignature) {
        throw new WireError("MalformedTrailerError", "The trailers are not signed.");
      }
      this.#expecting = "nothing";
      return;
    }
    const mark = line.indexOf(":");
    if (!this.#form.trailers || mark < 1 || this.trailers.size === mostTrailers) {
      throw new WireError("MalformedTrailerError");
    }
    const name = line.slice(0, mark).trim().toLowerCase();
    const value = line.slice(mark + 1).trim();
    if (name === "x-amz-trailer-signature") {
      this.#form.signer?.verifyTrailers(value, this.#trailerText);
      this.#sawSignature = true;
      return;
    }
    if (this.trailers.has(name) || this.#sawSignature) throw new WireError("MalformedTrailerError");
    this.#trailerText += `${name}:${value}\n`;
    this.trailers.set(name, value);
  }
}

function malformed(why: string): WireError {
  return new WireError("InvalidRequest", `The body is no aws-chunked body. ${why}`);
}
