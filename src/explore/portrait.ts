/**
 * What a committer does in one job: every request in its order, what a reader would get after it, what would be left over if
 * everything stopped there, and what becomes of the job where that one answer is wrong. All of it comes from runs: nothing is
 * known of any protocol here.
 */
import type { Event, TableSeen } from "../check/events.js";
import type { Doubt, Portrait, PortraitEnd, PortraitStep, WrongAnswer } from "../check/portrait.js";
import { bagSize, countMissing, rowsIn, rowsOfJobs } from "../check/rows.js";
import type { Bounds } from "../check/verdict.js";
import { boardService } from "../job/board.js";
import type { CommitterFactory } from "../job/committer.js";
import { storeService } from "../job/context.js";
import { defaultBounds } from "../job/scenario.js";
import { buildStage, type PartSource, type Stage } from "../job/stage.js";
import type { Option } from "../sim/world.js";
import type { Personality } from "../store/personalities/index.js";
import { isConditional, type StoreAnswer, type StoreRequest } from "../store/requests.js";
import type { FileTree } from "../store/file-tree.js";
import { filesService } from "../store/simulated-files.js";
import { tableService } from "../store/simulated-table.js";
import { isConditionalInTable, type TableRequest } from "../store/table-requests.js";
import type { StoreState } from "../store/simulated-store.js";
import { untouched } from "../store/state.js";
import { withRecord } from "../store/store-state.js";
import { type Chooser, execute } from "./execute.js";
import { Hooks, tellingFactory } from "./hooks.js";
import { type FullRow, judgedStates, Stepper } from "./steps.js";
import { traceOf } from "./trace.js";

export interface PortraitPlan {
  /** The committer as it was named, with its options. */
  readonly committer: string;
  readonly factory: CommitterFactory;
  /** Where nothing goes wrong. */
  readonly personality: Personality;
  /** Where one answer is wrong: a store that may give every wrong answer there is. */
  readonly lagging: Personality;
  readonly seed: string;
  readonly parts: PartSource;
}

/** One task with one file, appending to a table that has rows. */
const bounds: Bounds = { ...defaultBounds, tasks: 1, files: 1, prior: 1 };

/** Two files tell whether they come into the table together. */
const twoFiles: Bounds = { ...bounds, files: 2 };

/** @throws Error where the job does not land though nothing goes wrong. */
export async function portray(plan: PortraitPlan): Promise<Portrait> {
  const well = await Model.of(plan, plan.personality, bounds);
  const ran = await well.run({ choose: () => 0 });
  if (well.endOf(ran) !== "landed") throw new Error("a job in which nothing goes wrong does not land");
  const lagging = await Model.of(plan, plan.lagging, bounds);
  const trace = await traceOf(
    well.stepper,
    ran.steps.map(({ option }) => option),
  );
  const rows = Number(bagSize(well.own));
  const steps: PortraitStep[] = [];
  let comesIn = -1;
  for (const [index, { process, request, answer }] of trace.entries()) {
    const step = ran.steps[index]!;
    if (step.service === boardService) continue;
    const { hook = "", conditional, after } = step;
    const readable = well.readable((await well.stepper.ending(after)).ending.table);
    if (readable === rows && comesIn < 0) comesIn = index;
    const leftOver = await well.leftOver(after);
    const wrong = await wrongAnswersAt(lagging, index);
    steps.push({ process, hook, request, answer, conditional, readable, leftOver, wrong });
  }
  const doubts = comesIn < 0 ? [] : await doubtsAt(plan, comesIn);
  return { committer: plan.committer, steps, rows, pieces: await piecesOf(plan), doubts };
}

