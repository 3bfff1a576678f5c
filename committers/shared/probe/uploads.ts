/**
 * Uploads in parts: is the condition of a Complete looked at, what is a repeated Complete told, and does a DELETE that came
 * between win over the upload?
 *
 * Source: S3 API reference, CompleteMultipartUpload; minio/minio#13318 (a retried Complete fails there and succeeds on S3); S3 User
 * Guide, "Concurrent multipart upload operations" (the complete response may tell of an object that nobody ever sees).
 */
import type { S3Error } from "../../../src/store/object-store.js";
import type { Write } from "./conditions.js";
import { type Finding, finding, told, unclear } from "./finding.js";
import type { Scratch } from "./scratch.js";

/** A write by an upload of one part. */
export const completing =
  (scratch: Scratch): Write =>
  async (name, text, condition) => {
    const upload = await scratch.upload(name, text);
    return upload.ok ? scratch.complete(upload.value, condition) : upload;
  };

/** A client that has lost the answer to its Complete asks again: is it told of its success? */
export async function completesTwice(
  scratch: Scratch,
  name: string,
): Promise<Finding<"same answer" | "NoSuchUpload" | "InvalidPart">> {
  const upload = await scratch.upload(name, "one");
  if (!upload.ok) return unclear("An upload of one part", upload.error);
  const first = await scratch.complete(upload.value);
  if (!first.ok) return unclear("A Complete", first.error);
  const again = await scratch.complete(upload.value);
  if (again.ok) return finding("same answer", "A Complete sent again was told of its success again.");
  const { code } = again.error;
  if (code !== "NoSuchUpload" && code !== "InvalidPart")
    return unclear("A Complete that was sent again", again.error);
  return finding(code, `A Complete that was sent again was told ${told(again.error)}.`);
}

/** Initiate, PUT, DELETE, Complete: is the object there? */
export async function completesAfterDelete(
  scratch: Scratch,
  name: string,
): Promise<Finding<"there" | "vanished" | "refused">> {
  const upload = await scratch.upload(name, "one");
  if (!upload.ok) return unclear("An upload of one part", upload.error);
  const put = await scratch.put(name, "two");
  if (!put.ok) return unclear("A PUT", put.error);
  const gone = await scratch.delete(name);
  if (!gone.ok) return unclear("A DELETE", gone.error);
  const done = await scratch.complete(upload.value);
  if (!done.ok) return refusedOrUnclear(done.error);
  return (await scratch.text(name)) === "one"
    ? finding("there", "Begun before a DELETE and completed after it, it is there.")
    : finding("vanished", "Begun before a DELETE and completed after it, it is not there.");
}

/** Stores in which what comes between ends the upload: loudly, so nothing is lost without a word (Garage, Azure). */
function refusedOrUnclear(error: S3Error): Finding<"refused"> {
  const what = "A Complete after a DELETE";
  return error.code === "NoSuchUpload" || error.code === "InvalidPart"
    ? finding("refused", `${what} was told ${told(error)}.`)
    : unclear(what, error);
}
