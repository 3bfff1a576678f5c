/**
 * An execution as a list of small integers. At each step the options stand in one order, of which number 0 is always
 * the well-behaved one: the process that took the last step goes on, and is told what an up-to-date store tells. So a
 * list of zeros is the happy path, and the list that breaks a protocol shrinks towards it.
 */
import { Moves, outcomeKind } from "../sim/moves.js";
import type { Option } from "../sim/world.js";
import type { FullRow, Stepper } from "./steps.js";

/**
 * What may be chosen at a step. `stop` is an option where all processes have finished and only the store may do something, and
 * where nobody can go on any more, unless somebody dies.
 */
export interface ChoicePoint {
  readonly options: readonly (Option | "stop")[];
}

/** What {@link choicesIn} works with; nobody keeps it. */
const moves = new Moves();
const order: number[] = [];

/** The options of a row in the order of the choice list, given which process took the last step. */
export function choicesIn(stepper: Stepper, row: FullRow, current: number): readonly (Option | "stop")[] {
  stepper.world.expand(row, moves);
  const stops = orderMoves(moves, current, order);
  const options = order.map((move) => moves.option(move));
  return stops ? ["stop", ...options] : options;
}

/**
 * Writes the numbers of the moves into `order`, as the choice list has them; true if stopping comes before them. What is
 * well-behaved comes first, then what the store does by itself, then misfortune; the store's own is last.
 *
 * Of processes the one that took the last step comes first, then the others from the first on. So where a job's attempts have
 * finished its driver goes on, and jobs of which nobody chose otherwise run one after the other.
 */
export function orderMoves(moves: Moves, current: number, order: number[]): boolean {
  order.length = 0;
  for (let turn = 0; turn < turns; turn++) {
    for (let move = 0; move < moves.count; move++)
      if (turnOf(moves, move, current) === turn) order.push(move);
  }
  if (moves.standing === "ended") return true;
  // Nobody can go on, but somebody may die: misfortune is never the first choice.
  return order.length > 0 && turnOf(moves, order[0]!, current) >= firstRest;
}

const turns = 6;
const firstRest = 3;

function turnOf(moves: Moves, move: number, current: number): number {
  const process = moves.process(move);
  if (process < 0) return moves.cost(move) === 0 ? 2 : 5;
  const late = process === current ? 0 : 1;
  return moves.kind(move) === outcomeKind && moves.outcome(move) === 0 ? late : firstRest + late;
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
