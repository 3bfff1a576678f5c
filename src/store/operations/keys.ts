import type { StoreFailure } from "../requests.js";
import { isWellFormed } from "../utf8-order.js";
import { failure } from "./answers.js";

/** Longest key, in bytes of UTF-8 (S3 User Guide, "Naming Amazon S3 objects"). */
const maxKeyBytes = 1024;

/**
 * Why `key` can be no key of an object, or undefined. S3 answers some of these with codes of their own (KeyTooLongError);
 * a protocol that meets one has a bug, whatever the code.
 */
export function refuseKey(key: string): StoreFailure | undefined {
  if (key === "")
    return failure("InvalidArgument", "The key is empty; an object's key has at least one character.");
  // A UTF-16 unit is at most 3 bytes of UTF-8, so short keys need no counting.
  if (key.length * 3 > maxKeyBytes && Buffer.byteLength(key) > maxKeyBytes) {
    const bytes = Buffer.byteLength(key);
    return failure(
      "InvalidArgument",
      `The key is ${bytes} bytes long in UTF-8; the limit is ${maxKeyBytes}.`,
      key,
    );
  }
  if (!isWellFormed(key)) {
    return failure("InvalidArgument", "The key has a lone surrogate, so it cannot be written as UTF-8.", key);
  }
  return undefined;
}
