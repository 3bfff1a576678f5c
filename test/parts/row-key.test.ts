import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cellAt, tableOf } from "../../src/parts/cell.js";
import type { Cell } from "../../src/parts/cell.js";
import { field } from "../../src/parts/field.js";
import type { Field } from "../../src/parts/field.js";
import { rowKey, rowKeys } from "../../src/parts/row-key.js";
import { anyTable, cells } from "./tables.js";

const keyOf = (field: Field, cell: Cell): string => rowKey(tableOf([field], [[cell]]), 0);

describe("the text of a value", () => {
  test.each<[Field, Cell, string]>([
    [field.boolean("x"), true, "x=true"],
    [field.string("x", true), null, "x=null"],
    [field.string("x", true), "null", 'x="null"'],
    [field.string("x"), "", 'x=""'],
    [field.string("x"), '"', String.raw`x="\""`],
    [field.string("x"), Uint8Array.of(0xff), "x=string(ff)"],
    [field.binary("x"), Uint8Array.of(0, 255), "x=binary(00ff)"],
    [field.int32("x"), -5, "x=int32(-5)"],
    [field.int64("x"), 2n ** 53n + 1n, "x=int64(9007199254740993)"],
    [field.integer("x", 32, false), 4294967295, "x=uint32(4294967295)"],
    [field.integer("x", 64, false), 2n ** 64n - 1n, "x=uint64(18446744073709551615)"],
    [field.double("x"), -0, "x=double(-0)"],
    [field.double("x"), 0, "x=double(0)"],
    [field.double("x"), Number.NaN, "x=double(NaN)"],
    [field.float("x"), -Infinity, "x=float(-Infinity)"],
    [field.decimal("x", 9, 2), -5n, "x=decimal(-0.05)"],
    [field.decimal("x", 38, 0), 10n ** 37n, `x=decimal(1${"0".repeat(37)})`],
    [field.date("x"), -1, "x=date(1969-12-31)"],
    [field.date("x"), 11_016, "x=date(2000-02-29)"],
    [field.date("x"), -719_529, "x=date(-0001-12-31)"],
    [field.timestamp("x", "micros", true), -1n, "x=timestamp(1969-12-31T23:59:59.999999Z)"],
    [field.timestamp("x", "micros", false), 1n, "x=timestamp(1970-01-01T00:00:00.000001)"],
    [field.timestamp("x", "nanos", true), 2n ** 63n - 1n, "x=timestamp(2262-04-11T23:47:16.854775807Z)"],
    [field.time("x", "millis", false), 1, "x=time(00:00:00.001)"],
    [field.int32("a b"), 1, '"a b"=int32(1)'],
  ])("%o %o", (field, cell, text) => {
    expect(keyOf(field, cell)).toBe(text);
  });

  test("of a date is what Date says, where Date reaches", () => {
    fc.assert(
      fc.property(fc.integer({ min: -100_000_000, max: 100_000_000 }), (days) => {
        const iso = new Date(days * 86_400_000).toISOString().split("T")[0]!;
        const [, sign, year, rest] = /^([+-]?)0*(\d+)(-.*)$/.exec(iso)!;
        expect(keyOf(field.date("x"), days)).toBe(
          `x=date(${sign === "-" ? "-" : ""}${year!.padStart(4, "0")}${rest})`,
        );
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});

test("two rows have the same text exactly where their values are the same", () => {
  const same = (left: readonly Cell[], right: readonly Cell[]) =>
    left.every((cell, at) => {
      const other = right[at]!;
      return cell instanceof Uint8Array && other instanceof Uint8Array
        ? Buffer.compare(cell, other) === 0
        : Object.is(cell, other);
    });
  fc.assert(
    fc.property(anyTable(), (table) => {
      const keys = rowKeys(table);
      const rows = cells(table, cellAt);
      for (let left = 0; left < rows.length; left++) {
        for (let right = 0; right < left; right++) {
          expect(keys[left] === keys[right]).toBe(same(rows[left]!, rows[right]!));
        }
      }
    }),
    { seed: 1, numRuns: 60 },
  );
});

test("columns can be left out", () => {
  const table = tableOf([field.int32("a"), field.int32("b")], [[1, 2]]);
  expect(rowKeys(table, { except: ["a"] })).toEqual(["b=int32(2)"]);
});
