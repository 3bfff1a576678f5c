/** Files as other writers make them: every encoding and compression that hyparquet reads, and old data pages. */
import { brotliCompressSync, gzipSync } from "node:zlib";
import type { CompressionCodec, DataReader, Encoding } from "hyparquet";
import { asyncBufferFromFile, parquetRead } from "hyparquet";
import { ByteWriter, parquetWriteBuffer } from "hyparquet-writer";
import { writeRleBitPackedHybrid } from "hyparquet-writer/src/encoding.js";
import parquet from "parquetjs-lite";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cellAt, tableOf } from "../../src/parts/cell.js";
import { schemaElement } from "../../src/parts/codec-hyparquet.js";
import { UnsupportedColumn } from "../../src/parts/errors.js";
import { field } from "../../src/parts/field.js";
import type { Field } from "../../src/parts/field.js";
import { openInput } from "../../src/parts/input.js";
import { readPart } from "../../src/parts/read-part.js";
import { checkRuns } from "../../src/parts/runs.js";

import { vegaFile } from "./files.js";

interface Written {
  readonly field: Field;
  readonly data: readonly unknown[];
  readonly encoding?: Encoding;
}

function write(
  { field, data, encoding }: Written,
  codec: CompressionCodec = "UNCOMPRESSED",
  pageSize = 200,
): Uint8Array {
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: [{ name: field.name, data: [...data], ...(encoding === undefined ? {} : { encoding }) }],
      schema: [{ name: "root", num_children: 1 }, schemaElement(field)],
      codec,
      compressors: { GZIP: (bytes) => gzipSync(bytes), BROTLI: (bytes) => brotliCompressSync(bytes) },
      pageSize,
    }),
  );
}

function values(bytes: Uint8Array): unknown[] {
  const table = readPart(bytes);
  return Array.from({ length: table.rows }, (_, row) => cellAt(table.columns[0]!, row));
}

const ints = (count: number) => Array.from({ length: count }, (_, at) => ((at * 7919) % 1000) - 500);
const texts = (count: number) =>
  Array.from({ length: count }, (_, at) => new TextEncoder().encode(`text ${at % 50}`));

describe("encodings", () => {
  test.each<[Encoding, Field, readonly unknown[]]>([
    ["RLE_DICTIONARY", field.int32("x"), ints(500)],
    ["RLE_DICTIONARY", field.int64("x", true), ints(500).map((n) => (n % 3 === 0 ? null : BigInt(n)))],
    ["RLE_DICTIONARY", field.double("x"), ints(500).map((n) => n / 4)],
    ["RLE_DICTIONARY", field.binary("x", true), texts(300)],
    ["RLE_DICTIONARY", field.fixed("x", 2), ints(300).map((n) => Uint8Array.of(n & 3, 1))],
    ["DELTA_BINARY_PACKED", field.int32("x"), [2 ** 31 - 1, -(2 ** 31), ...ints(300)]],
    ["DELTA_BINARY_PACKED", field.int64("x"), [2n ** 63n - 1n, -(2n ** 63n), ...ints(300).map(BigInt)]],
    ["DELTA_LENGTH_BYTE_ARRAY", field.binary("x"), texts(300)],
    ["DELTA_BYTE_ARRAY", field.binary("x", true), [null, ...texts(300), new Uint8Array(0)]],
    ["BYTE_STREAM_SPLIT", field.double("x"), [-0, Number.NaN, ...ints(300).map((n) => n / 3)]],
    ["BYTE_STREAM_SPLIT", field.float("x"), [-0, ...ints(300)]],
    ["BYTE_STREAM_SPLIT", field.int64("x"), ints(300).map(BigInt)],
    ["BYTE_STREAM_SPLIT", field.fixed("x", 3), ints(300).map((n) => Uint8Array.of(n, 1, 2))],
    ["RLE", field.boolean("x", true), ints(300).map((n) => (n % 5 === 0 ? null : n > 0))],
    ["PLAIN", field.boolean("x"), ints(300).map((n) => n > 0)],
  ])("%s of %o", (encoding, field, data) => {
    expect(values(write({ field, data, encoding }))).toEqual(data);
  });
});

describe("compressions", () => {
  test.each(["UNCOMPRESSED", "SNAPPY", "GZIP", "BROTLI"] as const)("%s", (codec) => {
    const data = texts(2000);
    const bytes = write({ field: field.binary("x"), data, encoding: "PLAIN" }, codec, 4000);
    expect(values(bytes)).toEqual(data);
    // Damage in the compressed pages is found, or gives other values: it never gets through as another error.
    for (let at = 10; at < bytes.length - 300; at += 101) {
      const damaged = bytes.slice();
      damaged[at] = damaged[at]! ^ 0x55;
      try {
        readPart(damaged);
      } catch (error) {
        expect((error as Error).name).toBe("UnreadablePart");
      }
    }
  });
});

