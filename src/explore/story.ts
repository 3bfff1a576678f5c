/** What people need besides a violation's steps to see why they end badly; see {@link Story}. */
import type { Property } from "../check/property.js";
import type { Bounds, HeldObject, PassingExecution, Story, TraceStep } from "../check/verdict.js";
import { buildStage, type Stage } from "../job/stage.js";
import { contentsOf } from "./contents.js";
import type { CellPlan } from "./cell.js";
import { execute, type ExecuteOptions, type Execution, replayChooser } from "./execute.js";
import { Hooks, tellingFactory } from "./hooks.js";
import { documentedPace } from "./pace.js";
import { nearestPassing, type Passing } from "./passing.js";
import { heldObject, retell, type RetellOptions } from "./retell.js";
import { Groups } from "./row-groups.js";
import { Stepper } from "./steps.js";

export interface Told {
  readonly trace: readonly TraceStep[];
  readonly ending: readonly HeldObject[];
  readonly story: Story;
}

type What = Pick<CellPlan, "factory" | "personality" | "seed" | "parts">;

/**
 * Runs the recorded choices again, in a world of their own in which the committer's hooks are told.
 *
 * @param length how many steps the violation takes.
 */
export async function tellStory(
  plan: What,
  bounds: Bounds,
  property: Property,
  choices: readonly number[],
  length: number,
): Promise<Told> {
  const hooks = new Hooks();
  const factory = tellingFactory(plan.factory, hooks.tell);
  const { personality, seed, parts } = plan;
  const stage = await buildStage({ factory, personality, bounds, seed, parts });
  const stepper = new Stepper(stage, [property]);
  const onStep: ExecuteOptions["onStep"] = (row, option, after) => hooks.step(stepper, row, option, after);
  const violating = await execute(stepper, replayChooser(choices), { onStep });
  const path = violating.path.slice(0, length);
  const telling: RetellOptions = { hooks, groups: new Groups(stage.scene), pace: documentedPace };
  const found = await nearestPassing(stepper, violating, length, { onStep });
  const passing = found === undefined ? undefined : await tellPassing(stepper, found, telling);
  const { steps, rows, lost } = await retell(stepper, path, telling);
  const lossAt = lossStep(lost);
  return {
    trace: steps,
    ending: await endingOf(stepper, path, telling.groups),
    story: {
      pace: documentedPace.name,
      meant: [...stage.scene.rowsOf.values()].reduce((sum, one) => sum + one.length, 0),
      ...(lossAt === undefined ? {} : { lossAt }),
      groups: rows,
      ...(passing === undefined ? {} : { passing }),
    },
  };
}

/** The first step from which on something is lost at every step. */
function lossStep(lost: readonly number[]): number | undefined {
  const last = lost.findLastIndex((count) => count === 0);
  return last === lost.length - 1 ? undefined : last + 2;
}

async function tellPassing(
  stepper: Stepper<Stage>,
  { same, instead, execution }: Passing,
  telling: RetellOptions,
): Promise<PassingExecution> {
  const { steps } = await retell(stepper, execution.path, telling);
  return { same, instead, choices: trimmed(execution), trace: steps.slice(same) };
}

/** Zeros at the end of a list of choices say nothing. */
function trimmed({ choices }: Execution): readonly number[] {
  return choices.slice(0, choices.findLastIndex((choice) => choice !== 0) + 1);
}

async function endingOf(
  stepper: Stepper<Stage>,
  path: Execution["path"],
  groups: Groups,
): Promise<readonly HeldObject[]> {
  let row = await stepper.initial();
  for (const option of path) {
    const next = new Int32Array(stepper.width);
    await stepper.step(row, option, next);
    row = next;
  }
  const { scene } = stepper.stage;
  return [...contentsOf(stepper, row)].map(([key, body]) => heldObject(key, body, scene, groups));
}
