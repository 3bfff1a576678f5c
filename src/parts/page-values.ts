/**
 * The values of one page, by the encoding that its header names, and their way into a column.
 *
 * Source: parquet-format, Encodings.md.
 */
import type { DataReader, Encoding } from "hyparquet";
import { byteStreamSplit, readRleBitPackedHybrid } from "hyparquet/src/encoding.js";
import { deltaBinaryUnpack, deltaByteArray, deltaLengthByteArray } from "hyparquet/src/delta.js";
import { readPlain } from "hyparquet/src/plain.js";
import type { ColumnBuilder } from "./column-builder.js";
import type { StoredField } from "./declared-type.js";
import { UnreadablePart, UnsupportedColumn } from "./errors.js";
import { checkRuns } from "./runs.js";

/** Values in a row, nulls left out. */
export type Values =
  /** Numbers as 32-bit words: one a value, or two (low word first). */
  | { readonly kind: "words"; readonly words: Int32Array; readonly width: 1 | 2 }
  | { readonly kind: "bits"; readonly bits: ArrayLike<boolean> }
  | { readonly kind: "bytes"; readonly bytes: readonly Uint8Array[] };

/** Values, or positions in a dictionary. */
export interface PageValues {
  readonly values: Values;
  readonly indexes?: Int32Array;
}

/**
 * Decodes `count` values from `page` on.
 *
 * @throws UnreadablePart where the page is shorter than its values, or its encoding does not fit the column.
 */
export function decodeValues(
  stored: StoredField,
  encoding: Encoding,
  page: Uint8Array,
  count: number,
  dictionary: Values | undefined,
): PageValues {
  const reader = readerOf(page);
  if (count === 0) return { values: noValues(stored) };
  switch (encoding) {
    case "PLAIN":
      return { values: plainValues(stored, reader, count) };
    case "PLAIN_DICTIONARY":
    case "RLE_DICTIONARY":
      return dictionaryValues(reader, count, dictionary);
    case "RLE":
      return { values: rleBooleans(stored, reader, count) };
    default:
      return { values: otherValues(stored, encoding, reader, count) };
  }
}

