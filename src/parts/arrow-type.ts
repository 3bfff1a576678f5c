/**
 * Types of Arrow as types of Parquet that hold the same values exactly.
 *
 * Source: Arrow's Schema.fbs; parquet-format, LogicalTypes.md.
 */
import type {
  Date_,
  Decimal,
  Dictionary,
  Field as ArrowField,
  FixedSizeBinary,
  Float,
  Int,
  Time,
  Timestamp,
} from "apache-arrow";
import type { DataType } from "apache-arrow";
import { UnsupportedColumn } from "./errors.js";
import { checkField, field as make } from "./field.js";
import type { Field, TimeUnit } from "./field.js";

/** Arrow's type numbers (Schema.fbs, `union Type`; -1 is apache-arrow's own for a dictionary). */
export const typeId = {
  null: 1,
  int: 2,
  float: 3,
  binary: 4,
  utf8: 5,
  bool: 6,
  decimal: 7,
  date: 8,
  time: 9,
  timestamp: 10,
  fixedSizeBinary: 15,
  largeBinary: 19,
  largeUtf8: 20,
  dictionary: -1,
} as const;

/** Arrow counts seconds too, for which Parquet has no unit: they are held as milliseconds. */
const units: Readonly<Record<number, TimeUnit>> = { 0: "millis", 1: "millis", 2: "micros", 3: "nanos" };

/** The type of a dictionary's values; any other type is itself. */
export function valueType(type: DataType): DataType {
  return (type.typeId as number) === typeId.dictionary ? (type as Dictionary).dictionary : type;
}

/** @throws UnsupportedColumn where the type is nested, or one that Parquet cannot hold exactly. */
export function arrowField(arrow: ArrowField): Field {
  const { name, nullable } = arrow;
  const made = fieldOf(name, valueType(arrow.type), nullable);
  if (made === undefined) {
    throw new UnsupportedColumn(
      name,
      `is of the Arrow type ${String(arrow.type)}, which has no exact counterpart in a flat Parquet table`,
      "Cast or flatten it, or leave it out.",
    );
  }
  checkField(made);
  return made;
}

function fieldOf(name: string, type: DataType, nullable: boolean): Field | undefined {
  switch (type.typeId as number) {
    case typeId.null:
      return { name, physical: "INT32", logical: { kind: "null" }, nullable: true };
    case typeId.bool:
      return make.boolean(name, nullable);
    case typeId.int: {
      const { bitWidth, isSigned } = type as Int;
      if (isSigned && bitWidth === 32) return make.int32(name, nullable);
      return isSigned && bitWidth === 64
        ? make.int64(name, nullable)
        : make.integer(name, bitWidth, isSigned, nullable);
    }
    case typeId.float:
      return floatField(name, (type as Float).precision, nullable);
    case typeId.utf8:
    case typeId.largeUtf8:
      return make.string(name, nullable);
    case typeId.binary:
    case typeId.largeBinary:
      return make.binary(name, nullable);
    case typeId.fixedSizeBinary:
      return make.fixed(name, (type as FixedSizeBinary).byteWidth, nullable);
    case typeId.date:
      return make.date(name, nullable);
    case typeId.time:
      return make.time(name, units[(type as Time).unit]!, false, nullable);
    case typeId.timestamp: {
      // With a time zone the value is an instant, whichever zone it is; without one it is a local time (Schema.fbs).
      const { unit, timezone } = type as Timestamp;
      return make.timestamp(
        name,
        units[unit]!,
        timezone !== null && timezone !== undefined && timezone !== "",
        nullable,
      );
    }
    case typeId.decimal: {
      const { precision, scale } = type as Decimal;
      return make.decimal(name, precision, scale, nullable);
    }
    default:
      return undefined;
  }
}

function floatField(name: string, precision: number, nullable: boolean): Field {
  if (precision === 1) return make.float(name, nullable);
  if (precision === 2) return make.double(name, nullable);
  return { name, physical: "FIXED_LEN_BYTE_ARRAY", length: 2, logical: { kind: "float16" }, nullable };
}

/** Days, of which a date in milliseconds must be a whole number (Schema.fbs, `DateUnit`). */
export function isDateInMillis(type: DataType): boolean {
  return (type as Date_).unit === 1;
}

/** Whether a time or timestamp counts seconds. */
export function isInSeconds(type: DataType): boolean {
  return (type as Timestamp).unit === 0;
}
