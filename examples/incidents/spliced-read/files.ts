/** The same rows twice, as a compaction leaves them: in another order, in row groups of the same length. */
import { tableOf } from "../../../src/parts/cell.js";
import { parquetjsCodec } from "../../../src/parts/codec-parquetjs.js";
import { field } from "../../../src/parts/field.js";
import { footerLength, readFooter } from "../../../src/parts/footer.js";

/** Values of fixed length, without compression: files of equally many rows have the same layout. */
const schema = [field.int64("payment"), field.int32("day"), field.decimal("amount", 12, 2)];

export async function twoOrders(
  number: number,
  rows: number,
): Promise<{ readonly part: Uint8Array; readonly before: Uint8Array }> {
  const codec = parquetjsCodec({ compression: "UNCOMPRESSED", rowsPerGroup: Math.ceil(rows / 2) });
  const payments = Array.from({ length: rows }, (_, row) => [
    BigInt(number * 1_000_000 + row),
    20_240_425,
    BigInt(1000 + 7 * row),
  ]);
  return {
    before: await codec.encode(tableOf(schema, payments)),
    part: await codec.encode(tableOf(schema, payments.toReversed())),
  };
}

/** How many bytes at the end of a file its footer takes, from the last eight. */
export function footerTail(last: Uint8Array, size: number): number {
  return footerLength(last, size);
}

/** Where the second row group begins. */
export function secondGroup(footer: Uint8Array, size: number): number {
  return readFooter(footer, size).groups[1]!.chunks[0]!.start;
}
