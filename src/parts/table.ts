/**
 * Rows in memory, column by column, as the physical values that Parquet holds: nothing is rounded because nothing is
 * converted. NaN is one value here: which of its bit patterns a float has is not kept apart.
 */
import { checkSchema } from "./field.js";
import type { Field } from "./field.js";

/**
 * The values of a column, one slot per row; the slot of a null holds zero or nothing.
 * BOOLEAN: 0 or 1. BYTE_ARRAY: value i is `bytes` from `offsets[i]` to `offsets[i + 1]`.
 */
export type ColumnData =
  | { readonly physical: "BOOLEAN"; readonly values: Uint8Array }
  | { readonly physical: "INT32"; readonly values: Int32Array }
  | { readonly physical: "INT64"; readonly values: BigInt64Array }
  | { readonly physical: "FLOAT"; readonly values: Float32Array }
  | { readonly physical: "DOUBLE"; readonly values: Float64Array }
  | { readonly physical: "BYTE_ARRAY"; readonly offsets: Uint32Array; readonly bytes: Uint8Array }
  | { readonly physical: "FIXED_LEN_BYTE_ARRAY"; readonly length: number; readonly bytes: Uint8Array };

export interface Column {
  readonly field: Field;
  readonly data: ColumnData;
  /** 1 where the row has a value, 0 where it is null. Left out: no row is null. */
  readonly valid?: Uint8Array;
}

/** A table of columns of equal length. Nobody writes into its arrays once it is made. */
export class Table {
  readonly columns: readonly Column[];
  readonly rows: number;

  /** @throws UnsupportedColumn where the columns are none, have one name twice, or have an impossible type. */
  constructor(columns: readonly Column[], rows: number) {
    checkSchema(columns.map((column) => column.field));
    for (const column of columns) {
      const slots = slotsOf(column.data);
      const valid = column.valid?.length ?? rows;
      if (slots !== rows || valid !== rows) {
        throw new RangeError(
          `Column ${JSON.stringify(column.field.name)} has ${slots} rows, its table ${rows}.`,
        );
      }
    }
    this.columns = columns;
    this.rows = rows;
  }

  get schema(): readonly Field[] {
    return this.columns.map((column) => column.field);
  }

  /** The column of this name. @throws RangeError where there is none. */
  column(name: string): Column {
    const found = this.columns.find((column) => column.field.name === name);
    if (found === undefined) throw new RangeError(`The table has no column ${JSON.stringify(name)}.`);
    return found;
  }

  /** The rows from `start` on, up to but without `end`; shares the bytes of this table. */
  slice(start: number, end: number): Table {
    const from = Math.max(0, Math.min(start, this.rows));
    const to = Math.max(from, Math.min(end, this.rows));
    return new Table(
      this.columns.map((column) => sliceColumn(column, from, to)),
      to - from,
    );
  }
}

/** How many rows the data has. */
export function slotsOf(data: ColumnData): number {
  if (data.physical === "BYTE_ARRAY") return data.offsets.length - 1;
  if (data.physical === "FIXED_LEN_BYTE_ARRAY") return data.bytes.length / data.length;
  return data.values.length;
}

/** Is row `row` of the column null? */
export function isNull(column: Column, row: number): boolean {
  return column.valid !== undefined && column.valid[row] === 0;
}

/** The bytes of one value of a BYTE_ARRAY or FIXED_LEN_BYTE_ARRAY column; not a copy. */
export function bytesAt(
  data: Extract<ColumnData, { physical: "BYTE_ARRAY" | "FIXED_LEN_BYTE_ARRAY" }>,
  row: number,
): Uint8Array {
  return data.physical === "BYTE_ARRAY"
    ? data.bytes.subarray(data.offsets[row]!, data.offsets[row + 1]!)
    : data.bytes.subarray(row * data.length, (row + 1) * data.length);
}

function sliceColumn(column: Column, start: number, end: number): Column {
  const { field, data, valid } = column;
  const rest = valid === undefined ? {} : { valid: valid.subarray(start, end) };
  return { field, data: sliceData(data, start, end), ...rest };
}

function sliceData(data: ColumnData, start: number, end: number): ColumnData {
  switch (data.physical) {
    case "BOOLEAN":
      return { physical: data.physical, values: data.values.subarray(start, end) };
    case "INT32":
      return { physical: data.physical, values: data.values.subarray(start, end) };
    case "INT64":
      return { physical: data.physical, values: data.values.subarray(start, end) };
    case "FLOAT":
      return { physical: data.physical, values: data.values.subarray(start, end) };
    case "DOUBLE":
      return { physical: data.physical, values: data.values.subarray(start, end) };
    case "BYTE_ARRAY":
      return { physical: data.physical, offsets: data.offsets.subarray(start, end + 1), bytes: data.bytes };
    case "FIXED_LEN_BYTE_ARRAY":
      return {
        physical: data.physical,
        length: data.length,
        bytes: data.bytes.subarray(start * data.length, end * data.length),
      };
  }
}
