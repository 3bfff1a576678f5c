import { describe, expect, it } from "vitest";
import { ChunkDecoder } from "../../../src/server/wire/chunked.js";

const big = "x".repeat(8192);

function decode(text: string, { trailers = true, piece = 3 } = {}): readonly [string, ...string[]] {
  let bytes = "";
  const decoder = new ChunkDecoder(
    { signer: undefined, trailers },
    (given) => (bytes += Buffer.from(given).toString()),
  );
  const all = Buffer.from(text);
  for (let at = 0; at < all.length; at += piece) decoder.push(all.subarray(at, at + piece));
  decoder.end();
  return [bytes, ...[...decoder.trailers].map(([name, value]) => `${name}=${value}`)];
}

describe("a chunked body without signatures", () => {
  it("is what its chunks hold, however it is cut", () => {
    const text = `2000\r\n${big}\r\n5\r\nhello\r\n0\r\nX-Amz-Checksum-Crc32: AAAA\r\n\r\n`;
    for (const piece of [1, 2, 7, 8192, 100_000]) {
      expect(decode(text, { piece })).toEqual([`${big}hello`, "x-amz-checksum-crc32=AAAA"]);
    }
    expect(decode("0\r\n\r\n")).toEqual([""]);
  });

  it.each([
    ["a head that is no number", "xyz\r\n", "InvalidRequest"],
    ["a size that nothing can have", "fffffffffffffff\r\n", "InvalidRequest"],
    ["a head without end", "1".repeat(2000), "InvalidRequest"],
    ["a chunk that is longer than it says", "2\r\nabc\r\n0\r\n\r\n", "InvalidRequest"],
    ["a small chunk before the last", "2\r\nab\r\n2\r\ncd\r\n0\r\n\r\n", "InvalidChunkSizeError"],
    ["no last chunk", "2\r\nab\r\n", "IncompleteBody"],
    ["bytes behind the last chunk", "0\r\n\r\nmore\r\n", "InvalidRequest"],
    ["a trailer that is none", "0\r\nnothing\r\n\r\n", "MalformedTrailerError"],
    ["a trailer twice", "0\r\na:1\r\na:1\r\n\r\n", "MalformedTrailerError"],
    [
      "too many trailers",
      `0\r\n${Array.from({ length: 17 }, (_, at) => `a${at}:1\r\n`).join("")}\r\n`,
      "MalformedTrailerError",
    ],
  ])("is refused with %s", (_what, text, code) => {
    expect(() => decode(text)).toThrow(expect.objectContaining({ code }));
  });

  it("has trailers only where it was said", () => {
    expect(() => decode("0\r\na:1\r\n\r\n", { trailers: false })).toThrow(
      expect.objectContaining({ code: "MalformedTrailerError" }),
    );
  });
});
