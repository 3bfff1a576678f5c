/**
 * Parquet written by hyparquet-writer. It can declare every logical type. All values are written PLAIN: its dictionaries
 * take -0 and 0 for one value.
 */
import type { ConvertedType, LogicalType, SchemaElement } from "hyparquet";
import { parquetWriteBuffer } from "hyparquet-writer";
import type { ColumnSource } from "hyparquet-writer";
import { defaultRowsPerGroup, writing } from "./codec.js";
import type { CodecOptions, PartCodec } from "./codec.js";
import type { Field, TimeUnit } from "./field.js";
import { schemaEntry, schemaKey } from "./schema-entry.js";
import { signedOf } from "./cell.js";
import { bytesAt, isNull, slotsOf } from "./table.js";
import type { Column, Table } from "./table.js";

/** Writes with hyparquet-writer. */
export function hyparquetCodec(options: CodecOptions = {}): PartCodec {
  const compression = options.compression ?? "SNAPPY";
  const rowGroupSize = options.rowsPerGroup ?? defaultRowsPerGroup;
  const encode = async (table: Table): Promise<Uint8Array> =>
    new Uint8Array(
      parquetWriteBuffer({
        columnData: table.columns.map(columnSource),
        schema: schemaElements(table.schema),
        codec: compression,
        statistics: false,
        rowGroupSize,
        kvMetadata: [{ key: schemaKey, value: schemaEntry(table.schema) }],
        createdBy: "hyparquet-writer",
      }),
    );
  return {
    name: `hyparquet-writer ${compression}`,
    encode: (table) => writing("hyparquet-writer", () => encode(table)),
  };
}

function columnSource(column: Column): ColumnSource {
  const data: unknown[] = [];
  const rows = slotsOf(column.data);
  for (let row = 0; row < rows; row++) data.push(isNull(column, row) ? null : writerValue(column, row));
  return { name: column.field.name, data, encoding: "PLAIN", offsetIndex: false };
}

/** The value as the writer wants it for the type that {@link schemaElement} declares. */
function writerValue({ data, field }: Column, row: number): unknown {
  const { logical } = field;
  const unsigned = logical?.kind === "integer" && !logical.signed;
  const decimal = logical?.kind === "decimal";
  switch (data.physical) {
    case "BOOLEAN":
      return data.values[row] === 1;
    case "INT32": {
      const value = data.values[row]!;
      if (decimal) return BigInt(value);
      return unsigned ? value >>> 0 : value;
    }
    case "INT64": {
      const value = data.values[row]!;
      return unsigned ? BigInt.asUintN(64, value) : value;
    }
    case "FLOAT":
    case "DOUBLE":
      return data.values[row]!;
    case "FIXED_LEN_BYTE_ARRAY":
      return decimal ? signedOf(bytesAt(data, row)) : bytesAt(data, row);
    case "BYTE_ARRAY":
      return bytesAt(data, row);
  }
}

function schemaElements(schema: readonly Field[]): SchemaElement[] {
  return [{ name: "root", num_children: schema.length }, ...schema.map(schemaElement)];
}

/** The column as Parquet's footer declares it. */
export function schemaElement(field: Field): SchemaElement {
  const declared = declaration(field);
  return {
    name: field.name,
    type: field.physical,
    repetition_type: field.nullable ? "OPTIONAL" : "REQUIRED",
    ...(field.length === undefined ? {} : { type_length: field.length }),
    ...declared,
  };
}

type Declaration = Pick<SchemaElement, "converted_type" | "logical_type" | "precision" | "scale">;

/**
 * Both the logical type and the older converted type, where they mean the same (LogicalTypes.md, "Compatibility").
 * Where the writer would convert values for a converted type (JSON, a decimal in a BYTE_ARRAY, FLOAT16), that is left
 * out, and schema-entry.ts keeps the meaning.
 */
function declaration({ logical, physical }: Field): Declaration {
  switch (logical?.kind) {
    case undefined:
    case "float16":
      return {};
    case "string":
      return { converted_type: "UTF8", logical_type: { type: "STRING" } };
    case "json":
      return { logical_type: { type: "JSON" } };
    case "uuid":
      return { logical_type: { type: "UUID" } };
    case "null":
      return { logical_type: { type: "NULL" } };
    case "enum":
      return { converted_type: "ENUM", logical_type: { type: "ENUM" } };
    case "bson":
      return { converted_type: "BSON", logical_type: { type: "BSON" } };
    case "date":
      return { converted_type: "DATE", logical_type: { type: "DATE" } };
    case "interval":
      return { converted_type: "INTERVAL" };
    case "integer":
      return {
        converted_type: `${logical.signed ? "INT" : "UINT"}_${logical.bits}`,
        logical_type: { type: "INTEGER", bitWidth: logical.bits, isSigned: logical.signed },
      };
    case "time":
    case "timestamp":
      return timeDeclaration(logical.kind, logical.unit, logical.utc);
    case "decimal": {
      const { precision, scale } = logical;
      const declared: Declaration = { precision, scale, logical_type: { type: "DECIMAL", precision, scale } };
      return physical === "BYTE_ARRAY" ? declared : { ...declared, converted_type: "DECIMAL" };
    }
  }
}

function timeDeclaration(kind: "time" | "timestamp", unit: TimeUnit, utc: boolean): Declaration {
  const type = kind === "time" ? "TIME" : "TIMESTAMP";
  const logical: LogicalType = { type, isAdjustedToUTC: utc, unit: unitNames[unit] };
  // The converted types mean UTC, and there is none for nanoseconds.
  if (!utc || unit === "nanos") return { logical_type: logical };
  const converted: ConvertedType = `${type}_${unit === "millis" ? "MILLIS" : "MICROS"}`;
  return { logical_type: logical, converted_type: converted };
}

const unitNames = { millis: "MILLIS", micros: "MICROS", nanos: "NANOS" } as const;
