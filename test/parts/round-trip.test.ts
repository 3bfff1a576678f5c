import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cellAt, tableOf } from "../../src/parts/cell.js";
import { hyparquetCodec } from "../../src/parts/codec-hyparquet.js";
import { parquetjsCodec } from "../../src/parts/codec-parquetjs.js";
import type { CodecOptions, PartCodec } from "../../src/parts/codec.js";
import { field } from "../../src/parts/field.js";
import { readPart } from "../../src/parts/read-part.js";
import { anyTable, cells, typesOfColumns } from "./tables.js";

const writers: readonly [string, (options: CodecOptions) => PartCodec][] = [
  ["parquetjs-lite", parquetjsCodec],
  ["hyparquet-writer", hyparquetCodec],
];
const compressions = ["UNCOMPRESSED", "SNAPPY"] as const;
const cases = writers.flatMap(([name, codec]) =>
  compressions.map((compression) => [`${name} ${compression}`, codec({ compression })] as const),
);

describe.each(cases)("%s", (_, codec) => {
  test("every type of column comes back exactly, with its meaning", async () => {
    for (let kind = 0; kind < typesOfColumns; kind++) {
      await fc.assert(
        fc.asyncProperty(anyTable(kind), async (table) => {
          const read = readPart(await codec.encode(table));
          expect(read.schema).toEqual(table.schema);
          expect(cells(read, cellAt)).toEqual(cells(table, cellAt));
        }),
        { seed: 1, numRuns: 15 },
      );
    }
  });

  test("tables of many columns come back exactly", async () => {
    await fc.assert(
      fc.asyncProperty(anyTable(), async (table) => {
        const read = readPart(await codec.encode(table));
        expect(read.schema).toEqual(table.schema);
        expect(cells(read, cellAt)).toEqual(cells(table, cellAt));
      }),
      { seed: 2, numRuns: 100 },
    );
  });

  test("the bytes are a plain array, whose slices are copies", async () => {
    const bytes = await codec.encode(tableOf([field.int32("n")], [[1]]));
    expect(Object.getPrototypeOf(bytes)).toBe(Uint8Array.prototype);
  });

  test("the same table gives the same bytes", async () => {
    await fc.assert(
      fc.asyncProperty(anyTable(), async (table) => {
        const again = tableOf(table.schema, cells(table, cellAt));
        expect(Buffer.compare(await codec.encode(table), await codec.encode(again))).toBe(0);
      }),
      { seed: 3, numRuns: 30 },
    );
  });
});

test.each(writers)("%s: several pages and row groups, nulls in runs of every length", async (_, codec) => {
  const schema = [
    field.int64("n"),
    field.string("s", true),
    field.double("d", true),
    field.boolean("b", true),
  ];
  const rows = Array.from({ length: 20_000 }, (_, row) => [
    2n ** 53n + BigInt(row),
    row % 7 < row % 5 ? null : `row ${row % 100}`,
    row > 9000 && row < 19_000 ? null : row / 3,
    row % 3 === 0 ? null : row % 2 === 0,
  ]);
  const table = tableOf(schema, rows);
  const read = readPart(await codec({ rowsPerGroup: 9_999 }).encode(table));
  expect(cells(read, cellAt)).toEqual(rows);
});

test("the two writers agree on what every value is", async () => {
  await fc.assert(
    fc.asyncProperty(anyTable(), async (table) => {
      const [one, other] = await Promise.all(writers.map(([, codec]) => codec({}).encode(table)));
      expect(cells(readPart(one!), cellAt)).toEqual(cells(readPart(other!), cellAt));
    }),
    { seed: 4, numRuns: 50 },
  );
});
