/** Tables from tables. */
import { ColumnBuilder } from "./column-builder.js";
import { typeName } from "./field.js";
import type { Field } from "./field.js";
import { Table, isNull } from "./table.js";
import type { Column } from "./table.js";

/** No rows of this schema. */
export function emptyTable(schema: readonly Field[]): Table {
  return new Table(
    schema.map((field) => new ColumnBuilder(field, 0).finish()),
    0,
  );
}

/**
 * The rows of all tables, one table after the other.
 *
 * @throws RangeError where there are no tables, or their schemas differ.
 */
export function concatTables(tables: readonly Table[]): Table {
  const [first] = tables;
  if (first === undefined) throw new RangeError("There are no tables to put together.");
  if (tables.length === 1) return first;
  for (const table of tables) {
    if (!sameSchema(table.schema, first.schema)) throw new RangeError("The tables have different columns.");
  }
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const columns = first.schema.map((_, index) => {
    const nullable = tables.some((table) => table.columns[index]!.field.nullable);
    return concatColumns(
      tables.map((table) => table.columns[index]!),
      nullable,
      rows,
    );
  });
  return new Table(columns, rows);
}

/** Whether the columns have the same names and types, in the same order. Whether null is allowed may differ. */
export function sameSchema(left: readonly Field[], right: readonly Field[]): boolean {
  return (
    left.length === right.length &&
    left.every((field, index) => {
      const other = right[index]!;
      return (
        field.name === other.name &&
        field.physical === other.physical &&
        field.length === other.length &&
        typeName(field) === typeName(other)
      );
    })
  );
}

function concatColumns(columns: readonly Column[], nullable: boolean, rows: number): Column {
  const builder = new ColumnBuilder({ ...columns[0]!.field, nullable }, rows);
  let start = 0;
  for (const column of columns) start = append(builder, start, column);
  return builder.finish();
}

function append(builder: ColumnBuilder, start: number, column: Column): number {
  const { data } = column;
  if (data.physical === "BYTE_ARRAY") {
    const rows = data.offsets.length - 1;
    for (let row = 0; row < rows; row++) {
      if (isNull(column, row)) builder.setNull(start + row);
      else builder.appendBytes(start + row, data.bytes, data.offsets[row]!, data.offsets[row + 1]!);
    }
    return start + rows;
  }
  const target = builder.data;
  let rows: number;
  if (data.physical === "FIXED_LEN_BYTE_ARRAY") {
    rows = data.bytes.length / data.length;
    if (target.physical === data.physical) target.bytes.set(data.bytes, start * data.length);
  } else {
    rows = data.values.length;
    // The arrays are of one type, because the schemas are the same; set() on typed arrays copies their bytes.
    if ("values" in target) (target.values as Int32Array).set(data.values as Int32Array, start);
  }
  column.valid?.forEach((bit, row) => {
    if (bit === 0) builder.setNull(start + row);
  });
  return start + rows;
}
