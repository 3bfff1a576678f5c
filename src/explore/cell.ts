/** One cell of a comparison: a committer on a store in a scenario, with all properties in one search. */
import type { Property } from "../check/property.js";
import type { Bounds, CounterexampleFile, VerdictCell } from "../check/verdict.js";
import type { CommitterFactory } from "../job/committer.js";
import type { Scenario } from "../job/scenario.js";
import { buildStage, type PartSource, type Stage } from "../job/stage.js";
import type { Personality } from "../store/personalities/index.js";
import { choicesOf } from "./choices.js";
import { counterexampleOf } from "./counterexample.js";
import { execute, replayChooser } from "./execute.js";
import { exhaust, type SearchResult } from "./exhaust.js";
import { bound95, portfolioName, sample, type SampleResult } from "./sample.js";
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
}

export interface CellResult {
  /** One per property, in the plan's order. `counterexample.file` and `reproduce` are left to whoever writes files. */
  readonly cells: readonly VerdictCell[];
  /** By property name. */
  readonly counterexamples: ReadonlyMap<string, CounterexampleFile>;
  readonly interrupted: boolean;
}

/** Runs a cell. Throws a ProcessFault where the committer breaks the rules of executions. */
export async function runCell(plan: CellPlan, watch: Watch = nobody): Promise<CellResult> {
  const { bounds } = plan.scenario;
  const { factory, personality, seed, parts } = plan;
  const stage = await buildStage({ factory, personality, bounds, seed, parts });
  const searched =
    plan.effort.states > 0
      ? await exhaust(new Stepper(stage, plan.properties), { states: plan.effort.states }, watch)
      : undefined;
  const open = plan.properties.filter(
    (_, index) => !searched?.found.some((found) => found.property === index),
  );
  const interrupted = searched?.stopped === "interrupted";
  const sampling =
    open.length > 0 && searched?.complete !== true && !interrupted && plan.effort.executions > 0;
  const sampler = new Stepper(stage, open);
  const sampled = sampling
    ? await sample(sampler, { executions: plan.effort.executions, seed }, watch)
    : undefined;
  const counterexamples = new Map<string, CounterexampleFile>();
  const cells: VerdictCell[] = [];
  for (const [index, property] of plan.properties.entries()) {
    const cell = new CellOf(plan, property, searched, sampled);
    const exhaustive = searched?.found.find((found) => found.property === index);
    const random = sampled?.found.find((found) => open[found.property] === property);
    if (exhaustive !== undefined) {
      const stepper = new Stepper(stage, [property]);
      const choices = await choicesOf(stepper, exhaustive.path);
      cells.push(await cell.violated(stepper, choices, true, counterexamples));
    } else if (random !== undefined) {
      const stepper = new Stepper(stage, [property]);
      const choices = await shrink(stepper, 0, random.choices);
      cells.push(await cell.violated(stepper, choices, false, counterexamples));
    } else {
      cells.push(cell.notViolated());
    }
  }
  return { cells, counterexamples, interrupted: interrupted || sampled?.interrupted === true };
}

/** Puts together what is said of one property. */
class CellOf {
  readonly #plan: CellPlan;
  readonly #property: Property;
  readonly #searched: SearchResult | undefined;
  readonly #sampled: SampleResult | undefined;

  constructor(
    plan: CellPlan,
    property: Property,
    searched: SearchResult | undefined,
    sampled: SampleResult | undefined,
  ) {
    this.#plan = plan;
    this.#property = property;
    this.#searched = searched;
    this.#sampled = sampled;
  }

  async violated(
    stepper: Stepper<Stage>,
    choices: readonly number[],
    minimal: boolean,
    files: Map<string, CounterexampleFile>,
  ): Promise<VerdictCell> {
    const execution = await execute(stepper, replayChooser(choices));
    const violation = execution.violations[0];
    if (violation === undefined)
      throw new Error(`a counterexample of ${this.#property.name} does not replay`);
    const path = execution.path.slice(0, execution.reached[0]);
    const file = await counterexampleOf(this.#plan, this.#property, stepper, path, choices, violation);
    files.set(this.#property.name, file);
    const { cost, silent, sentence } = file;
    return {
      ...this.#base(minimal ? "exhaustive" : "sampled"),
      verdict: "violated",
      anomaly: this.#property.anomaly,
      ...(file.rows === undefined ? {} : { rows: file.rows }),
      counterexample: { file: "", cost, steps: path.length, silent, minimal, sentence },
    };
  }

  notViolated(): VerdictCell {
    const complete = this.#searched?.complete === true;
    const base = this.#base(complete ? "exhaustive" : "sampled");
    const witnesses = complete ? this.#searched?.witnesses : this.#sampled?.witnesses;
    const reason = this.#unknown(witnesses);
    if (reason !== undefined) return { ...base, ...reason };
    return { ...base, verdict: "holds" };
  }

  /** Why the cell says neither that the property holds nor that it is violated. */
  #unknown(
    witnesses: Witnesses | undefined,
  ): { readonly verdict: "unknown" | "refuses"; readonly reason: string } | undefined {
    const { scenario } = this.#plan;
    if (this.#searched?.stopped === "interrupted" || this.#sampled?.interrupted === true) {
      return { verdict: "unknown", reason: "interrupted" };
    }
    if (witnesses === undefined)
      return { verdict: "unknown", reason: `limit: more than ${this.#plan.effort.states} states` };
    if (witnesses.has("refusal") && !witnesses.has("ack")) {
      return { verdict: "refuses", reason: "the committer declines this store, and nothing is acknowledged" };
    }
    const missing = scenario.requires.filter((name) => !witnesses.has(name));
    if (missing.length > 0)
      return { verdict: "unknown", reason: `vacuous: never seen: ${missing.join(", ")}` };
    if (this.#searched?.wedge !== undefined || (this.#sampled?.wedged ?? 0) > 0) {
      return {
        verdict: "unknown",
        reason: "wedged: in some execution nobody can go on, and not everybody has finished",
      };
    }
    return undefined;
  }

  #base(evidence: "exhaustive" | "sampled"): Omit<VerdictCell, "verdict"> {
    const plan = this.#plan;
    const exhaustive = evidence === "exhaustive";
    const witnesses = exhaustive ? this.#searched?.witnesses : this.#sampled?.witnesses;
    const executions = exhaustive ? 0 : (this.#sampled?.executions ?? 0);
    return {
      committer: plan.committer,
      store: plan.personality.name,
      scenario: plan.scenario.name,
      property: this.#property.name,
      evidence,
      bounds: boundsOf(plan.scenario.bounds),
      executions,
      ...(exhaustive
        ? { states: this.#searched?.states ?? 0, transitions: this.#searched?.transitions ?? 0 }
        : {}),
      ...(exhaustive ? {} : { sampler: portfolioName }),
      ...(exhaustive || executions === 0 ? {} : { bound95: Number(bound95(executions).toPrecision(3)) }),
      seed: plan.seed,
      witnessed: witnesses?.counts() ?? {},
    };
  }
}

function boundsOf(bounds: Bounds): Bounds {
  return { ...bounds };
}
