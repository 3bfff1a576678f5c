import { readFileSync } from "node:fs";
import * as arrow from "apache-arrow";
import { describe, expect, test } from "vitest";
import { cellAt } from "../../src/parts/cell.js";
import type { Cell } from "../../src/parts/cell.js";
import { parquetjsCodec } from "../../src/parts/codec-parquetjs.js";
import { InputError } from "../../src/parts/errors.js";
import { typeName } from "../../src/parts/field.js";
import { openInput, splitInput } from "../../src/parts/input.js";
import { readPart } from "../../src/parts/read-part.js";
import { rowKeys } from "../../src/parts/row-key.js";
import { concatTables } from "../../src/parts/table-ops.js";
import { all, folder, vegaFile } from "./files.js";

const write = folder();
const utc = "UTC";

/** Arrow's type, the values as its builder takes them, the type in Parquet, and the values as they come back. */
const cases: readonly [arrow.DataType, readonly unknown[], string, readonly Cell[]][] = [
  [new arrow.Bool(), [true, null, false], "boolean", [true, null, false]],
  [new arrow.Int8(), [-128, null, 127], "int8", [-128, null, 127]],
  [new arrow.Uint16(), [65_535, 0], "uint16", [65_535, 0]],
  [new arrow.Int32(), [-(2 ** 31), null], "int32", [-(2 ** 31), null]],
  [new arrow.Uint32(), [2 ** 32 - 1], "uint32", [2 ** 32 - 1]],
  [new arrow.Int64(), [2n ** 53n + 1n, -(2n ** 63n), null], "int64", [2n ** 53n + 1n, -(2n ** 63n), null]],
  [new arrow.Uint64(), [2n ** 64n - 1n], "uint64", [2n ** 64n - 1n]],
  [new arrow.Float32(), [-0, Number.NaN, 0.5, null], "float", [-0, Number.NaN, 0.5, null]],
  [new arrow.Float64(), [-0, Number.NaN, 0.1, null], "double", [-0, Number.NaN, 0.1, null]],
  [new arrow.Float16(), [1.5], "float16", [Uint8Array.of(0x00, 0x3e)]],
  [new arrow.Utf8(), ["", null, "\u{1f600}"], "string", ["", null, "\u{1f600}"]],
  [new arrow.LargeUtf8(), ["a", null, ""], "string", ["a", null, ""]],
  [new arrow.Binary(), [Uint8Array.of(0xff), null], "byte_array", [Uint8Array.of(0xff), null]],
  [new arrow.FixedSizeBinary(3), [Uint8Array.of(1, 2, 3), null], "fixed(3)", [Uint8Array.of(1, 2, 3), null]],
  [new arrow.DateDay(), [new Date("1969-12-31"), null], "date", [-1, null]],
  [new arrow.DateMillisecond(), [new Date("1969-12-31"), null], "date", [-1, null]],
  [new arrow.TimeSecond(), [3661, null], "time(millis, local)", [3_661_000, null]],
  [new arrow.TimeMillisecond(), [1, null], "time(millis, local)", [1, null]],
  [new arrow.TimeMicrosecond(), [1n, null], "time(micros, local)", [1n, null]],
  [new arrow.TimeNanosecond(), [1n, null], "time(nanos, local)", [1n, null]],
  [new arrow.Null(), [null, null], "null", [null, null]],
  [
    new arrow.Dictionary(new arrow.Utf8(), new arrow.Int8()),
    ["b", "a", null, "b"],
    "string",
    ["b", "a", null, "b"],
  ],
];

function tableOfColumns(columns: Record<string, arrow.Vector>): arrow.Table {
  return new arrow.Table(columns);
}

describe("types", () => {
  test.each(cases)("%s", async (type, values, name, expected) => {
    const vector = arrow.vectorFromArray(values, type);
    for (const kind of ["file", "stream"] as const) {
      const path = write("type.arrow", arrow.tableToIPC(tableOfColumns({ x: vector }), kind));
      const input = await openInput(path);
      expect(input.schema.map(typeName)).toEqual([name]);
      const table = concatTables(await all(input.groups()));
      const column = table.column("x");
      expect(expected.map((_, row) => cellAt(column, row))).toEqual(expected);
      const back = readPart(await parquetjsCodec().encode(table));
      expect(rowKeys(back)).toEqual(rowKeys(table));
    }
  });

  /** Raw 64-bit counts: apache-arrow's builder takes timestamps as numbers of milliseconds. */
  test.each([
    [new arrow.TimestampSecond(), "timestamp(millis, local)", -1n, -1000n],
    [new arrow.TimestampMillisecond(utc), "timestamp(millis, utc)", -1n, -1n],
    [new arrow.TimestampMicrosecond(), "timestamp(micros, local)", 2n ** 53n + 1n, 2n ** 53n + 1n],
    [new arrow.TimestampNanosecond(utc), "timestamp(nanos, utc)", 2n ** 63n - 1n, 2n ** 63n - 1n],
  ] as const)("%s", async (type, name, stored, held) => {
    const data = arrow.makeData({ type, data: BigInt64Array.of(stored) } as never);
    const path = write(
      "time.arrow",
      arrow.tableToIPC(tableOfColumns({ x: new arrow.Vector([data]) }), "file"),
    );
    const input = await openInput(path);
    expect(input.schema.map(typeName)).toEqual([name]);
    const [table] = await all(input.groups());
    expect(cellAt(table!.column("x"), 0)).toBe(held);
  });

  test.each([
    [9, 2, -123n],
    [18, 0, 10n ** 17n],
    [38, 10, -(10n ** 37n)],
  ])("decimal(%i, %i)", async (precision, scale, value) => {
    const words = Uint32Array.from({ length: 4 }, (_, at) =>
      Number((value >> BigInt(32 * at)) & 0xffffffffn),
    );
    const type = new arrow.Decimal(scale, precision, 128);
    const data = arrow.makeData({ type, length: 1, data: words } as never);
    const path = write(
      "decimal.arrow",
      arrow.tableToIPC(tableOfColumns({ x: new arrow.Vector([data]) }), "file"),
    );
    const input = await openInput(path);
    expect(input.schema.map(typeName)).toEqual([`decimal(${precision},${scale})`]);
    const [table] = await all(input.groups());
    expect(cellAt(table!.column("x"), 0)).toBe(value);
  });
});

