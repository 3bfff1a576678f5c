/**
 * What tests of properties say of committers: that a property holds in every execution of a scope and in those that
 * fast-check makes, or that it is violated by a pinned list of choices, is found by fast-check, and what it costs.
 */
import * as fc from "fast-check";
import { expect } from "vitest";
import { committers } from "../../committers/index.js";
import { furtherProperties, properties } from "../../properties/index.js";
import type { Property } from "../../src/check/property.js";
import type { Bounds, CounterexampleFile, VerdictCell } from "../../src/check/verdict.js";
import { runCell } from "../../src/explore/cell.js";
import { choiceLists } from "../../src/explore/choice-lists.js";
import { execute, replayChooser } from "../../src/explore/execute.js";
import { Stepper } from "../../src/explore/steps.js";
import { findDefence } from "../../src/cli/registry.js";
import { readDefended, readSpelling } from "../../src/cli/spelling.js";
import type { CommitterFactory } from "../../src/job/committer.js";
import { defended } from "../../src/job/defended.js";
import { findScenario, type Scenario, withBounds } from "../../src/job/scenario.js";
import { buildStage, type Stage } from "../../src/job/stage.js";
import { GeneratedParts } from "../../src/parts/generated-parts.js";
import { personalityNamed } from "../../src/store/personalities/index.js";

/** CI runs with a pinned seed; `npm run test:nightly` sets LAKELITMUS_SEED=random. */
const nightly = process.env["LAKELITMUS_SEED"] === "random";
const seed = nightly ? Date.now() % 2 ** 31 : 20_061;
const parts = new GeneratedParts("1");

/** A committer by name, with its options and the defences that it stands behind: `magic-copy?find=list + read-back`. */
export function committerNamed(spec: string): CommitterFactory {
  const { committer, defences } = readDefended(spec);
  const { name, options } = readSpelling(committer);
  const entry = committers.find(({ description }) => description.name === name);
  if (entry === undefined) throw new Error(`no committer is called ${name}`);
  return defended(entry.withOptions(options), defences.flatMap(findDefence));
}

export function propertyNamed(name: string): Property {
  const property = [...properties, ...furtherProperties].find((one) => one.name === name);
  if (property === undefined) throw new Error(`no property is called ${name}`);
  return property;
}

export interface Claim {
  readonly property: string;
  readonly committer: string;
  readonly store: string;
  readonly scenario: string;
  /** Other bounds than the scenario's. */
  readonly bounds?: Partial<Bounds>;
}

function scenarioOf(claim: Claim): Scenario {
  const scenario = findScenario(claim.scenario);
  if (scenario === undefined) throw new Error(`no scenario is called ${claim.scenario}`);
  return claim.bounds === undefined ? scenario : withBounds(scenario, claim.bounds);
}

/** Exhausts the scenario's scopes. */
export async function verdictOf(
  claim: Claim,
  states = 400_000,
): Promise<{ readonly cell: VerdictCell; readonly file: CounterexampleFile | undefined }> {
  const result = await runCell({
    committer: claim.committer,
    committerDigest: "",
    factory: committerNamed(claim.committer),
    personality: personalityNamed(claim.store),
    scenario: scenarioOf(claim),
    properties: [propertyNamed(claim.property)],
    seed: "1",
    parts,
    effort: { states, executions: 0 },
    tool: "lakelitmus test",
  });
  return { cell: result.cells[0]!, file: result.counterexamples.get(claim.property) };
}

function stageOf(claim: Claim, bounds: Bounds): Promise<Stage> {
  return buildStage({
    factory: committerNamed(claim.committer),
    personality: personalityNamed(claim.store),
    bounds,
    seed: "1",
    parts,
  });
}

