import type { Option } from "../../sim/world.js";
import type { Chooser } from "../execute.js";
import type { Random } from "../random.js";
import type { Stepper } from "../steps.js";

/** A way to choose at random. */
export interface Sampler {
  readonly name: string;
  /** How it chooses, in a line. */
  readonly about: string;
  /** Begins a run of many executions. What it learns of them stays in the run: the same seed gives the same run again. */
  start(stepper: Stepper): Run;
}

/** Each execution gets a chooser of its own. */
export type Run = (random: Random) => Chooser;

/** Is the option free of anomalies, faults and crashes? */
export function isCalm(option: Option | "stop"): boolean {
  return option === "stop" || (option.anomalies === 0 && option.faults === 0 && option.crashes === 0);
}

/**
 * Splits a choice in two, as misfortune has its own budget: now and then one of the options that cost something, else a
 * calm one that `pick` chooses. Without this, the many wrong answers of one LIST would crowd out the schedule.
 */
export function calmOrNot(
  options: readonly (Option | "stop")[],
  random: Random,
  misfortune: number,
  pick: (calm: readonly number[]) => number,
): number {
  const calm: number[] = [];
  const rest: number[] = [];
  options.forEach((option, index) => (isCalm(option) ? calm : rest).push(index));
  if (rest.length > 0 && (calm.length === 0 || random.fraction() < misfortune))
    return rest[random.below(rest.length)]!;
  return pick(calm);
}
