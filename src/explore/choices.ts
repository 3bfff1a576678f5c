/**
 * An execution as a list of small integers. At each step the options stand in one order, of which number 0 is always
 * the well-behaved one: the process that took the last step goes on, and is told what an up-to-date store tells. So a
 * list of zeros is the happy path, and the list that breaks a protocol shrinks towards it.
 */
import type { Option } from "../sim/world.js";
import { isCalm } from "./liveness.js";
import type { FullRow, Stepper } from "./steps.js";

/**
 * What may be chosen at a step. `stop` is an option where all processes have finished and only the store may do something, and
 * where nobody can go on any more, unless somebody dies.
 */
export interface ChoicePoint {
  readonly options: readonly (Option | "stop")[];
}

/** The options of a row in the order of the choice list, given which process took the last step. */
export function choicesIn(stepper: Stepper, row: FullRow, current: number): readonly (Option | "stop")[] {
  const { world } = stepper;
  const worldRow = stepper.worldOf(row);
  const count = world.automata.length;
  const well: Option[] = [];
  const rest: Option[] = [];
  for (const process of turns(current, count)) {
    for (const option of world.optionsOf(worldRow, process)) {
      (option.kind === "outcome" && option.outcome === 0 ? well : rest).push(option);
    }
  }
  // What costs nothing is well-behaved; misfortune of the store's own is never among the first choices.
  const own = world.ownOptions(worldRow).filter(isCalm);
  rest.push(...world.ownOptions(worldRow).filter((option) => !isCalm(option)));
  if (world.standing(worldRow) === "ended") return ["stop", ...own, ...rest];
  // Nobody can go on, but somebody may die: misfortune is never the first choice.
  if (well.length + own.length === 0 && rest.length > 0) return ["stop", ...rest];
  return [...well, ...own, ...rest];
}

/**
 * Who comes first: the process that took the last step, then the others from the first on. So where a job's attempts have
 * finished its driver goes on, and jobs of which nobody chose otherwise run one after the other.
 */
function* turns(current: number, count: number): Iterable<number> {
  if (current >= 0) yield current;
  for (let process = 0; process < count; process++) if (process !== current) yield process;
}

/** Which process took the step, for the next step's order; the store's own steps do not change it. */
export function currentAfter(option: Option, current: number): number {
  return option.process < 0 ? current : option.process;
}

/** How often an execution goes from one process to another. */
export function contextSwitches(path: readonly Option[]): number {
  let switches = 0;
  let current = -1;
  for (const { process } of path) {
    // What the store does by itself interrupts nobody's thought.
    if (process < 0) continue;
    if (current >= 0 && process !== current) switches += 1;
    current = process;
  }
  return switches;
}

/** The choice list of a path; throws where the path is not one of the stepper's world. */
export async function choicesOf(stepper: Stepper, path: readonly Option[]): Promise<readonly number[]> {
  let row = await stepper.initial();
  let current = 0;
  const choices: number[] = [];
  for (const option of path) {
    const index = choicesIn(stepper, row, current).findIndex(
      (other) => other !== "stop" && sameOption(other, option),
    );
    if (index < 0) throw new Error("a recorded step is not among the options: the code has changed");
    choices.push(index);
    const next = new Int32Array(stepper.width);
    await stepper.step(row, option, next);
    row = next;
    current = currentAfter(option, current);
  }
  return choices;
}

function sameOption(a: Option, b: Option): boolean {
  return (
    a.process === b.process &&
    a.kind === b.kind &&
    a.pending === b.pending &&
    a.outcome === b.outcome &&
    a.kept === b.kept
  );
}