test("data pages of version 1, with levels that are compressed too", async () => {
  for (const compression of ["UNCOMPRESSED", "SNAPPY"]) {
    const written: Uint8Array[] = [];
    const column = {
      name: "x",
      path: ["x"],
      primitiveType: "INT64",
      repetitionType: "OPTIONAL",
      encoding: "PLAIN",
      compression,
      statistics: false,
      rLevelMax: 0,
      dLevelMax: 1,
    } as const;
    const envelope = new parquet.ParquetEnvelopeWriter(
      { fields: { x: column }, fieldList: [column] },
      (bytes) => void written.push(bytes),
      () => {},
      0,
      { useDataPageV2: false },
    );
    const writer = new parquet.ParquetWriter({ fields: { x: column }, fieldList: [column] }, envelope, {});
    const data = Array.from({ length: 100 }, (_, at) => (at % 9 < 4 ? null : 2n ** 53n + BigInt(at)));
    const present = data.filter((value) => value !== null);
    const dlevels = data.map((value) => (value === null ? 0 : 1));
    const shredded = { values: present, rlevels: dlevels, dlevels, distinct_values: new Set(), count: 100 };
    writer.rowBuffer = { rowCount: 100, pageRowCount: 100, columnData: { x: shredded }, pages: { x: [] } };
    await writer.close();
    expect(values(Buffer.concat(written))).toEqual(data);
  }
});

test("a file of another writer is read as hyparquet's own reader reads it", async () => {
  const file = vegaFile("flights-3m.parquet");
  const rows: unknown[][] = [];
  await parquetRead({
    file: await asyncBufferFromFile(file),
    compressors: (await import("hyparquet-compressors")).compressors,
    rowStart: 0,
    rowEnd: 30_000,
    parsers: { timestampFromMicroseconds: (micros) => micros as never },
    onComplete: (read) => rows.push(...read),
  });
  for await (const group of (await openInput(file)).groups()) {
    const read = Array.from({ length: 30_000 }, (_, row) =>
      group.columns.map((column) => cellAt(column, row)),
    );
    expect(read).toEqual(rows);
    break;
  }
});

test("INT96 is read as nanoseconds; one that they do not reach is refused", () => {
  const bytes = (julianDay: number, nanos: bigint) => {
    const value = new Uint8Array(12);
    new DataView(value.buffer).setBigUint64(0, nanos, true);
    new DataView(value.buffer).setInt32(8, julianDay, true);
    return value;
  };
  const file = (value: Uint8Array) => {
    const written = write({ field: field.fixed("x", 12), data: [value], encoding: "PLAIN" });
    // FIXED_LEN_BYTE_ARRAY of 12 bytes holds what INT96 holds; only the two type numbers differ.
    return retyped(written);
  };
  expect(values(file(bytes(2_440_588, 5n)))).toEqual([5n]);
  expect(values(file(bytes(2_440_587, 0n)))).toEqual([-86_400_000_000_000n]);
  expect(() => values(file(bytes(0, 0n)))).toThrow(UnsupportedColumn);
});

/** The same file with its column typed INT96: thrift writes the type of a column as a zigzag number after 0x15. */
function retyped(bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice();
  const [fixed, int96] = [14, 6];
  const footer = copy.length - 8 - new DataView(copy.buffer).getUint32(copy.length - 8, true);
  let changed = 0;
  for (let at = footer; at < copy.length - 8; at++) {
    if (copy[at] === 0x15 && copy[at + 1] === fixed) {
      copy[at + 1] = int96;
      changed++;
    }
  }
  if (changed !== 2) throw new Error(`changed ${changed} types instead of two`);
  return copy;
}

test("runs that a writer makes pass the check that stands before their decoder", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20 }),
      fc.array(fc.tuple(fc.nat(1_000_000), fc.integer({ min: 1, max: 30 })), { minLength: 1, maxLength: 20 }),
      (width, runs) => {
        const data = runs.flatMap(([value, times]) =>
          Array.from({ length: times }, () => value % 2 ** width),
        );
        const writer = new ByteWriter();
        writeRleBitPackedHybrid(writer, data, width);
        const bytes = writer.getBytes().slice();
        const reader: DataReader = { view: new DataView(bytes.buffer), offset: 0 };
        checkRuns(reader, bytes.length, width, data.length);
        expect(reader.offset).toBe(0);
      },
    ),
    { seed: 1, numRuns: 300 },
  );
});

describe("columns that are not carried are refused by name", () => {
  const refused = (
    schema: Parameters<typeof parquetWriteBuffer>[0]["schema"],
    data: unknown[],
    problem: RegExp,
  ) => {
    const bytes = new Uint8Array(
      parquetWriteBuffer({
        columnData: [{ name: "x", data }],
        schema: schema!,
        codec: "UNCOMPRESSED",
        statistics: false,
      }),
    );
    expect(() => readPart(bytes)).toThrow(UnsupportedColumn);
    expect(() => readPart(bytes)).toThrow(problem);
  };

  test("lists and structs", () => {
    refused(
      [
        { name: "root", num_children: 1 },
        { name: "x", repetition_type: "OPTIONAL", num_children: 1, converted_type: "LIST" },
        { name: "list", repetition_type: "REPEATED", num_children: 1 },
        { name: "element", type: "INT32", repetition_type: "OPTIONAL" },
      ],
      [[1, 2], null],
      /"x" is nested/,
    );
  });

  test("a logical type that is not known here", () => {
    refused(
      [
        { name: "root", num_children: 1 },
        { name: "x", type: "BYTE_ARRAY", repetition_type: "REQUIRED", logical_type: { type: "GEOMETRY" } },
      ],
      [{ type: "Point", coordinates: [1, 2] }],
      /"x" is of the logical type GEOMETRY/,
    );
  });
});

test("a table without rows", () => {
  expect(readPart(write({ field: field.int32("x"), data: [] })).rows).toBe(0);
  expect(tableOf([field.int32("x")], []).rows).toBe(0);
});
