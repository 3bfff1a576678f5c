/** Decompression of pages, bounded: a header that asks for more than a page can have is refused, not allocated. */
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import type { CompressionCodec, Compressors } from "hyparquet";
import { compressors as pure } from "hyparquet-compressors";
import { UnreadablePart } from "./errors.js";

/** Bytes of an uncompressed page; writers aim at 1 MiB, and the format's own limit is 2 GiB. */
export const largestPage = 512 * 1024 * 1024;

/** Node's own GZIP and BROTLI check their input and stop at the page's length; the others are pure JavaScript or WASM. */
export const compressors: Compressors = {
  ...pure,
  GZIP: (input, length) => gunzipSync(input, { maxOutputLength: Math.max(1, length) }),
  BROTLI: (input, length) => brotliDecompressSync(input, { maxOutputLength: Math.max(1, length) }),
};

/** @throws UnreadablePart for a compression that nobody here can read. */
export function checkCompression(codec: CompressionCodec | undefined): CompressionCodec {
  if (codec === "UNCOMPRESSED" || (codec !== undefined && compressors[codec] !== undefined)) return codec;
  throw new UnreadablePart(
    `The file is compressed with ${codec ?? "an unknown method"}. Write it with SNAPPY, GZIP, ZSTD, LZ4_RAW, BROTLI or none.`,
  );
}
