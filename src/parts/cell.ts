/** Single values of a table, as JavaScript has them; for making small tables and for showing rows, not for bulk work. */
import { ColumnBuilder } from "./column-builder.js";
import { UnsupportedColumn } from "./errors.js";
import { checkField, typeName } from "./field.js";
import type { Field } from "./field.js";
import { Table, bytesAt, isNull } from "./table.js";
import type { Column } from "./table.js";

/**
 * A value: a boolean; a number for integers of up to 32 bits, dates (days since 1970-01-01), times in milliseconds and
 * floats; a bigint for integers of 64 bits, timestamps, other times and decimals (unscaled); a string for text that is
 * UTF-8; bytes for everything else, also for text that is not UTF-8.
 */
export type Cell = null | boolean | number | bigint | string | Uint8Array;

const encoder = new TextEncoder();
// A byte order mark belongs to the text: a decoder that drops it makes two different strings equal.
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The text in UTF-8 bytes, or undefined where the bytes are not UTF-8. */
export function textOf(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Whether the column's bytes are meant to be UTF-8 text. */
export function isText(field: Field): boolean {
  const kind = field.logical?.kind;
  return kind === "string" || kind === "enum" || kind === "json";
}

/** The signed number in big-endian two's complement bytes; no bytes are 0. */
export function signedOf(bytes: Uint8Array): bigint {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  return BigInt.asIntN(bytes.length * 8, value);
}

/** The value of a row; see {@link Cell}. */
export function cellAt(column: Column, row: number): Cell {
  if (isNull(column, row)) return null;
  const { data, field } = column;
  const logical = field.logical;
  const unsigned = logical?.kind === "integer" && !logical.signed;
  switch (data.physical) {
    case "BOOLEAN":
      return data.values[row] === 1;
    case "INT32": {
      const value = data.values[row]!;
      if (logical?.kind === "decimal") return BigInt(value);
      return unsigned ? value >>> 0 : value;
    }
    case "INT64": {
      const value = data.values[row]!;
      return unsigned ? BigInt.asUintN(64, value) : value;
    }
    case "FLOAT":
    case "DOUBLE":
      return data.values[row]!;
    case "BYTE_ARRAY":
    case "FIXED_LEN_BYTE_ARRAY": {
      const bytes = bytesAt(data, row);
      if (logical?.kind === "decimal") return signedOf(bytes);
      return isText(field) ? (textOf(bytes) ?? bytes.slice()) : bytes.slice();
    }
  }
}

/**
 * Makes a table of rows that are given value by value.
 *
 * @throws UnsupportedColumn where a value does not fit its column exactly.
 */
export function tableOf(schema: readonly Field[], rows: readonly (readonly Cell[])[]): Table {
  const columns = schema.map((field, index) => {
    checkField(field);
    const builder = new ColumnBuilder(field, rows.length);
    rows.forEach((row, at) => putCell(builder, at, row[index] ?? null));
    return builder.finish();
  });
  return new Table(columns, rows.length);
}

function putCell(builder: ColumnBuilder, row: number, cell: Cell): void {
  const { field } = builder;
  const misfit = (): never => {
    const shown = typeof cell === "bigint" ? `${cell}n` : String(cell);
    throw new UnsupportedColumn(
      field.name,
      `of type ${typeName(field)} cannot hold ${shown} (${typeof cell}) exactly`,
      "Change the value or the column's type.",
    );
  };
  if (cell === null) {
    if (!field.nullable) misfit();
    builder.setNull(row);
    return;
  }
  if (field.physical === "BYTE_ARRAY") {
    builder.appendBytes(row, bytesOfCell(field, cell) ?? misfit());
    return;
  }
  const { data } = builder;
  switch (data.physical) {
    case "BOOLEAN":
      data.values[row] = typeof cell === "boolean" ? Number(cell) : misfit();
      return;
    case "INT32":
      data.values[row] = Number(integerOf(field, cell, 32) ?? misfit());
      return;
    case "INT64":
      data.values[row] = integerOf(field, cell, 64) ?? misfit();
      return;
    case "FLOAT":
      if (typeof cell !== "number" || !Object.is(Math.fround(cell), cell)) misfit();
      data.values[row] = cell as number;
      return;
    case "DOUBLE":
      data.values[row] = typeof cell === "number" ? cell : misfit();
      return;
    case "FIXED_LEN_BYTE_ARRAY": {
      const bytes = bytesOfCell(field, cell) ?? misfit();
      if (bytes.length !== data.length) misfit();
      data.bytes.set(bytes, row * data.length);
      return;
    }
  }
}

/** The integer as its column holds it, or undefined where it is none or out of range. */
function integerOf(field: Field, cell: Cell, width: 32 | 64): bigint | undefined {
  const logical = field.logical;
  const wide = width === 64 || logical?.kind === "decimal";
  if (wide ? typeof cell !== "bigint" : !Number.isInteger(cell) || Object.is(cell, -0)) return undefined;
  const value = BigInt(cell as bigint | number);
  const bits = logical?.kind === "integer" ? logical.bits : width;
  const signed = logical?.kind !== "integer" || logical.signed;
  const fits = (signed ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value)) === value;
  return fits ? value : undefined;
}

function bytesOfCell(field: Field, cell: Cell): Uint8Array | undefined {
  if (field.logical?.kind === "decimal")
    return typeof cell === "bigint" ? decimalCell(field, cell) : undefined;
  if (cell instanceof Uint8Array) return cell;
  if (typeof cell !== "string" || !isText(field)) return undefined;
  const bytes = encoder.encode(cell);
  // A surrogate without its other half has no UTF-8: it was replaced.
  return textOf(bytes) === cell ? bytes : undefined;
}

function decimalCell(field: Field, value: bigint): Uint8Array | undefined {
  let length = field.length ?? 1;
  if (field.length === undefined) while (BigInt.asIntN(8 * length, value) !== value) length++;
  if (BigInt.asIntN(8 * length, value) !== value) return undefined;
  const bytes = new Uint8Array(length);
  let rest = value;
  for (let at = length - 1; at >= 0; at--, rest >>= 8n) bytes[at] = Number(rest & 0xffn);
  return bytes;
}
