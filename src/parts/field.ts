/**
 * The type of a column: a physical type of Parquet, and what its values mean.
 *
 * Source of names and rules: parquet-format, Types and LogicalTypes.md.
 */
import { UnsupportedColumn } from "./errors.js";

/** Parquet's physical types but the deprecated INT96, which is read as a timestamp in nanoseconds. */
export type Physical =
  "BOOLEAN" | "INT32" | "INT64" | "FLOAT" | "DOUBLE" | "BYTE_ARRAY" | "FIXED_LEN_BYTE_ARRAY";

export type TimeUnit = "millis" | "micros" | "nanos";

/** What a physical value means. Left out: just the physical value (an integer is then signed and of full width). */
export type Logical =
  | { readonly kind: "string" | "enum" | "json" | "bson" }
  | { readonly kind: "uuid" | "float16" | "interval" }
  | { readonly kind: "date" }
  /** All values are null. */
  | { readonly kind: "null" }
  | { readonly kind: "time"; readonly unit: TimeUnit; readonly utc: boolean }
  /** `utc`: an instant, counted from 1970-01-01T00:00Z. Otherwise a local date and time without a zone. */
  | { readonly kind: "timestamp"; readonly unit: TimeUnit; readonly utc: boolean }
  | { readonly kind: "decimal"; readonly precision: number; readonly scale: number }
  | { readonly kind: "integer"; readonly bits: 8 | 16 | 32 | 64; readonly signed: boolean };

export interface Field {
  readonly name: string;
  readonly physical: Physical;
  /** Bytes a value has; given exactly for FIXED_LEN_BYTE_ARRAY. */
  readonly length?: number;
  readonly logical?: Logical;
  readonly nullable: boolean;
}

/** The physical types that each meaning may have (LogicalTypes.md). */
const allowed: Readonly<Record<Logical["kind"], readonly Physical[]>> = {
  string: ["BYTE_ARRAY"],
  enum: ["BYTE_ARRAY"],
  json: ["BYTE_ARRAY"],
  bson: ["BYTE_ARRAY"],
  uuid: ["FIXED_LEN_BYTE_ARRAY"],
  float16: ["FIXED_LEN_BYTE_ARRAY"],
  interval: ["FIXED_LEN_BYTE_ARRAY"],
  date: ["INT32"],
  null: ["BOOLEAN", "INT32", "INT64", "FLOAT", "DOUBLE", "BYTE_ARRAY", "FIXED_LEN_BYTE_ARRAY"],
  time: ["INT32", "INT64"],
  timestamp: ["INT64"],
  decimal: ["INT32", "INT64", "BYTE_ARRAY", "FIXED_LEN_BYTE_ARRAY"],
  integer: ["INT32", "INT64"],
};

const fixedLengths: Partial<Record<Logical["kind"], number>> = { uuid: 16, float16: 2, interval: 12 };

const remedy = "Cast the column to a type that Parquet has for it, or leave it out.";

/**
 * Checks that a field is one that Parquet can hold.
 *
 * @throws UnsupportedColumn where the physical type cannot have the logical one.
 */
export function checkField(field: Field): void {
  const { name, physical, length, logical } = field;
  const refuse = (problem: string): never => {
    throw new UnsupportedColumn(name, problem, remedy);
  };
  if (name === "") refuse("has no name");
  if (physical === "FIXED_LEN_BYTE_ARRAY") {
    if (length === undefined || !Number.isInteger(length) || length < 1) {
      refuse(`is FIXED_LEN_BYTE_ARRAY of length ${length}`);
    }
  } else if (length !== undefined) {
    refuse(`is ${physical} with a fixed length`);
  }
  if (logical === undefined) return;
  if (!allowed[logical.kind].includes(physical)) refuse(`is ${physical}, which cannot hold ${logical.kind}`);
  const fixed = fixedLengths[logical.kind];
  if (fixed !== undefined && fixed !== length)
    refuse(`is a ${logical.kind} of ${length} bytes, not of ${fixed}`);
  if (logical.kind === "time" && (physical === "INT32") !== (logical.unit === "millis")) {
    refuse(`is a time in ${logical.unit}, held as ${physical}`);
  }
  if (logical.kind === "integer" && (physical === "INT64") !== (logical.bits === 64)) {
    refuse(`is an integer of ${logical.bits} bits, held as ${physical}`);
  }
  if (
    logical.kind === "decimal" &&
    (logical.precision < 1 || logical.scale < 0 || logical.scale > logical.precision)
  ) {
    refuse(`is a decimal of precision ${logical.precision} and scale ${logical.scale}`);
  }
  if (logical.kind === "null" && !field.nullable) refuse("may hold only null, and is not nullable");
}

