import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { tableOf } from "../../src/parts/cell.js";
import { hyparquetCodec } from "../../src/parts/codec-hyparquet.js";
import { parquetjsCodec } from "../../src/parts/codec-parquetjs.js";
import { decodeChunk } from "../../src/parts/column-chunk.js";
import { UnreadablePart, UnsupportedColumn } from "../../src/parts/errors.js";
import { field } from "../../src/parts/field.js";
import { generatePart } from "../../src/parts/generate.js";
import { openPart, readPart } from "../../src/parts/read-part.js";
import { rowKeys } from "../../src/parts/row-key.js";
import { checkRuns } from "../../src/parts/runs.js";

const codecs = [
  parquetjsCodec({ compression: "UNCOMPRESSED" }),
  parquetjsCodec({ compression: "SNAPPY" }),
  hyparquetCodec({ compression: "SNAPPY" }),
];

function part(jobKey: string, rows = 50) {
  return generatePart({ seed: "1", jobKey, task: 0, attempt: 0, file: 0, rows });
}

/** Reads bytes that may be damaged: they are readable, or refused with an error of ours. */
function read(bytes: Uint8Array): "readable" | "refused" {
  try {
    readPart(bytes);
    return "readable";
  } catch (error) {
    if (error instanceof UnreadablePart || error instanceof UnsupportedColumn) return "refused";
    throw error;
  }
}

describe.each(codecs.map((codec) => [codec.name, codec] as const))("%s", (_, codec) => {
  test("no proper prefix or suffix of a file is readable", async () => {
    const bytes = await codec.encode(part("a"));
    for (let length = 0; length < bytes.length; length += 7) {
      expect(() => readPart(bytes.subarray(0, length))).toThrow(UnreadablePart);
      expect(() => readPart(bytes.subarray(bytes.length - length))).toThrow(UnreadablePart);
    }
  });

  test("bytes changed anywhere are read or refused, and nothing else happens", async () => {
    const bytes = await codec.encode(part("a"));
    const change = fc.tuple(fc.nat(bytes.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
        const damaged = bytes.slice();
        for (const [at, value] of changes) damaged[at] = value;
        read(damaged);
      }),
      { seed: 1, numRuns: 1000 },
    );
  });

  test("two files of one length spliced together are never the rows of either", async () => {
    const [one, other] = [await codec.encode(part("a")), await codec.encode(part("b"))];
    const length = Math.min(one.length, other.length);
    const whole = [rowKeys(part("a")), rowKeys(part("b"))].map(String);
    for (let at = 64; at < length - 8; at += 97) {
      const spliced = Buffer.concat([one.subarray(0, at), other.subarray(at)]);
      if (read(spliced) === "readable") expect(whole).not.toContain(String(rowKeys(readPart(spliced))));
    }
  });
});

test("random bytes between two magic numbers are refused", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (middle) => {
      const bytes = Buffer.concat([Buffer.from("PAR1"), middle, Buffer.from("PAR1")]);
      expect(read(bytes)).toBe("refused");
    }),
    { seed: 1, numRuns: 1000 },
  );
});

test("errors say what is wrong", async () => {
  expect(() => readPart(new Uint8Array(0))).toThrow(/0 bytes/);
  expect(() => readPart(Buffer.from("not a parquet file"))).toThrow(/does not start with PAR1/);
  expect(() => readPart(Buffer.from("PAR1 not parquet PARE"))).toThrow(/encrypted/);
  const bytes = await codecs[0]!.encode(part("a"));
  expect(() => readPart(bytes.subarray(0, 500))).toThrow(/does not end with PAR1/);
});

describe("a column chunk", () => {
  const rows = Array.from({ length: 20 }, (_, row) => [BigInt(row), `text ${row}`]);
  const table = tableOf([field.int64("n"), field.string("s")], rows);

  test.each([0, 1])("of other than its rows, or cut, is refused: column %i", async (at) => {
    const bytes = await codecs[0]!.encode(table);
    const { columns, groups } = openPart(bytes).footer;
    const { start, end, codec } = groups[0]!.chunks[at]!;
    const decode = (end: number, rows: number) => () =>
      decodeChunk(columns[at]!, codec, bytes.subarray(start, end), rows);
    expect(decode(end, 20)).not.toThrow();
    expect(decode(end, 19)).toThrow(/more than 19 rows/);
    expect(decode(end, 21)).toThrow(/end after 20 of 21 rows/);
    for (let cut = start; cut < end; cut++) expect(decode(cut, 20)).toThrow(UnreadablePart);
  });
});

