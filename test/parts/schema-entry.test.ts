import { describe, expect, test } from "vitest";
import { UnreadablePart } from "../../src/parts/errors.js";
import { field } from "../../src/parts/field.js";
import type { Field } from "../../src/parts/field.js";
import { schemaEntry, withSchemaEntry } from "../../src/parts/schema-entry.js";

const schema: readonly Field[] = [
  field.timestamp("at", "nanos", false),
  field.decimal("d", 38, 4, true),
  field.int32("n"),
];
const bare = schema.map(({ name, physical, length, nullable }): Field => ({
  name,
  physical,
  nullable,
  ...(length === undefined ? {} : { length }),
}));

test("the entry gives a schema back that the file only has physically", () => {
  expect(withSchemaEntry(bare, schemaEntry(schema))).toEqual(schema);
  expect(withSchemaEntry(schema, schemaEntry(schema))).toEqual(schema);
});

describe("an entry that does not belong to the file is refused", () => {
  test.each<[string, readonly Field[], string, RegExp]>([
    ["other names", bare, schemaEntry([field.int64("x"), ...schema.slice(1)]), /Column 0 is "at", but "x"/],
    ["more columns", bare.slice(1), schemaEntry(schema), /has 2 columns, its entry lakelitmus.schema 3/],
    [
      "other meaning",
      [field.timestamp("at", "micros", false), ...bare.slice(1)],
      schemaEntry(schema),
      /"at" is timestamp\(micros, local\), but timestamp\(nanos, local\)/,
    ],
    ["no JSON", bare, "{", /not JSON/],
    ["no list", bare, "{}", /not a list of columns/],
    [
      "a type that is none",
      bare,
      '[{"name":"at","logical":{"kind":"date of birth"}}]',
      /not a list of columns/,
    ],
    [
      "a unit that is none",
      bare,
      '[{"name":"at","logical":{"kind":"time","unit":"days","utc":true}}]',
      /not a list/,
    ],
  ])("%s", (_, fields, entry, problem) => {
    expect(() => withSchemaEntry(fields, entry)).toThrow(UnreadablePart);
    expect(() => withSchemaEntry(fields, entry)).toThrow(problem);
  });
});
