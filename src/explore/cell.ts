/** One cell of a comparison: a committer on a store in a scenario, with all properties in one search. */
import type { Property } from "../check/property.js";
import type { Bounds, CounterexampleFile, VerdictCell } from "../check/verdict.js";
import type { CommitterFactory } from "../job/committer.js";
import { NoPast } from "../job/past.js";
import { type Scenario, scopesOf } from "../job/scenario.js";
import { buildStage, type PartSource, type Stage } from "../job/stage.js";
import { crashedNode, type Option } from "../sim/world.js";
import type { Personality } from "../store/personalities/index.js";
import { calmFailure } from "./calm-failure.js";
import { choicesOf } from "./choices.js";
import { counterexampleOf } from "./counterexample.js";
import { execute, replayChooser } from "./execute.js";
import { exhaust, type SearchResult } from "./exhaust.js";
import { leastSwitches } from "./least-switches.js";
import { bound95, sample, type SampleResult } from "./sample.js";
import { findSampler, portfolio, type Sampler } from "./samplers/index.js";
import { shrink } from "./shrink.js";
import { Stepper } from "./steps.js";
import { nobody, type Watch } from "./watch.js";
import type { Witnesses } from "./witnesses.js";

export interface CellPlan {
  /** The committer as it was named, with its options: `magic-copy?find=list`. */
  readonly committer: string;
  readonly committerDigest: string;
  readonly factory: CommitterFactory;
  readonly personality: Personality;
  readonly scenario: Scenario;
  readonly properties: readonly Property[];
  readonly seed: string;
  readonly parts: PartSource;
  /** How to look: exhaust up to a number of states (0: do not), then sample (0: do not) what did not close. */
  readonly effort: Effort;
  /** `lakelitmus <version>`, for counterexample files. */
  readonly tool: string;
}

export interface Effort {
  readonly states: number;
  readonly executions: number;
  /** Search every order of steps, also of those that are known not to meet. */
  readonly plain?: boolean;
  /** Names of the samplers, which take turns. Left out: those of the portfolio. */
  readonly samplers?: readonly string[];
}

export interface CellResult {
  /** One per property, in the plan's order. `counterexample.file` and `reproduce` are left to whoever writes files. */
  readonly cells: readonly VerdictCell[];
  /** By property name. */
  readonly counterexamples: ReadonlyMap<string, CounterexampleFile>;
  readonly interrupted: boolean;
}

/** How many states are looked at to find, of the shortest counterexamples, the one with the fewest context switches. */
const switchStates = 60_000;

/** What was found of one property, with the scope in which it was found. */
interface Hit {
  readonly stepper: Stepper<Stage>;
  readonly bounds: Bounds;
  readonly cost: number;
  readonly exhaustive: boolean;
  /** Its steps are proven to be the fewest. */
  readonly minimal: boolean;
  readonly choices: readonly number[];
}

/** An exhausted scope. */
interface Rung {
  readonly bounds: Bounds;
  readonly result: SearchResult;
}

/**
 * Runs a cell: exhausts the scenario's scopes, the smallest first, then samples the last one if it did not close. A
 * violation that costs something is looked for again in the larger scope, in case it is cheaper there. Throws a
 * ProcessFault where the committer breaks the rules of executions.
 */
export async function runCell(plan: CellPlan, watch: Watch = nobody): Promise<CellResult> {
  const run = new CellRun(plan, watch);
  for (const bounds of scopesOf(plan.scenario)) {
    if (!(await run.scope(bounds))) break;
  }
  return run.result();
}

class CellRun {
  readonly #plan: CellPlan;
  readonly #watch: Watch;
  readonly #hits = new Map<Property, Hit>();
  readonly #rungs: Rung[] = [];
  #sampled: SampleResult | undefined;
  /** Why there is nothing to look at. */
  #noPast: string | undefined;

  constructor(plan: CellPlan, watch: Watch) {
    this.#plan = plan;
    this.#watch = watch;
  }