/** What comes of each fault of one request, where nothing else goes wrong. */
async function doubtsAt(plan: PortraitPlan, step: number): Promise<readonly Doubt[]> {
  const model = await Model.of(plan, plan.personality, { ...bounds, faults: 1 });
  const doubts: Doubt[] = [];
  for (let which = 0; ; which++) {
    const ran = await model.run(
      otherwiseAt(step, which, ({ anomalies, faults }) => anomalies === 0 && faults > 0),
    );
    if (ran.wrong === undefined) return doubts;
    const path = ran.steps.map(({ option }) => option);
    const trace = await traceOf(model.stepper, path);
    const afterwards = trace.filter((_, index) => index > step && ran.steps[index]!.service !== boardService);
    const { what } = ran.wrong;
    doubts.push({ what, answer: trace[step]!.answer, afterwards, end: model.endOf(ran) });
  }
}

/** In how many steps the rows of two files come into the table. */
async function piecesOf(plan: PortraitPlan): Promise<number> {
  const model = await Model.of(plan, plan.personality, twoFiles);
  const { steps } = await model.run({ choose: () => 0 });
  const seen = new Set<number>();
  for (const { after } of steps) {
    seen.add(model.readable((await model.stepper.ending(after)).ending.table));
  }
  seen.delete(0);
  return seen.size;
}

/** What comes of each wrong answer that the lagging store may give at a step of the run in which nothing else goes wrong. */
async function wrongAnswersAt(lagging: Model, step: number): Promise<readonly WrongAnswer[]> {
  const answers: WrongAnswer[] = [];
  for (let which = 0; ; which++) {
    const ran = await lagging.run(otherwiseAt(step, which, ({ anomalies }) => anomalies > 0));
    if (ran.wrong === undefined) return answers;
    answers.push({ ...ran.wrong, end: lagging.endOf(ran) });
  }
}

/** Takes the first ways, but for the answer at one step: number `which` of those that `wanted` is true of. */
function otherwiseAt(step: number, which: number, wanted: (option: Option) => boolean): Chooser {
  return {
    choose: (options, point) => {
      if (point.step !== step) return 0;
      const first = options[0]!;
      const found = options.flatMap((option, index) =>
        option !== "stop" && first !== "stop" && isSameAsked(option, first) && wanted(option) ? [index] : [],
      );
      return found[which] ?? 0;
    },
  };
}

/** Is it another answer to the same request? */
function isSameAsked({ kind, process, pending }: Option, first: Option): boolean {
  return kind === "outcome" && process === first.process && pending === first.pending;
}

interface Step {
  readonly option: Option;
  readonly after: FullRow;
  readonly service: string;
  readonly hook: string | undefined;
  readonly conditional: boolean;
}

interface Ran {
  readonly steps: readonly Step[];
  readonly events: readonly Event[];
  /** As an up-to-date reader reads it at the end. */
  readonly table: TableSeen;
  /** The answer that was not well-behaved. */
  readonly wrong?: Omit<WrongAnswer, "end">;
}

/** A world that is run again and again. */
class Model {
  readonly stepper: Stepper<Stage>;
  readonly own: ReturnType<typeof rowsOfJobs>;
  readonly #hooks: Hooks;
  readonly #start: ReadonlySet<string>;

  private constructor(stepper: Stepper<Stage>, hooks: Hooks, start: ReadonlySet<string>) {
    const { scene } = stepper.stage;
    this.stepper = stepper;
    this.own = rowsOfJobs(scene.rowsOf.keys(), scene);
    this.#hooks = hooks;
    this.#start = start;
  }

  static async of(
    { factory, seed, parts }: PortraitPlan,
    personality: Personality,
    bounds: Bounds,
  ): Promise<Model> {
    const hooks = new Hooks();
    const stage = await buildStage({
      factory: tellingFactory(factory, hooks.tell),
      personality,
      bounds: { ...bounds, anomalies: 1 },
      seed,
      parts,
    });
    const stepper = new Stepper(stage, []);
    return new Model(stepper, hooks, new Set(thingsIn(stepper, await stepper.initial()).keys()));
  }

