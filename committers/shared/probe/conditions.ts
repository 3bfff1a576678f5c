/**
 * Does a store look at the conditions of writes? A store that does not know them writes, and says so with a 200 like any other:
 * only a write that must fail tells.
 *
 * Source: the check that clients of S3-compatible stores came to make before they trust one (create a key twice, the second
 * must fail); versity/versitygw#1708, lancedb/lance#6595 and minio/minio#21603 are stores that would have been told apart.
 *
 * Race left open: a store may honour a condition now and not in an hour (MinIO without read quorum), or almost always when two
 * ask at once (Swift). A probe that finds a condition ignored has proven it; one that finds it honoured has seen it so.
 */
import type { ETag, PutRequest, S3Error } from "../../../src/store/object-store.js";
import { type Conditions, type Finding, finding, told, unclear } from "./finding.js";
import type { Scratch, Tried } from "./scratch.js";

type Condition = Pick<PutRequest, "ifNoneMatch" | "ifMatch">;

/** A write of `text` to `name`, by whatever operation. */
export type Write = (
  name: string,
  text: string,
  condition: Condition,
) => Promise<Tried<{ readonly etag: ETag }>>;

/** How stores refuse a write whose condition does not hold. */
const refusals: readonly string[] = ["PreconditionFailed", "ConditionalRequestConflict", "BlobAlreadyExists"];

/** An ETag that no object of a probe has. */
const noETag = "0".repeat(32);

/** Creates a key twice; the second create must fail, and change nothing. */
export async function createsTwice(
  scratch: Scratch,
  name: string,
  write: Write,
): Promise<Finding<Conditions>> {
  const create = { ifNoneMatch: "*" } as const;
  const first = await write(name, "one", create);
  if (!first.ok) return notTaken("A create of a new key", first.error);
  const second = await write(name, "two", create);
  if (second.ok) return finding("ignored", "The second create of a key succeeded as well.");
  if (!refusals.includes(second.error.code)) return notTaken("The second create of a key", second.error);
  const text = await scratch.text(name);
  if (text === "two")
    return finding("ignored", `The second create of a key was told ${told(second.error)}, and has written.`);
  return finding("honoured", `The second create was refused: ${told(second.error)}.`);
}

/** Creates a key twice at once: exactly one may win, and what it wrote must be there. */
export async function createsAtOnce(
  scratch: Scratch,
  name: string,
): Promise<Finding<"one wins" | "both win" | "absent">> {
  const race = await scratch.race(name, ["one", "two"], { ifNoneMatch: "*" });
  const lost = race.flatMap((end) => (end.written ? [] : [end]));
  const won = race.find((end) => end.written);
  if (lost.every(({ code }) => code === "NotImplemented") && won === undefined)
    return finding("absent", `Two creates of a key at once were told ${lost[0]!.refused}.`);
  if (lost.length === 0) return finding("both win", "Two creates of a key at once both succeeded.");
  if (won === undefined || !refusals.includes(lost[0]!.code))
    return { answer: "unclear", because: `Two creates of a key at once: ${lost[0]!.refused}.` };
  const text = await scratch.text(name);
  if (text !== undefined && text !== won.text)
    return finding(
      "both win",
      `Of two creates of a key at once the one that was told ${lost[0]!.refused} is there.`,
    );
  return finding("one wins", `One of two at once was refused: ${lost[0]!.refused}.`);
}

/**
 * Overwrites with a wrong tag (must fail), the right one, and the same again, which is an old one then (must fail). All texts have
 * one length: a tag that tells no more than that is not old (ClickHouse issue 112587).
 */
export async function swaps(scratch: Scratch, name: string, write: Write): Promise<Finding<Conditions>> {
  const there = await scratch.put(name, "one");
  if (!there.ok) return unclear("A PUT without a condition", there.error);
  const right = { ifMatch: there.value.etag };
  const wrong = await write(name, "two", { ifMatch: noETag });
  if (wrong.ok) return finding("ignored", "A write whose If-Match names no ETag of the key succeeded.");
  if (!refusals.includes(wrong.error.code)) return notTaken("A write with a wrong If-Match", wrong.error);
  const swapped = await write(name, "six", right);
  if (!swapped.ok) return unclear("A write whose If-Match names the key's ETag", swapped.error);
  const old = await write(name, "ten", right);
  if (old.ok) return finding("ignored", "A write whose If-Match names an ETag of the past succeeded.");
  if (!refusals.includes(old.error.code)) return unclear("A write with an old If-Match", old.error);
  // Only what was to be refused proves that the condition was not looked at; anything else is a read that lags.
  const text = await scratch.text(name);
  if (text === "two" || text === "ten")
    return finding(
      "ignored",
      `A write whose If-Match does not hold was told ${told(old.error)}, and has written.`,
    );
  return finding("honoured", `Wrong and old ETags were refused: ${told(old.error)}.`);
}

