/**
 * Publishing a commit into a log of numbered slots: the optimistic loop around one attempt to fill the next slot. The
 * successive values of a pointer are such a log as well: there, to fill the next slot is to swap the pointer.
 *
 * Source: Apache Iceberg `SnapshotProducer.commit` and Delta Lake `OptimisticTransaction.doCommitRetryIteratively` (the
 * loop; ids that stay the same in all its rounds).
 *
 * Race closed: two writers that read the same base. Slot N takes one content, ever; who comes second is told, reads
 * what is there, and rebases onto it.
 *
 * Relies on a slot being filled once, and on no slot being deleted. Where a store ignores conditions, both writers are told
 * 200 and the first one's rows are gone: nothing here can notice.
 */
import type { Context, Plain, Round } from "../../../src/job/committer.js";
import { isS3Error } from "../../../src/store/object-store.js";
import { readBack } from "./read-back.js";

/**
 * How an attempt to fill a slot was answered. `taken`: there is something in the slot, whatever reads say. `refused`: this
 * attempt was not applied, and there may be nothing there. `in-doubt`: it may have been applied, or still may be.
 */
export type Filled = "filled" | "taken" | "refused" | "in-doubt";

/**
 * What the history of a version tells of the commits behind a base. `all`: what is not in it was not committed. `newer`: its own
 * history is gone, and the newest version has it. `nothing`: it does not reach back to the base.
 */
export type Telling = "all" | "newer" | "nothing";

/** A log as publishing needs it: `V` is a version of the table, `A` what a commit adds to whatever version it meets. */
export interface VersionLog<V extends Plain, A extends Plain> {
  /** The newest version that is shown. @throws whatever says that there is no telling: then nothing has been tried yet. */
  newest(ctx: Context): Promise<V>;
  /** The newest version from one on. */
  forward(from: V, ctx: Context): Promise<V>;
  /** The number of the slot behind a version. */
  next(base: V): number;
  /** What is in the slot behind `base`; undefined where the store shows nothing there. */
  read(slot: number, base: V, ctx: Context): Promise<V | undefined>;
  /**
   * Tries to make `base` with `addition` the content of the slot: the commit point. The same base and addition make the
   * same bytes.
   *
   * @throws S3Error only where this attempt was not applied, for certain.
   */
  fill(slot: number, base: V, addition: A, ctx: Context): Promise<Filled>;
  /** Is the commit in the history of this version? */
  has(version: V, addition: A): boolean;
  /**
   * Where slots are deleted: does what is in a slot count, or was it filled behind the cleaner's back? Left out: every slot
   * counts for ever. @throws S3Error
   */
  counts?(slot: number, ctx: Context): Promise<boolean>;
  /** Of a version that does not have the commit: what does that tell? Left out: {@link Telling} `all`. */
  tells?(version: V, base: V): Telling;
}

/** How publishing ended. `slot`: the last one tried, or the version in which the commit was found. */
export type Published = { readonly outcome: "landed" | "failed" | "unknown"; readonly slot: number };

/** Where publishing stands between two rounds. */
export type Progress<V extends Plain, A extends Plain> = {
  readonly addition: A;
  /** Rounds that may still follow. */
  readonly left: number;
} & (
  | {
      /** Nothing that was tried can still land. */
      readonly step: "search";
      /** The newest version known; null: begin where the log begins. */
      readonly from: V | null;
      /** The commit may have been in this slot, which tells nothing any more: a version behind it must say so. */
      readonly lostIn?: number;
    }
  | ({
      /** An attempt at the slot may have been applied, or may still be: make the same one again. */
      readonly step: "fill-again";
    } & Target<V>)
  | ({
      /** The same, and there was no telling what the slot holds: read it again. */
      readonly step: "look-again";
      readonly taken: boolean;
    } & Target<V>)
);

/** What an attempt at a slot is made of: the same base gives the same bytes. */
export type Target<V extends Plain> = { readonly slot: number; readonly base: V };

/** An attempt at a slot that did not fill it for certain. */
export interface Tried<V extends Plain, A extends Plain> extends Target<V> {
  readonly log: VersionLog<V, A>;
  readonly addition: A;
  readonly left: number;
  /** There is something in the slot, whatever reads say. */
  readonly taken: boolean;
}

/** What to do next, where an attempt at a slot did not fill it for certain. */
export type Rule<V extends Plain, A extends Plain> = (
  tried: Tried<V, A>,
  ctx: Context,
) => Promise<Round<Progress<V, A>, Published>>;

/** Those that lose nothing are {@link readBack} for both: look at the slot itself, by key, before anything is concluded. */
export interface Rules<V extends Plain, A extends Plain> {
  /** After a refusal: this attempt was not applied. An earlier sending of it may have been. */
  readonly onRefusal: Rule<V, A>;
  /** After no answer or 5xx: the attempt may have been applied, or still will be. */
  readonly onDoubt: Rule<V, A>;
  /** Left out, or true: a version that has the commit already is the end of it. */
  readonly recognisesItself?: boolean;
}

