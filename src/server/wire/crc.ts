/**
 * The cyclic redundancy checks that S3 takes.
 *
 * - CRC32: Ethernet's polynomial, reflected 0xEDB88320;
 * - CRC32C: Castagnoli's polynomial, reflected 0x82F63B78 (RFC 3720, B.4);
 * - CRC64NVME: reflected 0x9A6C9329AC4BC9B5 (NVM Command Set specification, 64b CRC), in two halves, because JavaScript's
 *   bit operations are 32 bits wide and BigInt's are some fifty times slower.
 */
import zlib from "node:zlib";

/** Eight bytes at a time: table k is table 0 carried k bytes further. */
const lanes = 8;

const castagnoli = tablesOf(0x82f63b78);

function tablesOf(polynomial: number): readonly Uint32Array[] {
  const tables = Array.from({ length: lanes }, () => new Uint32Array(256));
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ polynomial : crc >>> 1;
    tables[0]![byte] = crc >>> 0;
  }
  for (let lane = 1; lane < lanes; lane++) {
    for (let byte = 0; byte < 256; byte++) {
      const before = tables[lane - 1]![byte]!;
      tables[lane]![byte] = ((before >>> 8) ^ tables[0]![before & 255]!) >>> 0;
    }
  }
  return tables;
}

/** Four bytes, most significant first. */
export function crc32c(bytes: Uint8Array): Buffer {
  return reflected(castagnoli, bytes);
}

/** Node has it itself from 20.15 on, and then it is faster. */
const native: ((bytes: Uint8Array) => number) | undefined = zlib.crc32;
const ethernet = native === undefined ? tablesOf(0xedb88320) : [];

/** Four bytes, most significant first. */
export function crc32(bytes: Uint8Array): Buffer {
  if (native === undefined) return reflected(ethernet, bytes);
  const value = Buffer.alloc(4);
  value.writeUInt32BE(native(bytes));
  return value;
}

type Tables = readonly [
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
];

function reflected(tables: readonly Uint32Array[], bytes: Uint8Array): Buffer {
  const [t0, t1, t2, t3, t4, t5, t6, t7] = tables as Tables;
  let crc = 0xffffffff;
  let at = 0;
  for (const end = bytes.length - 7; at < end; at += 8) {
    crc =
      t7[(crc ^ bytes[at]!) & 255]! ^
      t6[((crc >>> 8) ^ bytes[at + 1]!) & 255]! ^
      t5[((crc >>> 16) ^ bytes[at + 2]!) & 255]! ^
      t4[((crc >>> 24) ^ bytes[at + 3]!) & 255]! ^
      t3[bytes[at + 4]!]! ^
      t2[bytes[at + 5]!]! ^
      t1[bytes[at + 6]!]! ^
      t0[bytes[at + 7]!]!;
  }
  for (; at < bytes.length; at++) crc = (crc >>> 8) ^ t0[(crc ^ bytes[at]!) & 255]!;
  const value = Buffer.alloc(4);
  value.writeUInt32BE((crc ^ 0xffffffff) >>> 0);
  return value;
}

const nvmeHigh = new Uint32Array(256);
const nvmeLow = new Uint32Array(256);
for (let byte = 0; byte < 256; byte++) {
  let high = 0;
  let low = byte;
  for (let bit = 0; bit < 8; bit++) {
    const odd = low & 1;
    low = (low >>> 1) | (high << 31);
    high >>>= 1;
    if (odd === 1) {
      high ^= 0x9a6c9329;
      low ^= 0xac4bc9b5;
    }
  }
  nvmeHigh[byte] = high >>> 0;
  nvmeLow[byte] = low >>> 0;
}

/** Eight bytes, most significant first. */
export function crc64nvme(bytes: Uint8Array): Buffer {
  let high = 0xffffffff;
  let low = 0xffffffff;
  for (const byte of bytes) {
    const index = (low ^ byte) & 255;
    low = ((low >>> 8) | (high << 24)) ^ nvmeLow[index]!;
    high = (high >>> 8) ^ nvmeHigh[index]!;
  }
  const value = Buffer.alloc(8);
  value.writeUInt32BE((high ^ 0xffffffff) >>> 0, 0);
  value.writeUInt32BE((low ^ 0xffffffff) >>> 0, 4);
  return value;
}
