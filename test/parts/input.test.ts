import { mkdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cellAt, tableOf } from "../../src/parts/cell.js";
import { hyparquetCodec } from "../../src/parts/codec-hyparquet.js";
import { parquetjsCodec } from "../../src/parts/codec-parquetjs.js";
import { InputError } from "../../src/parts/errors.js";
import { field } from "../../src/parts/field.js";
import { openInput, splitInput } from "../../src/parts/input.js";
import type { Input } from "../../src/parts/input.js";
import { readPart } from "../../src/parts/read-part.js";
import { rowKeys } from "../../src/parts/row-key.js";
import { RowMultisets } from "../../src/parts/row-multiset.js";
import { concatTables } from "../../src/parts/table-ops.js";
import type { Table } from "../../src/parts/table.js";
import { all, folder, vegaFile } from "./files.js";
import { anyTable, cells } from "./tables.js";

const write = folder();

function numbers(count: number): Table {
  return tableOf(
    [field.int64("n"), field.string("s", true)],
    Array.from({ length: count }, (_, at) => [BigInt(at), at % 3 === 0 ? null : `row ${at}`]),
  );
}

/** An input in memory whose groups have the given sizes. */
function inputOf(sizes: readonly number[]): Input {
  const table = numbers(sizes.reduce((sum, size) => sum + size, 0));
  return {
    name: "memory",
    schema: table.schema,
    rowCount: BigInt(table.rows),
    async *groups() {
      let start = 0;
      for (const size of sizes) yield table.slice(start, (start += size));
    },
  };
}

test("a Parquet file is read a row group at a time", async () => {
  const path = write("numbers.parquet", await parquetjsCodec({ rowsPerGroup: 10 }).encode(numbers(25)));
  const input = await openInput(path);
  expect(input).toMatchObject({ name: "numbers.parquet", rowCount: 25n, schema: numbers(0).schema });
  for (let again = 0; again < 2; again++) {
    const groups = await all(input.groups());
    expect(groups.map((group) => group.rows)).toEqual([10, 10, 5]);
    expect(rowKeys(concatTables(groups))).toEqual(rowKeys(numbers(25)));
  }
});

test("a footer longer than the first read is found", async () => {
  const schema = Array.from({ length: 60 }, (_, at) => field.int32(`column with a long name ${at}`));
  const table = tableOf(
    schema,
    Array.from({ length: 30 }, (_, row) => schema.map((_, at) => row * 100 + at)),
  );
  const bytes = await parquetjsCodec({ rowsPerGroup: 1 }).encode(table);
  expect(new DataView(bytes.buffer).getUint32(bytes.length - 8, true)).toBeGreaterThan(64 * 1024);
  const input = await openInput(write("groups.parquet", bytes));
  expect(rowKeys(concatTables(await all(input.groups())))).toEqual(rowKeys(table));
});

describe("splitting", () => {
  test("every row is in exactly one part, in order, and parts differ by one row at most", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(12), { maxLength: 8 }),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 4 }),
        async (sizes, tasks, files) => {
          const input = inputOf(sizes);
          const parts = await all(splitInput(input, tasks, files));
          expect(parts.map(({ task, file }) => [task, file])).toEqual(
            Array.from({ length: tasks * files }, (_, at) => [Math.floor(at / files), at % files]),
          );
          expect(parts.flatMap(({ table }) => rowKeys(table))).toEqual(
            rowKeys(numbers(Number(input.rowCount))),
          );
          const rows = parts.map(({ table }) => table.rows);
          expect(Math.max(...rows) - Math.min(...rows)).toBeLessThanOrEqual(1);
        },
      ),
      { seed: 1, numRuns: 200 },
    );
  });
});