  async run(chooser: Chooser): Promise<Ran> {
    const { stepper } = this;
    const { world } = stepper;
    const steps: Step[] = [];
    const events: Event[] = [];
    const missed = new Set<string>();
    let wrong: Ran["wrong"];
    const { last } = await execute(stepper, chooser, {
      onStep: (before, option, after) => {
        const hook = this.#hooks.of(stepper, before, option);
        this.#hooks.step(stepper, before, option, after);
        events.push(...world.eventsOf(before, option).flatMap((id) => world.words.events.get(id)));
        const asked = world.requestOf(before, option)!;
        const service = world.services[asked.service]!.service.name;
        const request = asked.request as StoreRequest;
        const { label, answer } = world.transition(before, option);
        const key = "key" in request ? request.key : "";
        if (label !== undefined) wrong = { what: label, probed: missed.has(key) };
        if (service === storeService && !(world.words.answer(answer) as StoreAnswer).ok) missed.add(key);
        steps.push({ option, after, service, hook, conditional: isConditionalAt(service, request) });
      },
    });
    const { table } = (await stepper.ending(last)).ending;
    return { steps, events, table, ...(wrong === undefined ? {} : { wrong }) };
  }

  /** Rows of the scenario's job that the table holds. */
  readable(table: TableSeen): number {
    return Number(bagSize(this.own) - countMissing(this.own, rowsIn(table, this.stepper.stage.scene)));
  }

  /** What came in since the start, and without which a reader gets the same: objects, uploads under way, a cluster's files. */
  async leftOver(row: FullRow): Promise<readonly string[]> {
    const { stage, world } = this.stepper;
    const { store, beside } = judgedStates(stage, world, row);
    const table = JSON.stringify((await stage.ending(store, beside)).table);
    const found: string[] = [];
    for (const [name, without] of thingsIn(this.stepper, row)) {
      if (this.#start.has(name)) continue;
      const left = without({ store, beside });
      if (JSON.stringify((await stage.ending(left.store, left.beside)).table) === table) found.push(name);
    }
    return found;
  }

  endOf({ events, table }: Ran): PortraitEnd {
    const { scene } = this.stepper.stage;
    if (!table.ok) return "unreadable";
    const there = rowsIn(table, scene);
    const missing = countMissing(this.own, there);
    const told = events.find(({ type }) => ["acked", "failed", "unknown"].includes(type))?.type;
    if ((scene.past?.kept ?? []).some((row) => !there.has(row))) return "lost";
    if ([...there].some(([row, times]) => times > (this.own.get(row) ?? 1))) return "repeated";
    if (told === "failed") return missing < bagSize(this.own) ? "failed, and rows are there" : "failed";
    if (told === "unknown") return "unknown";
    return missing > 0n ? "lost" : "landed";
  }
}

interface Judged {
  readonly store: StoreState;
  readonly beside: readonly unknown[];
}

/** By name, everything that lies somewhere, each with what the states are without it. No reader sees an upload under way. */
function thingsIn(
  { stage, world }: Stepper<Stage>,
  row: FullRow,
): ReadonlyMap<string, (all: Judged) => Judged> {
  const things = new Map<string, (all: Judged) => Judged>();
  const state = world.serviceState(row, stage.storeIndex) as StoreState;
  for (const key of stage.store.contents(state).keys()) {
    things.set(key, ({ store, beside }) => ({ store: withRecord(store, key, untouched), beside }));
  }
  for (const { key, uploads } of state.uploads) {
    for (const { number } of uploads.uploads) things.set(`upload ${number} of ${key}`, (all) => all);
  }
  (stage.judgedBeside ?? []).forEach((at, index) => {
    if (world.services[at]!.service.name !== filesService) return;
    for (const { key, body } of world.serviceState(row, at) as FileTree) {
      if (body === undefined) continue;
      things.set(`hdfs:/${key}`, ({ store, beside }) => {
        return { store, beside: beside.with(index, (beside[index] as FileTree).delete(key)) };
      });
    }
  });
  return things;
}

/** Does a condition decide whether it writes? */
function isConditionalAt(service: string, request: unknown): boolean {
  if (service === storeService) return isConditional(request as StoreRequest);
  return service === tableService && isConditionalInTable(request as TableRequest);
}