/** A reader at the start of `bytes`. */
export function readerOf(bytes: Uint8Array): DataReader {
  return { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
}

/** Values that stand one after the other as they are. */
export function plainValues(stored: StoredField, reader: DataReader, count: number): Values {
  const { physical, length } = stored.field;
  const type = stored.int96 ? "INT96" : physical;
  if (type === "BYTE_ARRAY") return { kind: "bytes", bytes: plainBytes(reader, count) };
  const needed = type === "BOOLEAN" ? Math.ceil(count / 8) : count * widthOf(stored);
  if (reader.offset + needed > reader.view.byteLength) {
    throw new UnreadablePart(`a page ends before the last of its ${count} values`);
  }
  return valuesOf(stored, readPlain(reader, type, count, length));
}

function plainBytes({ view, offset }: DataReader, count: number): Uint8Array[] {
  const found: Uint8Array[] = [];
  let at = offset;
  for (let index = 0; index < count; index++) {
    const length = at + 4 <= view.byteLength ? view.getUint32(at, true) : Number.POSITIVE_INFINITY;
    if (at + 4 + length > view.byteLength) {
      throw new UnreadablePart(`value ${index} of a page reaches beyond the page's end`);
    }
    found.push(new Uint8Array(view.buffer, view.byteOffset + at + 4, length));
    at += 4 + length;
  }
  return found;
}

function dictionaryValues(reader: DataReader, count: number, dictionary: Values | undefined): PageValues {
  if (dictionary === undefined)
    throw new UnreadablePart("a page refers to a dictionary that the column has not");
  const indexes = new Int32Array(count);
  const width = reader.view.getUint8(reader.offset++);
  if (width > 32) throw new UnreadablePart(`a page has dictionary indexes of ${width} bits`);
  const length = reader.view.byteLength - reader.offset;
  if (width > 0) {
    checkRuns(reader, length, width, count);
    readRleBitPackedHybrid(reader, width, indexes, length);
  }
  const size = sizeOf(dictionary);
  for (let index = 0; index < count; index++) {
    const at = indexes[index]!;
    if (at < 0 || at >= size)
      throw new UnreadablePart(`a page refers to entry ${at} of a dictionary of ${size}`);
  }
  return { values: dictionary, indexes };
}

/** Booleans as runs, after a length of four bytes. */
function rleBooleans(stored: StoredField, reader: DataReader, count: number): Values {
  if (stored.field.physical !== "BOOLEAN") {
    throw new UnreadablePart(`a page of ${stored.field.physical} says that it is RLE`);
  }
  const length = reader.view.getUint32(reader.offset, true);
  reader.offset += 4;
  checkRuns(reader, length, 1, count);
  const bits = new Uint8Array(count);
  readRleBitPackedHybrid(reader, 1, bits, length);
  return { kind: "bits", bits: Array.from(bits, (bit) => bit === 1) };
}

function otherValues(stored: StoredField, encoding: Encoding, reader: DataReader, count: number): Values {
  const { physical, length } = stored.field;
  const values = otherEncoding(stored, encoding, reader, count);
  if (values === undefined) {
    throw new UnreadablePart(
      `a page of ${physical}${length === undefined ? "" : `(${length})`} says ${encoding}`,
    );
  }
  if (reader.offset > reader.view.byteLength)
    throw new UnreadablePart("a page's values reach beyond its end");
  return valuesOf(stored, values);
}

function otherEncoding(stored: StoredField, encoding: Encoding, reader: DataReader, count: number) {
  const { physical, length } = stored.field;
  const bytes: Uint8Array[] = [];
  const isBytes = physical === "BYTE_ARRAY" || physical === "FIXED_LEN_BYTE_ARRAY";
  if (stored.int96) return undefined;
  switch (encoding) {
    case "DELTA_BINARY_PACKED": {
      if (physical !== "INT32" && physical !== "INT64") return undefined;
      const values = physical === "INT32" ? new Int32Array(count) : new BigInt64Array(count);
      deltaBinaryUnpack(reader, count, values);
      return values;
    }
    case "DELTA_LENGTH_BYTE_ARRAY":
      if (!isBytes) return undefined;
      deltaLengthByteArray(reader, count, bytes);
      return bytes;
    case "DELTA_BYTE_ARRAY":
      if (!isBytes) return undefined;
      deltaByteArray(reader, count, bytes);
      return bytes;
    case "BYTE_STREAM_SPLIT":
      if (physical === "BOOLEAN" || physical === "BYTE_ARRAY") return undefined;
      if (count * widthOf(stored) > reader.view.byteLength) {
        throw new UnreadablePart(`a page ends before the last of its ${count} values`);
      }
      return byteStreamSplit(reader, count, physical, length);
    default:
      return undefined;
  }
}

/** Bytes of a value of fixed width. */
function widthOf({ field, int96 }: StoredField): number {
  if (int96) return 12;
  if (field.physical === "FIXED_LEN_BYTE_ARRAY") return field.length ?? 0;
  return field.physical === "INT64" || field.physical === "DOUBLE" ? 8 : 4;
}

function valuesOf(stored: StoredField, decoded: unknown): Values {
  if (stored.int96) return wordsOf(int96Nanos(stored, decoded as readonly bigint[]));
  if (ArrayBuffer.isView(decoded)) return wordsOf(decoded);
  if (stored.field.physical === "BOOLEAN") return { kind: "bits", bits: decoded as readonly boolean[] };
  const bytes = decoded as readonly Uint8Array[];
  const { length } = stored.field;
  if (length !== undefined && bytes.some((value) => value.length !== length)) {
    throw new UnreadablePart(`a value of a column of ${length} bytes has another length`);
  }
  return { kind: "bytes", bytes };
}

function wordsOf(view: ArrayBufferView): Values {
  const width = view instanceof BigInt64Array || view instanceof Float64Array ? 2 : 1;
  return { kind: "words", words: new Int32Array(view.buffer, view.byteOffset, view.byteLength / 4), width };
}

function noValues({ field }: StoredField): Values {
  if (field.physical === "BOOLEAN") return { kind: "bits", bits: [] };
  if (field.physical.endsWith("BYTE_ARRAY")) return { kind: "bytes", bytes: [] };
  const width = field.physical === "INT64" || field.physical === "DOUBLE" ? 2 : 1;
  return { kind: "words", words: new Int32Array(0), width };
}

function sizeOf(values: Values): number {
  if (values.kind === "words") return values.words.length / values.width;
  return values.kind === "bits" ? values.bits.length : values.bytes.length;
}

const julianDayOfEpoch = 2_440_588n;
const nanosOfDay = 86_400_000_000_000n;

/**
 * INT96: nanoseconds of the day in eight bytes, then the Julian day in four.
 *
 * @throws UnsupportedColumn for an instant that 64 bits of nanoseconds do not reach (before 1677 or after 2262).
 */
function int96Nanos({ field }: StoredField, values: readonly bigint[]): BigInt64Array {
  return BigInt64Array.from(values, (value) => {
    const nanos = ((value >> 64n) - julianDayOfEpoch) * nanosOfDay + BigInt.asUintN(64, value);
    if (BigInt.asIntN(64, nanos) === nanos) return nanos;
    throw new UnsupportedColumn(
      field.name,
      "holds an INT96 timestamp outside 1677 to 2262",
      "Write the column as TIMESTAMP in microseconds.",
    );
  });
}

/**
 * Puts a page's values into the rows from `row` on.
 *
 * @param levels 1 where the row has a value, 0 where it is null; left out: every row has one.
 */
export function putValues(
  builder: ColumnBuilder,
  row: number,
  count: number,
  levels: Uint8Array | undefined,
  page: PageValues,
): void {
  const put = putter(builder, page.values);
  const { indexes } = page;
  let next = 0;
  for (let at = 0; at < count; at++) {
    if (levels !== undefined && levels[at] === 0) {
      builder.setNull(row + at);
    } else {
      put(row + at, indexes === undefined ? next : indexes[next]!);
      next++;
    }
  }
}

/** Copies value `from` of the page into row `row`. */
function putter(builder: ColumnBuilder, values: Values): (row: number, from: number) => void {
  if (values.kind === "bytes" && builder.field.physical === "BYTE_ARRAY") {
    return (row, from) => builder.appendBytes(row, values.bytes[from]!);
  }
  const { data } = builder;
  if (data.physical === "FIXED_LEN_BYTE_ARRAY") {
    if (values.kind !== "bytes") throw new UnreadablePart("a page's values do not fit its column");
    return (row, from) => data.bytes.set(values.bytes[from]!, row * data.length);
  }
  if (data.physical === "BOOLEAN") {
    if (values.kind !== "bits") throw new UnreadablePart("a page's values do not fit its column");
    return (row, from) => {
      data.values[row] = values.bits[from] ? 1 : 0;
    };
  }
  const target = new Int32Array(data.values.buffer, data.values.byteOffset, data.values.byteLength / 4);
  const width = data.values.BYTES_PER_ELEMENT / 4;
  if (values.kind !== "words" || values.width !== width) {
    throw new UnreadablePart("a page's values do not fit its column");
  }
  const { words } = values;
  if (width === 1) {
    return (row, from) => {
      target[row] = words[from]!;
    };
  }
  return (row, from) => {
    target[2 * row] = words[2 * from]!;
    target[2 * row + 1] = words[2 * from + 1]!;
  };
}