describe("a real file: three million flights", () => {
  const flights = vegaFile("flights-3m.parquet");

  test("its columns are what they are: local timestamps in microseconds, integers of 64 bits", async () => {
    const input = await openInput(flights);
    expect(input.rowCount).toBe(3_000_000n);
    expect(input.schema).toEqual([
      field.timestamp("date", "micros", false, true),
      field.int64("delay", true),
      field.int64("distance", true),
      field.string("origin", true),
      field.string("destination", true),
    ]);
  });

  test.each([
    ["parquetjs-lite", parquetjsCodec({ rowsPerGroup: 20_000 })],
    ["hyparquet-writer", hyparquetCodec()],
  ])("50,000 of its rows go through %s and come back", async (_, codec) => {
    const input = await openInput(flights);
    for await (const group of input.groups()) {
      const rows = group.slice(1000, 51_000);
      const sets = new RowMultisets();
      sets.addLeft(rows);
      const read = readPart(await codec.encode(rows));
      sets.addRight(read);
      expect(sets.difference()).toEqual({ left: 50_000n, right: 50_000n, missing: 0n, surplus: 0n });
      expect(rowKeys(read.slice(0, 500))).toEqual(rowKeys(rows.slice(0, 500)));
      break;
    }
  });
});

describe("errors", () => {
  const refuses = async (path: string, ...saying: (RegExp | string)[]) => {
    const work = async () => {
      for await (const _ of (await openInput(path)).groups()) continue;
    };
    const error: unknown = await work().catch((error: unknown) => error);
    expect(error).toBeInstanceOf(InputError);
    const { message } = error as InputError;
    expect(message).toContain(path);
    expect(message).not.toMatch(/\n/);
    for (const part of saying) expect(message).toMatch(part);
  };
  const whole = async () => parquetjsCodec().encode(numbers(100));

  test("a file that is not there", () => refuses("/nowhere/at/all.parquet", /no such file/));

  test("a folder", async () => {
    const path = write("x", "").replace(/x$/, "folder.parquet");
    mkdirSync(path);
    await refuses(path, /not a file/);
  });

  test("an ending that nobody knows", async () => {
    await refuses(write("rows.csv", "a,b"), /end in \.parquet or \.arrow, not in \.csv/);
    await refuses(write("rows", "a,b"), /end in \.parquet or \.arrow\. /);
  });

  test("an empty file", async () => {
    await refuses(write("empty.parquet", ""), /empty/);
    await refuses(write("empty.arrow", ""), /empty/);
  });

  test("a file that is not what its ending says", async () => {
    await refuses(write("text.parquet", "these are no rows at all"), /content is something else/);
    await refuses(
      write("arrow.parquet", readFileSync(vegaFile("flights-200k.arrow"))),
      /Rename it to end in \.arrow/,
    );
    await refuses(write("parquet.arrow", await whole()), /Rename it to end in \.parquet/);
    await refuses(write("text.arrow", "these are no rows at all"), /Cannot read/);
  });

  test("a truncated file, wherever it is cut", async () => {
    const bytes = await whole();
    for (let length = 4; length < bytes.length; length += 61) {
      await refuses(write("cut.parquet", bytes.subarray(0, length)), /truncated/);
    }
  });

  test("a damaged file", async () => {
    const bytes = (await whole()).slice();
    bytes.fill(0xff, 4, 40);
    await refuses(write("damaged.parquet", bytes), /column "n" is damaged/);
    const footer = (await whole()).slice();
    footer.fill(0xff, footer.length - 60, footer.length - 8);
    await refuses(write("footer.parquet", footer), /footer is damaged/);
  });

  test("a file that is changed while it is read", async () => {
    const path = write("changed.parquet", await whole());
    const input = await openInput(path);
    writeFileSync(path, await whole());
    utimesSync(path, 1, 1);
    await expect(all(input.groups())).rejects.toThrow(/changed meanwhile/);
  });
});

test("tables of every type are read from a file as from memory", async () => {
  let count = 0;
  await fc.assert(
    fc.asyncProperty(anyTable(), async (table) => {
      const path = write(`any-${count++}.parquet`, await hyparquetCodec({ rowsPerGroup: 7 }).encode(table));
      const input = await openInput(path);
      const groups = await all(input.groups());
      expect(input.schema).toEqual(table.schema);
      expect(groups.flatMap((group) => cells(group, cellAt))).toEqual(cells(table, cellAt));
    }),
    { seed: 1, numRuns: 40 },
  );
});
