/** Fills one column of a known number of rows, in any number of steps. */
import { UnsupportedColumn } from "./errors.js";
import type { Field } from "./field.js";
import type { Column, ColumnData } from "./table.js";

/** Offsets into a column's bytes are 32 bits wide. */
const mostBytes = 0xffff_ffff;

/** Arrays to write into while a column is made. */
export class ColumnBuilder {
  readonly field: Field;
  readonly rows: number;
  readonly #fixed: Exclude<ColumnData, { physical: "BYTE_ARRAY" }> | undefined;
  readonly #offsets: Uint32Array;
  #bytes: Uint8Array;
  #used = 0;
  #valid: Uint8Array | undefined;

  constructor(field: Field, rows: number) {
    this.field = field;
    this.rows = rows;
    this.#fixed = field.physical === "BYTE_ARRAY" ? undefined : fixedData(field, rows);
    this.#offsets = new Uint32Array(this.#fixed === undefined ? rows + 1 : 0);
    this.#bytes = new Uint8Array(this.#fixed === undefined ? Math.max(64, rows * 8) : 0);
  }

  /** The array of values to fill; not for BYTE_ARRAY, which is filled with {@link appendBytes} in the rows' order. */
  get data(): Exclude<ColumnData, { physical: "BYTE_ARRAY" }> {
    if (this.#fixed === undefined) throw new TypeError("a BYTE_ARRAY column is filled with appendBytes");
    return this.#fixed;
  }

  setNull(row: number): void {
    this.#valid ??= new Uint8Array(this.rows).fill(1);
    this.#valid[row] = 0;
    if (this.#fixed === undefined) this.#offsets[row + 1] = this.#used;
  }

  /** Gives row `row` of a BYTE_ARRAY column the bytes from `start` to `end` of `source`. Rows come in order. */
  appendBytes(row: number, source: Uint8Array, start = 0, end = source.length): void {
    const needed = this.#used + (end - start);
    if (needed > this.#bytes.length) this.#grow(needed);
    if (end - start <= 16) {
      for (let i = start, to = this.#used; i < end; i++, to++) this.#bytes[to] = source[i]!;
    } else {
      this.#bytes.set(source.subarray(start, end), this.#used);
    }
    this.#used = needed;
    this.#offsets[row + 1] = needed;
  }

  #grow(needed: number): void {
    if (needed > mostBytes) {
      throw new UnsupportedColumn(
        this.field.name,
        "holds more than 4 GiB in one row group",
        "Write the file with smaller row groups.",
      );
    }
    const grown = new Uint8Array(Math.min(mostBytes, Math.max(needed, this.#bytes.length * 2)));
    grown.set(this.#bytes.subarray(0, this.#used));
    this.#bytes = grown;
  }

  finish(): Column {
    const data: ColumnData = this.#fixed ?? {
      physical: "BYTE_ARRAY",
      offsets: this.#offsets,
      bytes: this.#bytes.subarray(0, this.#used),
    };
    return this.#valid === undefined
      ? { field: this.field, data }
      : { field: this.field, data, valid: this.#valid };
  }
}

function fixedData(field: Field, rows: number): Exclude<ColumnData, { physical: "BYTE_ARRAY" }> {
  switch (field.physical) {
    case "BOOLEAN":
      return { physical: "BOOLEAN", values: new Uint8Array(rows) };
    case "INT32":
      return { physical: "INT32", values: new Int32Array(rows) };
    case "INT64":
      return { physical: "INT64", values: new BigInt64Array(rows) };
    case "FLOAT":
      return { physical: "FLOAT", values: new Float32Array(rows) };
    case "DOUBLE":
      return { physical: "DOUBLE", values: new Float64Array(rows) };
    case "FIXED_LEN_BYTE_ARRAY": {
      const length = field.length ?? 0;
      return { physical: "FIXED_LEN_BYTE_ARRAY", length, bytes: new Uint8Array(rows * length) };
    }
    case "BYTE_ARRAY":
      throw new TypeError("BYTE_ARRAY has no fixed width");
  }
}
