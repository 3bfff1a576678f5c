/**
 * The committer's interface: what an engine such as Spark calls, in the order in which it calls it, and all that a
 * committer may know of the world while it runs.
 *
 * Source of the order: Hadoop `OutputCommitter` and Spark `FileCommitProtocol`
 * (each hook below says in which process it runs).
 */
import type { Body } from "../store/body.js";
import type { FileSystem } from "../store/file-system.js";
import type { KeyValueTable } from "../store/key-value-table.js";
import type { ObjectStore } from "../store/object-store.js";
import type { DoneIn, Plain, Round } from "../store/plain.js";

export type { Plain, Round } from "../store/plain.js";

/** One run of a job: a rerun after a crash of the driver is another run of the same job. */
export interface JobInfo {
  /** Unique to this run, the same in the driver and in all its attempts (Spark: the write job's UUID). */
  readonly id: string;
  /** The same in every rerun of the job: what an application derives from its input (Flink: job and checkpoint). */
  readonly key: string;
  /** Prefix of the table or output directory, with the trailing slash. */
  readonly table: string;
  /** How many tasks the job has. */
  readonly tasks: number;
  /** What becomes of rows that are there already (Spark: SaveMode). */
  readonly mode: WriteMode;
  /**
   * 0, 1, …: how often the job's driver was started before, where a driver's successor goes on with the job (MapReduce:
   * mapreduce.job.application.attempt.id). Spark starts a new job instead, and has 0 in each.
   */
  readonly appAttempt: number;
}

/**
 * - `append`: they stay;
 * - `overwrite`: the job replaces all of them;
 * - `overwrite-partitions`: it replaces those in the partitions that it writes to (Spark: partitionOverwriteMode=dynamic);
 * - `fail`: the job must fail (Spark: ErrorIfExists).
 */
export type WriteMode = "append" | "overwrite" | "overwrite-partitions" | "fail";

/** One attempt at one task. Two attempts of a task may run at once (speculation), or one after the other (retry). */
export interface AttemptInfo {
  readonly job: JobInfo;
  /** 0, 1, …: the task's number in its job. */
  readonly task: number;
  /** 0, 1, …: the attempt's number in its task. */
  readonly attempt: number;
  /** `task_000000`: the same for each attempt of the task, as far as the engine keeps to that. */
  readonly taskId: string;
  /** `attempt_000000_0`: unique within the job. */
  readonly attemptId: string;
}

/** A file of rows that a task attempt writes. */
export interface Part {
  /**
   * File name, relative to the table: `part-00000-0-<job id>.parquet`, or `p=0/part-…` where the table has partitions. The
   * same for every attempt of the task and different for every run of the job (Spark's rule), unless a scenario says
   * otherwise.
   */
  readonly name: string;
  /** Real Parquet bytes. */
  readonly body: Body;
  /** Number of rows. */
  readonly rows: number;
}

/** What a task attempt hands the driver when it has committed (Spark: TaskCommitMessage). Plain data. */
export type TaskCommit = Plain;

/**
 * How a job commit ended, as far as the committer knows. `unknown` is an answer of its own: the commit may have been
 * applied or still will be, so the engine must neither report success nor clean up.
 */
export type CommitOutcome = "landed" | "failed" | "unknown";

/** Where a reader finds rows. */
export interface PartRef {
  /** Key of the object, or path of the file. */
  readonly key: string;
  /** `files`: it lies in the cluster's file system. Left out: in the object store. */
  readonly on?: "files";
  /** ETag recorded by whoever wrote the reference, where the layout records one. */
  readonly etag?: string;
  /** Length in bytes recorded by whoever wrote the reference, where the layout records one. */
  readonly size?: number;
}

/** What a committer may use besides the object store: `table` is a key-value table, `files` a cluster's file system. */
export type SideService = "table" | "files";

/**
 * All that a committer may know of the world. It is different in each process and, inside {@link Context.parallel} and
 * {@link Context.loop}, in each strand and round: always use the one that was handed to the function you are in.
 */
export interface Context {
  readonly store: ObjectStore;
  /** A key-value table beside the store; only for committers that name it in {@link Committer.uses}. */
  readonly table: KeyValueTable;
  /** A cluster's file system beside the store (HDFS); only for committers that name it in {@link Committer.uses}. */
  readonly files: FileSystem;
  /** A new UUID (version 4 form). Deterministic in a simulation, random on a real bucket. */
  uuid(): string;
  /** Milliseconds since the epoch on a real bucket; a counter of this process in a simulation. No protocol may lean on it. */
  now(): number;
  /**
   * Runs `body` on every item at once and resolves with their results in the items' order (a `Promise.all` on a real
   * bucket). The strands must not share anything that changes: each has a context of its own. If one throws, the others
   * go on to their end, then the first error in the items' order is thrown. Results are plain data.
   */
  parallel<T, R extends Plain | void>(
    items: readonly T[],
    body: (item: T, ctx: Context, index: number) => Promise<R>,
  ): Promise<R[]>;
  /**
   * Polls or retries: `body` is called with `state`, then with what it returned as `again`, until it returns `done`.
   * A round may know nothing of earlier rounds but its state: a variable outside `body` must not be written in it.
   */
  loop<S extends Plain, const B extends Round<S, Plain | void>>(
    state: S,
    body: (state: S, ctx: Context) => Promise<B>,
  ): Promise<DoneIn<B>>;
  /** The same, for those who name the types of the state and of the result. */
  loop<S extends Plain, R extends Plain | void>(
    state: S,
    body: (state: S, ctx: Context) => Promise<Round<S, R>>,
  ): Promise<R>;
  /**
   * Lets time pass before the next request. On a real bucket it waits so many milliseconds. In a simulation it decides
   * nothing: no store promises that waiting helps, so what may be answered after it is what may be answered without it.
   * In a loop it belongs at the beginning of a round.
   */
  pause(milliseconds: number): Promise<void>;
  /** Work without the world (a codec): a pure function of `key`. Runs once per key. */
  compute<T>(key: string, work: () => T | Promise<T>): Promise<T>;
}

