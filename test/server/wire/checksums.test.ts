import { describe, expect, it } from "vitest";
import { crc32, crc32c, crc64nvme } from "../../../src/server/wire/crc.js";
import {
  checksumAlgorithms,
  checksumOf,
  compositeChecksum,
  readChecksum,
  verifyChecksum,
  verifyMd5,
} from "../../../src/server/wire/checksums.js";
import { Body } from "../../../src/store/body.js";

const check = Buffer.from("123456789");

describe("checksums", () => {
  it("are what their definitions say of 123456789, and of bytes that fill several lanes", () => {
    expect(crc32(check).toString("hex")).toBe("cbf43926");
    expect(crc32c(check).toString("hex")).toBe("e3069283");
    expect(crc64nvme(check).toString("hex")).toBe("ae8b14860a799888");
    // RFC 3720, B.4: 32 bytes of zeros, of ones, and ascending.
    expect(crc32c(Buffer.alloc(32)).toString("hex")).toBe("8a9136aa");
    expect(crc32c(Buffer.alloc(32, 255)).toString("hex")).toBe("62a8ab43");
    expect(crc32c(Buffer.from(Array.from({ length: 32 }, (_, byte) => byte))).toString("hex")).toBe(
      "46dd794e",
    );
    expect(crc64nvme(Buffer.alloc(4096)).toString("hex")).toBe("6482d367eb22b64e");
    expect(crc64nvme(Buffer.alloc(4096, 255)).toString("hex")).toBe("c0ddba7302eca3ac");
    expect(checksumOf("SHA1", check)).toBe("98O8HYCOBHMq32eZZczDTKeuNEE=");
    expect(checksumOf("SHA256", check)).toBe("FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=");
  });

  it.each(checksumAlgorithms)(
    "%s is read from its header, holds, and is refused where it is another's",
    (algorithm) => {
      const value = checksumOf(algorithm, check);
      const read = readChecksum((name) =>
        name === `x-amz-checksum-${algorithm.toLowerCase()}` ? value : undefined,
      );
      expect(read).toEqual({ algorithm, value });
      verifyChecksum(read!, check);
      expect(() => verifyChecksum(read!, Buffer.from("123456780"))).toThrow(`The ${algorithm} you specified`);
      expect(() => readChecksum(() => "bm90IG9uZQ==")).toThrow("header is invalid");
    },
  );

  it("come one at a time", () => {
    const both = new Map([
      ["x-amz-checksum-crc32", checksumOf("CRC32", check)],
      ["x-amz-checksum-sha1", checksumOf("SHA1", check)],
    ]);
    expect(() => readChecksum((name) => both.get(name))).toThrow("Expecting a single");
    expect(readChecksum(() => undefined)).toBeUndefined();
  });

  it("of a multipart object are those of its parts' checksums", () => {
    const parts = [checksumOf("SHA256", Buffer.from("1234")), checksumOf("SHA256", Buffer.from("56789"))];
    const joined = Buffer.concat(parts.map((part) => Buffer.from(part, "base64")));
    expect(compositeChecksum("SHA256", parts)).toBe(`${checksumOf("SHA256", joined)}-2`);
  });
});

describe("Content-MD5", () => {
  it("holds, is another's, or is none", () => {
    const body = Body.of(check);
    verifyMd5(undefined, body);
    verifyMd5("JfnnlDI7RTiF9RgfG2JNCw==", body);
    expect(() => verifyMd5("JfnnlDI7RTiF9RgfG2JNCA==", body)).toThrow("did not match what we received");
    expect(() => verifyMd5("JfnnlDI7RTiF", body)).toThrow("was invalid");
  });
});