test("a footer whose counts disagree is refused", async () => {
  const bytes = await codecs[0]!.encode(part("a", 20));
  // Thrift's compact protocol writes the count of rows as 0x16, then zigzag: first the file's, last the row group's.
  const count = Buffer.from([0x16, 40]);
  const footer =
    bytes.length - 8 - new DataView(bytes.buffer, bytes.byteOffset).getUint32(bytes.length - 8, true);
  for (const [at, problem] of [
    [Buffer.from(bytes).indexOf(count, footer), /counts 19 rows, its row groups 20/],
    [Buffer.from(bytes).lastIndexOf(count), /20 values in a row group of 19 rows/],
  ] as const) {
    const damaged = bytes.slice();
    damaged[at + 1] = 38;
    expect(() => readPart(damaged)).toThrow(problem);
  }
});

test("a footer longer than its file is refused", async () => {
  const bytes = (await codecs[0]!.encode(part("a"))).slice();
  new DataView(bytes.buffer).setUint32(bytes.length - 8, bytes.length, true);
  expect(() => readPart(bytes)).toThrow(/says that its footer has/);
});

test("a page that counts other nulls than it has is refused", async () => {
  const rows = Array.from({ length: 20 }, (_, row) => [row % 4 === 0 ? null : BigInt(row)]);
  const bytes = await codecs[0]!.encode(tableOf([field.int64("n", true)], rows));
  // The header of a data page of version 2 begins with its values and its nulls: 20 and 5, in zigzag.
  const at = Buffer.from(bytes).indexOf(Buffer.from([0x15, 40, 0x15, 10]));
  bytes[at + 3] = 8;
  expect(() => readPart(bytes)).toThrow(/says 4 nulls and has 5/);
});

/** Runs of levels with a header of any size. */
test("a run that is longer than its page is refused before it is decoded", () => {
  const reader = (bytes: number[]) => ({ view: new DataView(Uint8Array.from(bytes).buffer), offset: 0 });
  const long = [0xfe, 0xff, 0xff, 0xff, 0x0f, 1];
  expect(() => checkRuns(reader(long), long.length, 1, 50)).toThrow(UnreadablePart);
  expect(() => checkRuns(reader([0x03]), 1, 1, 8)).toThrow(UnreadablePart);
  expect(() => checkRuns(reader([0x00, 0x01, 0x00, 0x01]), 4, 1, 8)).toThrow(UnreadablePart);
  expect(() => checkRuns(reader([0x10, 0x01]), 2, 1, 8)).not.toThrow();
  expect(() => checkRuns(reader([0x03, 0xff]), 2, 1, 5)).not.toThrow();
});

describe("what cannot be exact is refused by name", () => {
  const refused = (name: string, problem: RegExp, work: () => unknown) => {
    expect(work).toThrow(UnsupportedColumn);
    expect(work).toThrow(problem);
    expect(work).toThrow(JSON.stringify(name));
  };

  test("values that their column cannot hold", () => {
    refused("x", /cannot hold 0.1/, () => tableOf([field.float("x")], [[0.1]]));
    refused("x", /cannot hold 1.5/, () => tableOf([field.int32("x")], [[1.5]]));
    refused("x", /cannot hold 7 \(number\)/, () => tableOf([field.int64("x")], [[7]]));
    refused("x", /cannot hold/, () => tableOf([field.int64("x")], [[2n ** 63n]]));
    refused("x", /cannot hold/, () => tableOf([field.integer("x", 8, true)], [[128]]));
    refused("x", /cannot hold/, () => tableOf([field.integer("x", 32, false)], [[-1]]));
    refused("x", /cannot hold null/, () => tableOf([field.string("x")], [[null]]));
    refused("x", /cannot hold/, () => tableOf([field.string("x")], [["\ud800"]]));
    refused("x", /cannot hold/, () => tableOf([field.int32("x")], [[-0]]));
    refused("x", /cannot hold/, () => tableOf([field.fixed("x", 2)], [[new Uint8Array(3)]]));
  });

  test("columns that Parquet has not", () => {
    refused("x", /twice/, () => tableOf([field.int32("x"), field.string("x")], []));
    refused("x", /cannot hold date/, () =>
      tableOf([{ name: "x", physical: "INT64", logical: { kind: "date" }, nullable: false }], []),
    );
    expect(() => tableOf([], [])).toThrow(/no columns/);
  });
});
