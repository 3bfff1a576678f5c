/** Runs one execution under a chooser. */
import type { Violation } from "../check/property.js";
import type { Option } from "../sim/world.js";
import { choicesIn, currentAfter } from "./choices.js";
import { canEnd, wedgeIn } from "./liveness.js";
import type { FullRow, Stepper } from "./steps.js";
import type { Witnesses } from "./witnesses.js";

/** Who decides: a number from 0 to `options.length - 1`. 0 is always allowed and always well-behaved. */
export interface Chooser {
  choose(options: readonly (Option | "stop")[], point: ChooserPoint): number;
}

/** What a chooser may know about the step. */
export interface ChooserPoint {
  readonly step: number;
  readonly row: FullRow;
  /** The process that took the last step. */
  readonly current: number;
}

export type ExecutionEnd = "ended" | "wedged" | "too-long";

export interface Execution {
  readonly end: ExecutionEnd;
  readonly path: readonly Option[];
  readonly choices: readonly number[];
  /** The first violation of each property; undefined where there is none. */
  readonly violations: readonly (Violation | undefined)[];
  /** After how many steps each of them was reached. */
  readonly reached: readonly number[];
  readonly last: FullRow;
}

/** An execution that takes more steps than this is given up: `too-long`. */
export const stepsMaxDefault = 100_000;

export interface ExecuteOptions {
  readonly witnesses?: Witnesses;
  readonly stepsMax?: number;
  /** How many steps were recorded: after them, properties of liveness are judged. */
  readonly recorded?: number;
  /** Called with the row before each step, and the step. */
  readonly onStep?: (row: FullRow, option: Option, after: FullRow) => void;
}

export async function execute(
  stepper: Stepper,
  chooser: Chooser,
  options: ExecuteOptions = {},
): Promise<Execution> {
  const { world, monitors } = stepper;
  const stepsMax = options.stepsMax ?? stepsMaxDefault;
  const violations: (Violation | undefined)[] = monitors.properties.map(() => undefined);
  const reached = violations.map(() => -1);
  const path: Option[] = [];
  const choices: number[] = [];
  let row = await stepper.initial();
  let current = 0;
  const finish = (end: ExecutionEnd): Execution => ({ end, path, choices, violations, reached, last: row });
  const note = (found: readonly (Violation | undefined)[]): void => {
    found.forEach((violation, index) => {
      if (violation === undefined || violations[index] !== undefined) return;
      violations[index] = violation;
      reached[index] = path.length;
    });
  };
  for (;;) {
    note(violations.map((_, index) => monitors.violation(stepper.monitorsOf(row), index)));
    const ended = world.standing(row) === "ended";
    if (ended) note(await stepper.judge(row));
    if (path.length === options.recorded && monitors.properties.some((property) => property.liveness)) {
      const wedge = (await canEnd(stepper, row)) ? undefined : wedgeIn(stepper, row);
      note(monitors.properties.map((property) => (property.liveness ? wedge : undefined)));
      if (wedge !== undefined) return finish("wedged");
    }
    const points = choicesIn(stepper, row, current);
    const stop = (): Execution => {
      if (ended) return finish("ended");
      note(monitors.properties.map((property) => (property.liveness ? wedgeIn(stepper, row) : undefined)));
      return finish("wedged");
    };
    if (points.length === 0) return stop();
    if (path.length >= stepsMax) return finish("too-long");
    const choice = chooser.choose(points, { step: path.length, row, current });
    const option = points[choice];
    if (option === undefined) throw new RangeError(`choice ${choice} of ${points.length} options`);
    if (option === "stop") return stop();
    const next = new Int32Array(stepper.width);
    await stepper.step(row, option, next);
    options.witnesses?.note(world, stepper.worldOf(row), option);
    options.onStep?.(row, option, next);
    path.push(option);
    choices.push(choice);
    row = next;
    current = currentAfter(option, current);
  }
}

/**
 * Takes a recorded list: value modulo what is enabled, 0 after its end. So every list of integers is an execution, and
 * a shorter or smaller list is one that is nearer to the happy path.
 */
export function replayChooser(choices: readonly number[]): Chooser {
  return { choose: (options, { step }) => (choices[step] ?? 0) % options.length };
}