/** What `If-Match` of an ETag is told where there is no object: an object must not come of it. */
export async function swapsNothing(
  scratch: Scratch,
  name: string,
): Promise<Finding<"NoSuchKey" | "PreconditionFailed" | "written">> {
  const write = await scratch.put(name, "one", { ifMatch: noETag });
  if (write.ok) return finding("written", "A PUT with If-Match of a key without an object wrote one.");
  const { code } = write.error;
  if (code !== "NoSuchKey" && code !== "PreconditionFailed")
    return unclear("A PUT with If-Match of a key without an object", write.error);
  return finding(code, `If-Match without an object was told ${told(write.error)}.`);
}

/** Whether `If-Match: *` asks for any object. S3 does not take it. */
export async function swapsAny(scratch: Scratch, name: string): Promise<Finding<"taken" | "absent">> {
  const there = await scratch.put(name, "one");
  if (!there.ok) return unclear("A PUT without a condition", there.error);
  const any = await scratch.put(name, "two", { ifMatch: "*" });
  if (any.ok) return finding("taken", "A PUT with If-Match: * overwrote an object.");
  if (any.error.code !== "NotImplemented") return unclear("A PUT with If-Match: *", any.error);
  return finding("absent", `A PUT with If-Match: * was told ${told(any.error)}.`);
}

/** Deletes with a wrong tag (must fail), then with the right one. */
export async function deletesIfMatch(scratch: Scratch, name: string): Promise<Finding<Conditions>> {
  const there = await scratch.put(name, "one");
  if (!there.ok) return unclear("A PUT without a condition", there.error);
  const wrong = await scratch.delete(name, { ifMatch: noETag });
  if (wrong.ok) return finding("ignored", "A DELETE whose If-Match names no ETag of the key succeeded.");
  if (!refusals.includes(wrong.error.code)) return notTaken("A DELETE with a wrong If-Match", wrong.error);
  const right = await scratch.delete(name, { ifMatch: there.value.etag });
  if (!right.ok) return unclear("A DELETE whose If-Match names the key's ETag", right.error);
  return finding("honoured", `A wrong ETag was refused: ${told(wrong.error)}.`);
}

/** Whether a HEAD looks at If-Match, and a COPY at that of its source. */
export async function readsIfMatch(scratch: Scratch, name: string): Promise<Finding<"honoured" | "ignored">> {
  const there = await scratch.put(name, "one");
  if (!there.ok) return unclear("A PUT without a condition", there.error);
  const head = await scratch.head(name, { ifMatch: noETag });
  if (head.ok) return finding("ignored", "A HEAD with a wrong If-Match was answered.");
  if (head.error.code !== "PreconditionFailed") return unclear("A HEAD with a wrong If-Match", head.error);
  const copy = await scratch.copy(name, `${name}-copy`, { sourceIfMatch: noETag });
  if (copy.ok) return finding("ignored", "A COPY with a wrong If-Match of its source copied.");
  if (copy.error.code !== "PreconditionFailed")
    return unclear("A COPY with a wrong If-Match of its source", copy.error);
  return finding("honoured", `Wrong ETags were refused: ${told(copy.error)}.`);
}

/** Writes the same bytes twice: is the ETag one of the bytes, or of the write? */
export async function etagOfSameBytes(
  scratch: Scratch,
  name: string,
): Promise<Finding<"content" | "version">> {
  const first = await scratch.put(name, "one");
  if (!first.ok) return unclear("A PUT without a condition", first.error);
  const second = await scratch.put(name, "one");
  if (!second.ok) return unclear("A PUT without a condition", second.error);
  return first.value.etag === second.value.etag
    ? finding("content", "The same bytes, written twice, have the same ETag.")
    : finding("version", "The same bytes, written twice, have another ETag.");
}

function notTaken(what: string, error: S3Error): Finding<"absent"> {
  if (error.code !== "NotImplemented") return unclear(what, error);
  return finding("absent", `${what} was told ${told(error)}: the store has no such condition.`);
}
