/** What a commit costs where nothing goes wrong: the requests that a job really makes, with every answer well-behaved. */
import {
  billedAs,
  type CommitterCost,
  type CostPoint,
  type LatencyRange,
  type Operation,
  operations,
  type Pace,
} from "../check/cost.js";
import type { PartContent } from "../check/events.js";
import type { Bounds } from "../check/verdict.js";
import type { CommitterFactory } from "../job/committer.js";
import { storeService } from "../job/context.js";
import { defaultBounds } from "../job/scenario.js";
import { buildStage, type PartSource, type Stage } from "../job/stage.js";
import type { Option } from "../sim/world.js";
import type { Body } from "../store/body.js";
import type { GetResult } from "../store/object-store.js";
import {
  isConditionalWrite,
  type RequestOf,
  type StoreAnswer,
  type StoreRequest,
} from "../store/requests.js";
import type { Personality } from "../store/personalities/index.js";
import { filesService } from "../store/simulated-files.js";
import type { StoreState } from "../store/simulated-store.js";
import { tableService } from "../store/simulated-table.js";
import { execute, type Execution, replayChooser } from "./execute.js";
import { Hooks, tellingFactory } from "./hooks.js";
import { type Delay, finishTimes, percentile, sampledDelay } from "./pace.js";
import { seededRandom } from "./random.js";
import { RequestGraph, type RequestNode } from "./request-graph.js";
import { type FullRow, Stepper } from "./steps.js";

/** The sizes of a job that are measured. */
export const costGrid: readonly { readonly tasks: number; readonly files: number }[] = [1, 2, 4, 8].flatMap(
  (tasks) => [1, 2, 4].map((files) => ({ tasks, files })),
);

/** How many times the delays of a job are drawn. */
export const costDraws = 500;

export interface CostPlan {
  readonly committer: string;
  readonly factory: CommitterFactory;
  readonly personality: Personality;
  readonly seed: string;
  readonly parts: PartSource;
  readonly rows: number;
  readonly pace: Pace;
  /** The sizes of a job that are measured; {@link costGrid} where it is left out. */
  readonly sizes?: typeof costGrid;
}

/** Nothing to tell: why. */
class NoCost extends Error {
  override readonly name = "NoCost";
}

/** Runs one job of each size of {@link costGrid}. Throws a ProcessFault where the committer breaks the rules of executions. */
export async function measureCost(plan: CostPlan): Promise<CommitterCost> {
  const points: CostPoint[] = [];
  try {
    for (const { tasks, files } of plan.sizes ?? costGrid) points.push(await measure(plan, tasks, files));
  } catch (error) {
    if (!(error instanceof NoCost)) throw error;
    return { committer: plan.committer, reason: error.message, points: [] };
  }
  return { committer: plan.committer, points };
}

async function measure(plan: CostPlan, tasks: number, files: number): Promise<CostPoint> {
  const { personality, seed, parts, rows, pace } = plan;
  const bounds: Bounds = { ...defaultBounds, tasks, files, rows };
  const hooks = new Hooks();
  const factory = tellingFactory(plan.factory, hooks.tell);
  const weighed = new WeighedParts(parts);
  const stage = await buildStage({ factory, personality, bounds, seed, parts: weighed });
  const stepper = new Stepper(stage, []);
  const graph = new RequestGraph(stepper);
  const bill = new Bill(stepper, hooks);
  const execution = await execute(stepper, replayChooser([]), {
    onStep: (row, option, after) => {
      graph.step(row, option, after);
      bill.step(row, option);
      hooks.step(stepper, row, option, after);
    },
  });
  checkLanded(execution, bill.said);
  const delay = sampledDelay(pace, seededRandom(`${seed}/cost/${plan.committer}/${tasks}/${files}`));
  return { tasks, files, ...bill.counts(weighed.bytes), ...latencies(graph.nodes, bill, delay) };
}

/** Adds up the bytes of what is encoded. */
class WeighedParts implements PartSource {
  bytes = 0;
  readonly #parts: PartSource;

  constructor(parts: PartSource) {
    this.#parts = parts;
  }

  async encode(...part: Parameters<PartSource["encode"]>): Promise<Body> {
    const body = await this.#parts.encode(...part);
    this.bytes += body.length;
    return body;
  }

  resolve(body: Body): Promise<void> {
    return this.#parts.resolve(body);
  }

  of(digest: string): PartContent {
    return this.#parts.of(digest);
  }

  find(digest: string): PartContent | undefined {
    return this.#parts.find(digest);
  }
}

