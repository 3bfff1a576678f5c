/**
 * Columns of Arrow as columns of Parquet, value by value without rounding.
 *
 * Source: Arrow Columnar Format, "Physical Memory Layout".
 */
import type { Data, DataType } from "apache-arrow";
import { isDateInMillis, isInSeconds, typeId } from "./arrow-type.js";
import { ColumnBuilder } from "./column-builder.js";
import { UnreadablePart, UnsupportedColumn } from "./errors.js";
import type { Field } from "./field.js";
import type { Column } from "./table.js";

/** Puts value `index` of the Arrow column into row `row`. */
type Put = (row: number, index: number) => void;

/**
 * One column of a record batch.
 *
 * @throws UnreadablePart where the batch's buffers are shorter than its rows.
 * @throws UnsupportedColumn where a value cannot be held exactly.
 */
export function arrowColumn(field: Field, data: Data | undefined, rows: number): Column {
  if (data === undefined || data.length < rows) throw damaged(field);
  const builder = new ColumnBuilder(field, rows);
  const put = putter(builder, data);
  const isValid = validity(data);
  for (let row = 0; row < rows; row++) {
    if (isValid(row)) put(row, row);
    else if (field.nullable) builder.setNull(row);
    else
      throw new UnsupportedColumn(
        field.name,
        "is declared without nulls and has one",
        "Declare it nullable.",
      );
  }
  return builder.finish();
}

function damaged(field: Field): UnreadablePart {
  return new UnreadablePart(
    `Column ${JSON.stringify(field.name)} is damaged: its buffers end before its rows.`,
  );
}

function validity(data: Data): (index: number) => boolean {
  if ((data.type.typeId as number) === typeId.null) return () => false;
  const bits = data.nullBitmap as Uint8Array | undefined | null;
  if (bits === undefined || bits === null || bits.length === 0) return () => true;
  return bitAt(bits, data.offset);
}

function bitAt(bits: Uint8Array, offset: number): (index: number) => boolean {
  return (index) => {
    const at = index + offset;
    return ((bits[at >> 3]! >> (at & 7)) & 1) === 1;
  };
}

function putter(builder: ColumnBuilder, data: Data): Put {
  const { field } = builder;
  switch (data.type.typeId as number) {
    case typeId.null:
      return (row) => builder.setNull(row);
    case typeId.dictionary:
      return dictionaryPutter(builder, data);
    case typeId.utf8:
    case typeId.largeUtf8:
    case typeId.binary:
    case typeId.largeBinary:
      return bytesPutter(builder, data);
    case typeId.decimal:
      return decimalPutter(builder, data);
    default: {
      const { data: into } = builder;
      if (into.physical === "FIXED_LEN_BYTE_ARRAY") return fixedPutter(field, data, into.bytes, into.length);
      if (into.physical === "BOOLEAN") return bitPutter(field, data, into.values);
      if (into.physical === "INT64") return longPutter(field, data, into.values);
      return numberPutter(field, data, into.values);
    }
  }
}

function dictionaryPutter(builder: ColumnBuilder, data: Data): Put {
  const indexes = valuesOf(builder.field, data, 1) as ArrayLike<number | bigint>;
  const chunks = (data.dictionary?.data ?? []).map((chunk) => ({
    length: chunk.length,
    put: putter(builder, chunk),
    isValid: validity(chunk),
  }));
  return (row, index) => {
    let at = Number(indexes[index]);
    for (const chunk of chunks) {
      if (at >= 0 && at < chunk.length) {
        if (chunk.isValid(at)) chunk.put(row, at);
        else builder.setNull(row);
        return;
      }
      at -= chunk.length;
    }
    throw damaged(builder.field);
  };
}

function bytesPutter(builder: ColumnBuilder, data: Data): Put {
  const offsets = data.valueOffsets as ArrayLike<number | bigint>;
  const bytes = data.values as Uint8Array;
  if (data.length > 0 && offsets.length <= data.length) throw damaged(builder.field);
  return (row, index) => {
    const start = Number(offsets[index]);
    const end = Number(offsets[index + 1]);
    if (!(start >= 0 && end >= start && end <= bytes.length)) throw damaged(builder.field);
    builder.appendBytes(row, bytes, start, end);
  };
}

