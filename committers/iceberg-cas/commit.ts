/**
 * Publishing a commit: the optimistic loop around one conditional PUT of the next slot.
 *
 * Source: Apache Iceberg `SnapshotProducer.commit` (the loop, ids that stay the same in all its rounds), on the commit
 * primitive "file-system table, conditional PUT" that several implementations share in place of the specification's
 * rename.
 *
 * Race closed: two writers that read the same base. Slot N takes one object, ever; who comes second is told, reads
 * what is there, and rebases onto it.
 *
 * Relies on If-None-Match being honoured, on read-after-write of slots, and on no slot being deleted. Where conditions
 * are ignored, both writers are told 200 and the first one's rows are gone: nothing here can notice.
 */
import type { Context, Round } from "../../src/job/committer.js";
import { Body } from "../../src/store/body.js";
import { isS3Error } from "../../src/store/object-store.js";
import { locate, readForward } from "./locate.js";
import { type Addition, append, hasCommit, slotKey, TableError, type Version } from "./metadata.js";
import { readBack } from "./read-back.js";

/** How publishing ended. `slot`: the last one tried, or the version in which the commit was found. */
export type Published = { readonly outcome: "landed" | "failed" | "unknown"; readonly slot: number };

/** Where publishing stands between two rounds. */
export type Progress = {
  readonly addition: Addition;
  /** Rounds that may still follow. */
  readonly left: number;
} & (
  | {
      /** Nothing that was tried can still land. */
      readonly step: "search";
      /** The newest version known; null: begin at the hint. */
      readonly from: Version | null;
    }
  | ({
      /** A PUT of the slot may have been applied, or may still be: PUT the identical body again. */
      readonly step: "put-again";
    } & Target)
  | ({
      /** The same, and there was no telling what the slot holds: GET it again. */
      readonly step: "look-again";
      readonly taken: boolean;
    } & Target)
);

/** What a PUT of a slot is made of: the same base gives the same bytes. */
export type Target = { readonly slot: number; readonly base: Version };

/** A PUT of a slot that was not answered with 200. */
export interface Tried extends Target {
  readonly table: string;
  readonly addition: Addition;
  readonly left: number;
  /** The store said 412: there is an object in the slot, whatever reads say. */
  readonly taken: boolean;
}

/** What to do next, where a PUT of a slot was not answered with 200. */
export type Rule = (tried: Tried, ctx: Context) => Promise<Round<Progress, Published>>;

export interface Rules {
  /** After 412 and 409: this request was not applied. An earlier sending of it may have been. */
  readonly onRefusal: Rule;
  /** After no answer or 5xx: the request may have been applied, or still will be. */
  readonly onDoubt: Rule;
}

/** The rules that lose nothing: look at the slot itself, by key, before anything is concluded. */
export const soundRules: Rules = { onRefusal: readBack, onDoubt: readBack };

/**
 * Publishes `addition`, in at most `retries` + 1 rounds.
 *
 * @throws S3Error or {@link TableError} only where nothing that was tried can still land: a failure for certain.
 */
export function publish(
  table: string,
  addition: Addition,
  { retries, rules }: { readonly retries: number; readonly rules: Rules },
  ctx: Context,
): Promise<Published> {
  const start: Progress = { step: "search", from: null, addition, left: retries };
  return ctx.loop<Progress, Published>(start, (progress, ctx) => round(table, progress, rules, ctx));
}

async function round(
  table: string,
  progress: Progress,
  rules: Rules,
  ctx: Context,
): Promise<Round<Progress, Published>> {
  const { addition, left } = progress;
  if (progress.step === "look-again") {
    const { slot, base, taken } = progress;
    return readBack({ table, addition, left, slot, base, taken }, ctx);
  }
  if (progress.step === "put-again") {
    const { slot, base } = progress;
    return putSlot({ table, addition, left, slot, base, taken: false }, rules, true, ctx);
  }
  const base =
    progress.from === null ? await locate(table, ctx) : await readForward(table, progress.from, ctx);
  if (base === undefined)
    throw new TableError(`there is no table at ${table}: no ${slotKey(table, 0)} can be read`);
  // Also before the first PUT: a predecessor with this commit id may have published, and died before it could say so.
  if (hasCommit(base.metadata, addition.commitId)) {
    return { done: { outcome: "landed", slot: base.version } };
  }
  return putSlot({ table, addition, left, slot: base.version + 1, base, taken: false }, rules, false, ctx);
}

/** The commit point: a PUT that takes effect only while the slot is empty. `open`: one like it was sent before. */
async function putSlot(
  tried: Tried,
  rules: Rules,
  open: boolean,
  ctx: Context,
): Promise<Round<Progress, Published>> {
  const { table, addition, slot, base } = tried;
  const body = Body.text(JSON.stringify(append(table, base, addition)));
  try {
    await ctx.store.put({ key: slotKey(table, slot), body, ifNoneMatch: "*" });
    return { done: { outcome: "landed", slot } };
  } catch (error) {
    if (!isS3Error(error)) throw error;
    // 412: somebody's object is in the slot; mine, if the client sent this request twice and the first was applied.
    if (error.code === "PreconditionFailed") return rules.onRefusal({ ...tried, taken: true }, ctx);
    // 409: something else happened at the key meanwhile, or a store's way of saying 412.
    if (error.code === "ConditionalRequestConflict") return rules.onRefusal(tried, ctx);
    if (error.mayHaveBeenApplied) return rules.onDoubt(tried, ctx);
    // Any other 4xx and 501 say that this request was not applied. They say nothing of one sent before.
    if (open) return { done: { outcome: "unknown", slot } };
    throw error;
  }
}
