/** Random tables of every type, for the tests of this folder. */
import * as fc from "fast-check";
import { tableOf } from "../../src/parts/cell.js";
import type { Cell } from "../../src/parts/cell.js";
import { field } from "../../src/parts/field.js";
import type { Field } from "../../src/parts/field.js";
import type { Table } from "../../src/parts/table.js";

interface Typed {
  readonly field: (name: string, nullable: boolean) => Field;
  readonly cell: fc.Arbitrary<Cell>;
}

const int64: fc.Arbitrary<bigint> = fc.oneof(
  fc.constantFrom(2n ** 53n + 1n, -(2n ** 53n) - 1n, 2n ** 63n - 1n, -(2n ** 63n), 0n, -1n),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
);
const int32 = fc.oneof(fc.constantFrom(-(2 ** 31), 2 ** 31 - 1, 0, -1), fc.integer());
const double = fc.oneof(fc.constantFrom(-0, 0, Number.NaN, Infinity, -Infinity, 5e-324), fc.double());
const float = fc.oneof(fc.constantFrom(-0, 0, Number.NaN, Infinity, -Infinity), fc.float());
const text = fc.oneof(
  fc.constantFrom("", "null", "\u{1f600}", "\ufeffx", "a\u0000b"),
  fc.string({ unit: "binary" }),
);
const binary = fc.oneof(
  fc.constantFrom(new Uint8Array(0), Uint8Array.of(0xff, 0xfe), Uint8Array.of(0xc3)),
  fc.uint8Array({ maxLength: 40 }),
);
const fixedBytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const within = (precision: number) =>
  fc.bigInt({ min: -(10n ** BigInt(precision)) + 1n, max: 10n ** BigInt(precision) - 1n });
const units = ["millis", "micros", "nanos"] as const;

const kinds: readonly Typed[] = [
  { field: field.boolean, cell: fc.boolean() },
  { field: field.int32, cell: int32 },
  { field: field.int64, cell: int64 },
  { field: field.float, cell: float },
  { field: field.double, cell: double },
  { field: field.string, cell: text },
  { field: field.binary, cell: binary },
  { field: (name, nullable) => field.fixed(name, 5, nullable), cell: fixedBytes(5) },
  { field: field.date, cell: fc.oneof(fc.constantFrom(-1, -719_162), int32) },
  ...units.flatMap((unit) =>
    [true, false].flatMap((utc): Typed[] => [
      { field: (name, nullable) => field.timestamp(name, unit, utc, nullable), cell: int64 },
      {
        field: (name, nullable) => field.time(name, unit, utc, nullable),
        cell: unit === "millis" ? fc.nat(86_399_999) : fc.bigInt({ min: 0n, max: 86_399_999_999n }),
      },
    ]),
  ),
  ...[9, 18, 38].map((precision): Typed => ({
    field: (name, nullable) => field.decimal(name, precision, 2, nullable),
    cell: within(precision),
  })),
  {
    field: (name, nullable) => ({
      name,
      physical: "BYTE_ARRAY",
      logical: { kind: "decimal", precision: 30, scale: 5 },
      nullable,
    }),
    cell: within(30),
  },
  ...([8, 16, 32] as const).flatMap((bits): Typed[] => [
    {
      field: (name, nullable) => field.integer(name, bits, true, nullable),
      cell: fc.integer({ min: -(2 ** (bits - 1)), max: 2 ** (bits - 1) - 1 }),
    },
    {
      field: (name, nullable) => field.integer(name, bits, false, nullable),
      cell: fc.integer({ min: 0, max: 2 ** bits - 1 }),
    },
  ]),
  { field: (name, nullable) => field.integer(name, 64, true, nullable), cell: int64 },
  {
    field: (name, nullable) => field.integer(name, 64, false, nullable),
    cell: int64.map((value) => BigInt.asUintN(64, value)),
  },
  ...(["enum", "json"] as const).map((kind): Typed => ({
    field: (name, nullable) => ({ name, physical: "BYTE_ARRAY", logical: { kind }, nullable }),
    cell: text,
  })),
  {
    field: (name, nullable) => ({ name, physical: "BYTE_ARRAY", logical: { kind: "bson" }, nullable }),
    cell: binary,
  },
  ...(
    [
      ["uuid", 16],
      ["float16", 2],
      ["interval", 12],
    ] as const
  ).map(([kind, length]): Typed => ({
    field: (name, nullable) => ({
      name,
      physical: "FIXED_LEN_BYTE_ARRAY",
      length,
      logical: { kind },
      nullable,
    }),
    cell: fixedBytes(length),
  })),
  {
    field: (name) => ({ name, physical: "INT32", logical: { kind: "null" }, nullable: true }),
    cell: fc.constant(null),
  },
];

/** How many types of column there are. */
export const typesOfColumns = kinds.length;

const names = fc.oneof(
  fc.constantFrom("__proto__", "constructor", "a.b", "a,b", "ü\u{1f600}", " "),
  fc.string({ minLength: 1, maxLength: 6 }),
);

function column(kind: Typed): fc.Arbitrary<{ field: Field; cell: fc.Arbitrary<Cell> }> {
  return fc.tuple(names, fc.boolean()).map(([name, nullable]) => ({
    field: kind.field(name, nullable),
    cell: nullable ? fc.oneof({ weight: 3, arbitrary: kind.cell }, fc.constant(null)) : kind.cell,
  }));
}

/** Tables of up to 30 rows, with any of the types, or with the given one only. */
export function anyTable(kind?: number): fc.Arbitrary<Table> {
  const one = kind === undefined ? fc.constantFrom(...kinds) : fc.constant(kinds[kind]!);
  return fc
    .uniqueArray(one.chain(column), {
      minLength: 1,
      maxLength: kind === undefined ? 6 : 2,
      selector: (column) => column.field.name,
    })
    .chain((columns) =>
      fc.array(fc.tuple(...columns.map((column) => column.cell)), { maxLength: 30 }).map((rows) =>
        tableOf(
          columns.map((column) => column.field),
          rows,
        ),
      ),
    );
}

/** All values of a table, nulls as null. */
export function cells(table: Table, at: (column: Table["columns"][number], row: number) => Cell): Cell[][] {
  return Array.from({ length: table.rows }, (_, row) => table.columns.map((column) => at(column, row)));
}