  /** Looks at one scope; false where the next need not, or cannot, be looked at. */
  async scope(bounds: Bounds): Promise<boolean> {
    const { properties, effort, scenario } = this.#plan;
    const open = properties.filter((property) => (this.#hits.get(property)?.cost ?? 1) > 0);
    if (open.length === 0) return false;
    const stage = await this.#stageOf(bounds);
    if (stage === undefined) return false;
    const stepper = new Stepper(stage, open);
    const complete = effort.states > 0 && (await this.#exhaust(stepper, bounds));
    if (this.#rungs.at(-1)?.result.stopped === "interrupted") return false;
    const left = open.filter((property) => !this.#hits.has(property));
    if (bounds === scenario.bounds && !complete && left.length > 0 && effort.executions > 0) {
      await this.#sample(stepper.watching(left), bounds);
    }
    return true;
  }

  async #stageOf(bounds: Bounds): Promise<Stage | undefined> {
    try {
      return await buildStage({ ...this.#plan, bounds });
    } catch (error) {
      if (!(error instanceof NoPast)) throw error;
      this.#noPast = error.message;
      return undefined;
    }
  }

  async #exhaust(stepper: Stepper<Stage>, bounds: Bounds): Promise<boolean> {
    const { properties: open } = stepper.monitors;
    const costBelow = open.map((property) => this.#hits.get(property)?.cost ?? Number.POSITIVE_INFINITY);
    const { states, plain = false } = this.#plan.effort;
    const limits = { states, costBelow, plain };
    const result = await exhaust(stepper, limits, this.#watch);
    this.#rungs.push({ bounds, result });
    for (const { property, path, cost } of result.found) {
      const readable = result.reduced
        ? path
        : await this.#fewestSwitches(stepper.watching([open[property]!]), path, cost);
      const choices = await choicesOf(stepper, readable);
      this.#hits.set(open[property]!, {
        stepper,
        bounds,
        cost,
        exhaustive: true,
        minimal: !result.reduced,
        choices,
      });
    }
    return result.complete;
  }

  /** The stepper watches the property that is violated. */
  async #fewestSwitches(
    stepper: Stepper<Stage>,
    path: readonly Option[],
    cost: number,
  ): Promise<readonly Option[]> {
    if (stepper.monitors.properties[0]!.liveness) return path;
    const alive = (): void => this.#watch.alive?.();
    return (await leastSwitches(stepper, { cost, steps: path.length }, switchStates, alive)) ?? path;
  }

  async #sample(stepper: Stepper<Stage>, bounds: Bounds): Promise<void> {
    const { properties: open } = stepper.monitors;
    const { effort, seed } = this.#plan;
    const how = { executions: effort.executions, seed, samplers: samplersOf(effort) };
    this.#sampled = await sample(stepper, how, this.#watch);
    for (const { property, choices } of this.#sampled.found) {
      const shrunk = await shrink(stepper.watching([open[property]!]), 0, choices);
      this.#hits.set(open[property]!, {
        stepper,
        bounds,
        cost: 0,
        exhaustive: false,
        minimal: false,
        choices: shrunk,
      });
    }
  }

  async result(): Promise<CellResult> {
    const counterexamples = new Map<string, CounterexampleFile>();
    const cells: VerdictCell[] = [];
    for (const property of this.#plan.properties) {
      this.#watch.alive?.();
      const hit = this.#hits.get(property);
      const cell = new CellOf(this.#plan, property, this.#rungs, this.#sampled, this.#noPast);
      cells.push(hit === undefined ? await cell.notViolated() : await cell.violated(hit, counterexamples));
    }
    const interrupted =
      this.#sampled?.interrupted === true ||
      this.#rungs.some((rung) => rung.result.stopped === "interrupted");
    return { cells, counterexamples, interrupted };
  }
}

/** Puts together what is said of one property. */
class CellOf {
  readonly #plan: CellPlan;
  readonly #property: Property;
  readonly #rungs: readonly Rung[];
  readonly #sampled: SampleResult | undefined;
  readonly #noPast: string | undefined;

  constructor(
    plan: CellPlan,
    property: Property,
    rungs: readonly Rung[],
    sampled: SampleResult | undefined,
    noPast: string | undefined,
  ) {
    this.#plan = plan;
    this.#property = property;
    this.#rungs = rungs;
    this.#sampled = sampled;
    this.#noPast = noPast;
  }

  async violated(hit: Hit, files: Map<string, CounterexampleFile>): Promise<VerdictCell> {
    const stepper = hit.stepper.watching([this.#property]);
    const execution = await execute(stepper, replayChooser(hit.choices), { recorded: hit.choices.length });
    const violation = execution.violations[0];
    if (violation === undefined)
      throw new Error(`a counterexample of ${this.#property.name} does not replay`);
    const path = execution.path.slice(0, execution.reached[0]);
    await replayAlone(stepper, path);
    const file = await counterexampleOf(
      this.#plan,
      hit.bounds,
      this.#property,
      stepper,
      path,
      hit.choices,
      violation,
    );
    files.set(this.#property.name, file);
    const { cost, silent, sentence } = file;
    const rung = this.#rungs.find(({ bounds }) => bounds === hit.bounds);
    return {
      ...(hit.exhaustive && rung !== undefined ? this.#exhaustive(rung) : this.#samples(hit.bounds)),
      verdict: "violated",
      anomaly: this.#property.anomaly,
      ...(file.rows === undefined ? {} : { rows: file.rows }),
      counterexample: { file: "", cost, steps: path.length, silent, minimal: hit.minimal, sentence },
    };
  }

  async notViolated(): Promise<VerdictCell> {
    const last = this.#rungs.at(-1);
    const closed = this.#rungs.findLast(({ result }) => result.complete);
    const exhaustive = last !== undefined && (last === closed || this.#sampled === undefined);
    const base = exhaustive
      ? { ...this.#exhaustive(last), ...this.#closedCost(last) }
      : this.#samples(this.#plan.scenario.bounds, closed);
    const witnesses = exhaustive ? last.result.witnesses : this.#sampled?.witnesses;
    const reason = await this.#unknown(last, witnesses);
    return reason === undefined ? { ...base, verdict: "holds" } : { ...base, ...reason };
  }

  /** Why the cell says neither that the property holds nor that it is violated. */
  async #unknown(
    last: Rung | undefined,
    witnesses: Witnesses | undefined,
  ): Promise<{ readonly verdict: "unknown" | "refuses"; readonly reason: string } | undefined> {
    const { scenario, effort } = this.#plan;
    if (this.#noPast !== undefined) return { verdict: "unknown", reason: `vacuous: ${this.#noPast}` };
    if (last?.result.stopped === "interrupted" || this.#sampled?.interrupted === true) {
      return { verdict: "unknown", reason: "interrupted" };
    }
    if (this.#sampled === undefined && last?.result.complete !== true) {
      return { verdict: "unknown", reason: `limit: more than ${effort.states} states` };
    }
    if (witnesses === undefined) return { verdict: "unknown", reason: "vacuous: nothing was run" };
    if (witnesses.has("refusal") && !witnesses.has("ack")) {
      return { verdict: "refuses", reason: "the committer declines this store, and nothing is acknowledged" };
    }
    const missing = scenario.requires.filter((name) => !witnesses.has(name));
    if (missing.length > 0) return { verdict: "unknown", reason: await this.#vacuous(missing) };
    if ((this.#sampled?.tooLong ?? 0) > 0)
      return { verdict: "unknown", reason: "limit: an execution did not end" };
    return undefined;
  }

  /** That no job succeeds may be a mistake in the committer: then it fails in the calmest execution, and says why. */
  async #vacuous(missing: readonly string[]): Promise<string> {
    const reason = `vacuous: never seen: ${missing.join(", ")}`;
    if (!missing.includes("ack")) return reason;
    const stage = await buildStage({ ...this.#plan, bounds: this.#plan.scenario.bounds });
    const failure = await calmFailure(new Stepper(stage, []));
    return failure === undefined ? reason : `${reason}; even where nothing goes wrong, ${failure}`;
  }

  /** What a search that did not end has shown all the same. A wedge is seen only when a search has ended. */
  #closedCost({ result: { complete, closedCost } }: Rung): Pick<VerdictCell, "closedCost"> {
    return complete || closedCost < 0 || this.#property.liveness ? {} : { closedCost };
  }

  #exhaustive({ bounds, result }: Rung): Omit<VerdictCell, "verdict"> {
    return {
      ...this.#names(),
      evidence: "exhaustive",
      bounds: { ...bounds },
      executions: 0,
      states: result.states,
      transitions: result.transitions,
      seed: this.#plan.seed,
      witnessed: result.witnesses.counts(),
    };
  }

  #samples(bounds: Bounds, closed?: Rung): Omit<VerdictCell, "verdict"> {
    const executions = this.#sampled?.executions ?? 0;
    return {
      ...this.#names(),
      evidence: "sampled",
      bounds: { ...bounds },
      executions,
      ...(closed === undefined
        ? {}
        : { closed: { bounds: { ...closed.bounds }, states: closed.result.states } }),
      sampler: samplersOf(this.#plan.effort)
        .map(({ name }) => name)
        .join("+"),
      ...(executions === 0 ? {} : { bound95: Number(bound95(executions).toPrecision(3)) }),
      seed: this.#plan.seed,
      witnessed: this.#sampled?.witnesses.counts() ?? {},
    };
  }

  #names(): Pick<VerdictCell, "committer" | "store" | "scenario" | "property"> {
    const { committer, personality, scenario } = this.#plan;
    return { committer, store: personality.name, scenario: scenario.name, property: this.#property.name };
  }
}

/** @throws RangeError where a sampler is named that there is not. */
function samplersOf({ samplers: names }: Effort): readonly Sampler[] {
  if (names === undefined) return portfolio;
  return names.map((name) => {
    const sampler = findSampler(name);
    if (sampler === undefined) throw new RangeError(`there is no sampler ${name}`);
    return sampler;
  });
}

/** Every process of a counterexample, run alone from what it was told, must make the same requests. */
async function replayAlone(stepper: Stepper<Stage>, path: readonly Option[]): Promise<void> {
  const { world } = stepper;
  let row = await stepper.initial();
  for (const option of path) {
    const next = new Int32Array(stepper.width);
    await stepper.step(row, option, next);
    row = next;
  }
  for (const [process, automaton] of world.automata.entries()) {
    const node = world.nodeOf(stepper.worldOf(row), process);
    if (node !== crashedNode) await automaton.replay(node);
  }
}