/**
 * Publishes `addition`, in at most `retries` + 1 rounds.
 *
 * @throws S3Error, or what the log throws, only where nothing that was tried can still land: a failure for certain.
 */
export function publish<V extends Plain, A extends Plain>(
  log: VersionLog<V, A>,
  addition: A,
  { retries, rules }: { readonly retries: number; readonly rules: Rules<V, A> },
  ctx: Context,
): Promise<Published> {
  const start: Progress<V, A> = { step: "search", from: null, addition, left: retries };
  return ctx.loop<Plain, Published>(start as Plain, (progress, ctx) => {
    return round(log, progress as Progress<V, A>, rules, ctx) as Promise<Round<Plain, Published>>;
  });
}

async function round<V extends Plain, A extends Plain>(
  log: VersionLog<V, A>,
  progress: Progress<V, A>,
  rules: Rules<V, A>,
  ctx: Context,
): Promise<Round<Progress<V, A>, Published>> {
  const { addition, left } = progress;
  if (progress.step === "look-again") {
    const { slot, base, taken } = progress;
    return readBack({ log, addition, left, slot, base, taken }, ctx);
  }
  if (progress.step === "fill-again") {
    const { slot, base } = progress;
    return fill({ log, addition, left, slot, base, taken: false }, rules, true, ctx);
  }
  const { lostIn } = progress;
  let base: V;
  try {
    base = progress.from === null ? await log.newest(ctx) : await log.forward(progress.from, ctx);
    if (lostIn !== undefined && log.next(base) <= lostIn) return again(progress, lostIn);
  } catch (error) {
    if (lostIn === undefined) throw error;
    return again(progress, lostIn);
  }
  const slot = log.next(base);
  // Also before the first attempt: a predecessor with this commit id may have published, and died before it could say so.
  if (rules.recognisesItself !== false && log.has(base, addition)) {
    return { done: { outcome: "landed", slot: slot - 1 } };
  }
  return fill({ log, addition, left, slot, base, taken: false }, rules, false, ctx);
}

/** The same search once more, where not finding out is no failure. */
function again<V extends Plain, A extends Plain>(
  progress: Progress<V, A>,
  slot: number,
): Round<Progress<V, A>, Published> {
  if (progress.left === 0) return { done: { outcome: "unknown", slot } };
  return { again: { ...progress, left: progress.left - 1 } };
}

/** `open`: an attempt like it was made before. */
async function fill<V extends Plain, A extends Plain>(
  tried: Tried<V, A>,
  rules: Rules<V, A>,
  open: boolean,
  ctx: Context,
): Promise<Round<Progress<V, A>, Published>> {
  const { log, addition, slot, base } = tried;
  let filled: Filled;
  try {
    filled = await log.fill(slot, base, addition, ctx);
  } catch (error) {
    // It says that this attempt was not applied. It says nothing of one made before.
    if (open) return { done: { outcome: "unknown", slot } };
    throw error;
  }
  switch (filled) {
    case "filled":
      return landedIfItCounts(tried, ctx);
    // Somebody's content is in the slot; mine, if the client sent the request twice and the first was applied.
    case "taken":
      return rules.onRefusal({ ...tried, taken: true }, ctx);
    case "refused":
      return rules.onRefusal(tried, ctx);
    case "in-doubt":
      return rules.onDoubt(tried, ctx);
  }
}

/**
 * The slot holds the commit. Where slots are deleted it may lie before all that readers look at: then nothing of it counts,
 * and whether the commit has landed is for the newest version to say.
 */
async function landedIfItCounts<V extends Plain, A extends Plain>(
  tried: Tried<V, A>,
  ctx: Context,
): Promise<Round<Progress<V, A>, Published>> {
  const { slot } = tried;
  return (await unlessItCounts(tried, ctx)) ?? { done: { outcome: "landed", slot } };
}

/** What to do where the slot does not count any more, or where that is not to be known; undefined where it counts. */
export async function unlessItCounts<V extends Plain, A extends Plain>(
  { log, addition, left, slot, base }: Tried<V, A>,
  ctx: Context,
): Promise<Round<Progress<V, A>, Published> | undefined> {
  if (log.counts === undefined) return undefined;
  let counts: boolean;
  try {
    counts = await log.counts(slot, ctx);
  } catch (error) {
    if (!isS3Error(error)) throw error;
    if (left === 0) return { done: { outcome: "unknown", slot } };
    return { again: { step: "look-again", addition, left: left - 1, slot, base, taken: true } };
  }
  if (counts) return undefined;
  if (left === 0) return { done: { outcome: "unknown", slot } };
  return { again: { step: "search", addition, left: left - 1, from: null, lostIn: slot } };
}
