/** Builds the world of a scenario: its jobs with their rows as real Parquet bytes, its processes and its services. */
import type { PartContent, PartContents } from "../check/events.js";
import type { Ending, Scene } from "../check/property.js";
import type { Bounds } from "../check/verdict.js";
import type { ProcessSpec } from "../sim/context.js";
import type { AnyService } from "../sim/service.js";
import { uuidFor } from "../sim/uuid.js";
import type { WorldSpec } from "../sim/world.js";
import type { Body } from "../store/body.js";
import { SimulatedStore, type StoreState } from "../store/simulated-store.js";
import { type FaultKind, faultKinds } from "../store/faults.js";
import { trueView } from "../store/true-view.js";
import type { Personality } from "../store/personalities/index.js";
import { JobBoard, type RunPlan } from "./board.js";
import type { AttemptInfo, CommitterFactory, JobInfo, Part } from "./committer.js";
import { directContext } from "./context.js";
import { attemptMain, driverMain } from "./engine.js";
import { readerMain, readTable } from "./read-table.js";
import { type Region, Regions } from "./regions.js";

/** The prefix of the table that all jobs of a scenario write to. */
export const tablePrefix = "t/";

/** Who wrote a part. */
export type PartWriter = NonNullable<(PartContent & { readonly readable: true })["writer"]>;

/** Where a scenario's parts come from, and what rows bytes hold. */
export interface PartSource extends PartContents {
  /**
   * The bytes of file number `file` of an attempt. `variant` tells the attempts of all runs of the job apart: what two
   * attempts write differs in bytes, but holds the same rows.
   */
  encode(writer: PartWriter, variant: number, file: number, rows: number): Promise<Body>;
  /** Decodes bytes that nobody registered, so that {@link PartContents.of} knows them. */
  resolve(body: Body): Promise<void>;
  /** How many rows a part holds, where it is not the number that was asked for: parts of real input. */
  rowCount?(body: Body): number;
}

/** Everything that an explorer needs to run a scenario. */
export interface Stage {
  readonly world: WorldSpec;
  readonly scene: Scene;
  readonly store: SimulatedStore;
  /** Index of the object store among the world's services. */
  readonly storeIndex: number;
  /** Where tasks do not meet, where the committer declares it and the bounds allow it. */
  readonly regions?: Regions;
  /** Exact text form of what the store truly holds: tables with equal keys are equal. */
  endingKey(state: StoreState): string;
  /** Reads the table as it truly is, with the committer's own reader. */
  ending(state: StoreState): Promise<Ending>;
}

export interface StageOptions {
  readonly factory: CommitterFactory;
  readonly personality: Personality;
  readonly bounds: Bounds;
  readonly seed: string;
  readonly parts: PartSource;
  /** Replay every step of every process alone (slow). */
  readonly check?: boolean;
}

/** One run of one writer's job. */
interface RunInfo {
  readonly index: number;
  readonly rerun: number;
  readonly name: string;
  readonly job: JobInfo;
}

/** Makes the stage of a scenario. Encodes its parts, so it is asynchronous. */
export async function buildStage(options: StageOptions): Promise<Stage> {
  const { bounds, factory, personality, seed, parts } = options;
  const runs = runInfos(bounds, seed);
  const processes: ProcessSpec[] = [];
  const plans: RunPlan[] = [];
  const rowsOf = new Map<string, readonly string[]>();
  const regions: Region[] = [];
  for (const run of runs) {
    const attempts = attemptInfos(run, bounds);
    plans.push(runPlan(run, attempts, bounds));
    const driver = driverMain({ run: run.index, job: run.job, rerun: run.rerun > 0 }, factory);
    processes.push({ name: `${run.name}.driver`, main: driver, crashable: true });
    for (const attempt of attempts.flat()) {
      const prefixes = factory().privateTo?.(attempt) ?? [];
      regions.push({ process: processes.length, run: run.index, task: attempt.task, prefixes });
      const written = await partsOf(run, attempt, bounds, parts);
      const plan = { run: run.index, attempt, parts: written, coordinated: bounds.coordinator > 0 };
      processes.push({ name: attemptName(run, attempt), main: attemptMain(plan, factory), crashable: true });
      if (run.rerun > 0 || attempt.attempt > 0) continue;
      rowsOf.set(run.job.key, [
        ...(rowsOf.get(run.job.key) ?? []),
        ...written.flatMap((part) => rowsIn(parts, part.body)),
      ]);
    }
  }
  for (let reader = 1; reader <= bounds.readers; reader++) {
    const plan = { reader: `reader${reader}`, table: tablePrefix, polls: bounds.polls };
    const main = readerMain(plan, factory, (body) => parts.resolve(body));
    processes.push({ name: plan.reader, main, crashable: false });
  }
  // The files of a scope are a few rows: who uploads them in several parts has small ones.
  const store = new SimulatedStore(personality, { faults: faultsOf(bounds), minPartBytes: 1 });
  return {
    world: {
      processes,
      services: [store, new JobBoard(plans)] as unknown as readonly AnyService[],
      seed,
      budgets: bounds,
      ...(options.check === undefined ? {} : { check: options.check }),
    },
    scene: { contents: parts, rowsOf },
    ...(tasksMayNotMeet(bounds) ? { regions: new Regions(regions, 0, 1) } : {}),
    store,
    storeIndex: 0,
    endingKey: (state) => store.encode(store.converged(state)),
    ending: async (state) => {
      const ctx = directContext(trueView(store.converged(state)), {
        uuid: () => uuidFor("judge"),
        now: () => 0,
      });
      return { table: await readTable(factory(), tablePrefix, ctx, (body) => parts.resolve(body)) };
    },
  };
}

