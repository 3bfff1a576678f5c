/** The seam between tables and Parquet bytes on the writing side. */
import { UnsupportedColumn, messageOf } from "./errors.js";
import type { Table } from "./table.js";

/** Compressions that give the same bytes on every machine: they are written in JavaScript, without a choice of level. */
export type Compression = "UNCOMPRESSED" | "SNAPPY";

/** Writes tables as Parquet. The same table always gives the same bytes. */
export interface PartCodec {
  /** Names the writing library and the compression. */
  readonly name: string;
  /** @throws UnsupportedColumn where a column cannot be written exactly. */
  encode(table: Table): Promise<Uint8Array>;
}

export interface CodecOptions {
  /** SNAPPY when left out. */
  readonly compression?: Compression;
  /** Rows in one row group at most. 1,000,000 when left out. */
  readonly rowsPerGroup?: number;
}

/** Rows of a group where nothing else is asked for. */
export const defaultRowsPerGroup = 1_000_000;

/** Runs the writing library; what it throws is reported as a column that it cannot write. */
export async function writing<T>(library: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UnsupportedColumn) throw error;
    throw new UnsupportedColumn(
      "*",
      `cannot be written by ${library}: ${messageOf(error)}`,
      "Use another codec.",
    );
  }
}
