/**
 * A table in a bucket whose commits are numbered slots of a log: slot N takes one content, ever.
 *
 *     $table/data/<uuid>-part-...          data files
 *     $table/_log/<N, 20 digits>.json      slot N
 *     $table/_log/_hint                    where to begin reading
 *     $table/_log/_boundary                up to where slots are deleted, with clean=boundary
 *
 * Source: what Delta Lake's log, Lance's manifests, Apache Paimon's snapshots and Apache Iceberg's file-system tables have in
 * common; the resolution of doubt is the one that their projects have come to.
 *
 * Races closed: data files are their writers' own. Jobs meet at the slot, where the store decides; whoever is left in doubt reads
 * the slot by its key, and looks for the id of its commit there. Once a slot is seen with somebody else's content, no request for
 * it can have an effect any more. Readers see whole versions, because one PUT makes a version.
 *
 * What may be deleted: after a failure the files of the commit, for no attempt of it can land any more; nothing after
 * `unknown`; after a success nothing is left over.
 *
 * Races left open: what the options choose, and a store that ignores conditions.
 */
import type { Context } from "../../../src/job/committer.js";
import type { Filled, Telling, VersionLog } from "../../shared/publish/publish.js";
import { baseFor, type FoundOwn, hasCommit } from "../history.js";
import { underLock } from "../lock.js";
import { readBoundary } from "./clean.js";
import type { Filler } from "./fill/filler.js";
import { type Find, findNewest, listSlots, readForward, type Shelf } from "./find.js";
import type { Commit } from "../committer.js";
import { type Layout, noVersion, slotBody, slotKey, type Version, versionOf } from "./version.js";

export interface LogSettings {
  readonly filler: Filler;
  readonly layout: Layout;
  readonly find: Find;
  /** What becomes of old slots. */
  readonly clean: "never" | "delete" | "boundary" | "empty" | "orphans" | "ttl";
  readonly lock: "none" | "lease" | "lease-owned";
  readonly foundOwn: FoundOwn;
}

export class CommitLog implements VersionLog<Version, Commit> {
  readonly #table: string;
  readonly #settings: LogSettings;
  readonly #shelf: Shelf;

  constructor(table: string, settings: LogSettings) {
    this.#table = table;
    this.#settings = settings;
    const { clean, find, layout } = settings;
    const cleaned = clean === "delete" || clean === "boundary";
    const slots = (ctx: Context): Promise<readonly number[]> => this.slots(ctx);
    const read: Shelf["read"] = (slot, before, ctx) => this.read(slot, before, ctx);
    this.#shelf = { table, find, layout, cleaned, slots, read };
  }

  /** The numbers of the slots that are shown, as they are listed. */
  slots(ctx: Context): Promise<readonly number[]> {
    return this.#settings.filler.slots?.(this.#table, ctx) ?? listSlots(this.#table, ctx);
  }

  async newest(ctx: Context): Promise<Version> {
    return this.#thatCounts(await findNewest(this.#shelf, ctx), ctx);
  }

  async forward(from: Version, ctx: Context): Promise<Version> {
    return this.#thatCounts(await readForward(this.#shelf, from, ctx), ctx);
  }

  next({ version }: Version): number {
    return version + 1;
  }

  async read(slot: number, before: Version, ctx: Context): Promise<Version | undefined> {
    const { filler, layout } = this.#settings;
    const text = await filler.read(this.#slot(slot), ctx);
    return text === undefined ? undefined : versionOf(text, slot, before, layout);
  }

  fill(slot: number, base: Version, commit: Commit, ctx: Context): Promise<Filled> {
    const { filler, layout, lock, foundOwn } = this.#settings;
    const body = slotBody(baseFor(base, commit, foundOwn), commit, layout);
    const fill = (ctx: Context): Promise<Filled> => filler.fill(this.#slot(slot), body, ctx);
    if (lock === "none") return fill(ctx);
    return underLock(this.#table, lock === "lease" ? "again" : "owned", ctx, fill);
  }

  has(version: Version, commit: Commit): boolean {
    return hasCommit(version, commit);
  }

  async counts(slot: number, ctx: Context): Promise<boolean> {
    return slot > (await this.#boundary(ctx));
  }

  #boundary(ctx: Context): Promise<number> {
    return this.#settings.clean === "boundary"
      ? readBoundary(this.#table, ctx)
      : Promise.resolve(noVersion.version);
  }

  /**
   * A slot that was filled again after it had been deleted is no version, and what was found may be one: then on from the first
   * slot that is kept.
   */
  async #thatCounts(found: Version, ctx: Context): Promise<Version> {
    if (this.#settings.clean !== "boundary") return found;
    return ctx.loop<Version, Version>(found, async (found, ctx) => {
      const boundary = await this.#boundary(ctx);
      if (found.version > boundary || boundary === noVersion.version) return { done: found };
      const kept = await this.read(boundary + 1, noVersion, ctx);
      // The boundary has moved on meanwhile.
      return { again: kept === undefined ? found : await readForward(this.#shelf, kept, ctx) };
    });
  }

  /** What an emptied slot held is in the newest version. */
  tells({ emptied }: Version): Telling {
    return emptied === true ? "newer" : "all";
  }

  #slot(number: number): { readonly table: string; readonly number: number; readonly key: string } {
    return { table: this.#table, number, key: slotKey(this.#table, number) };
  }
}
