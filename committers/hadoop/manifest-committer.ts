/**
 * Hadoop's intermediate manifest committer: a task's commit writes a list of its files, and the job's commit renames each.
 *
 * Source: Hadoop 3.4 `org.apache.hadoop.mapreduce.lib.output.committer.manifest` (MAPREDUCE-7341), made for ABFS and GCS.
 *
 *     $out/_temporary/<job>/00/tasks/<attempt>/part-...            being written
 *     $out/_temporary/<job>/00/manifests/<task>-manifest.json      committed tasks
 *     $out/part-...                                                the committed job
 *     $out/_SUCCESS
 *
 * Races closed, where the rename of a file is atomic (`fs=atomic-rename`):
 * - A task's commit point is the rename of its manifest. Its files stay where the attempt wrote them until the job commits, so
 *   attempts do not mix.
 * - Directories carry the job's id: jobs side by side, and what dead ones have left, do not meet, but for the clean-up.
 *
 * Races left open:
 * - An earlier manifest of the task is deleted before the next one takes its place: in between, a crash loses the task.
 * - Files are renamed one by one, and none is taken back: a job that fails half-way has published what it had renamed, and
 *   abortJob deletes the rest.
 * - A job that finishes deletes all of `_temporary`, other jobs' work as well.
 * - `fs=s3a`, which Hadoop's factory refuses: a rename is a copy and a delete, and manifests are found by LIST. One that it
 *   misses is lost, and nobody is told (no list-after-put).
 */
import type {
  AttemptInfo,
  Committer,
  CommitOutcome,
  Context,
  JobInfo,
  Part,
  PartRef,
  SideService,
  TaskCommit,
} from "../../src/job/committer.js";
import { Body } from "../../src/store/body.js";
import { isFileSystemError } from "../../src/store/file-system.js";
import { isS3Error } from "../../src/store/object-store.js";
import { ClusterFs, visibleFiles } from "../shared/cluster-fs.js";
import {
  call,
  type FileStatus,
  FileSystemError,
  type HadoopFileSystem,
  mustRename,
  nameOf,
  parentOf,
} from "../shared/hadoop-file-system.js";
import { HadoopFs, type PathKind } from "../shared/hadoop-fs.js";
import { digits, hadoopId } from "../shared/hadoop-ids.js";
import { type CommitterEntry, type OptionValues, readOptions } from "../shared/options.js";
import { listVisibleFiles } from "../shared/visible-files.js";

const description = {
  name: "manifest-committer",
  title: "Hadoop's manifest committer: tasks commit lists of files, the job renames each file",
  source:
    "Apache Hadoop 3.4, org.apache.hadoop.mapreduce.lib.output.committer.manifest (MAPREDUCE-7341, MAPREDUCE-7474)",
  options: [
    {
      name: "fs",
      values: ["atomic-rename", "s3a"],
      default: "atomic-rename",
      meaning:
        "What the output directory lies on. atomic-rename: a file system whose rename takes effect at once, as ABFS's does. s3a: the object store, where it is a copy and a delete; Hadoop refuses that.",
    },
    {
      name: "delete-target-files",
      values: ["no", "yes"],
      default: "no",
      meaning:
        "Whether a file that is there already is deleted before one is renamed to its place (mapreduce.manifest.committer.delete.target.files). no: that rename fails.",
    },
    {
      name: "validate",
      values: ["no", "yes"],
      default: "no",
      meaning:
        "Whether the job looks if each renamed file is there (mapreduce.manifest.committer.validate.output).",
    },
    {
      name: "cleanup",
      values: ["delete", "skipped"],
      default: "delete",
      meaning: "What commitJob does with _temporary (mapreduce.fileoutputcommitter.cleanup.skipped).",
    },
  ],
} as const;

type Options = OptionValues<typeof description>;

/** What a task has written. The names of the fields are the manifest's. */
type TaskManifest = {
  readonly type: "org.apache.hadoop.mapreduce.lib.output.committer.manifest.files.TaskManifest/1";
  readonly jobId: string;
  readonly taskID: string;
  readonly taskAttemptID: string;
  /** Source, destination, ETag where the file system has one. */
  readonly files: readonly FileEntry[];
  /** Destinations, with how deep they are. */
  readonly directories: readonly { readonly d: string; readonly l: number }[];
};

type FileEntry = { readonly s: string; readonly d: string; readonly e?: string };

/** So many files are renamed, manifests loaded and directories made at once (32 in the code, 64 in the documents). */
const threads = 32;

/** mapreduce.manifest.committer.manifest.save.attempts, and milliseconds between them. */
const savesMost = 5;
const saveDelay = 500;

class ManifestCommitter implements Committer {
  readonly uses?: readonly SideService[];
  readonly #options: Options;
  readonly #fs: HadoopFileSystem;

  constructor(options: Options) {
    this.#options = options;
    const cluster = options.fs === "atomic-rename";
    this.#fs = cluster
      ? new ClusterFs({ below: false })
      : new HadoopFs({ markers: true, parentMarkers: false, kindOf });
    if (cluster) this.uses = ["files"];
  }

