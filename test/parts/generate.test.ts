import { describe, expect, test } from "vitest";
import { cellAt } from "../../src/parts/cell.js";
import { parquetjsCodec } from "../../src/parts/codec-parquetjs.js";
import { attemptColumn, attemptOf, generatePart, rowIdentities } from "../../src/parts/generate.js";
import { SplitMix64 } from "../../src/parts/random.js";
import { readPart } from "../../src/parts/read-part.js";
import { cells } from "./tables.js";

const plan = { seed: "1", jobKey: "w1", task: 2, attempt: 0, file: 1, rows: 40 };
const codec = parquetjsCodec();

test("the same plan gives the same rows", () => {
  expect(cells(generatePart(plan), cellAt)).toEqual(cells(generatePart(plan), cellAt));
});

test("another attempt writes other bytes with the same rows", async () => {
  const [first, second] = await Promise.all(
    [0, 1].map((attempt) => codec.encode(generatePart({ ...plan, attempt }))),
  );
  expect(Buffer.compare(first!, second!)).not.toBe(0);
  expect(rowIdentities(readPart(first!))).toEqual(rowIdentities(readPart(second!)));
  expect(attemptOf(readPart(first!))).toBe(0);
  expect(attemptOf(readPart(second!))).toBe(1);
});

test("no two rows of different tasks, files or jobs are the same", () => {
  const plans = ["w1", "w2"].flatMap((jobKey) =>
    [0, 1, 2].flatMap((task) => [0, 1].map((file) => ({ ...plan, jobKey, task, file }))),
  );
  const rows = plans.flatMap((plan) => rowIdentities(generatePart(plan)));
  expect(new Set(rows).size).toBe(rows.length);
});

describe("what is in the rows", () => {
  const all = Array.from({ length: 5 }, (_, task) => generatePart({ ...plan, task, rows: 100 }));
  const values = (name: string) =>
    all.flatMap((table) => Array.from({ length: 100 }, (_, row) => cellAt(table.column(name), row)));

  test.each([
    ["a NaN", "ratio", Number.NaN],
    ["a -0", "ratio", -0],
    ["a null", "note", null],
    ["an empty string", "note", ""],
    ["the string null", "note", "null"],
    ["a character of two UTF-16 units", "note", "\u{1f600}"],
  ])("%s", (_, column, value) => {
    expect(values(column).some((cell) => Object.is(cell, value))).toBe(true);
  });

  test("times before 1970, and a fraction that milliseconds do not hold", () => {
    const times = values("at") as bigint[];
    expect(times.some((time) => time < 0n)).toBe(true);
    expect(times.some((time) => time % 1000n !== 0n)).toBe(true);
  });

  test("attempts are told apart by one column only", () => {
    const other = generatePart({ ...plan, attempt: 7 });
    const differing = other.schema
      .map(({ name }) => name)
      .filter((name) => {
        const [left, right] = [generatePart(plan).column(name), other.column(name)];
        return !Object.is(cellAt(left, 0), cellAt(right, 0));
      });
    expect(differing).toEqual([attemptColumn]);
  });
});

test("an attempt is only told where all rows have the same", () => {
  expect(attemptOf(generatePart({ ...plan, rows: 0 }))).toBeUndefined();
});

// Values of the reference implementation, http://prng.di.unimi.it/splitmix64.c, for the seed 1234567.
test("splitmix64 gives the numbers of its reference", () => {
  const random = new SplitMix64(1234567n);
  expect([random.next(), random.next(), random.next()]).toEqual([
    6457827717110365317n,
    3203168211198807973n,
    9817491932198370423n,
  ]);
});