test("a record batch is a group, and every row is dealt out once", async () => {
  const chunks = [3, 0, 5].map((rows, at) =>
    arrow.makeData({
      type: new arrow.Int32(),
      data: Int32Array.from({ length: rows }, (_, row) => at * 10 + row),
    }),
  );
  const table = tableOfColumns({ n: new arrow.Vector(chunks) });
  for (const kind of ["file", "stream"] as const) {
    const input = await openInput(write("batches.arrow", arrow.tableToIPC(table, kind)));
    expect(input.rowCount).toBe(8n);
    expect((await all(input.groups())).map((group) => group.rows)).toEqual([3, 5]);
    const parts = await all(splitInput(input, 3, 1));
    expect(parts.map((part) => part.table.rows)).toEqual([2, 3, 3]);
    expect(parts.flatMap((part) => rowKeys(part.table))).toHaveLength(8);
  }
});

test("a null in a dictionary is a null in the row", async () => {
  const dictionary = arrow.vectorFromArray(["a", null, "b"], new arrow.Utf8());
  const type = new arrow.Dictionary(new arrow.Utf8(), new arrow.Int8());
  const data = arrow.makeData({ type, data: Int8Array.of(2, 1, 0), dictionary } as never);
  const path = write(
    "dictionary.arrow",
    arrow.tableToIPC(tableOfColumns({ x: new arrow.Vector([data]) }), "file"),
  );
  const [table] = await all((await openInput(path)).groups());
  expect(rowKeys(table!)).toEqual(['x="b"', "x=null", 'x="a"']);
});

test("a file without rows has no groups, and every part of it is empty", async () => {
  const empty = arrow.tableFromArrays({ n: new Int32Array(0) });
  for (const kind of ["file", "stream"] as const) {
    const input = await openInput(write("empty.arrow", arrow.tableToIPC(empty, kind)));
    expect(input.rowCount).toBe(0n);
    expect(input.schema.map(typeName)).toEqual(["int32"]);
    expect(await all(input.groups())).toEqual([]);
    expect((await all(splitInput(input, 2, 1))).map((part) => part.table.rows)).toEqual([0, 0]);
  }
});

test("a real file", async () => {
  const input = await openInput(vegaFile("flights-200k.arrow"));
  expect(input.rowCount).toBe(200_000n);
  expect(input.schema.map((field) => [field.name, typeName(field)])).toEqual([
    ["delay", "int16"],
    ["distance", "int16"],
    ["time", "float"],
  ]);
  const table = concatTables(await all(input.groups()));
  const whole = arrow.tableFromIPC(readFileSync(vegaFile("flights-200k.arrow")));
  for (const row of [0, 1, 99_999, 199_999]) {
    expect(table.columns.map((column) => cellAt(column, row))).toEqual(
      [...whole.get(row)!].map(([, value]) => value),
    );
  }
});

describe("errors", () => {
  const refuses = async (bytes: Uint8Array, ...saying: RegExp[]) => {
    const path = write("bad.arrow", bytes);
    const work = async () => all((await openInput(path)).groups());
    const error: unknown = await work().catch((error: unknown) => error);
    expect(error).toBeInstanceOf(InputError);
    for (const part of saying) expect((error as InputError).message).toMatch(part);
  };
  const whole = (kind: "file" | "stream") =>
    arrow.tableToIPC(arrow.tableFromArrays({ n: Int32Array.of(1, 2, 3) }), kind);

  test("a truncated file", async () => {
    const bytes = whole("file");
    for (let length = 8; length < bytes.length; length += 13)
      await refuses(bytes.subarray(0, length), /truncated/);
  });

  test("a stream cut in the middle of a message", async () => {
    const bytes = whole("stream");
    await refuses(bytes.subarray(0, 40));
    await refuses(bytes.subarray(0, bytes.length - 12));
  });

  test("an index that names a batch beyond the file's end", async () => {
    const bytes = whole("file").slice();
    // Every message begins with four bytes of ones, and apache-arrow's files begin with their first batch.
    const offset = Buffer.alloc(8);
    offset.writeBigInt64LE(BigInt(Buffer.from(bytes.buffer).indexOf(Buffer.alloc(4, 0xff))));
    const at = Buffer.from(bytes.buffer).lastIndexOf(offset);
    new DataView(bytes.buffer).setBigInt64(at, 1_000_000n, true);
    await refuses(bytes, /no record batch 0/);
  });

  test("a nested column", async () => {
    const list = arrow.vectorFromArray(
      [[1], [2]],
      new arrow.List(arrow.Field.new("item", new arrow.Int32())),
    );
    await refuses(
      arrow.tableToIPC(new arrow.Table({ x: list }), "file"),
      /column "x" is of the Arrow type List/,
      /[Ff]latten/,
    );
  });

  test("a date in milliseconds that is no day", async () => {
    const data = arrow.makeData({ type: new arrow.DateMillisecond(), data: BigInt64Array.of(1n) } as never);
    await refuses(arrow.tableToIPC(new arrow.Table({ x: new arrow.Vector([data]) }), "file"), /no whole day/);
  });
});
