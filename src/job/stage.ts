/** Builds the world of a scenario: its jobs with their rows as real Parquet bytes, its processes and its services. */
import { circumstancesOf, coordinations, engines, faultChoices, mortals } from "../check/bounds.js";
import type { PartContent, PartContents } from "../check/events.js";
import type { Ending, Scene } from "../check/property.js";
import type { Bounds } from "../check/verdict.js";
import type { ProcessSpec } from "../sim/context.js";
import type { AnyService } from "../sim/service.js";
import { uuidFor } from "../sim/uuid.js";
import type { WorldSpec } from "../sim/world.js";
import type { Body } from "../store/body.js";
import { type FaultKind, faultKinds } from "../store/faults.js";
import { SimulatedStore, type StoreState } from "../store/simulated-store.js";
import { trueView } from "../store/true-view.js";
import type { Personality } from "../store/personalities/index.js";
import { JobBoard, type RunPlan } from "./board.js";
import { masterMain, nodeManagerMain } from "./app-master.js";
import type { AttemptInfo, CommitterFactory, JobInfo } from "./committer.js";
import { directContext } from "./context.js";
import { attemptMain, cleanerMain, clusterMain, driverMain, secondDriverMain } from "./engine.js";
import { OwnParts } from "./own-parts.js";
import { makePast, rowsIn } from "./past.js";
import { readerMain, readTable } from "./read-table.js";
import { type Region, Regions } from "./regions.js";
import { sideServices, together } from "./side-services.js";
import { attemptInfos, cleanerName, partsOf, type RunInfo, runInfos, tablePrefix } from "./runs.js";

export { tablePrefix } from "./runs.js";

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
  rowCount?(body: Body): number | undefined;
}

/** Everything that an explorer needs to run a scenario. */
export interface Stage {
  readonly world: WorldSpec;
  readonly scene: Scene;
  readonly store: SimulatedStore;
  /** Index of the object store among the world's services. */
  readonly storeIndex: number;
  /** Indexes of the other services whose states are judged with the store's. */
  readonly judgedBeside: readonly number[];
  /** Where tasks do not meet, where the committer declares it and the bounds allow it. */
  readonly regions?: Regions;
  /** Exact text form of what the store truly holds: tables with equal keys are equal. */
  endingKey(state: StoreState, beside?: readonly unknown[]): string;
  /** Reads the table as it truly is, with the committer's own reader. `beside`: states of {@link Stage.judgedBeside}. */
  ending(state: StoreState, beside?: readonly unknown[]): Promise<Ending>;
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

/** Where the services of a committer's own stand: behind the store and the board. */
const firstSide = 2;

/** Makes the stage of a scenario. Encodes its parts, so it is asynchronous. */
export async function buildStage(given: StageOptions): Promise<Stage> {
  const options = { ...given, parts: new OwnParts(given.parts) };
  const { bounds, factory, personality, seed, parts } = options;
  const cast = new Cast(options);
  for (const run of runInfos(bounds, seed)) await cast.add(run);
  cast.addReaders();
  cast.addCleaners();
  // The files of a scope are a few rows: who uploads them in several parts has small ones.
  const rules = { faults: faultsOf(bounds), minPartBytes: 1 };
  const uses = [...(factory().uses ?? []), ...(isMapReduce(bounds) ? (["files"] as const) : [])];
  const sides = sideServices(uses, rules.faults);
  const before = await makePast(options, new SimulatedStore(personality, rules), sides);
  const initial = before === undefined ? {} : { initial: before.state };
  const store = new SimulatedStore(personality, { ...rules, ...initial });
  const { processes, plans, rowsOf, regions } = cast;
  const services = [store, new JobBoard(plans), ...sides.map((side) => side.service())];
  return {
    world: {
      processes,
      services: services as unknown as readonly AnyService[],
      seed,
      budgets: bounds,
      ...(options.check === undefined ? {} : { check: options.check }),
    },
    scene: { contents: parts, rowsOf, ...(before === undefined ? {} : { past: before.past }) },
    ...(tasksMayNotMeet(bounds) ? { regions: new Regions(regions, 0, 1) } : {}),
    store,
    storeIndex: 0,
    judgedBeside: sides.map((_, index) => firstSide + index),
    endingKey: (state, beside = []) =>
      [store.encode(store.converged(state)), ...sides.map((side, i) => side.encode(beside[i]))].join(" "),
    ending: async (state, beside = []) => {
      const sources = { uuid: () => uuidFor("judge"), now: () => 0 };
      const views = together(sides.map((side, i) => side.view(beside[i])));
      const ctx = directContext(trueView(store.converged(state)), sources, views);
      return { table: await readTable(factory(), tablePrefix, ctx, (body) => parts.resolve(body)) };
    },
  };
}

/** The faults there are, where a bound allows any. */
function faultsOf(bounds: Bounds): readonly FaultKind[] {
  const { fault, throttling, resumes, lifecycle } = circumstancesOf(bounds);
  return [
    ...kindsOf(faultChoices[fault] ?? "any"),
    ...(throttling > 0 ? (["throttled", "busy-key"] as const) : []),
    ...(resumes > 0 ? (["resumed"] as const) : []),
    ...(lifecycle > 0 ? (["lifecycle-abort"] as const) : []),
  ];
}

function kindsOf(choice: (typeof faultChoices)[number]): readonly FaultKind[] {
  if (choice === "any") return [...faultKinds, "lease-lapsed"];
  return choice === "late" ? ["late", "late-retried"] : [choice];
}

/** The processes of a scenario, with what the board and the judge must know of them. */
class Cast {
  readonly processes: ProcessSpec[] = [];
  readonly plans: RunPlan[] = [];
  readonly rowsOf = new Map<string, readonly string[]>();
  readonly regions: Region[] = [];
  readonly #options: StageOptions;
  /** Attempts of the run before, as attempts of the next one's job. */
  #previous: readonly (readonly AttemptInfo[])[] = [];

