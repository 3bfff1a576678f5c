/**
 * What a Parquet file says of itself: its columns, its row groups, where their bytes lie.
 *
 * Source: parquet-format, README.md ("File format").
 */
import type { ColumnMetaData, FileMetaData, ParquetParsers } from "hyparquet";
import { parquetMetadata } from "hyparquet";
import type { ChunkInfo } from "./column-chunk.js";
import { storedFields } from "./declared-type.js";
import type { StoredField } from "./declared-type.js";
import { checkCompression } from "./decompress.js";
import { UnreadablePart, UnsupportedColumn, messageOf } from "./errors.js";
import { checkSchema } from "./field.js";
import type { Field } from "./field.js";
import { schemaKey, withSchemaEntry } from "./schema-entry.js";

export interface GroupInfo {
  readonly rows: number;
  /** In the order of the columns. */
  readonly chunks: readonly ChunkInfo[];
}

export interface Footer {
  readonly columns: readonly StoredField[];
  readonly rows: bigint;
  readonly groups: readonly GroupInfo[];
}

export function schemaOf(footer: Footer): readonly Field[] {
  return footer.columns.map((column) => column.field);
}

/** Bytes from the end of a file that the footer takes: its length stands before the last four. */
export function footerLength(tail: Uint8Array, fileLength: number): number {
  checkMagic(tail.subarray(tail.length - 4), "end");
  const length = new DataView(tail.buffer, tail.byteOffset).getUint32(tail.length - 8, true) + 8;
  if (length + 4 > fileLength) {
    throw new UnreadablePart(`The file has ${fileLength} bytes, and says that its footer has ${length}.`);
  }
  return length;
}

/** The shortest file: two magic numbers and the length of an empty footer. */
export const shortestFile = 12;

/** @throws UnreadablePart where the four bytes are not Parquet's magic number. */
export function checkMagic(bytes: Uint8Array, where: "start" | "end"): void {
  const magic = String.fromCharCode(...bytes);
  if (magic === "PAR1") return;
  if (magic === "PARE")
    throw new UnreadablePart("The file's footer is encrypted. Write it without encryption.");
  throw new UnreadablePart(`The file is not Parquet, or is truncated: it does not ${where} with PAR1.`);
}

// Statistics are not used here; the library's own parsers would throw on some, and round others.
const raw = (value: unknown): unknown => value;
const rawParsers = {
  timestampFromMilliseconds: raw,
  timestampFromMicroseconds: raw,
  timestampFromNanoseconds: raw,
  dateFromDays: raw,
  stringFromBytes: raw,
  jsonFromBytes: raw,
  geometryFromBytes: raw,
  geographyFromBytes: raw,
  uuidFromBytes: raw,
} as ParquetParsers;

/**
 * Reads the footer.
 *
 * @param tail the file's last bytes, at least the footer.
 * @throws UnreadablePart where the footer is not one, or does not fit the file.
 * @throws UnsupportedColumn where a column cannot be carried exactly.
 */
export function readFooter(tail: Uint8Array, fileLength: number): Footer {
  let metadata: FileMetaData;
  try {
    metadata = parquetMetadata(tail, { geoparquet: false, parsers: rawParsers });
  } catch (error) {
    throw new UnreadablePart(`The file's footer is damaged: ${messageOf(error)}.`);
  }
  try {
    return footerOf(metadata, fileLength);
  } catch (error) {
    if (error instanceof UnreadablePart || error instanceof UnsupportedColumn) throw error;
    throw new UnreadablePart(`The file's footer is damaged: ${messageOf(error)}.`);
  }
}

function footerOf(metadata: FileMetaData, fileLength: number): Footer {
  const stored = storedFields(metadata.schema);
  const entry = metadata.key_value_metadata?.find(({ key }) => key === schemaKey)?.value;
  const fields = stored.map((column) => column.field);
  const meant = entry === undefined ? fields : withSchemaEntry(fields, entry);
  checkSchema(meant);
  const columns = stored.map(({ int96 }, index) => ({ field: meant[index]!, int96 }));
  const groups = metadata.row_groups.map((group): GroupInfo => {
    const rows = countOf(group.num_rows, "rows");
    const chunks = stored.map((column) => {
      const path = [column.field.name];
      const found = group.columns.filter(({ meta_data: data }) => samePath(data?.path_in_schema, path));
      if (found.length !== 1 || found[0]!.meta_data === undefined) {
        throw new UnreadablePart(`A row group lacks the column ${JSON.stringify(column.field.name)}.`);
      }
      if (found[0]!.file_path !== undefined) {
        throw new UnreadablePart(
          `The file keeps its rows in another file, ${JSON.stringify(found[0]!.file_path)}.`,
        );
      }
      return chunkInfo(column, found[0]!.meta_data, rows, fileLength);
    });
    return { rows, chunks };
  });
  const rows = groups.reduce((sum, group) => sum + BigInt(group.rows), 0n);
  if (rows !== metadata.num_rows) {
    throw new UnreadablePart(`The footer counts ${metadata.num_rows} rows, its row groups ${rows}.`);
  }
  return { columns, rows, groups };
}

function samePath(path: readonly string[] | undefined, wanted: readonly string[]): boolean {
  return path?.length === wanted.length && path.every((part, index) => part === wanted[index]);
}

function chunkInfo(
  { field, int96 }: StoredField,
  data: ColumnMetaData,
  rows: number,
  fileLength: number,
): ChunkInfo {
  const name = JSON.stringify(field.name);
  if (data.type !== (int96 ? "INT96" : field.physical)) {
    throw new UnreadablePart(
      `Column ${name} is ${field.physical} in the schema and ${data.type} in a row group.`,
    );
  }
  if (data.num_values !== BigInt(rows)) {
    throw new UnreadablePart(`Column ${name} has ${data.num_values} values in a row group of ${rows} rows.`);
  }
  const dataPage = countOf(data.data_page_offset, "offset");
  // Some writers give 0 where there is no dictionary.
  const dictionary =
    data.dictionary_page_offset === undefined ? 0 : countOf(data.dictionary_page_offset, "offset");
  const start = dictionary > 0 ? Math.min(dictionary, dataPage) : dataPage;
  const end = start + countOf(data.total_compressed_size, "length");
  if (start < 4 || end > fileLength) {
    throw new UnreadablePart(
      `Column ${name} reaches from byte ${start} to ${end} of a file of ${fileLength} bytes.`,
    );
  }
  return { start, end, codec: checkCompression(data.codec) };
}

/** Rows of a row group that can be decoded at once. */
const mostRows = 0x7fff_ffff;

function countOf(value: bigint, what: "rows" | "offset" | "length"): number {
  if (value < 0n || value > (what === "rows" ? BigInt(mostRows) : BigInt(Number.MAX_SAFE_INTEGER))) {
    throw new UnreadablePart(`The footer gives ${value} as a number of ${what}.`);
  }
  return Number(value);
}
