/**
 * Makes a choice list that violates smaller: towards fewer misfortunes, then fewer steps, then fewer context switches.
 * Greedy, so the result is a local minimum; only exhausting proves a minimum.
 */
import { contextSwitches } from "./choices.js";
import { execute, replayChooser, type Execution } from "./execute.js";
import type { Stepper } from "./steps.js";

interface Candidate {
  readonly choices: readonly number[];
  /** After how many steps the property is violated. */
  readonly reached: number;
  readonly rank: readonly [number, number, number];
}

/** At most `attempts` executions are run. The list that is returned violates property number `property`. */
export async function shrink(
  stepper: Stepper,
  property: number,
  choices: readonly number[],
  attempts = 600,
): Promise<readonly number[]> {
  const spent = { executions: 0 };
  const run = async (list: readonly number[]): Promise<Candidate | undefined> => {
    spent.executions += 1;
    const execution = await execute(stepper, replayChooser(list), { stepsMax: 10_000 });
    if (execution.violations[property] === undefined) return undefined;
    const reached = execution.reached[property]!;
    return { choices: trim(execution.choices.slice(0, reached)), reached, rank: rankOf(execution, reached) };
  };
  let best = await run(choices);
  if (best === undefined) throw new Error("the choices to shrink do not violate the property");
  for (let improved = true; improved && spent.executions < attempts;) {
    improved = false;
    for (const list of candidates(best)) {
      if (spent.executions >= attempts) break;
      const tried = await run(list);
      if (tried === undefined || !smaller(tried, best)) continue;
      best = tried;
      improved = true;
      break;
    }
  }
  return best.choices;
}

/** Values that are tried where a choice is moved; more options than these are rare. */
const movedTo = [1, 2, 3];

/**
 * Lists that may be smaller, the boldest first: chunks left out from back to front, chunks set to 0, single choices lowered;
 * then one choice less, and another one made somewhere else: one wrong answer at the right place may do what two do at another.
 */
function* candidates({ choices, reached }: Candidate): Generator<readonly number[]> {
  for (let size = choices.length; size >= 1; size = Math.floor(size / 2)) {
    for (let from = choices.length - size; from >= 0; from -= Math.max(1, Math.floor(size / 2))) {
      yield choices.toSpliced(from, size);
      if (choices.slice(from, from + size).some((choice) => choice !== 0)) {
        yield choices.map((choice, index) => (index >= from && index < from + size ? 0 : choice));
      }
    }
    if (size === 1) break;
  }
  for (const [index, choice] of choices.entries()) {
    for (let lower = 0; lower < choice; lower++) yield choices.with(index, lower);
  }
  const long = Array.from({ length: reached }, (_, index) => choices[index] ?? 0);
  for (const [index, choice] of choices.entries()) {
    if (choice === 0) continue;
    const less = long.with(index, 0);
    for (const [place, value] of less.entries()) {
      if (value === 0) for (const moved of movedTo) yield less.with(place, moved);
    }
  }
}

function rankOf(execution: Execution, reached: number): readonly [number, number, number] {
  const path = execution.path.slice(0, reached);
  const cost = path.reduce((sum, option) => sum + option.anomalies + option.faults + option.crashes, 0);
  return [cost, path.length, contextSwitches(path)];
}

function smaller(a: Candidate, b: Candidate): boolean {
  for (const [index, value] of a.rank.entries()) {
    if (value !== b.rank[index]) return value < b.rank[index]!;
  }
  return a.choices.length < b.choices.length;
}

/** Zeros at the end say nothing: 0 is what follows the end. */
function trim(choices: readonly number[]): readonly number[] {
  return choices.slice(0, choices.findLastIndex((choice) => choice !== 0) + 1);
}
