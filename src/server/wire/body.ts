/**
 * Reads the body of a request, whole: an object is all there or not at all. It is gathered in one buffer that becomes the object,
 * so its bytes are copied once, out of the socket's.
 */
import type { Readable } from "node:stream";
import { ChunkDecoder, type ChunkedForm } from "./chunked.js";
import { WireError } from "./s3-errors.js";

export interface BodyPlan {
  /** Content-Length, where the request has one. */
  readonly length: number | undefined;
  /** How the bytes are cut into chunks, where they are. */
  readonly chunked: ChunkedForm | undefined;
  /** x-amz-decoded-content-length: what is left of a chunked body without its chunks. */
  readonly decodedLength: number | undefined;
  /** More bytes are refused. */
  readonly most: number;
  /** A client that sends nothing for so many milliseconds is given up. */
  readonly patience: number;
}

export interface ReadBody {
  readonly bytes: Uint8Array;
  /** Of chunked bodies. Names in lower case. */
  readonly trailers: ReadonlyMap<string, string>;
}

const none = new Uint8Array(0);
const noTrailers: ReadonlyMap<string, string> = new Map();

/** Bytes of bodies that are being read, of all clients together: what bounds the memory that they take. */
export class Room {
  #taken = 0;
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  /** @throws WireError SlowDown where there is no more room. */
  take(bytes: number): void {
    if (this.#taken + bytes > this.#most) {
      throw new WireError(
        "SlowDown",
        "Too many bytes are being uploaded at once. Please reduce your request rate.",
      );
    }
    this.#taken += bytes;
  }

  giveBack(bytes: number): void {
    this.#taken -= bytes;
  }
}

/** No body that is declared to be larger gets all of its buffer before its bytes come. */
const atOnce = 1 << 20;

/** A buffer that grows with what comes, up to what was declared. */
class Gathering {
  #buffer: Buffer;
  #length = 0;
  readonly #declared: number | undefined;
  readonly #most: number;
  readonly #room: Room;

  constructor(declared: number | undefined, most: number, room: Room) {
    this.#declared = declared;
    this.#most = most;
    this.#room = room;
    const first = Math.min(declared ?? 65_536, atOnce);
    room.take(first);
    // Not from Node's pool, which a small object would keep alive as a whole.
    this.#buffer = Buffer.allocUnsafeSlow(first);
  }

  get length(): number {
    return this.#length;
  }

  add(bytes: Uint8Array): void {
    const length = this.#length + bytes.length;
    if (length > this.#most) throw tooLarge(length, this.#most);
    if (length > (this.#declared ?? Infinity)) throw new WireError("IncompleteBody");
    if (length > this.#buffer.length) this.#grow(length);
    this.#buffer.set(bytes, this.#length);
    this.#length = length;
  }

  #grow(length: number): void {
    const size = Math.min(Math.max(length, this.#buffer.length * 2), this.#declared ?? Infinity);
    this.#room.take(size - this.#buffer.length);
    const larger = Buffer.allocUnsafeSlow(size);
    larger.set(this.#buffer.subarray(0, this.#length));
    this.#buffer = larger;
  }

  /** All that came; a copy only where the buffer is much too large. */
  bytes(): Uint8Array {
    const { buffer } = this.#buffer;
    if (this.#length === this.#buffer.length) return new Uint8Array(buffer, 0, this.#length);
    return new Uint8Array(this.#buffer.subarray(0, this.#length));
  }

  release(): void {
    this.#room.giveBack(this.#buffer.length);
  }
}

function tooLarge(proposed: number, most: number): WireError {
  return new WireError("EntityTooLarge", undefined, { ProposedSize: proposed, MaxSizeAllowed: most });
}

/** Refuses what a request's headers say of its body already. @throws WireError EntityTooLarge */
export function checkPlan({ length, chunked, decodedLength, most }: BodyPlan): void {
  const declared = chunked === undefined ? length : decodedLength;
  if (declared !== undefined && declared > most) throw tooLarge(declared, most);
}

/** @throws WireError (as rejection) where the body is not what was declared, too large, or does not come. */
export function readBody(stream: Readable, plan: BodyPlan, room: Room): Promise<ReadBody> {
  const { length, chunked, decodedLength, most, patience } = plan;
  if (chunked === undefined && length === 0) {
    return Promise.resolve({ bytes: none, trailers: noTrailers });
  }
  return new Promise((resolve, reject) => {
    const declared = chunked === undefined ? length : decodedLength;
    const gathering = new Gathering(declared, most, room);
    const decoder =
      chunked === undefined ? undefined : new ChunkDecoder(chunked, (piece) => gathering.add(piece));
    const timer = setTimeout(() => fail(new WireError("RequestTimeout")), patience);
    const finish = (): void => {
      clearTimeout(timer);
      stream.off("data", take);
      stream.off("end", end);
      stream.off("close", cut);
      stream.off("error", cut);
      gathering.release();
    };
    const fail = (error: unknown): void => {
      finish();
      stream.pause();
      reject(error as Error);
    };
    const take = (piece: Uint8Array): void => {
      timer.refresh();
      try {
        if (decoder === undefined) gathering.add(piece);
        else decoder.push(piece);
      } catch (error) {
        fail(error);
      }
    };
    const end = (): void => {
      try {
        decoder?.end();
        if (declared !== undefined && gathering.length !== declared) throw new WireError("IncompleteBody");
      } catch (error) {
        fail(error);
        return;
      }
      finish();
      resolve({ bytes: gathering.bytes(), trailers: decoder?.trailers ?? noTrailers });
    };
    const cut = (): void => fail(new WireError("IncompleteBody"));
    stream.on("data", take);
    stream.on("end", end);
    stream.on("close", cut);
    stream.on("error", cut);
  });
}
