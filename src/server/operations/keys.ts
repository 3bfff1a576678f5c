import { WireError } from "../wire/s3-errors.js";

/** S3 User Guide, "Naming Amazon S3 objects". */
const mostBytes = 1024;

/** @throws WireError KeyTooLongError */
export function checkKey(key: string): void {
  if (key.length * 3 <= mostBytes) return;
  const bytes = Buffer.byteLength(key);
  if (bytes > mostBytes)
    throw new WireError("KeyTooLongError", undefined, { Size: bytes, MaxSizeAllowed: mostBytes });
}