/** Searches with fast-check over scopes and choices; the examples are run first. */
async function search(
  claim: Claim,
  examples: readonly (readonly number[])[],
  numRuns: number,
): Promise<fc.RunDetails<[number, number, number[]]>> {
  const { bounds } = scenarioOf(claim);
  const steppers = new Map<string, Stepper<Stage>>();
  const stepperOf = async (tasks: number, files: number): Promise<Stepper<Stage>> => {
    const key = `${tasks} ${files}`;
    let stepper = steppers.get(key);
    if (stepper === undefined) {
      stepper = new Stepper(await stageOf(claim, { ...bounds, tasks, files }), [
        propertyNamed(claim.property),
      ]);
      steppers.set(key, stepper);
    }
    return stepper;
  };
  const property = fc.asyncProperty(
    fc.integer({ min: 1, max: bounds.tasks }),
    fc.integer({ min: 1, max: bounds.files }),
    choiceLists(),
    async (tasks, files, choices) => {
      const execution = await execute(await stepperOf(tasks, files), replayChooser(choices), {
        stepsMax: 2_000,
      });
      return execution.violations[0] === undefined;
    },
  );
  const pinned = examples.map((choices): [number, number, number[]] => [
    bounds.tasks,
    bounds.files,
    [...choices],
  ]);
  return fc.check(property, { seed, numRuns, examples: pinned });
}

function told(found: fc.RunDetails<[number, number, number[]]>): string {
  return `seed ${found.seed}: tasks, files, choices = ${JSON.stringify(found.counterexample)}`;
}

/** The property holds in every execution within the bounds, and in all that fast-check makes up. */
export async function expectHolds(claim: Claim): Promise<VerdictCell> {
  const { cell, file } = await verdictOf(claim);
  expect(cell.verdict, file?.sentence ?? cell.reason).toBe("holds");
  expect(cell.evidence).toBe("exhaustive");
  const found = await search(claim, [], 150);
  expect(found.failed, told(found)).toBe(false);
  return cell;
}

/** What is pinned of a violation. */
export interface Pinned {
  /** Anomalies, faults and crashes together. */
  readonly cost: number;
  readonly silent: boolean;
  /** How many steps the shortest counterexample of that cost has. */
  readonly steps: number;
  /** Its choices that are not 0, as `position:choice`: see {@link sparse}. */
  readonly choices: string;
}

/** The choices of a list that are not 0: all others are. */
export function sparse(choices: readonly number[]): string {
  return choices.flatMap((choice, position) => (choice === 0 ? [] : [`${position}:${choice}`])).join(" ");
}

/** The list that {@link sparse} tells. */
function dense(text: string): readonly number[] {
  const choices: number[] = [];
  for (const pair of text.split(" ").filter(Boolean)) {
    const [position = 0, choice = 0] = pair.split(":").map(Number);
    while (choices.length < position) choices.push(0);
    choices.push(choice);
  }
  return choices;
}

/**
 * The property is violated: exhausting finds the pinned counterexample, its choices violate it when fast-check runs them
 * as an example, and fast-check finds a violation by itself.
 */
export async function expectViolated(claim: Claim, expected: Pinned): Promise<CounterexampleFile> {
  const { cell, file } = await verdictOf(claim);
  expect(cell.verdict, cell.reason).toBe("violated");
  const { cost, silent, steps } = cell.counterexample!;
  const found = {
    cost: cost.anomalies + cost.faults + cost.crashes,
    silent,
    steps,
    choices: sparse(file!.choices),
  };
  expect(found, cell.counterexample?.sentence).toEqual(expected);
  const inScope = { ...claim, bounds: file!.bounds };
  const pinned = await search(inScope, [dense(expected.choices)], 1);
  expect(pinned.failed, "the pinned choices violate the property").toBe(true);
  const own = await search(inScope, [], 3_000);
  expect(own.failed, `fast-check finds a violation by itself (seed ${own.seed})`).toBe(true);
  return file!;
}

/** Nothing is acknowledged, and the committer says so. */
export async function expectRefuses(claim: Claim): Promise<void> {
  const { cell } = await verdictOf(claim);
  expect(cell.verdict, cell.reason).toBe("refuses");
}
