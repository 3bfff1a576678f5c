import type { DataReader } from "hyparquet";
import { UnreadablePart } from "./errors.js";

/**
 * Walks the headers of a hybrid of runs and bit-packed groups, before it is decoded: the decoder trusts them, and would
 * write a run of 2^31 values, or read past the end of its bytes.
 *
 * Source: parquet-format, Encodings.md, "RLE".
 *
 * @param length bytes that the hybrid has, from the reader's offset on; the offset is left as it is.
 * @throws UnreadablePart where the runs do not hold `count` values in `length` bytes.
 */
export function checkRuns(reader: DataReader, length: number, width: number, count: number): void {
  const { view, offset } = reader;
  const end = offset + length;
  if (end > view.byteLength)
    throw new UnreadablePart(`runs of ${length} bytes reach beyond the end of their page`);
  const bytesOfValue = (width + 7) >> 3;
  let at = offset;
  let seen = 0;
  while (seen < count) {
    let header = 0;
    let shift = 0;
    let byte: number;
    do {
      if (at >= end || shift > 28) throw new UnreadablePart(`runs end after ${seen} of ${count} values`);
      byte = view.getUint8(at++);
      header += (byte & 0x7f) * 2 ** shift;
      shift += 7;
    } while (byte >= 0x80);
    const half = Math.floor(header / 2);
    const packed = header % 2 === 1;
    at += packed ? half * width : bytesOfValue;
    seen += packed ? half * 8 : half;
    // The last group of a packed run is filled up to eight values; some writers leave out its unused bytes.
    const surplus = packed ? Math.floor(((seen - count) * width) / 8) : 0;
    if (seen >= count + 8 * (packed ? half : 1) || at - Math.max(0, surplus) > end) {
      throw new UnreadablePart(`a run of ${packed ? half * 8 : half} values does not fit a page of ${count}`);
    }
  }
}
