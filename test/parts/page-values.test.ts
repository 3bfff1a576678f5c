import { describe, expect, test } from "vitest";
import { UnreadablePart } from "../../src/parts/errors.js";
import { field } from "../../src/parts/field.js";
import type { Field } from "../../src/parts/field.js";
import { decodeValues } from "../../src/parts/page-values.js";

/** A page in the midst of a larger buffer, as pages are: what reads beyond its end reads its neighbour. */
function page(...bytes: number[]): Uint8Array {
  const file = new Uint8Array(64).fill(1);
  file.set(bytes, 8);
  return file.subarray(8, 8 + bytes.length);
}

const stored = (field: Field) => ({ field, int96: false });

describe("a page that ends before its values is refused, although there are bytes behind it", () => {
  test("numbers", () => {
    const column = stored(field.int64("x"));
    expect(() => decodeValues(column, "PLAIN", page(1, 2, 3, 4, 5, 6, 7, 8), 1, undefined)).not.toThrow();
    expect(() => decodeValues(column, "PLAIN", page(1, 2, 3, 4, 5, 6, 7, 8), 2, undefined)).toThrow(
      UnreadablePart,
    );
    expect(() => decodeValues(column, "BYTE_STREAM_SPLIT", page(1, 2, 3, 4), 1, undefined)).toThrow(
      UnreadablePart,
    );
  });

  test("booleans", () => {
    const column = stored(field.boolean("x"));
    expect(() => decodeValues(column, "PLAIN", page(0xff), 8, undefined)).not.toThrow();
    expect(() => decodeValues(column, "PLAIN", page(0xff), 9, undefined)).toThrow(UnreadablePart);
    expect(() => decodeValues(column, "RLE", page(9, 0, 0, 0, 3, 0xff), 8, undefined)).toThrow(
      UnreadablePart,
    );
  });

  test("bytes", () => {
    const column = stored(field.binary("x"));
    expect(() => decodeValues(column, "PLAIN", page(2, 0, 0, 0, 7, 7), 1, undefined)).not.toThrow();
    expect(() => decodeValues(column, "PLAIN", page(3, 0, 0, 0, 7, 7), 1, undefined)).toThrow(
      /beyond the page's end/,
    );
    expect(() => decodeValues(column, "PLAIN", page(2, 0, 0, 0, 7, 7), 2, undefined)).toThrow(UnreadablePart);
  });

  test("bytes after their lengths", () => {
    // One block of lengths: 128 values a block, 4 miniblocks, 1 value, the length 4; then two of the four bytes.
    const lengths = [0x80, 1, 4, 1, 8];
    const column = stored(field.binary("x"));
    const decode = (...bytes: number[]) =>
      decodeValues(column, "DELTA_LENGTH_BYTE_ARRAY", page(...lengths, ...bytes), 1, undefined);
    expect(decode(5, 5, 5, 5).values).toMatchObject({ bytes: [Uint8Array.of(5, 5, 5, 5)] });
    expect(() => decode(5, 5)).toThrow(UnreadablePart);
  });
});

describe("a dictionary", () => {
  const column = stored(field.int32("x"));
  const dictionary = { kind: "words", words: Int32Array.of(10, 20), width: 1 } as const;
  const indexes = (value: number) => page(2, 0x10, value);

  test("is asked for entries that it has", () => {
    expect(decodeValues(column, "RLE_DICTIONARY", indexes(1), 8, dictionary).indexes).toEqual(
      new Int32Array(8).fill(1),
    );
    expect(() => decodeValues(column, "RLE_DICTIONARY", indexes(2), 8, dictionary)).toThrow(
      /entry 2 of a dictionary of 2/,
    );
  });

  test("must be there", () => {
    expect(() => decodeValues(column, "RLE_DICTIONARY", indexes(1), 8, undefined)).toThrow(/has not/);
  });
});

test("an encoding that its column cannot have is refused", () => {
  expect(() => decodeValues(stored(field.double("x")), "DELTA_BINARY_PACKED", page(1), 1, undefined)).toThrow(
    /page of DOUBLE says DELTA_BINARY_PACKED/,
  );
  expect(() => decodeValues(stored(field.int32("x")), "RLE", page(1), 1, undefined)).toThrow(
    /says that it is RLE/,
  );
  expect(() => decodeValues(stored(field.boolean("x")), "BYTE_STREAM_SPLIT", page(1), 1, undefined)).toThrow(
    UnreadablePart,
  );
});