  async setupJob(job: JobInfo, ctx: Context): Promise<void> {
    await this.#makeNew(jobAttemptDir(job), ctx);
    await this.#makeNew(manifestDir(job), ctx);
    await this.#fs.delete(successFile(job), { recursive: false }, ctx);
  }

  async setupTask(attempt: AttemptInfo, ctx: Context): Promise<void> {
    await this.#makeNew(attemptDir(attempt), ctx);
  }

  /** list-after-put, read-after-probe: it must not be there. @throws FileSystemError FileAlreadyExists */
  async #makeNew(path: string, ctx: Context): Promise<void> {
    if (await this.#fs.exists(path, ctx))
      throw new FileSystemError("FileAlreadyExists", path, `${path} exists`);
    await this.#fs.mkdirs(path, ctx);
  }

  async write(attempt: AttemptInfo, part: Part, ctx: Context): Promise<void> {
    await this.#fs.create(`${attemptDir(attempt)}/${part.name}`, part.body, { overwrite: false }, ctx);
  }

  async needsTaskCommit(): Promise<boolean> {
    return true;
  }

  async commitTask(attempt: AttemptInfo, ctx: Context): Promise<TaskCommit> {
    const { job, taskId, attemptId } = attempt;
    const source = attemptDir(attempt);
    // list-after-put: a file that a LIST misses is not in the manifest, and nobody is told.
    const { files, directories } = await this.#scan(source, withoutSlash(job.table), 0, ctx);
    const manifest: TaskManifest = {
      type: "org.apache.hadoop.mapreduce.lib.output.committer.manifest.files.TaskManifest/1",
      jobId: job.id,
      taskID: hadoopId(job, taskId),
      taskAttemptID: hadoopId(job, attemptId),
      files,
      directories,
    };
    const final = `${manifestDir(job)}/${hadoopId(job, taskId)}${manifestSuffix}`;
    const temporary = `${manifestDir(job)}/${hadoopId(job, attemptId)}${manifestSuffix}.tmp`;
    await this.#save(Body.text(JSON.stringify(manifest)), temporary, final, ctx);
    return null;
  }

