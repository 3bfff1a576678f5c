import { createHash } from "node:crypto";

/**
 * The bytes of one object, immutable. Every copy of the same bytes is interchangeable, so a body is identified by
 * its digest: stores keep it by reference, histories compare it without looking at the bytes.
 */
export class Body {
  readonly #bytes: Uint8Array;
  #sha256: string | undefined;
  #md5: string | undefined;

  private constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    Object.freeze(this);
  }

  /** Copies `bytes`, so that what the caller does with its array afterwards changes no object. */
  static of(bytes: Uint8Array): Body {
    // Not `slice()`: a Buffer's gives a view of the same memory.
    return new Body(new Uint8Array(bytes));
  }

  /**
   * Takes `bytes` without a copy. For large arrays that the caller has just made and gives away.
   * @internal
   */
  static adopt(bytes: Uint8Array): Body {
    return new Body(bytes);
  }

  static text(text: string): Body {
    return new Body(new TextEncoder().encode(text));
  }

  /** The bytes of several, one after the other. The only one of several is given back itself. */
  static concat(bodies: readonly Body[]): Body {
    if (bodies.length === 1) return bodies[0]!;
    const joined = new Uint8Array(bodies.reduce((sum, body) => sum + body.length, 0));
    let at = 0;
    for (const body of bodies) {
      joined.set(body.#bytes, at);
      at += body.length;
    }
    return new Body(joined);
  }

  static readonly empty: Body = Body.text("");

  /** Length in bytes. */
  get length(): number {
    return this.#bytes.length;
  }

  /** SHA-256 of the bytes, in hex: the identity of the content. */
  get digest(): string {
    return (this.#sha256 ??= createHash("sha256").update(this.#bytes).digest("hex"));
  }

  /** MD5 of the bytes, in hex: what S3 gives as ETag of an object that was put in one piece. */
  get md5(): string {
    return (this.#md5 ??= createHash("md5").update(this.#bytes).digest("hex"));
  }

  /** A copy of the bytes, or of `length` bytes from `offset` on. */
  bytes(offset = 0, length = this.#bytes.length - offset): Uint8Array {
    return new Uint8Array(this.#bytes.subarray(offset, offset + length));
  }

  /**
   * The bytes themselves, for readers that only read and for which a copy would cost (the judge, a real store).
   * @internal
   */
  view(): Uint8Array {
    return this.#bytes;
  }

  /** The bytes as UTF-8 text. */
  text(): string {
    return new TextDecoder().decode(this.#bytes);
  }
}
