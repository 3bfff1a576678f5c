/**
 * Rows as canonical text: two rows have the same text if and only if they have the same columns, with the same values.
 * For people, for messages and for small tables; millions of rows are compared by row-multiset.ts.
 */
import { cellAt, isText } from "./cell.js";
import type { TimeUnit } from "./field.js";
import { bytesAt } from "./table.js";
import type { Column, Table } from "./table.js";

export interface RowKeyOptions {
  /** Names of columns that do not belong to a row's identity. */
  readonly except?: readonly string[];
}

/** One text for each row, in the rows' order; equal for equal rows. */
export function rowKeys(table: Table, options: RowKeyOptions = {}): string[] {
  const columns = identityColumns(table, options);
  return Array.from({ length: table.rows }, (_, row) => keyOf(columns, row));
}

/** The text of one row. */
export function rowKey(table: Table, row: number, options: RowKeyOptions = {}): string {
  return keyOf(identityColumns(table, options), row);
}

/** The columns that make up a row's identity. */
export function identityColumns(table: Table, options: RowKeyOptions): readonly Column[] {
  const { except } = options;
  return except === undefined
    ? table.columns
    : table.columns.filter((column) => !except.includes(column.field.name));
}

function keyOf(columns: readonly Column[], row: number): string {
  return columns.map((column) => `${nameText(column.field.name)}=${valueText(column, row)}`).join(", ");
}

function nameText(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : JSON.stringify(name);
}

/**
 * The value of a row as text that no other value or type has: `null`, `"null"`, `int64(7)`, `double(-0)`,
 * `decimal(1.50)`, `binary(00ff)`, `timestamp(1969-12-31T23:59:59.999999Z)`. Every NaN is `NaN`.
 */
export function valueText(column: Column, row: number): string {
  const { field, data } = column;
  const { logical } = field;
  const cell = cellAt(column, row);
  if (cell === null || typeof cell === "boolean") return String(cell);
  switch (logical?.kind) {
    case undefined:
      break;
    case "string":
      return typeof cell === "string" ? JSON.stringify(cell) : `string(${hex(cell)})`;
    case "date":
      return `date(${dayText(Number(cell))})`;
    case "timestamp":
      return `timestamp(${timestampText(BigInt(cell as bigint), logical.unit)}${logical.utc ? "Z" : ""})`;
    case "time":
      return `time(${timeText(BigInt(cell as bigint | number), logical.unit)}${logical.utc ? "Z" : ""})`;
    case "decimal":
      return `decimal(${decimalText(cell as bigint, logical.scale)})`;
    case "integer":
      return `${logical.signed ? "" : "u"}int${logical.bits}(${cell})`;
    case "null":
    case "enum":
    case "json":
    case "bson":
    case "uuid":
    case "float16":
    case "interval":
      return `${logical.kind}(${isText(field) && typeof cell === "string" ? JSON.stringify(cell) : hex(cell)})`;
  }
  if (data.physical === "BYTE_ARRAY") return `binary(${hex(bytesAt(data, row))})`;
  if (data.physical === "FIXED_LEN_BYTE_ARRAY") return `fixed(${hex(bytesAt(data, row))})`;
  return `${data.physical.toLowerCase()}(${Object.is(cell, -0) ? "-0" : String(cell)})`;
}

function hex(bytes: unknown): string {
  return bytes instanceof Uint8Array ? Buffer.from(bytes).toString("hex") : String(bytes);
}

const unitsOfSecond: Readonly<Record<TimeUnit, number>> = { millis: 3, micros: 6, nanos: 9 };

/** The number of digits after the point tells the unit. */
function timeText(value: bigint, unit: TimeUnit): string {
  const digits = unitsOfSecond[unit];
  const perSecond = 10n ** BigInt(digits);
  const seconds = floorDiv(value, perSecond);
  const fraction = String(value - seconds * perSecond).padStart(digits, "0");
  const hours = floorDiv(seconds, 3600n);
  const rest = Number(seconds - hours * 3600n);
  return `${two(Number(hours))}:${two(Math.floor(rest / 60))}:${two(rest % 60)}.${fraction}`;
}

function timestampText(value: bigint, unit: TimeUnit): string {
  const perDay = 86_400n * 10n ** BigInt(unitsOfSecond[unit]);
  const days = floorDiv(value, perDay);
  return `${dayText(Number(days))}T${timeText(value - days * perDay, unit)}`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

function floorDiv(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value < 0n && quotient * by !== value ? quotient - 1n : quotient;
}

/** The day of the proleptic Gregorian calendar, counted from 1970-01-01, for any number of days below 2^53. */
function dayText(days: number): string {
  // An era has 400 years and 146,097 days; years are counted from 1 March, so that a leap day is the last of its year.
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const leapDays =
    Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0);
  return `${year < 0 ? "-" : ""}${String(Math.abs(year)).padStart(4, "0")}-${two(month)}-${two(day)}`;
}

function decimalText(unscaled: bigint, scale: number): string {
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, "0");
  const point = digits.length - scale;
  return `${unscaled < 0n ? "-" : ""}${digits.slice(0, point)}${scale === 0 ? "" : `.${digits.slice(point)}`}`;
}
