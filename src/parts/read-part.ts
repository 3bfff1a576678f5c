/** Parquet bytes to a table: what the judge reads with. It is not the library that wrote them. */
import { decodeChunk } from "./column-chunk.js";
import { UnreadablePart } from "./errors.js";
import { checkMagic, footerLength, readFooter, schemaOf, shortestFile } from "./footer.js";
import type { Footer } from "./footer.js";
import { concatTables, emptyTable } from "./table-ops.js";
import { Table } from "./table.js";

/** A Parquet file in memory, whose row groups are decoded one at a time. */
export interface OpenPart {
  readonly footer: Footer;
  /** The rows of a row group. @throws UnreadablePart, UnsupportedColumn */
  group(index: number): Table;
}

/**
 * Reads the footer of a whole file.
 *
 * @throws UnreadablePart where the bytes are not a whole Parquet file.
 * @throws UnsupportedColumn where a column cannot be carried exactly.
 */
export function openPart(bytes: Uint8Array): OpenPart {
  if (bytes.length < shortestFile) {
    throw new UnreadablePart(
      `The file has ${bytes.length} bytes; the shortest Parquet file has ${shortestFile}.`,
    );
  }
  checkMagic(bytes.subarray(0, 4), "start");
  const length = footerLength(bytes, bytes.length);
  const footer = readFooter(bytes.subarray(bytes.length - length), bytes.length);
  return {
    footer,
    group: (index) => readGroup(footer, index, (start, end) => bytes.subarray(start, end)),
  };
}

/** Decodes one row group from the bytes of its columns. */
export function readGroup(
  footer: Footer,
  index: number,
  bytes: (start: number, end: number) => Uint8Array,
): Table {
  const group = footer.groups[index];
  if (group === undefined)
    throw new RangeError(`The file has ${footer.groups.length} row groups, not ${index + 1}.`);
  const columns = footer.columns.map((stored, at) => {
    const chunk = group.chunks[at]!;
    return decodeChunk(stored, chunk.codec, bytes(chunk.start, chunk.end), group.rows);
  });
  return new Table(columns, group.rows);
}

/**
 * Reads a whole file.
 *
 * @throws UnreadablePart where the bytes are not a whole Parquet file.
 * @throws UnsupportedColumn where a column cannot be carried exactly.
 */
export function readPart(bytes: Uint8Array): Table {
  const part = openPart(bytes);
  const { groups } = part.footer;
  if (groups.length === 0) return emptyTable(schemaOf(part.footer));
  return groups.length === 1 ? part.group(0) : concatTables(groups.map((_, index) => part.group(index)));
}
