/** From what a Parquet footer declares to a field. */
import type { SchemaElement, TimeUnit as FooterUnit } from "hyparquet";
import { UnsupportedColumn } from "./errors.js";
import { checkField } from "./field.js";
import type { Field, Logical, Physical, TimeUnit } from "./field.js";

/** A column as it is stored: INT96 is the one type that is stored otherwise than it is held. */
export interface StoredField {
  readonly field: Field;
  readonly int96: boolean;
}

/**
 * The columns of a footer's schema.
 *
 * @throws UnsupportedColumn where a column is nested, or is of a type that cannot be carried exactly.
 */
export function storedFields(schema: readonly SchemaElement[]): StoredField[] {
  const [root, ...elements] = schema;
  const nested = elements.find(
    (element) => element.type === undefined || element.repetition_type === "REPEATED",
  );
  if (nested !== undefined) {
    throw new UnsupportedColumn(
      nested.name,
      "is nested (a list, a map, a struct or repeated)",
      "Flatten it into plain columns, or leave it out.",
    );
  }
  if (root?.num_children !== elements.length) {
    throw new UnsupportedColumn("*", "do not match the count that the footer gives", "Write the file anew.");
  }
  return elements.map(storedField);
}

function storedField(element: SchemaElement): StoredField {
  const int96 = element.type === "INT96";
  // INT96 does not say whether it is UTC: Impala wrote local times, Spark instants. Nothing is converted, so either will do.
  const logical: Logical | undefined = int96
    ? { kind: "timestamp", unit: "nanos", utc: false }
    : (fromLogicalType(element) ?? fromConvertedType(element));
  const field: Field = {
    name: element.name,
    physical: int96 ? "INT64" : (element.type as Physical),
    ...(element.type === "FIXED_LEN_BYTE_ARRAY" ? { length: element.type_length ?? 0 } : {}),
    ...(logical === undefined ? {} : { logical }),
    nullable: element.repetition_type !== "REQUIRED",
  };
  checkField(field);
  return { field, int96 };
}

const units: Readonly<Record<FooterUnit, TimeUnit>> = { MILLIS: "millis", MICROS: "micros", NANOS: "nanos" };

function fromLogicalType(element: SchemaElement): Logical | undefined {
  const type = element.logical_type;
  switch (type?.type) {
    case "STRING":
    case "ENUM":
    case "JSON":
    case "BSON":
    case "UUID":
    case "FLOAT16":
    case "DATE":
    case "NULL":
    case "INTERVAL":
      return { kind: simpleKinds[type.type] };
    case "DECIMAL":
      return { kind: "decimal", precision: type.precision, scale: type.scale };
    case "TIME":
      return { kind: "time", unit: units[type.unit], utc: type.isAdjustedToUTC };
    case "TIMESTAMP":
      return { kind: "timestamp", unit: units[type.unit], utc: type.isAdjustedToUTC };
    case "INTEGER":
      return { kind: "integer", bits: type.bitWidth as 8 | 16 | 32 | 64, signed: type.isSigned };
    case undefined:
      // The library passes on a logical type that it does not know as an object without a name of type.
      if (type === undefined) return undefined;
      break;
    default:
      break;
  }
  throw new UnsupportedColumn(
    element.name,
    `is of the logical type ${type?.type ?? "that is unknown here"}, which is not carried`,
    "Cast it to a plain binary or string column, or leave it out.",
  );
}

const simpleKinds = {
  STRING: "string",
  ENUM: "enum",
  JSON: "json",
  BSON: "bson",
  UUID: "uuid",
  FLOAT16: "float16",
  DATE: "date",
  NULL: "null",
  INTERVAL: "interval",
} as const;

function fromConvertedType(element: SchemaElement): Logical | undefined {
  const type = element.converted_type;
  switch (type) {
    case undefined:
      return undefined;
    case "UTF8":
      return { kind: "string" };
    case "ENUM":
    case "JSON":
    case "BSON":
    case "INTERVAL":
    case "DATE":
      return { kind: simpleKinds[type] };
    case "DECIMAL":
      return { kind: "decimal", precision: element.precision ?? 0, scale: element.scale ?? 0 };
    case "TIME_MILLIS":
    case "TIME_MICROS":
      return { kind: "time", unit: type === "TIME_MILLIS" ? "millis" : "micros", utc: true };
    case "TIMESTAMP_MILLIS":
    case "TIMESTAMP_MICROS":
      return { kind: "timestamp", unit: type === "TIMESTAMP_MILLIS" ? "millis" : "micros", utc: true };
    case "INT_8":
    case "INT_16":
    case "INT_32":
    case "INT_64":
    case "UINT_8":
    case "UINT_16":
    case "UINT_32":
    case "UINT_64":
      return {
        kind: "integer",
        bits: Number(type.slice(type.indexOf("_") + 1)) as 8 | 16 | 32 | 64,
        signed: type.startsWith("I"),
      };
    default:
      throw new UnsupportedColumn(
        element.name,
        `is of the converted type ${type}, which is not carried`,
        "Flatten it into plain columns, or leave it out.",
      );
  }
}
