/** Runs many executions under a portfolio of samplers. */
import type { Violation } from "../check/property.js";
import { execute, type Execution } from "./execute.js";
import { portfolio, type Sampler } from "./samplers/index.js";
import { seededRandom } from "./random.js";
import type { Stepper } from "./steps.js";
import { nobody, type Watch } from "./watch.js";
import { Witnesses } from "./witnesses.js";

export interface SampleFound {
  readonly property: number;
  readonly violation: Violation;
  /** The choices of the execution, up to the violation. */
  readonly choices: readonly number[];
  readonly sampler: string;
  readonly execution: number;
}

export interface SampleResult {
  readonly executions: number;
  readonly interrupted: boolean;
  readonly found: readonly SampleFound[];
  readonly witnesses: Witnesses;
  /** Executions that ended in a wedge, or were given up as too long. */
  readonly wedged: number;
  readonly tooLong: number;
}

/** What "sampled" means in a verdict: the samplers of the portfolio, in turn. */
export const portfolioName = portfolio.map((sampler) => sampler.name).join("+");

/** Samples until every property is violated or `executions` have been run. */
export async function sample(
  stepper: Stepper,
  plan: { readonly executions: number; readonly seed: string; readonly samplers?: readonly Sampler[] },
  watch: Watch = nobody,
): Promise<SampleResult> {
  const samplers = plan.samplers ?? portfolio;
  const runs = samplers.map((sampler) => sampler.start(stepper));
  const witnesses = new Witnesses();
  const found: SampleFound[] = [];
  const count = stepper.monitors.properties.length;
  let wedged = 0;
  let tooLong = 0;
  let done = 0;
  let interrupted = false;
  let transitions = 0;
  while (done < plan.executions && found.length < count && !interrupted) {
    const turn = done % samplers.length;
    const sampler = samplers[turn]!;
    const chooser = runs[turn]!(seededRandom(`${plan.seed}/${sampler.name}/${done}`));
    const execution = await execute(stepper, chooser, { witnesses });
    done += 1;
    transitions += execution.path.length;
    if (execution.end === "wedged") wedged += 1;
    if (execution.end === "too-long") tooLong += 1;
    collect(execution, sampler, done - 1, found);
    if (done % 64 === 0) {
      watch.progress({
        phase: "sample",
        done,
        waiting: plan.executions - done,
        transitions,
        depth: execution.path.length,
        bytes: 0,
      });
      await watch.breathe();
      interrupted = watch.interrupted();
    }
  }
  return { executions: done, interrupted, found, witnesses, wedged, tooLong };
}

function collect(execution: Execution, sampler: Sampler, number: number, found: SampleFound[]): void {
  execution.violations.forEach((violation, property) => {
    if (violation === undefined || found.some((one) => one.property === property)) return;
    const choices = execution.choices.slice(0, execution.reached[property]);
    found.push({ property, violation, choices, sampler: sampler.name, execution: number });
  });
}

/** 95 % upper bound of the chance that one execution violates, after `n` independent executions without a violation. */
export function bound95(n: number): number {
  return 1 - 0.05 ** (1 / n);
}
