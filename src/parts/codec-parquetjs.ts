/**
 * Parquet written by parquetjs-lite, below its own conversion of values: its `appendRow` stores 2^53+1 as 2^53, -0 as 0,
 * and throws on NaN and on 2^63-1. Columns are shredded here into its row buffer, and its page, row group and footer
 * writers do the rest.
 *
 * It can declare no timestamps but UTC ones in milliseconds or microseconds, and no decimals. Those are carried as
 * their physical values, and the file's metadata says what they mean (schema-entry.ts).
 */
import parquet from "parquetjs-lite";
import type { Envelope, ShreddedColumn, WriterField, WriterSchema } from "parquetjs-lite";
import { defaultRowsPerGroup, writing } from "./codec.js";
import type { CodecOptions, Compression, PartCodec } from "./codec.js";
import type { Field } from "./field.js";
import { schemaEntry, schemaKey } from "./schema-entry.js";
import { bytesAt } from "./table.js";
import type { Column, Table } from "./table.js";

/** Rows of a page: its level encoder is quadratic in the number of runs, so pages are kept short. */
const rowsPerPage = 8192;

/** Writes with parquetjs-lite. */
export function parquetjsCodec(options: CodecOptions = {}): PartCodec {
  const compression = options.compression ?? "SNAPPY";
  const rowsPerGroup = options.rowsPerGroup ?? defaultRowsPerGroup;
  return {
    name: `parquetjs-lite ${compression}`,
    encode: (table) => writing("parquetjs-lite", () => encode(table, compression, rowsPerGroup)),
  };
}

async function encode(table: Table, compression: Compression, rowsPerGroup: number): Promise<Uint8Array> {
  const schema = writerSchema(table.schema, compression);
  const written: Uint8Array[] = [];
  const envelope = new parquet.ParquetEnvelopeWriter(
    schema,
    (bytes) => {
      written.push(bytes);
    },
    () => {},
    0,
    { useDataPageV2: true, pageIndex: false },
  );
  envelope.writeHeader();
  for (let start = 0; start < table.rows; start += rowsPerGroup) {
    const group = table.slice(start, start + rowsPerGroup);
    envelope.writeRowGroup({ rowCount: group.rows, pages: await encodePages(group, schema) });
  }
  envelope.writeIndex();
  envelope.writeFooter({ [schemaKey]: schemaEntry(table.schema) });
  return joined(written);
}

/** One array, and not a Buffer: `slice` of a Buffer makes no copy. */
function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/**
 * Its page encoder runs when a `ParquetWriter` is closed, so each page has a writer of its own, whose envelope writes
 * nothing: the encoded pages stay in `pages`.
 */
async function encodePages(table: Table, schema: WriterSchema): Promise<Record<string, unknown[]>> {
  const pages: Record<string, unknown[]> = byName(schema.fieldList, () => []);
  for (let start = 0; start < table.rows; start += rowsPerPage) {
    const end = Math.min(start + rowsPerPage, table.rows);
    const columns = byName(schema.fieldList, (_, index) => shred(table.columns[index]!, start, end));
    const writer = new parquet.ParquetWriter(schema, nowhere, {});
    writer.rowBuffer = { rowCount: end - start, pageRowCount: end - start, columnData: columns, pages };
    await writer.close();
  }
  return pages;
}

const nowhere: Envelope = {
  useDataPageV2: true,
  writeHeader() {},
  writeRowGroup() {},
  writeIndex() {},
  writeFooter() {},
  close() {},
};

/** The rows as parquetjs-lite's shredder leaves them: the values that are not null, and a level for each row. */
function shred(column: Column, start: number, end: number): ShreddedColumn {
  const rows = end - start;
  const valid = column.valid?.subarray(start, end);
  const present = valid === undefined ? rows : valid.reduce((sum, bit) => sum + bit, 0);
  const level = column.field.nullable ? 1 : 0;
  return {
    values: present === rows ? valuesOf(column, start, end) : presentValues(column, start, end),
    rlevels: new Uint8Array(rows),
    dlevels: valid === undefined ? new Uint8Array(rows).fill(level) : valid,
    distinct_values: new Set(),
    count: rows,
  };
}

function valuesOf({ data }: Column, start: number, end: number): ArrayLike<unknown> {
  if (data.physical !== "BYTE_ARRAY" && data.physical !== "FIXED_LEN_BYTE_ARRAY") {
    return data.values.subarray(start, end);
  }
  return Array.from({ length: end - start }, (_, index) => bytesAt(data, start + index));
}

function presentValues(column: Column, start: number, end: number): ArrayLike<unknown> {
  const all = valuesOf(column, start, end);
  const present: unknown[] = [];
  for (let index = 0; index < end - start; index++) {
    if (column.valid![start + index] === 1) present.push(all[index]);
  }
  return present;
}

function writerSchema(schema: readonly Field[], compression: Compression): WriterSchema {
  const fieldList = schema.map((field) => writerField(field, compression));
  return { fieldList, fields: byName(fieldList, (field) => field) };
}

function writerField(field: Field, compression: Compression): WriterField {
  const originalType = convertedType(field);
  return {
    name: field.name,
    path: [field.name],
    primitiveType: field.physical,
    ...(originalType === undefined ? {} : { originalType }),
    ...(field.length === undefined ? {} : { typeLength: field.length }),
    repetitionType: field.nullable ? "OPTIONAL" : "REQUIRED",
    encoding: "PLAIN",
    compression,
    statistics: false,
    rLevelMax: 0,
    dLevelMax: field.nullable ? 1 : 0,
  };
}

/** The ConvertedType that means exactly the same as the logical type, where there is one (LogicalTypes.md). */
function convertedType({ logical }: Field): string | undefined {
  switch (logical?.kind) {
    case "string":
      return "UTF8";
    case "enum":
    case "json":
    case "bson":
    case "date":
    case "interval":
      return logical.kind.toUpperCase();
    case "integer":
      return `${logical.signed ? "INT" : "UINT"}_${logical.bits}`;
    case "time":
    case "timestamp":
      // The converted types mean UTC.
      return logical.utc && logical.unit !== "nanos"
        ? `${logical.kind}_${logical.unit}`.toUpperCase()
        : undefined;
    default:
      return undefined;
  }
}

/** Its row buffer is keyed by column; an object without a prototype takes every name. */
function byName<T>(
  fields: readonly WriterField[],
  value: (field: WriterField, index: number) => T,
): Record<string, T> {
  const record = Object.create(null) as Record<string, T>;
  fields.forEach((field, index) => {
    record[field.name] = value(field, index);
  });
  return record;
}
