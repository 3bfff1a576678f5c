/**
 * The log of a bucket folder: records one behind the other, each with its lengths and a checksum, so that a record that was cut off is
 * known for what it is.
 *
 *     length of the JSON, length of the bytes, CRC32 of both (4 bytes each, big-endian) | JSON | bytes
 *
 * The bytes are those of bodies that no record before has: the JSON says how long each is, and refers to bodies by number.
 */
import { Body } from "../../store/body.js";
import { crc32 } from "../wire/crc.js";

const headBytes = 12;

/** The files of a bucket folder are not what was written; says where. Nothing is changed. */
export class BucketFolderError extends Error {
  override readonly name = "BucketFolderError";
}

/** What stands in JSON for a body. */
interface BodyRef {
  readonly $body: number;
}

/** Gives bodies numbers, and remembers which are written already. */
export class RecordWriter {
  readonly #numbers = new WeakMap<Body, number>();
  #next = 1;

  /** The record of a value, in which bodies may stand anywhere. */
  record(value: unknown): Buffer {
    const bodies: Body[] = [];
    const text = JSON.stringify(value, (_name, field: unknown) => {
      if (!(field instanceof Body)) return field;
      const known = this.#numbers.get(field);
      if (known !== undefined) return { $body: known } satisfies BodyRef;
      const number = this.#next++;
      this.#numbers.set(field, number);
      bodies.push(field);
      return { $body: number } satisfies BodyRef;
    });
    const lengths = bodies.map((body) => body.length);
    const json = Buffer.from(JSON.stringify([this.#next - bodies.length, lengths]).concat("\n", text));
    const payload = lengths.reduce((sum, length) => sum + length, 0);
    const all = Buffer.allocUnsafe(headBytes + json.length + payload);
    all.writeUInt32BE(json.length, 0);
    all.writeUInt32BE(payload, 4);
    json.copy(all, headBytes);
    let at = headBytes + json.length;
    for (const body of bodies) {
      all.set(body.view(), at);
      at += body.length;
    }
    crc32(all.subarray(headBytes)).copy(all, 8);
    return all;
  }
}

/** Reads records back. */
export class RecordReader {
  readonly #bodies = new Map<number, Body>();

  /**
   * The values of a log, in order, frozen.
   *
   * @throws BucketFolderError where a record is damaged and others come behind it. One at the very end was cut off when its server was
   * killed, before anybody was told of it: it is left out.
   */
  *values(log: Buffer, name: string): Generator<unknown> {
    let at = 0;
    while (at < log.length) {
      const end = this.#endOf(log, at);
      const sound =
        end !== undefined &&
        log.readUInt32BE(at) > 0 &&
        crc32(log.subarray(at + headBytes, end)).equals(log.subarray(at + 8, at + headBytes));
      if (!sound) {
        if (end === undefined || end === log.length) return;
        throw new BucketFolderError(`${name} is damaged at byte ${at}, and more comes behind it.`);
      }
      yield this.#read(log, at);
      at = end;
    }
  }

  /** Undefined: it goes beyond the end. */
  #endOf(log: Buffer, at: number): number | undefined {
    if (at + headBytes > log.length) return undefined;
    const end = at + headBytes + log.readUInt32BE(at) + log.readUInt32BE(at + 4);
    return end > log.length ? undefined : end;
  }

  #read(log: Buffer, at: number): unknown {
    const jsonEnd = at + headBytes + log.readUInt32BE(at);
    const json = log.toString("utf8", at + headBytes, jsonEnd);
    const line = json.indexOf("\n");
    const [first, lengths] = JSON.parse(json.slice(0, line)) as [number, number[]];
    let from = jsonEnd;
    for (const [index, length] of lengths.entries()) {
      this.#bodies.set(first + index, Body.of(log.subarray(from, from + length)));
      from += length;
    }
    return JSON.parse(json.slice(line + 1), (_name, field: unknown) => this.#revive(field));
  }

  #revive(field: unknown): unknown {
    if (typeof field !== "object" || field === null) return field;
    if (!("$body" in field)) return Object.freeze(field);
    const body = this.#bodies.get((field as BodyRef).$body);
    if (body === undefined)
      throw new BucketFolderError("A record refers to bytes that no record before it has.");
    return body;
  }
}
