/** The one place that makes UUIDs for executions: from explicit bytes, so that they depend on nothing but their name. */
import { createHash } from "node:crypto";
import { v4 } from "uuid";

/** The version-4 form of a UUID that is a pure function of `name` (uuid writes into the array that it is given). */
export function uuidFor(name: string): string {
  const digest = createHash("sha256").update(name).digest();
  return v4({ random: Uint8Array.from(digest.subarray(0, 16)) });
}
