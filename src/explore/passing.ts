/** The execution that is nearest to a violating one and in which the property holds. */
import type { PassingExecution } from "../check/verdict.js";
import type { Option } from "../sim/world.js";
import type { Stage } from "../job/stage.js";
import type { Chooser, Execution, ExecuteOptions } from "./execute.js";
import { execute } from "./execute.js";
import type { Stepper } from "./steps.js";

export interface Passing {
  readonly same: number;
  readonly instead: PassingExecution["instead"];
  readonly execution: Execution;
}

/** How many executions are tried. */
const triesMost = 150;

/** Where an execution leaves the violating one, and for what. */
interface Departure {
  readonly at: number;
  readonly instead: PassingExecution["instead"];
  /** Which of the well-behaved options of a process is taken there. */
  readonly process: number;
}

/**
 * Departures are tried in this order: the last misfortune does not happen, then the last two, and so on; then, from the end to
 * the start, where another process was taken than before, the one before goes on; then any other process that can.
 * After it, every answer is the well-behaved one, and processes come in the order of the violating execution as far as
 * they can; failing that, each goes on as long as it can.
 */
export async function nearestPassing(
  stepper: Stepper<Stage>,
  violating: Execution,
  length: number,
  options: ExecuteOptions,
): Promise<Passing | undefined> {
  let tries = 0;
  for (const departure of departures(stepper, violating.path.slice(0, length))) {
    for (const follow of [true, false]) {
      if (tries++ >= triesMost) return undefined;
      const chooser = new Departing(violating, length, departure, follow);
      const execution = await execute(stepper, chooser, { ...options, stepsMax: 10 * length + 1000 });
      if (!chooser.departed) break;
      if (execution.end === "ended" && execution.violations[0] === undefined) {
        return { same: departure.at, instead: departure.instead, execution };
      }
    }
  }
  return undefined;
}

function* departures(stepper: Stepper<Stage>, path: readonly Option[]): Iterable<Departure> {
  const backwards = [...path.keys()].reverse();
  for (const at of backwards) {
    const { anomalies, faults, crashes, process } = path[at]!;
    if (anomalies + faults + crashes > 0) yield { at, instead: "misfortune", process };
  }
  for (const at of backwards) {
    const before = path[at - 1]?.process ?? -1;
    if (before >= 0 && before !== path[at]!.process) yield { at, instead: "order", process: before };
  }
  const processes = stepper.world.automata.length;
  for (const at of backwards) {
    for (let process = 0; process < processes; process++) {
      if (process !== path[at]!.process) yield { at, instead: "order", process };
    }
  }
}

/** Takes the violating execution up to a step, something else there, and nothing that is not well-behaved after it. */
class Departing implements Chooser {
  departed = false;
  readonly #violating: Execution;
  readonly #departure: Departure;
  readonly #follow: boolean;
  /** The processes whose turns come next in the violating execution. */
  #turns: readonly Option[];

  constructor(violating: Execution, length: number, departure: Departure, follow: boolean) {
    this.#violating = violating;
    this.#departure = departure;
    this.#follow = follow;
    const rest = violating.path.slice(departure.at, length);
    // What was another process's turn is so still; a misfortune's turn is its process's own.
    this.#turns = departure.instead === "misfortune" ? rest.slice(1) : rest;
  }

  choose(options: readonly (Option | "stop")[], { step }: { readonly step: number }): number {
    const { at, process } = this.#departure;
    if (step < at) return this.#violating.choices[step]!;
    if (step === at) {
      const taken = this.#violating.path[at]!;
      const index = wellBehaved(options, process, taken.process === process ? taken.pending : 0);
      this.departed = index >= 0;
      return Math.max(0, index);
    }
    if (!this.#follow || !this.departed) return 0;
    while (this.#turns.length > 0) {
      const [next, ...rest] = this.#turns;
      this.#turns = rest;
      const index = next!.process < 0 ? -1 : wellBehaved(options, next!.process, next!.pending);
      if (index >= 0) return index;
    }
    return 0;
  }
}

/** The well-behaved answer to a process's request, best to the one at `pending`; -1: it waits for nothing that can come. */
function wellBehaved(options: readonly (Option | "stop")[], process: number, pending: number): number {
  const fits = (option: Option | "stop"): boolean =>
    option !== "stop" && option.process === process && option.kind === "outcome" && option.outcome === 0;
  const exact = options.findIndex(
    (option) => fits(option) && option !== "stop" && option.pending === pending,
  );
  return exact >= 0 ? exact : options.findIndex(fits);
}
