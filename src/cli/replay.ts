/** Takes a recorded execution again. */
import type { Property } from "../check/property.js";
import type { CounterexampleFile } from "../check/verdict.js";
import { counterexampleOf } from "../explore/counterexample.js";
import { type Chooser, execute, type Execution } from "../explore/execute.js";
import { Stepper } from "../explore/steps.js";
import type { Scenario } from "../job/scenario.js";
import { buildStage, type PartSource } from "../job/stage.js";
import { findProperty, findStore, loadCommitter } from "./registry.js";
import { tool } from "./version.js";

export interface ReplayJob {
  readonly kind: "replay";
  readonly file: CounterexampleFile;
  readonly committer: string;
  /** Of the code as it is now. */
  readonly committerDigest: string;
  readonly store: string;
  /** With the bounds of the file. */
  readonly scenario: Scenario;
  readonly seed: string;
}

export interface ReplayAnswer {
  /** The counterexample as it comes out now; undefined where nothing is violated. */
  readonly again: CounterexampleFile | undefined;
  /** In what it differs from the file, in words; undefined: in nothing that counts. */
  readonly difference: string | undefined;
}

/** The choices of the file are not choices of this execution. */
class DoesNotFit extends Error {
  override readonly name = "DoesNotFit";
}

/** Every process is also run alone from what it was told: a counterexample rests on nothing that a process hides. */
export async function replay(job: ReplayJob, parts: PartSource): Promise<ReplayAnswer> {
  const { file, scenario, seed } = job;
  const property = findProperty(file.property);
  const personality = findStore(job.store);
  const factory = await loadCommitter(job.committer);
  const stage = await buildStage({ factory, personality, bounds: scenario.bounds, seed, parts, check: true });
  const stepper = new Stepper(stage, [property]);
  let execution: Execution;
  try {
    execution = await execute(stepper, strictly(file.choices), { recorded: file.choices.length });
  } catch (error) {
    if (!(error instanceof Error) || !["DoesNotFit", "ProcessFault"].includes(error.name)) throw error;
    return { again: undefined, difference: error.message };
  }
  const violation = execution.violations[0];
  if (violation === undefined) return { again: undefined, difference: nothingWrong(property, execution) };
  const again = await counterexampleOf(
    {
      ...job,
      personality,
      factory,
      parts,
      properties: [property],
      effort: { states: 0, executions: 0 },
      tool,
    },
    scenario.bounds,
    property,
    stepper,
    execution.path.slice(0, execution.reached[0]),
    file.choices,
    violation,
  );
  return { again, difference: differenceOf(file, again) };
}

/** As recorded; zeros follow the end of the list. */
function strictly(choices: readonly number[]): Chooser {
  return {
    choose: (options, { step }) => {
      const choice = choices[step] ?? 0;
      if (choice < options.length) return choice;
      throw new DoesNotFit(
        `at step ${step + 1} option ${choice} was taken, and there are only ${options.length} options now`,
      );
    },
  };
}

function nothingWrong(property: Property, execution: Execution): string {
  const ends = {
    ended: "it comes to its end",
    wedged: "it ends with nobody able to go on",
    "too-long": "it does not come to an end",
  };
  return `${property.name} is not violated: ${ends[execution.end]} after ${execution.path.length} steps`;
}

/** What makes it another counterexample; the words of the trace do not. */
function differenceOf(then: CounterexampleFile, now: CounterexampleFile): string | undefined {
  const facts = ({
    cost,
    silent,
    rows,
    trace,
  }: CounterexampleFile): readonly (readonly [string, unknown])[] => [
    ["anomalies", cost.anomalies],
    ["faults", cost.faults],
    ["crashes", cost.crashes],
    ["steps", trace.length],
    ["silent", silent],
    ["rows acknowledged", rows?.acked],
    ["rows readable", rows?.readable],
    ["rows lost", rows?.lost],
    ["surplus rows", rows?.surplus],
  ];
  const before = new Map(facts(then));
  const changed = facts(now).filter(([name, value]) => before.get(name) !== value);
  if (changed.length === 0) return undefined;
  const words = changed.map(
    ([name, value]) => `${name}: ${String(before.get(name))} then, ${String(value)} now`,
  );
  return `the violation is another one (${words.join("; ")})`;
}