  constructor(options: StageOptions) {
    this.#options = options;
  }

  async add(run: RunInfo): Promise<void> {
    const { bounds, factory } = this.#options;
    const { drivers, dying, losses } = circumstancesOf(bounds);
    const attempts = attemptInfos(run, bounds);
    this.plans.push(runPlan(run, attempts, bounds));
    const plan = { run: run.index, job: run.job, rerun: run.rerun > 0 };
    const mapReduce = isMapReduce(bounds);
    const master = { ...plan, previous: this.#previous };
    const main = mapReduce ? masterMain(master, factory) : driverMain(plan, factory);
    const driversDie = mortals[dying] === "any";
    this.#enter(`${run.name}.driver`, main, driversDie);
    for (const attempt of attempts.flat()) await this.#addAttempt(run, attempt);
    if (drivers > 1) this.#enter(`${run.name}.driver2`, secondDriverMain(plan, factory), driversDie);
    const cluster = { run: run.index, losses, attempts };
    const loses = mapReduce ? nodeManagerMain(cluster, factory) : clusterMain(cluster);
    if (losses > 0) this.#enter(`${run.name}.cluster`, loses, false);
    this.#previous = attempts.map((task) => task.map((one) => ({ ...one, job: nextJob(run) })));
  }

  async #addAttempt(run: RunInfo, attempt: AttemptInfo): Promise<void> {
    const { bounds, factory, parts } = this.#options;
    const prefixes = factory().privateTo?.(attempt) ?? [];
    this.regions.push({ process: this.processes.length, run: run.index, task: attempt.task, prefixes });
    const written = await partsOf(run, attempt, bounds, parts);
    const plan = {
      run: run.index,
      attempt,
      parts: written,
      coordinated: bounds.coordinator > 0,
      messages: !isMapReduce(bounds),
    };
    this.#enter(attemptName(run, attempt), attemptMain(plan, factory));
    if (run.rerun > 0 || attempt.attempt > 0) return;
    const rows = written.flatMap((part) => rowsIn(parts, part));
    this.rowsOf.set(run.job.key, [...(this.rowsOf.get(run.job.key) ?? []), ...rows]);
  }

  addReaders(): void {
    const { bounds, factory, parts } = this.#options;
    for (let reader = 1; reader <= bounds.readers; reader++) {
      const plan = { reader: `reader${reader}`, table: tablePrefix, polls: bounds.polls };
      this.#enter(
        plan.reader,
        readerMain(plan, factory, (body) => parts.resolve(body)),
        false,
      );
    }
  }

  addCleaners(): void {
    const { bounds, factory } = this.#options;
    const { cleaners } = circumstancesOf(bounds);
    for (let cleaner = 1; cleaner <= cleaners; cleaner++)
      this.#enter(cleanerName(cleaner), cleanerMain({ table: tablePrefix }, factory));
  }

  #enter(name: string, main: ProcessSpec["main"], crashable = true): void {
    this.processes.push({ name, main, crashable });
  }
}

/** One job alone, whose driver waits for its attempts: then only its tasks can meet, and they declare that they do not. */
function tasksMayNotMeet(bounds: Bounds): boolean {
  const { writers, reruns, readers, crashes, lingering } = bounds;
  const { cleaners, losses, drivers } = circumstancesOf(bounds);
  const alone = writers === 1 && reruns === 0 && readers === 0 && drivers === 1 && cleaners === 0;
  return alone && crashes === 0 && losses === 0 && lingering === 0;
}

function runPlan(run: RunInfo, attempts: readonly (readonly AttemptInfo[])[], bounds: Bounds): RunPlan {
  const { coordination } = circumstancesOf(bounds);
  return {
    job: run.job,
    id: run.id,
    told: isMapReduce(bounds) ? run.job.id : run.id,
    driver: `${run.name}.driver`,
    attempts: attempts.map((task) => task.map((attempt) => attemptName(run, attempt))),
    launched: attempts.map((_, task) => (task < bounds.speculative ? 2 : 1)),
    failuresMax: bounds.attempts,
    lingering: bounds.lingering > 0,
    ...(run.rerun === 0 ? {} : { after: run.index - 1 }),
    ...(coordination === 0 ? {} : { coordination: coordinations[coordination]! }),
    ...(isMapReduce(bounds) ? { succession: { next: run.rerun < bounds.reruns } } : {}),
  };
}

function isMapReduce(bounds: Bounds): boolean {
  return engines[circumstancesOf(bounds).engine] === "mapreduce";
}

/** What a run's job is called where the next driver goes on with it. */
function nextJob({ job }: RunInfo): JobInfo {
  return { ...job, appAttempt: job.appAttempt + 1 };
}

function attemptName(run: RunInfo, attempt: AttemptInfo): string {
  return `${run.name}.t${attempt.task}.a${attempt.attempt}`;
}
