/**
 * A table in a bucket that one pointer stands for: a commit swaps it. The pointer's successive values are a log, and slot N is its
 * N-th value.
 *
 *     $table/data/<uuid>-part-...          data files
 *     $table/_current                      the pointer: the version, or the name of the object that holds it
 *     $table/_versions/<uuid>.json         versions, with holds=name
 *
 * Source: Apache Iceberg `BaseMetastoreTableOperations.checkCommitStatus` (is the own metadata file the current one, or in its
 * history?); icechunk design document 017 for what a check of the current value alone leaves open.
 *
 * Races closed: two that swap at once, of which the store lets one; the value that was mine and is somebody else's by now. What a
 * writer reads has the ids of all commits before it, so whether its own is among them can be told as long as the history reaches
 * back to where it began.
 *
 * What may be deleted: after a failure the files of the commit; nothing after `unknown`. The object of a version whose swap was
 * refused stays: the refusal may be of the client's own second try.
 *
 * Relies on read-after-overwrite for progress, not for truth: a value that is not newer than the base tells nothing. An attempt
 * that was given up is fenced by the token, as long as no value's token ever comes again.
 */
import type { Context } from "../../../src/job/committer.js";
import { Body } from "../../../src/store/body.js";
import { isS3Error } from "../../../src/store/object-store.js";
import { deleteAll } from "../../shared/delete-all.js";
import type { Filled, Telling, VersionLog } from "../../shared/publish/publish.js";
import type { Pointer } from "./pointer.js";
import type { Commit } from "../committer.js";
import { baseFor, type FoundOwn, hasCommit } from "../history.js";
import {
  isOnTop,
  nextText,
  noVersion,
  parseVersion,
  PointerError,
  reachesBack,
  type Version,
} from "./version.js";

export interface PointerSettings {
  readonly pointer: Pointer;
  /** What stands in the pointer: the version itself, or the name of the object that holds it. */
  readonly holds: "table" | "name";
  readonly check: "history" | "top";
  /** How many commits the history knows by their ids; 0: all. */
  readonly remembered: number;
  readonly foundOwn: FoundOwn;
  /** Whether the object of a version is deleted when its swap is refused. */
  readonly staged: "keep" | "delete";
}

export class PointerLog implements VersionLog<Version, Commit> {
  readonly #table: string;
  readonly #settings: PointerSettings;

  constructor(table: string, settings: PointerSettings) {
    this.#table = table;
    this.#settings = settings;
  }

  async newest(ctx: Context): Promise<Version> {
    const { pointer, holds } = this.#settings;
    const found = await pointer.read(this.#table, ctx);
    if (found === undefined) return noVersion;
    const text = holds === "table" ? found.text : await readVersion(found.text, ctx);
    return parseVersion(text, found.token);
  }

  forward(_from: Version, ctx: Context): Promise<Version> {
    return this.newest(ctx);
  }

  next({ version }: Version): number {
    return version + 1;
  }

  /** A value that is not newer than the base is the base, or one that a lagging store still shows. */
  async read(_slot: number, base: Version, ctx: Context): Promise<Version | undefined> {
    const found = await this.newest(ctx);
    return found.version > base.version ? found : undefined;
  }

  async fill(_slot: number, base: Version, commit: Commit, ctx: Context): Promise<Filled> {
    const { pointer, holds, remembered, foundOwn, staged } = this.#settings;
    const text = nextText(baseFor(base, commit, foundOwn), commit, remembered);
    if (holds === "table") return pointer.swap(this.#table, base.token, text, ctx);
    const name = `${this.#table}_versions/${ctx.uuid()}.json`;
    // Nobody knows the name until the pointer says it.
    await ctx.store.put({ key: name, body: Body.text(text) });
    const filled = await pointer.swap(this.#table, base.token, name, ctx);
    // A refusal may be of the client's own second try, and the first one's name in the pointer by now.
    if (staged === "delete" && filled !== "filled") await deleteAll([name], ctx);
    return filled;
  }

  has(version: Version, commit: Commit): boolean {
    return this.#settings.check === "top" ? isOnTop(version, commit) : hasCommit(version, commit);
  }

  /** Who looks at the top alone takes what is not there for lost. */
  tells(version: Version, base: Version): Telling {
    return this.#settings.check === "top" || reachesBack(version, base) ? "all" : "nothing";
  }
}

async function readVersion(name: string, ctx: Context): Promise<string> {
  try {
    return (await ctx.store.get({ key: name })).body.text();
  } catch (error) {
    if (isS3Error(error, "NoSuchKey"))
      throw new PointerError(`${name} is the current version, and is not there`);
    throw error;
  }
}
