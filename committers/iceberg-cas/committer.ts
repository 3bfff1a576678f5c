/**
 * An Iceberg-like table in a bucket and nothing else: commits are conditional PUTs of numbered metadata files.
 *
 * Source: Apache Iceberg table specification version 2 for what is written; `HadoopTableOperations` for where, with
 * PUT If-None-Match: * in place of rename, as iceberg-rust, icebird and ClickHouse do it.
 *
 *     $table/data/<uuid>-part-...          data files
 *     $table/metadata/<uuid>-m0.json       manifest: the data files of one commit
 *     $table/metadata/v<N>.metadata.json   slot N: the whole table as of version N
 *     $table/metadata/version-hint.text    where to begin reading
 *
 * Races closed: all keys but slots and hint are unique to whoever writes them, so attempts and jobs never meet there.
 * Which attempt's files count is said by the messages that the job commits, one per task. Jobs meet at the slot, where
 * the store decides (commit.ts), and whoever is left in doubt reads the slot (../shared/publish/). Readers see whole
 * versions, because one PUT makes a version.
 *
 * Races left open: a store that ignores conditions (`probe=twice` finds it out); a slot that is deleted and taken
 * again; a rerun of a job that is known by the run (`commit-id=run`), which cannot see that its predecessor has landed.
 *
 * With `commit-id=job` a rerun finds its predecessor's commit before it publishes, or meets it in the slot, and has
 * landed then: the predecessor's files hold the same rows. Its own are orphans. Flink's Iceberg committer goes by job
 * and checkpoint in the same way, and duplicates where these change in a restart (iceberg issues 16008 and 10765).
 */
import {
  type AttemptInfo,
  type Committer,
  type CommitOutcome,
  type Context,
  type JobInfo,
  type Part,
  type PartRef,
  type TaskCommit,
} from "../../src/job/committer.js";
import { Body } from "../../src/store/body.js";
import { isS3Error } from "../../src/store/object-store.js";
import { type DataFile, DataFiles, filesOf } from "../shared/data-files.js";
import { deleteAll } from "../shared/delete-all.js";
import { publish, type Published, type Rules } from "../shared/publish/publish.js";
import { metadataLog } from "./commit.js";
import { locate } from "./locate.js";
import { readManifest, writeManifest } from "./manifest.js";
import {
  type Addition,
  currentSnapshot,
  hintKey,
  snapshotIdOf,
  TableError,
  type Version,
} from "./metadata.js";
import { createTable, probeConditions } from "./set-up.js";

export interface Settings {
  readonly commitId: (job: JobInfo) => string;
  readonly retries: number;
  readonly probe: boolean;
  /** `stage` makes the same files into a commit with new ids: only a control needs it. */
  readonly rules: (stage: (ctx: Context) => Promise<Addition>) => Rules<Version, Addition>;
}

export class IcebergCas implements Committer {
  readonly standsOnMessages = true;
  readonly #settings: Settings;
  /** Of this process's attempt. */
  readonly #files = new DataFiles();
  /** Of the driver: keys that nothing refers to, nor ever will. */
  #garbage: readonly string[] = [];

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  async setupJob(job: JobInfo, ctx: Context): Promise<void> {
    const { probe, retries } = this.#settings;
    if (probe) await probeConditions(job.table, retries, ctx);
    await createTable(job.table, retries, ctx);
  }

  async setupTask(): Promise<void> {}

  write(attempt: AttemptInfo, part: Part, ctx: Context): Promise<void> {
    return this.#files.write(attempt, part, ctx);
  }

  async needsTaskCommit(): Promise<boolean> {
    return true;
  }

  /** Hands the driver the files (Spark: `SparkWrite.TaskCommit`). Nothing in the store says that they count. */
  async commitTask(): Promise<TaskCommit> {
    return this.#files.message;
  }

  abortTask(_attempt: AttemptInfo, ctx: Context): Promise<void> {
    return this.#files.abort(ctx);
  }

  async commitJob(job: JobInfo, commits: readonly TaskCommit[], ctx: Context): Promise<CommitOutcome> {
    const files = filesOf(commits);
    const keys = files.map(({ key }) => key);
    // Until the first PUT of a slot, nothing can refer to the files: an error before that is a failure for certain.
    this.#garbage = keys;
    const timestampMs = ctx.now();
    const addition = await stage(job, this.#settings.commitId(job), timestampMs, files, ctx);
    this.#garbage = [];
    const rules = this.#settings.rules((ctx) => stage(job, ctx.uuid(), timestampMs, files, ctx));
    let end: Published;
    try {
      const { retries } = this.#settings;
      end = await publish(metadataLog(job.table), addition, { retries, rules }, ctx);
    } catch (error) {
      // publish throws these only where nothing can land any more. Of any other error nobody knows that.
      if (isS3Error(error) || error instanceof TableError) this.#garbage = [...keys, addition.manifest];
      throw error;
    }
    if (end.outcome === "failed") this.#garbage = [...keys, addition.manifest];
    if (end.outcome === "landed") await writeHint(job.table, end.slot, ctx);
    return end.outcome;
  }

  /**
   * Deletes the files of a job commit that has failed for certain; none after `unknown`, and none of a job that failed
   * before its commit, because its driver was not told of them (Iceberg: remove_orphan_files does that, days later).
   */
  async abortJob(_job: JobInfo, ctx: Context): Promise<void> {
    await deleteAll(this.#garbage, ctx);
  }

  /** A table that is not there has no rows. Relies on what locate.ts relies on, and on read-after-write of manifests. */
  async read(table: string, ctx: Context): Promise<readonly PartRef[]> {
    const version = await locate(table, ctx);
    const snapshot = version === undefined ? undefined : currentSnapshot(version.metadata);
    const parts: PartRef[] = [];
    // A file that two manifests name is read twice: the specification leaves that undefined, and engines do so.
    for (const manifest of snapshot?.manifests ?? []) parts.push(...(await readManifest(manifest, ctx)));
    return parts;
  }
}

/** Writes the manifest of a commit, and says what the commit is. Ids are chosen here, once. */
async function stage(
  job: JobInfo,
  commitId: string,
  timestampMs: number,
  files: readonly DataFile[],
  ctx: Context,
): Promise<Addition> {
  const uuid = ctx.uuid();
  const snapshotId = snapshotIdOf(uuid);
  const manifest = `${job.table}metadata/${uuid}-m0.json`;
  await writeManifest(manifest, snapshotId, files, ctx);
  return {
    commitId,
    snapshotId,
    manifest,
    files: files.length,
    records: files.reduce((sum, { rows }) => sum + rows, 0),
    bytes: files.reduce((sum, { size }) => sum + size, 0),
    timestampMs,
  };
}

/** Best effort, and unconditional: it may go backwards. The commit has landed, whatever becomes of this. */
async function writeHint(table: string, version: number, ctx: Context): Promise<void> {
  try {
    await ctx.store.put({ key: hintKey(table), body: Body.text(String(version)) });
  } catch (error) {
    if (!isS3Error(error)) throw error;
  }
}
