/**
 * Does one see at once what one has just written? A store that lags does so now and then: what is found here once is proven,
 * what is not found is not.
 *
 * Source: the five anomalies that gaul/are-we-consistent-yet counts (read after create, overwrite and delete; list after
 * create and delete), and the read after a probe that S3 excepted until December 2020.
 */
import { type Finding, finding, unclear } from "./finding.js";
import type { Scratch } from "./scratch.js";

/** A key that nobody has asked for: PUT, GET. */
export async function readAfterPut(scratch: Scratch, name: string): Promise<Finding<"new" | "missing">> {
  const put = await scratch.put(name, "one");
  return put.ok ? newOrMissing(scratch, name) : unclear("A PUT", put.error);
}

/** A key that was asked for before there was an object: HEAD, PUT, GET. */
export async function readAfterProbe(scratch: Scratch, name: string): Promise<Finding<"new" | "missing">> {
  await scratch.head(name);
  return readAfterPut(scratch, name);
}

async function newOrMissing(scratch: Scratch, name: string): Promise<Finding<"new" | "missing">> {
  return (await scratch.text(name)) === undefined
    ? finding("missing", "A GET right after the PUT of a new object found nothing.")
    : finding("new", "A GET right after the PUT of a new object found it.");
}

/** PUT, PUT, GET. */
export async function readAfterOverwrite(scratch: Scratch, name: string): Promise<Finding<"new" | "old">> {
  for (const text of ["one", "two"]) {
    const put = await scratch.put(name, text);
    if (!put.ok) return unclear("A PUT", put.error);
  }
  const text = await scratch.text(name);
  if (text === "two") return finding("new", "A GET right after an overwrite found the new object.");
  return finding(
    "old",
    `A GET right after an overwrite found ${text === undefined ? "nothing" : "the old object"}.`,
  );
}

/** PUT, DELETE, GET. */
export async function readAfterDelete(scratch: Scratch, name: string): Promise<Finding<"gone" | "old">> {
  const put = await scratch.put(name, "one");
  if (!put.ok) return unclear("A PUT", put.error);
  const gone = await scratch.delete(name);
  if (!gone.ok) return unclear("A DELETE", gone.error);
  return (await scratch.text(name)) === undefined
    ? finding("gone", "A GET right after a DELETE found nothing.")
    : finding("old", "A GET right after a DELETE found the object.");
}

/** In UTF-8 order; in UTF-16 order, which is JavaScript's and Java's, the last two change places. */
const inOrder = ["z", "\uff5e", "\u{1f600}"];

/** Three PUTs, LIST: are all there, and in which order? */
export async function listAfterPut(
  scratch: Scratch,
  folder: string,
): Promise<Finding<"utf-8" | "unordered" | "missing">> {
  for (const name of inOrder.toReversed()) {
    const put = await scratch.put(folder + name, "one");
    if (!put.ok) return unclear("A PUT", put.error);
  }
  const listed = await scratch.list(folder);
  if (!listed.ok) return unclear("A LIST", listed.error);
  const names = listed.value.map((key) => key.slice(folder.length));
  const missing = inOrder.filter((name) => !names.includes(name)).length;
  if (missing > 0)
    return finding("missing", `A LIST right after three PUTs showed ${3 - missing} of the keys.`);
  return names.join(" ") === inOrder.join(" ")
    ? finding("utf-8", "A LIST right after three PUTs showed all, in UTF-8 order.")
    : finding("unordered", "A LIST right after three PUTs showed all, not in UTF-8 order.");
}

/** PUT, DELETE, LIST. */
export async function listAfterDelete(scratch: Scratch, folder: string): Promise<Finding<"gone" | "shown">> {
  const name = `${folder}one`;
  const put = await scratch.put(name, "one");
  if (!put.ok) return unclear("A PUT", put.error);
  const gone = await scratch.delete(name);
  if (!gone.ok) return unclear("A DELETE", gone.error);
  const listed = await scratch.list(folder);
  if (!listed.ok) return unclear("A LIST", listed.error);
  return listed.value.includes(name)
    ? finding("shown", "A LIST right after a DELETE showed the key.")
    : finding("gone", "A LIST right after a DELETE did not show the key.");
}

/** Whether metadata comes back, which is how many clients know their own write again. */
export async function metadataEcho(scratch: Scratch, name: string): Promise<Finding<"kept" | "lost">> {
  const metadata = { "probe-id": "A b-1" };
  const put = await scratch.putWith(name, "one", metadata);
  if (!put.ok) return unclear("A PUT with metadata", put.error);
  const head = await scratch.head(name);
  if (!head.ok) return unclear("A HEAD of what was put with metadata", head.error);
  return head.value.metadata["probe-id"] === metadata["probe-id"]
    ? finding("kept", "A HEAD told the metadata that a PUT had given.")
    : finding("lost", "A HEAD told other metadata than a PUT had given.");
}