/** @throws UnsupportedColumn for a schema without columns, with two columns of one name, or with an impossible field. */
export function checkSchema(schema: readonly Field[]): void {
  if (schema.length === 0) {
    throw new UnsupportedColumn("", "is missing: the table has no columns", "Give it at least one column.");
  }
  const seen = new Set<string>();
  for (const field of schema) {
    checkField(field);
    if (seen.has(field.name)) {
      throw new UnsupportedColumn(field.name, "stands twice in the schema", "Rename one of the two.");
    }
    seen.add(field.name);
  }
}

/** The type in one word or two: `int64`, `decimal(9,2)`, `timestamp(micros, local)`. Equal texts mean equal types. */
export function typeName(field: Field): string {
  const { physical, logical, length } = field;
  if (logical === undefined) return length === undefined ? physical.toLowerCase() : `fixed(${length})`;
  switch (logical.kind) {
    case "decimal":
      return `decimal(${logical.precision},${logical.scale})`;
    case "time":
    case "timestamp":
      return `${logical.kind}(${logical.unit}, ${logical.utc ? "utc" : "local"})`;
    case "integer":
      return `${logical.signed ? "" : "u"}int${logical.bits}`;
    default:
      return logical.kind;
  }
}

/** Plain columns by name of type, for tables that are written by hand. */
export const field = {
  boolean: (name: string, nullable = false): Field => ({ name, physical: "BOOLEAN", nullable }),
  int32: (name: string, nullable = false): Field => ({ name, physical: "INT32", nullable }),
  int64: (name: string, nullable = false): Field => ({ name, physical: "INT64", nullable }),
  float: (name: string, nullable = false): Field => ({ name, physical: "FLOAT", nullable }),
  double: (name: string, nullable = false): Field => ({ name, physical: "DOUBLE", nullable }),
  binary: (name: string, nullable = false): Field => ({ name, physical: "BYTE_ARRAY", nullable }),
  string: (name: string, nullable = false): Field => ({
    name,
    physical: "BYTE_ARRAY",
    logical: { kind: "string" },
    nullable,
  }),
  fixed: (name: string, length: number, nullable = false): Field => ({
    name,
    physical: "FIXED_LEN_BYTE_ARRAY",
    length,
    nullable,
  }),
  date: (name: string, nullable = false): Field => ({
    name,
    physical: "INT32",
    logical: { kind: "date" },
    nullable,
  }),
  timestamp: (name: string, unit: TimeUnit, utc: boolean, nullable = false): Field => ({
    name,
    physical: "INT64",
    logical: { kind: "timestamp", unit, utc },
    nullable,
  }),
  time: (name: string, unit: TimeUnit, utc: boolean, nullable = false): Field => ({
    name,
    physical: unit === "millis" ? "INT32" : "INT64",
    logical: { kind: "time", unit, utc },
    nullable,
  }),
  /** A decimal in the smallest physical type that its precision fits (LogicalTypes.md, DECIMAL). */
  decimal: (name: string, precision: number, scale: number, nullable = false): Field => {
    const logical = { kind: "decimal", precision, scale } as const;
    if (precision <= 9) return { name, physical: "INT32", logical, nullable };
    if (precision <= 18) return { name, physical: "INT64", logical, nullable };
    return { name, physical: "FIXED_LEN_BYTE_ARRAY", length: decimalBytes(precision), logical, nullable };
  },
  integer: (name: string, bits: 8 | 16 | 32 | 64, signed: boolean, nullable = false): Field => ({
    name,
    physical: bits === 64 ? "INT64" : "INT32",
    logical: { kind: "integer", bits, signed },
    nullable,
  }),
} as const;

/** Bytes of two's complement that every decimal of this precision fits in. */
export function decimalBytes(precision: number): number {
  const largest = 10n ** BigInt(precision) - 1n;
  let bytes = 1;
  while (largest >= 1n << BigInt(8 * bytes - 1)) bytes++;
  return bytes;
}
