/**
 * One column of one row group: from the bytes of its pages to physical values, with hyparquet's page headers,
 * decompression and encodings, and without its conversion of values (which makes microseconds milliseconds and decimals
 * floats). Everything that a damaged file may say is checked before it is used: lengths, counts, runs and indexes.
 *
 * Source: parquet-format, README.md ("Data Pages") and Encodings.md.
 */
import type { CompressionCodec, PageHeader } from "hyparquet";
import { parquetHeader } from "hyparquet/src/column.js";
import { decompressPage } from "hyparquet/src/datapage.js";
import { readRleBitPackedHybrid } from "hyparquet/src/encoding.js";
import { ColumnBuilder } from "./column-builder.js";
import type { StoredField } from "./declared-type.js";
import { compressors, largestPage } from "./decompress.js";
import { UnreadablePart, UnsupportedColumn, messageOf } from "./errors.js";
import { decodeValues, plainValues, putValues, readerOf } from "./page-values.js";
import type { Values } from "./page-values.js";
import { checkRuns } from "./runs.js";
import type { Column } from "./table.js";

/** Where a column chunk lies in its file, and how it is compressed. */
export interface ChunkInfo {
  readonly start: number;
  readonly end: number;
  readonly codec: CompressionCodec;
}

/**
 * Decodes a column chunk of `rows` rows from its bytes.
 *
 * @throws UnreadablePart where the bytes are not such a chunk.
 * @throws UnsupportedColumn where a value cannot be held exactly.
 */
export function decodeChunk(
  stored: StoredField,
  codec: CompressionCodec,
  bytes: Uint8Array,
  rows: number,
): Column {
  try {
    return decodePages(stored, codec, bytes, rows);
  } catch (error) {
    if (error instanceof UnsupportedColumn) throw error;
    throw new UnreadablePart(`Column ${JSON.stringify(stored.field.name)} is damaged: ${messageOf(error)}.`);
  }
}

function decodePages(stored: StoredField, codec: CompressionCodec, bytes: Uint8Array, rows: number): Column {
  const builder = new ColumnBuilder(stored.field, rows);
  const reader = readerOf(bytes);
  let dictionary: Values | undefined;
  let row = 0;
  while (row < rows) {
    if (reader.offset >= bytes.length) throw new UnreadablePart(`its pages end after ${row} of ${rows} rows`);
    const header = parquetHeader(reader);
    const body = pageBody(header, bytes, reader.offset);
    reader.offset += body.length;
    if (header.type === "DICTIONARY_PAGE") {
      dictionary = dictionaryPage(stored, codec, header, body);
    } else if (header.type === "DATA_PAGE" || header.type === "DATA_PAGE_V2") {
      const page =
        header.type === "DATA_PAGE"
          ? pageV1(stored, codec, header, body)
          : pageV2(stored, codec, header, body);
      if (page.count > rows - row) throw new UnreadablePart(`its pages hold more than ${rows} rows`);
      const levels = page.levels();
      const present = levels === undefined ? page.count : count1(levels);
      if (page.nulls !== undefined && page.nulls !== page.count - present) {
        throw new UnreadablePart(`a page says ${page.nulls} nulls and has ${page.count - present}`);
      }
      const values = decodeValues(stored, page.encoding, page.values(), present, dictionary);
      putValues(builder, row, page.count, present === page.count ? undefined : levels, values);
      row += page.count;
    } else if (header.type !== "INDEX_PAGE") {
      throw new UnreadablePart("it has a page of an unknown kind");
    }
  }
  return builder.finish();
}

/** The page's bytes, as they are stored. */
function pageBody(header: PageHeader, bytes: Uint8Array, offset: number): Uint8Array {
  const { compressed_page_size: stored, uncompressed_page_size: plain } = header;
  if (!Number.isInteger(stored) || stored < 0 || offset + stored > bytes.length) {
    throw new UnreadablePart(`a page of ${stored} bytes reaches beyond the column's end`);
  }
  if (!Number.isInteger(plain) || plain < 0 || plain > largestPage) {
    throw new UnreadablePart(`a page says that it has ${plain} bytes uncompressed`);
  }
  return bytes.subarray(offset, offset + stored);
}