/** The faults there are, where a bound allows any. */
function faultsOf({ throttling = 0, resumes = 0, lifecycle = 0 }: Bounds): readonly FaultKind[] {
  return [
    ...faultKinds,
    ...(throttling > 0 ? (["throttled"] as const) : []),
    ...(resumes > 0 ? (["resumed"] as const) : []),
    ...(lifecycle > 0 ? (["lifecycle-abort"] as const) : []),
  ];
}

/** One job alone, whose driver waits for its attempts: then only its tasks can meet, and they declare that they do not. */
function tasksMayNotMeet(bounds: Bounds): boolean {
  const { writers, reruns, readers, crashes, lingering } = bounds;
  return writers === 1 && reruns === 0 && readers === 0 && crashes === 0 && lingering === 0;
}

function runInfos(bounds: Bounds, seed: string): readonly RunInfo[] {
  const runs: RunInfo[] = [];
  for (let writer = 1; writer <= bounds.writers; writer++) {
    for (let rerun = 0; rerun <= bounds.reruns; rerun++) {
      const name = rerun === 0 ? `w${writer}` : `w${writer}r${rerun}`;
      const job: JobInfo = {
        id: uuidFor(`${seed}/job/${name}`),
        key: `job-w${writer}`,
        table: tablePrefix,
        tasks: bounds.tasks,
      };
      runs.push({ index: runs.length, rerun, name, job });
    }
  }
  return runs;
}

/** A run's attempts by task: those that are launched at once, then those that a failure may launch. */
function attemptInfos(run: RunInfo, bounds: Bounds): readonly (readonly AttemptInfo[])[] {
  return Array.from({ length: bounds.tasks }, (_, task) => {
    const count = bounds.attempts + (task < bounds.speculative ? 1 : 0);
    return Array.from({ length: count }, (_, attempt): AttemptInfo => {
      const number = String(task).padStart(6, "0");
      return {
        job: run.job,
        task,
        attempt,
        taskId: `task_${number}`,
        attemptId: `attempt_${number}_${attempt}`,
      };
    });
  });
}

function runPlan(run: RunInfo, attempts: readonly (readonly AttemptInfo[])[], bounds: Bounds): RunPlan {
  return {
    job: run.job,
    driver: `${run.name}.driver`,
    attempts: attempts.map((task) => task.map((attempt) => attemptName(run, attempt))),
    launched: attempts.map((_, task) => (task < bounds.speculative ? 2 : 1)),
    failuresMax: bounds.attempts,
    lingering: bounds.lingering > 0,
    ...(run.rerun === 0 ? {} : { after: run.index - 1 }),
  };
}

function attemptName(run: RunInfo, attempt: AttemptInfo): string {
  return `${run.name}.t${attempt.task}.a${attempt.attempt}`;
}

async function partsOf(
  run: RunInfo,
  info: AttemptInfo,
  bounds: Bounds,
  parts: PartSource,
): Promise<readonly Part[]> {
  const { task, attempt } = info;
  const writer: PartWriter = { job: run.job.id, jobKey: run.job.key, task, attempt };
  const variant = run.rerun * (bounds.attempts + 1) + attempt;
  const written: Part[] = [];
  for (let file = 0; file < bounds.files; file++) {
    const body = await parts.encode(writer, variant, file, bounds.rows);
    const name = `part-${String(task).padStart(5, "0")}-${file}-${run.job.id}.parquet`;
    written.push({ name, body, rows: parts.rowCount?.(body) ?? bounds.rows });
  }
  return written;
}

function rowsIn(parts: PartSource, body: Body): readonly string[] {
  const content = parts.of(body.digest);
  if (!content.readable) throw new Error(`a part of the scenario cannot be read back: ${content.reason}`);
  return content.rows;
}
