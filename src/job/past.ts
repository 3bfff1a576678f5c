/**
 * What was there before a scenario begins: the rows of a job that was acknowledged, the leftovers of one that was killed.
 * The committer itself makes them, in a world in which nothing goes wrong. How long ago that was is not said: contracts
 * promise no time, so a store that lags may still answer as if some of it had not happened.
 */
import { circumstancesOf, writeModes } from "../check/bounds.js";
import type { Past } from "../check/property.js";
import type { Bounds } from "../check/verdict.js";
import { ProcessFault } from "../sim/errors.js";
import { uuidFor } from "../sim/uuid.js";
import { storeFacade } from "../store/facade.js";
import type { SimulatedStore, StoreState } from "../store/simulated-store.js";
import {
  type CommitterFactory,
  type Context,
  type Part,
  StoreRefused,
  type TaskCommit,
} from "./committer.js";
import { directContext, type DirectServices } from "./context.js";
import { errorText } from "./error-text.js";
import { outcomeOf } from "./hook-answers.js";
import { attemptInfo, fileName, partitionName, partsOf, pastRun, type RunInfo, writerOf } from "./runs.js";
import { type Side, together } from "./side-services.js";
import type { PartSource } from "./stage.js";

export interface PastPlan {
  readonly factory: CommitterFactory;
  readonly bounds: Bounds;
  readonly seed: string;
  readonly parts: PartSource;
}

/** The rows that are to be there before cannot be: the committer fails to write them where nothing goes wrong. */
export class NoPast extends Error {
  override readonly name = "NoPast";
}

/**
 * What the scenario begins with; undefined where nothing was there before.
 *
 * @throws NoPast
 * @throws ProcessFault
 */
export async function makePast(
  plan: PastPlan,
  store: SimulatedStore,
  sides: readonly Side[] = [],
): Promise<{ readonly past: Past; readonly state: StoreState } | undefined> {
  const { prior, killed } = circumstancesOf(plan.bounds);
  if (prior + killed === 0) return undefined;
  const world = new PastWorld(store, sides, plan.seed);
  try {
    const before = prior > 0 ? await priorJob(plan, world) : nothing;
    const left = killed > 0 ? await killedJob(plan, world) : undefined;
    const past: Past = { ...before, ...(left === undefined ? {} : { killed: left }) };
    return { past, state: world.state };
  } catch (error) {
    // Whoever declines the store now has done so then, and left nothing that counts.
    if (error instanceof StoreRefused) return undefined;
    if (error instanceof ProcessFault) throw error;
    throw new NoPast(
      `the rows that are to be there before cannot be written: where nothing goes wrong, ${errorText(error).replace(/\.$/u, "")}`,
      { cause: error },
    );
  }
}

const nothing = { kept: [], replaced: [], inTheWay: false };

/** The store, answering as a store does that is up to date, one request after the other. */
class PastWorld {
  state: StoreState;
  readonly #store: SimulatedStore;
  readonly #services: DirectServices;
  readonly #seed: string;
  #ids = 0;
  #ticks = 0;

  constructor(store: SimulatedStore, sides: readonly Side[], seed: string) {
    this.#store = store;
    this.#services = together(sides.map(({ services }) => services));
    this.#seed = seed;
    this.state = store.initial;
  }

  context(): Context {
    const facade = storeFacade((request) => {
      const call = { conflicted: false };
      const [outcome] = this.#store.outcomes(this.state, request, call, { anomalies: 0, faults: 0 });
      if (outcome === undefined) throw new Error(`the store has no answer to ${request.op}`);
      this.state = outcome.next;
      return Promise.resolve(outcome.answer);
    });
    const sources = {
      uuid: () => uuidFor(`${this.#seed}/past/${this.#ids++}`),
      now: () => ++this.#ticks,
    };
    return directContext(facade, sources, this.#services);
  }
}

/**
 * One job of one task, whose rows the table holds. Where there are partitions, it has a file in each that the scenario's
 * jobs write to, and one more.
 */
async function priorJob(plan: PastPlan, world: PastWorld): Promise<Omit<Past, "killed">> {
  const { bounds, factory, parts, seed } = plan;
  const { partitions, mode } = circumstancesOf(bounds);
  const run = pastRun(bounds, seed, "prior", 1);
  const written = await priorParts(run, bounds, parts);
  const driver = factory();
  await driver.setupJob(run.job, world.context());
  const commit = await runAttempt(plan, run, 0, written, world);
  const outcome = outcomeOf(await driver.commitJob(run.job, [commit], world.context()));
  if (outcome !== "landed") throw new Error(`the job ends as ${outcome}`);
  const untouched = `${partitionName(partitions)}/`;
  const rows = (some: readonly Part[]) => some.flatMap((part) => rowsIn(parts, part));
  const name = writeModes[mode];
  const goes = (part: Part): boolean =>
    name === "overwrite" || (name === "overwrite-partitions" && !part.name.startsWith(untouched));
  return {
    prior: run.job.key,
    kept: rows(written.filter((part) => !goes(part))),
    replaced: rows(written.filter(goes)),
    inTheWay: name === "fail",
  };
}

async function priorParts(run: RunInfo, bounds: Bounds, parts: PartSource): Promise<readonly Part[]> {
  const { partitions } = circumstancesOf(bounds);
  const info = attemptInfo(run, bounds, 0, 0);
  const files = partitions === 0 ? 1 : partitions + 1;
  // Its files go to one partition more than those of the scenario's jobs.
  const wider: Bounds = { ...bounds, files, ...(partitions === 0 ? {} : { partitions: files }) };
  const written: Part[] = [];
  for (let file = 0; file < files; file++) {
    const body = await parts.encode(writerOf(run, info), 0, file, bounds.rows);
    const name = fileName(run, info, wider, file);
    written.push({ name, body, rows: parts.rowCount?.(body) ?? bounds.rows });
  }
  return written;
}

/** A job all of whose tasks have committed, and of whose driver nothing was heard after that. */
async function killedJob(plan: PastPlan, world: PastWorld): Promise<NonNullable<Past["killed"]>> {
  const { bounds, factory, parts, seed } = plan;
  const run = pastRun(bounds, seed, "killed", bounds.tasks);
  await factory().setupJob(run.job, world.context());
  const rows: string[] = [];
  for (let task = 0; task < bounds.tasks; task++) {
    const written = await partsOf(run, attemptInfo(run, bounds, task, 0), bounds, parts);
    await runAttempt(plan, run, task, written, world);
    rows.push(...written.flatMap((part) => rowsIn(parts, part)));
  }
  return { jobKey: run.job.key, rows };
}

async function runAttempt(
  { factory, bounds }: PastPlan,
  run: RunInfo,
  task: number,
  written: readonly Part[],
  world: PastWorld,
): Promise<TaskCommit> {
  const info = attemptInfo(run, bounds, task, 0);
  const committer = factory();
  const ctx = world.context();
  await committer.setupTask(info, ctx);
  for (const part of written) await committer.write(info, part, ctx);
  return (await committer.needsTaskCommit(info, ctx)) ? committer.commitTask(info, ctx) : null;
}

/** The rows of a part that the scenario has encoded. */
export function rowsIn(parts: PartSource, { body }: Pick<Part, "body">): readonly string[] {
  const content = parts.of(body.digest);
  if (!content.readable) throw new Error(`a part of the scenario cannot be read back: ${content.reason}`);
  return content.rows;
}