/** A data page of either version; its parts are decoded when they are asked for, levels first. */
interface DataPage {
  readonly count: number;
  /** Nulls that the header counts; version 1 does not. */
  readonly nulls?: number;
  readonly encoding: Parameters<typeof decodeValues>[1];
  levels(): Uint8Array | undefined;
  values(): Uint8Array;
}

function pageV1(
  stored: StoredField,
  codec: CompressionCodec,
  header: PageHeader,
  body: Uint8Array,
): DataPage {
  const info = header.data_page_header;
  if (info === undefined) throw new UnreadablePart("a data page has no header");
  const count = checkCount(info.num_values);
  const page = decompress(codec, body, header.uncompressed_page_size);
  const { nullable } = stored.field;
  if (nullable && info.definition_level_encoding !== "RLE") {
    throw new UnreadablePart(`a page has its levels as ${info.definition_level_encoding}, not as RLE`);
  }
  const reader = readerOf(page);
  const length = nullable && count > 0 ? reader.view.getUint32(0, true) : 0;
  const start = nullable && count > 0 ? 4 : 0;
  return {
    count,
    encoding: info.encoding,
    levels: () => (nullable ? decodeLevels(page.subarray(start), length, count) : undefined),
    values: () => page.subarray(start + length),
  };
}

function pageV2(
  stored: StoredField,
  codec: CompressionCodec,
  header: PageHeader,
  body: Uint8Array,
): DataPage {
  const info = header.data_page_header_v2;
  if (info === undefined) throw new UnreadablePart("a data page has no header");
  const count = checkCount(info.num_values);
  const { repetition_levels_byte_length: repetition, definition_levels_byte_length: definition } = info;
  const start = repetition + definition;
  const plain = header.uncompressed_page_size - start;
  if (repetition < 0 || definition < 0 || start > body.length || plain < 0) {
    throw new UnreadablePart(`a page has ${start} bytes of levels in ${body.length}`);
  }
  const { nullable } = stored.field;
  const rest = body.subarray(start);
  return {
    count,
    nulls: info.num_nulls,
    encoding: info.encoding,
    levels: () => (nullable ? decodeLevels(body.subarray(repetition), definition, count) : undefined),
    values: () => (info.is_compressed === false ? rest : decompress(codec, rest, plain)),
  };
}

function checkCount(count: number): number {
  if (!Number.isInteger(count) || count < 0)
    throw new UnreadablePart(`a page says that it has ${count} values`);
  return count;
}

function dictionaryPage(
  stored: StoredField,
  codec: CompressionCodec,
  header: PageHeader,
  body: Uint8Array,
): Values {
  const info = header.dictionary_page_header;
  if (info === undefined) throw new UnreadablePart("a dictionary page has no header");
  const page = decompress(codec, body, header.uncompressed_page_size);
  const count = checkCount(info.num_values);
  if (count > page.length && stored.field.physical !== "BOOLEAN") {
    throw new UnreadablePart(`a dictionary of ${count} entries has ${page.length} bytes`);
  }
  return count === 0
    ? decodeValues(stored, "PLAIN", page, 0, undefined).values
    : plainValues(stored, readerOf(page), count);
}

function decompress(codec: CompressionCodec, body: Uint8Array, length: number): Uint8Array {
  if (length === 0) return new Uint8Array(0);
  return decompressPage(body, length, codec, compressors);
}

/** Definition levels of a flat column: one bit a row. */
function decodeLevels(bytes: Uint8Array, length: number, count: number): Uint8Array {
  const levels = new Uint8Array(count);
  const reader = readerOf(bytes);
  checkRuns(reader, length, 1, count);
  readRleBitPackedHybrid(reader, 1, levels, length);
  for (let at = 0; at < count; at++) {
    if (levels[at]! > 1) throw new UnreadablePart(`a page has the level ${levels[at]} in a flat column`);
  }
  return levels;
}

function count1(levels: Uint8Array): number {
  let ones = 0;
  for (let at = 0; at < levels.length; at++) ones += levels[at]!;
  return ones;
}