/**
 * A commit protocol. The engine makes one instance for each process and each incarnation of it: what an instance
 * remembers dies with its process.
 *
 * A hook that throws has failed; what the engine does then is told at each hook.
 */
export interface Committer {
  /** What it needs besides the object store. What is not named here, a scenario does not have. */
  readonly uses?: readonly SideService[];
  /** Driver, first. Throws: the job fails and {@link abortJob} is called. A {@link StoreRefused} is a refusal. */
  setupJob(job: JobInfo, ctx: Context): Promise<void>;
  /** Task attempt, first. */
  setupTask(attempt: AttemptInfo, ctx: Context): Promise<void>;
  /** Task attempt, once per part, one after the other. */
  write(attempt: AttemptInfo, part: Part, ctx: Context): Promise<void>;
  /** Task attempt, after its last part. `false`: it reports success without {@link commitTask} (Spark and MapReduce both do). */
  needsTaskCommit(attempt: AttemptInfo, ctx: Context): Promise<boolean>;
  /** Task attempt, once the coordinator allows it. Throws: {@link abortTask} is called and the attempt reported failed. */
  commitTask(attempt: AttemptInfo, ctx: Context): Promise<TaskCommit>;
  /** Task attempt, after a failure or after the coordinator refused it. */
  abortTask(attempt: AttemptInfo, ctx: Context): Promise<void>;
  /**
   * Driver, when every task has a committed attempt. `commits` holds one message per task, in the tasks' order; `null`
   * where the attempt needed no commit. Throws: as `failed`. After `failed` the engine calls {@link abortJob};
   * after `unknown` it does nothing more.
   */
  commitJob(job: JobInfo, commits: readonly TaskCommit[], ctx: Context): Promise<CommitOutcome>;
  /** Driver, when the job has failed. */
  abortJob(job: JobInfo, ctx: Context): Promise<void>;
  /**
   * Prefixes of keys that nobody but the attempts of this attempt's task touch while the task runs. Optional; it only
   * makes exhausting faster, and what it says is checked: a declaration that is wrong costs time, not truth.
   */
  privateTo?(attempt: AttemptInfo): readonly string[];
  /**
   * Write modes other than `append` that the protocol itself keeps to, in the hooks above. In the others the engine does
   * what Spark does: in mode `fail` it asks {@link outputExists} and in mode `overwrite` it calls {@link clearOutput}, both
   * before {@link setupJob}. A job in a mode for which there is neither is refused.
   */
  readonly modes?: readonly WriteMode[];
  /** Driver, before setupJob: is something there that mode `fail` must not meet? */
  outputExists?(job: JobInfo, ctx: Context): Promise<boolean>;
  /** Driver, before setupJob: deletes what mode `overwrite` replaces, at once (Spark: FileCommitProtocol.deleteWithJob). */
  clearOutput?(job: JobInfo, ctx: Context): Promise<void>;
  /**
   * A process of its own that tidies the table up, at any time beside jobs and readers: expires old versions, deletes what
   * nothing refers to. Left out: there is nothing to tidy up.
   */
  maintain?(table: string, ctx: Context): Promise<void>;
  /**
   * Driver, after setupJob, where it is the successor of one that has died or was taken for dead (MapReduce's next application
   * attempt): takes over what an attempt has committed before, of a job with `appAttempt` one less. Throws: the task is run
   * again. Left out: all tasks are run again (Hadoop: isRecoverySupported is false).
   */
  recoverTask?(attempt: AttemptInfo, ctx: Context): Promise<void>;
  /**
   * Whether a job's commit that may have been begun may be made again (Hadoop: isCommitJobRepeatable). Left out: no, and
   * MapReduce fails such a job.
   */
  readonly commitJobRepeatable?: boolean;
  /**
   * What {@link commitJob} commits is what its messages say. An engine that hands its driver no messages (MapReduce, whose tasks
   * tell that they have committed, and no more) refuses such a committer: it would commit nothing, and say that it did.
   */
  readonly standsOnMessages?: boolean;
  /** A reader: which files hold the table's rows now? Throws: the read failed, loudly. */
  read(table: string, ctx: Context): Promise<readonly PartRef[]>;
  /**
   * The context through which the engine reads the files that {@link read} has named: that of a process whose store is
   * wrapped. Left out: the engine's own.
   */
  reach?(ctx: Context): Context;
}

/** Makes one instance; called once per process and incarnation. It must not hand out anything shared that changes. */
export type CommitterFactory = () => Committer;

/**
 * Thrown by {@link Committer.setupJob} where the store lacks what the protocol stands on. Nothing may have been
 * acknowledged; the verdict is then `refuses`, which is neither safe nor unsafe.
 */
export class StoreRefused extends Error {
  override readonly name = "StoreRefused";
}