  async #scan(source: string, destination: string, level: number, ctx: Context): Promise<Found> {
    const children = await this.#fs.listStatus(source, ctx);
    const files: FileEntry[] = [];
    const directories: { d: string; l: number }[] = [];
    for (const child of children) {
      const to = `${destination}/${nameOf(child.path)}`;
      if (child.kind === "file") {
        files.push({ s: child.path, d: to, ...(child.etag === undefined ? {} : { e: child.etag }) });
        continue;
      }
      directories.push({ d: to, l: level });
      const below = await this.#scan(child.path, to, level + 1, ctx);
      files.push(...below.files);
      directories.push(...below.directories);
    }
    return { files, directories };
  }

  /**
   * A task's commit point, where rename is atomic: write aside, delete what is at the place, rename. Between the last two
   * there is nothing. It is tried five times, half a second more apart each time (MAPREDUCE-7474).
   */
  async #save(body: Body, temporary: string, final: string, ctx: Context): Promise<void> {
    await ctx.loop<number, null>(1, async (attempt, ctx) => {
      try {
        await this.#fs.delete(temporary, { recursive: true }, ctx);
        await this.#fs.create(temporary, body, { overwrite: true }, ctx);
        await this.#fs.getFileStatus(temporary, ctx);
        await this.#fs.delete(final, { recursive: true }, ctx);
        await mustRename(this.#fs, temporary, final, ctx);
        return { done: null };
      } catch (error) {
        if (attempt >= savesMost || !(isS3Error(error) || isFileSystemError(error))) throw error;
        await ctx.pause(attempt * saveDelay);
        return { again: attempt + 1 };
      }
    });
  }

  /** Not the manifest: if that is this attempt's, it names files that are no more. */
  async abortTask(attempt: AttemptInfo, ctx: Context): Promise<void> {
    await this.#fs.delete(attemptDir(attempt), { recursive: true }, ctx);
  }

  /** An error fails the job, and takes nothing back. */
  async commitJob(job: JobInfo, _commits: readonly TaskCommit[], ctx: Context): Promise<CommitOutcome> {
    const manifests = await call(ctx, (ctx) => this.#loadManifests(job, ctx));
    const made = await call(ctx, (ctx) => this.#makeDirectories(manifests, ctx));
    const files = manifests.flatMap((manifest) => manifest.files);
    await call(ctx, async (ctx) => {
      for (let at = 0; at < files.length; at += threads) {
        await ctx.parallel(files.slice(at, at + threads), (file, inner) =>
          this.#renameFile(file, made, inner),
        );
      }
    });
    if (this.#options.validate === "yes") await call(ctx, (ctx) => this.#validate(files, ctx));
    await this.#saveSuccess(job, files, ctx);
    // All jobs' work, not just this one's.
    if (this.#options.cleanup === "delete") await this.#cleanUp(job, ctx);
    return "landed";
  }

  async #loadManifests(job: JobInfo, ctx: Context): Promise<readonly TaskManifest[]> {
    // list-after-put: a task whose manifest LIST misses is lost, and nobody is told.
    const found = await this.#fs.listStatus(manifestDir(job), ctx);
    const paths = found.map(({ path }) => path).filter((path) => path.endsWith(manifestSuffix));
    const manifests: TaskManifest[] = [];
    for (let at = 0; at < paths.length; at += threads) {
      const group = paths.slice(at, at + threads);
      manifests.push(...(await ctx.parallel(group, (path, inner) => this.#loadManifest(path, inner))));
    }
    return manifests;
  }

  /** read-after-write; read-after-overwrite: an earlier attempt's names files that may be no more. */
  async #loadManifest(path: string, ctx: Context): Promise<TaskManifest> {
    return JSON.parse((await this.#fs.open(path, ctx)).text()) as TaskManifest;
  }

  /** Files in the way of directories go, then the directories are made. @returns those that were made. */
  async #makeDirectories(manifests: readonly TaskManifest[], ctx: Context): Promise<readonly string[]> {
    const wanted = manifests.flatMap(({ directories }) => directories).map(({ d }) => d);
    const all = [...new Set(wanted)].toSorted();
    const made: string[] = [];
    for (const directory of all) {
      const found: FileStatus | undefined = await this.#fs.getFileStatus(directory, ctx);
      if (found?.kind === "directory") continue;
      if (found?.kind === "file") await this.#fs.delete(directory, { recursive: false }, ctx);
      await this.#fs.mkdirs(directory, ctx);
      made.push(directory);
    }
    return made;
  }

  async #renameFile({ s, d }: FileEntry, made: readonly string[], ctx: Context): Promise<void> {
    const replaces = this.#options["delete-target-files"] === "yes" && !made.includes(parentOf(d));
    if (replaces) await this.#fs.delete(d, { recursive: true }, ctx);
    // read-after-probe on S3A: it asks for the final name just before it is written.
    await mustRename(this.#fs, s, d, ctx);
  }

  async #validate(files: readonly FileEntry[], ctx: Context): Promise<void> {
    for (const { d, e } of files) {
      const found = await this.#fs.getFileStatus(d, ctx);
      if (found?.kind === "file" && (e === undefined || found.etag === e)) continue;
      throw new FileSystemError("RemoteFileChanged", d, `${d} is not the file that was renamed`);
    }
  }

  async #saveSuccess(job: JobInfo, files: readonly FileEntry[], ctx: Context): Promise<void> {
    const data = {
      name: "org.apache.hadoop.mapreduce.lib.output.committer.manifest.files.ManifestSuccessData/1",
      success: true,
      committer: description.name,
      jobId: job.id,
      filenames: files.slice(0, 100).map(({ d }) => d),
    };
    const temporary = `${jobAttemptDir(job)}/_SUCCESS.tmp`;
    await this.#save(Body.text(JSON.stringify(data)), temporary, successFile(job), ctx);
  }

  async abortJob(job: JobInfo, ctx: Context): Promise<void> {
    await this.#cleanUp(job, ctx);
  }

  async #cleanUp(job: JobInfo, ctx: Context): Promise<void> {
    await call(ctx, async (ctx) => {
      await this.#fs.delete(`${withoutSlash(job.table)}/_temporary`, { recursive: true }, ctx);
    });
  }

  async outputExists(job: JobInfo, ctx: Context): Promise<boolean> {
    return this.#fs.exists(withoutSlash(job.table), ctx);
  }

  async clearOutput(job: JobInfo, ctx: Context): Promise<void> {
    await this.#fs.delete(withoutSlash(job.table), { recursive: true }, ctx);
  }

  async read(table: string, ctx: Context): Promise<readonly PartRef[]> {
    if (this.uses === undefined) return listVisibleFiles(table, ctx);
    const paths = await visibleFiles(withoutSlash(table), ctx);
    return paths.map((key) => ({ key, on: "files" as const }));
  }
}

type Found = Pick<TaskManifest, "files" | "directories">;

const manifestSuffix = "-manifest.json";

function withoutSlash(table: string): string {
  return table.replace(/\/$/u, "");
}

/** The code formats the bare id; the documents say `manifest_<job>`. */
function jobAttemptDir({ table, id, appAttempt }: JobInfo): string {
  return `${withoutSlash(table)}/_temporary/${id}/${digits(appAttempt, 2)}`;
}

function manifestDir(job: JobInfo): string {
  return `${jobAttemptDir(job)}/manifests`;
}

function attemptDir({ job, attemptId }: AttemptInfo): string {
  return `${jobAttemptDir(job)}/tasks/${hadoopId(job, attemptId)}`;
}

function successFile({ table }: JobInfo): string {
  return `${withoutSlash(table)}/_SUCCESS`;
}

/** As file-output-v1's: only partitions may have names with an ending. */
function kindOf(path: string): PathKind {
  const name = nameOf(path);
  if (name.startsWith("part-") || name.endsWith(".json") || name.endsWith(".tmp") || name === "_SUCCESS")
    return "file";
  return name.includes(".") ? "either" : "directory";
}

export const manifestCommitter: CommitterEntry = {
  description,
  withOptions: (given) => {
    const options = readOptions(description, given);
    return () => new ManifestCommitter(options);
  },
};
