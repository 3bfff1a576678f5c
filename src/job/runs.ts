/** The runs of a scenario's jobs: their ids, their attempts, and the files that these write. */
import { circumstancesOf, idRules, nameRules, writeModes } from "../check/bounds.js";
import type { Bounds } from "../check/verdict.js";
import { uuidFor } from "../sim/uuid.js";
import type { AttemptInfo, JobInfo, Part } from "./committer.js";
import type { PartSource, PartWriter } from "./stage.js";

/** The prefix of the table that all jobs of a scenario write to. */
export const tablePrefix = "t/";

/** One run of one writer's job. */
export interface RunInfo {
  readonly index: number;
  /** How often the job was run before. */
  readonly rerun: number;
  /** `w1`, `w1r1` for its first rerun. */
  readonly name: string;
  readonly job: JobInfo;
  /** Unlike any other run's, whatever the job's id: what properties know the run by. */
  readonly id: string;
  /** What the names of its files carry (Spark: the write's UUID, which is not the job's id). */
  readonly nameId: string;
}

/** All runs: each writer's first one, followed by its reruns. */
export function runInfos(bounds: Bounds, seed: string): readonly RunInfo[] {
  const runs: RunInfo[] = [];
  for (let writer = 1; writer <= bounds.writers; writer++) {
    for (let rerun = 0; rerun <= bounds.reruns; rerun++) {
      const name = rerun === 0 ? `w${writer}` : `w${writer}r${rerun}`;
      const id = idOf(bounds, seed, name);
      runs.push({
        index: runs.length,
        rerun,
        name,
        job: jobInfo(bounds, id, `job-w${writer}`, bounds.tasks, rerun),
        id: idRules[circumstancesOf(bounds).ids] === "equal" || keepsId(bounds) ? `${id} ${name}` : id,
        nameId: uuidFor(`${seed}/job/${keepsId(bounds) ? `w${writer}` : name}`),
      });
    }
  }
  return runs;
}

/** A job that was run before the scenario begins, under a name of its own. */
export function pastRun(bounds: Bounds, seed: string, name: string, tasks: number): RunInfo {
  const job = jobInfo(bounds, idOf(bounds, seed, name), `job-${name}`, tasks, 0);
  const id = uuidFor(`${seed}/job/${name}`);
  return { index: -1, rerun: 0, name, job: { ...job, mode: "append" }, id, nameId: id };
}

function jobInfo(bounds: Bounds, id: string, key: string, tasks: number, rerun: number): JobInfo {
  const { mode, engine } = circumstancesOf(bounds);
  const appAttempt = engine === 1 ? rerun : 0;
  return { id, key, table: tablePrefix, tasks, mode: writeModes[mode] ?? "append", appAttempt };
}

function idOf(bounds: Bounds, seed: string, name: string): string {
  const rule = idRules[circumstancesOf(bounds).ids];
  if (rule === "equal") return uuidFor(`${seed}/job/w1`);
  return uuidFor(`${seed}/job/${keepsId(bounds) ? name.replace(/r\d+$/u, "") : name}`);
}

/** The process of a cleaner: 1, 2, … */
export function cleanerName(number: number): string {
  return `cleaner${number}`;
}

export function isCleaner(process: string): boolean {
  return process.startsWith("cleaner");
}

/** Is a rerun known by the id of the run before it? */
function keepsId(bounds: Bounds): boolean {
  const { ids, engine } = circumstancesOf(bounds);
  return idRules[ids] === "rerun" || engine === 1;
}

/** A run's attempts by task: those that are launched at once, then those that a failure may launch. */
export function attemptInfos(run: RunInfo, bounds: Bounds): readonly (readonly AttemptInfo[])[] {
  return Array.from({ length: run.job.tasks }, (_, task) => {
    const count = bounds.attempts + (task < bounds.speculative ? 1 : 0);
    return Array.from({ length: count }, (_, attempt) => attemptInfo(run, bounds, task, attempt));
  });
}

/** MapReduce numbers the attempts of the second application attempt from 1000 on. */
const attemptsPerAppAttempt = 1000;

export function attemptInfo(run: RunInfo, bounds: Bounds, task: number, attempt: number): AttemptInfo {
  const number = String(task).padStart(6, "0");
  const unstable = idRules[circumstancesOf(bounds).ids] === "unstable" && attempt > 0;
  return {
    job: run.job,
    task,
    attempt,
    taskId: `task_${number}${unstable ? `-${attempt}` : ""}`,
    attemptId: `attempt_${number}_${run.job.appAttempt * attemptsPerAppAttempt + attempt}`,
  };
}

/** The files of an attempt, encoded. */
export async function partsOf(
  run: RunInfo,
  info: AttemptInfo,
  bounds: Bounds,
  parts: PartSource,
): Promise<readonly Part[]> {
  const variant = run.rerun * (bounds.attempts + 1) + info.attempt;
  const written: Part[] = [];
  for (let file = 0; file < bounds.files; file++) {
    const body = await parts.encode(writerOf(run, info), variant, file, bounds.rows);
    written.push({
      name: fileName(run, info, bounds, file),
      body,
      rows: parts.rowCount?.(body) ?? bounds.rows,
    });
  }
  return written;
}

export function writerOf({ id, job }: RunInfo, { task, attempt }: AttemptInfo): PartWriter {
  return { job: id, jobKey: job.key, task, attempt };
}

/** `part-00000-0-<id>.parquet`, below `p=0/` where there are partitions. */
export function fileName(run: RunInfo, { task, attempt }: AttemptInfo, bounds: Bounds, file: number): string {
  const { names, partitions } = circumstancesOf(bounds);
  const rule = nameRules[names];
  const stem = `part-${String(task).padStart(5, "0")}-${file}`;
  const name = rule === "plain" ? stem : `${stem}${rule === "attempt" ? `-a${attempt}` : ""}-${run.nameId}`;
  const directory = partitions === 0 ? "" : `${partitionName(file % partitions)}/`;
  return `${directory}${name}.parquet`;
}

export function partitionName(number: number): string {
  return `p=${number}`;
}
