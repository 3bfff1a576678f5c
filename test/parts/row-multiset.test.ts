import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cellAt, tableOf } from "../../src/parts/cell.js";
import { field } from "../../src/parts/field.js";
import type { Field } from "../../src/parts/field.js";
import { RowHasher } from "../../src/parts/row-hash.js";
import { rowKeys } from "../../src/parts/row-key.js";
import { RowMultisets } from "../../src/parts/row-multiset.js";
import { Table } from "../../src/parts/table.js";
import { anyTable, cells } from "./tables.js";

function hashes(table: Table): string[] {
  const hasher = new RowHasher(table);
  return Array.from({ length: table.rows }, (_, row) => {
    hasher.row(row);
    return hasher.hash.join();
  });
}

/** The same by counting texts. */
function byText(left: string[], right: string[]) {
  const counts = new Map<string, number>();
  for (const row of left) counts.set(row, (counts.get(row) ?? 0) + 1);
  for (const row of right) counts.set(row, (counts.get(row) ?? 0) - 1);
  let [missing, surplus] = [0n, 0n];
  for (const count of counts.values()) {
    if (count > 0) missing += BigInt(count);
    else surplus -= BigInt(count);
  }
  return { left: BigInt(left.length), right: BigInt(right.length), missing, surplus };
}

test("hashes are equal exactly where the rows' texts are", () => {
  fc.assert(
    fc.property(anyTable(), (table) => {
      const [keys, hashed] = [rowKeys(table), hashes(table)];
      for (let left = 0; left < keys.length; left++) {
        for (let right = 0; right < left; right++) {
          expect(hashed[left] === hashed[right]).toBe(keys[left] === keys[right]);
        }
      }
    }),
    { seed: 1, numRuns: 100 },
  );
});

describe("a row's hash depends on its values only", () => {
  test("not on which rows stand before it, on slices, or on whether null is allowed", () => {
    fc.assert(
      fc.property(anyTable(), fc.nat(30), (table, start) => {
        const slice = table.slice(start, table.rows);
        expect(hashes(slice)).toEqual(hashes(table).slice(start));
        const nullable = table.schema.map((field): Field => ({ ...field, nullable: true }));
        expect(hashes(tableOf(nullable, cells(table, cellAt)))).toEqual(hashes(table));
      }),
      { seed: 2, numRuns: 60 },
    );
  });

  test("every NaN is one value, -0 is another than 0", () => {
    const bits = new Float64Array(BigUint64Array.of(0x7ff8000000000000n, 0xfff0000000000001n).buffer);
    const data = { physical: "DOUBLE", values: bits } as const;
    const [one, other] = hashes(new Table([{ field: field.double("x"), data }], 2));
    expect(one).toBe(other);
    const floats = new Float32Array(Uint32Array.of(0x7fc00000, 0xff800001).buffer);
    const oddFloats = { field: field.float("x"), data: { physical: "FLOAT", values: floats } } as const;
    expect(new Set(hashes(new Table([oddFloats], 2))).size).toBe(1);
    const zeroes = hashes(
      tableOf(
        [field.double("x"), field.float("y")],
        [
          [0, 0],
          [-0, 0],
          [0, -0],
        ],
      ),
    );
    expect(new Set(zeroes).size).toBe(3);
  });

  test("a decimal counts by its number, whatever holds it", () => {
    const logical = { kind: "decimal", precision: 9, scale: 2 } as const;
    const held: Field[] = [
      { name: "x", physical: "INT32", logical, nullable: false },
      { name: "x", physical: "INT64", logical, nullable: false },
      { name: "x", physical: "BYTE_ARRAY", logical, nullable: false },
      { name: "x", physical: "FIXED_LEN_BYTE_ARRAY", length: 9, logical, nullable: false },
    ];
    for (const value of [0n, -1n, 127n, 128n, -128n, -129n, 65_535n, -65_536n]) {
      expect(new Set(held.map((field) => hashes(tableOf([field], [[value]]))[0])).size).toBe(1);
    }
    const numbers = Array.from({ length: 1000 }, (_, at) => [BigInt(at - 500)]);
    expect(new Set(hashes(tableOf([held[2]!], numbers))).size).toBe(1000);
  });

  test("columns cannot be taken for each other", () => {
    const row = (names: string[], values: string[]) =>
      hashes(
        tableOf(
          names.map((name) => field.string(name)),
          [values],
        ),
      )[0];
    expect(row(["a", "b"], ["x", "yz"])).not.toBe(row(["a", "b"], ["xy", "z"]));
    const nullable = [field.int32("a", true), field.int32("b", true)];
    expect(
      new Set(
        hashes(
          tableOf(nullable, [
            [null, 1],
            [1, null],
            [null, null],
          ]),
        ),
      ).size,
    ).toBe(3);
    expect(row(["a", "b"], ["x", "y"])).not.toBe(row(["b", "a"], ["x", "y"]));
  });
});

test("the difference is what counting texts gives", () => {
  const row = fc.tuple(fc.integer({ min: 0, max: 4 }), fc.constantFrom("a", null));
  const schema = [field.int32("n"), field.string("s", true)];
  fc.assert(
    fc.property(fc.array(row, { maxLength: 40 }), fc.array(row, { maxLength: 40 }), (left, right) => {
      const [one, other] = [tableOf(schema, left), tableOf(schema, right)];
      const sets = new RowMultisets();
      sets.addLeft(one);
      sets.addRight(other);
      const difference = sets.difference();
      expect(difference).toEqual(byText(rowKeys(one), rowKeys(other)));
      expect(sets.distinct).toBe(BigInt(new Set([...rowKeys(one), ...rowKeys(other)]).size));
      const missing = sets.samples("missing", one, 100);
      const surplus = sets.samples("surplus", other, 100);
      expect(BigInt(missing.length)).toBe(difference.missing);
      expect(BigInt(surplus.length)).toBe(difference.surplus);
      expect(byText(rowKeys(one), [...rowKeys(other), ...missing]).missing).toBe(0n);
    }),
    { seed: 1, numRuns: 200 },
  );
});

test("many rows: what is missing and what is there too often is counted, and found again", () => {
  const numbers = (from: number, to: number) =>
    tableOf(
      [field.int32("n")],
      Array.from({ length: to - from }, (_, at) => [from + at]),
    );
  const sets = new RowMultisets();
  for (let start = 0; start < 100_000; start += 25_000) sets.addLeft(numbers(start, start + 25_000));
  sets.addRight(numbers(10, 100_000));
  sets.addRight(numbers(50_000, 50_003));
  expect(sets.difference()).toEqual({ left: 100_000n, right: 99_993n, missing: 10n, surplus: 3n });
  expect(sets.samples("missing", numbers(0, 25_000), 3)).toEqual(["n=int32(0)", "n=int32(1)", "n=int32(2)"]);
  expect(sets.samples("missing", numbers(25_000, 50_000), 3)).toEqual([]);
  expect(sets.samples("surplus", numbers(50_000, 50_003), 9)).toHaveLength(3);
});

test("columns can be left out of a row's identity", () => {
  const schema = [field.int32("n"), field.int32("attempt")];
  const sets = new RowMultisets({ except: ["attempt"] });
  sets.addLeft(tableOf(schema, [[1, 0]]));
  sets.addRight(tableOf(schema, [[1, 1]]));
  expect(sets.difference()).toMatchObject({ missing: 0n, surplus: 0n });
});