/** The buffer of values, checked to hold `stride` elements for each row. */
function valuesOf(field: Field, data: Data, stride: number): ArrayLike<unknown> & ArrayBufferView {
  const values = data.values as (ArrayLike<unknown> & ArrayBufferView) | undefined;
  if (values === undefined || values.length < data.length * stride) throw damaged(field);
  return values;
}

function bitPutter(field: Field, data: Data, into: Uint8Array): Put {
  const bits = data.values as Uint8Array;
  if (bits.length * 8 < data.offset + data.length) throw damaged(field);
  const bit = bitAt(bits, data.offset);
  return (row, index) => {
    into[row] = bit(index) ? 1 : 0;
  };
}

function fixedPutter(field: Field, data: Data, into: Uint8Array, length: number): Put {
  const values = data.values as ArrayBufferView;
  if (values.byteLength < data.length * length) throw damaged(field);
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return (row, index) => into.set(bytes.subarray(index * length, (index + 1) * length), row * length);
}

/** 32-bit integers, dates in days, times, floats. Unsigned integers keep their bits. */
function numberPutter(field: Field, data: Data, into: Int32Array | Float32Array | Float64Array): Put {
  if ((data.type.typeId as number) === typeId.date && isDateInMillis(data.type)) {
    return datePutter(field, data, into);
  }
  const values = valuesOf(field, data, 1) as ArrayLike<number>;
  const factor = isTime(data.type) && isInSeconds(data.type) ? 1000 : 1;
  return (row, index) => {
    const value = values[index]!;
    into[row] = factor === 1 ? value : value * factor;
    if (factor !== 1 && into[row] !== value * factor) throw tooLarge(field);
  };
}

const millisOfDay = 86_400_000n;

function datePutter(field: Field, data: Data, into: { [row: number]: number }): Put {
  const values = valuesOf(field, data, 1) as ArrayLike<bigint>;
  return (row, index) => {
    const days = values[index]! / millisOfDay;
    if (days * millisOfDay !== values[index]) {
      throw new UnsupportedColumn(
        field.name,
        `is a date, and holds ${values[index]} ms, which is no whole day`,
        "Cast it to a timestamp in milliseconds.",
      );
    }
    into[row] = Number(days);
    if (into[row] !== Number(days)) throw tooLarge(field);
  };
}

function longPutter(field: Field, data: Data, into: BigInt64Array): Put {
  const values = valuesOf(field, data, 1) as ArrayLike<bigint>;
  const factor = isTime(data.type) && isInSeconds(data.type) ? 1000n : 1n;
  return (row, index) => {
    const value = values[index]! * factor;
    into[row] = value;
    if (factor !== 1n && into[row] !== value) throw tooLarge(field);
  };
}

function isTime(type: DataType): boolean {
  const id: number = type.typeId;
  return id === typeId.time || id === typeId.timestamp;
}

function tooLarge(field: Field): UnsupportedColumn {
  return new UnsupportedColumn(
    field.name,
    "holds a value in seconds or days that its Parquet type does not reach",
    "Cast it to a finer unit, or leave the row out.",
  );
}

/** Arrow holds decimals as 32-bit words, the lowest first, in two's complement. */
function decimalPutter(builder: ColumnBuilder, data: Data): Put {
  const { field, data: into } = builder;
  const stride = Math.round((data.type as unknown as { bitWidth: number }).bitWidth / 32);
  const words = data.values as Uint32Array;
  if (words.length < data.length * stride) throw damaged(field);
  return (row, index) => {
    let unsigned = 0n;
    for (let word = stride - 1; word >= 0; word--) {
      unsigned = (unsigned << 32n) | BigInt(words[index * stride + word]! >>> 0);
    }
    const value = BigInt.asIntN(32 * stride, unsigned);
    if (into.physical === "INT32") into.values[row] = Number(value);
    if (into.physical === "INT64") into.values[row] = value;
    const bits =
      into.physical === "FIXED_LEN_BYTE_ARRAY" ? into.length * 8 : into.physical === "INT32" ? 32 : 64;
    if (BigInt.asIntN(bits, value) !== value) {
      throw new UnsupportedColumn(
        field.name,
        `holds ${value}, beyond its precision`,
        "Give it a larger precision.",
      );
    }
    if (into.physical !== "FIXED_LEN_BYTE_ARRAY") return;
    for (let at = into.length - 1, rest = value; at >= 0; at--, rest >>= 8n) {
      into.bytes[row * into.length + at] = Number(rest & 0xffn);
    }
  };
}