function checkLanded({ end }: Execution, said: readonly string[]): void {
  if (end !== "ended") throw new NoCost("a job in which nothing goes wrong does not come to its end");
  if (said.includes("acked")) return;
  if (said.includes("refused")) throw new NoCost("the committer declines the store");
  throw new NoCost("a job in which nothing goes wrong is not acknowledged");
}

function latencies(
  nodes: readonly RequestNode[],
  { committedAt, ackedAt }: Bill,
  delay: Delay,
): Pick<CostPoint, "sequential" | "job" | "commit"> {
  const jobs: number[] = [];
  const commits: number[] = [];
  for (let draw = 0; draw < costDraws; draw++) {
    const times = finishTimes(nodes, delay);
    jobs.push(times[ackedAt]!);
    commits.push(times[ackedAt]! - times[committedAt]!);
  }
  const sequential = finishTimes(nodes, () => 1)[ackedAt]!;
  return { sequential, job: rangeOf(jobs), commit: rangeOf(commits) };
}

function rangeOf(times: readonly number[]): LatencyRange {
  const sorted = times.toSorted((a, b) => a - b);
  return { p50: Math.round(percentile(sorted, 0.5)), p99: Math.round(percentile(sorted, 0.99)) };
}

/** Counts what an execution asks of the store, and of a table and a cluster's file system beside it. */
class Bill {
  /** Types of the events that came about. */
  readonly said: string[] = [];
  /** The step in which the driver heard that all tasks had committed. */
  committedAt = 0;
  /** The step in which the job was acknowledged. */
  ackedAt = 0;
  readonly #stepper: Stepper<Stage>;
  readonly #hooks: Hooks;
  readonly #requests = new Map<Operation, number>(operations.map((operation) => [operation, 0]));
  readonly #bytes = { written: 0, copied: 0, read: 0 };
  #table = 0;
  #cluster = 0;
  #conditional = 0;
  #inJobCommit = 0;
  #steps = 0;

  constructor(stepper: Stepper<Stage>, hooks: Hooks) {
    this.#stepper = stepper;
    this.#hooks = hooks;
  }

  step(row: FullRow, option: Option): void {
    const { world } = this.#stepper;
    const at = this.#steps++;
    for (const id of world.eventsOf(row, option)) {
      this.said.push(...world.words.events.get(id).map((event) => event.type));
    }
    const asked = world.requestOf(row, option)!;
    const answer = world.words.answer(world.transition(row, option).answer);
    const service = world.services[asked.service]!.service.name;
    if (service === storeService) {
      this.#count(row, option, asked.request as StoreRequest, answer as StoreAnswer);
      return;
    }
    if (service === tableService) this.#table += 1;
    if (service === filesService) this.#cluster += 1;
    const { op } = asked.request as { readonly op: string };
    if (op === "await-tasks") this.committedAt = at;
    if (op === "finish") this.ackedAt = at;
  }

  /** `data`: bytes of the files themselves. */
  counts(
    data: number,
  ): Pick<CostPoint, "requests" | "table" | "cluster" | "conditional" | "inJobCommit" | "bytes"> {
    return {
      requests: Object.fromEntries(this.#requests) as CostPoint["requests"],
      ...(this.#table === 0 ? {} : { table: this.#table }),
      ...(this.#cluster === 0 ? {} : { cluster: this.#cluster }),
      conditional: this.#conditional,
      inJobCommit: this.#inJobCommit,
      bytes: { data, ...this.#bytes },
    };
  }

  #count(row: FullRow, option: Option, request: StoreRequest, answer: StoreAnswer): void {
    const operation = billedAs[request.op];
    this.#requests.set(operation, this.#requests.get(operation)! + 1);
    if (isConditionalWrite(request)) this.#conditional += 1;
    if (this.#hooks.of(this.#stepper, row, option) === "commitJob") this.#inJobCommit += 1;
    if (!answer.ok) return;
    if ("body" in request) this.#bytes.written += request.body.length;
    if (request.op === "get") this.#bytes.read += (answer.value as GetResult).body.length;
    if (request.op === "copy") this.#bytes.copied += this.#sizeOf(row, request.source);
    if (request.op === "uploadPartCopy") this.#bytes.copied += this.#copiedBy(row, request);
  }

  #copiedBy(row: FullRow, { source, range }: RequestOf<"uploadPartCopy">): number {
    return range === undefined ? this.#sizeOf(row, source) : range.end - range.start + 1;
  }

  #sizeOf(row: FullRow, key: string): number {
    const { stage, world } = this.#stepper;
    const state = world.services[stage.storeIndex]!.state(row[stage.storeIndex]!) as StoreState;
    return stage.store.contents(state).get(key)?.body.length ?? 0;
  }
}
