/** Bugs that were shipped, run again: what both variants come to, and that it is what is said of them. */
import { expect } from "vitest";
import { furtherProperties, properties } from "../../properties/index.js";
import { boundOf } from "../../src/check/bounds.js";
import { resultOf } from "../../src/check/hypotheses.js";
import { appliesTo } from "../../src/check/property.js";
import {
  type JudgedRegression,
  type JudgedSubject,
  mayComeTo,
  type Regression,
  type Subject,
  subjectBounds,
  wrongWith,
} from "../../src/check/regression.js";
import type { Bounds } from "../../src/check/verdict.js";
import { checkCommand } from "../../src/cli/check-command.js";
import { findScenario, findStore } from "../../src/cli/registry.js";
import { runCell } from "../../src/explore/cell.js";
import { type Scenario, withBounds } from "../../src/job/scenario.js";
import { GeneratedParts } from "../../src/parts/generated-parts.js";
import { committerNamed } from "./claims.js";

const all = [...properties, ...furtherProperties];
const parts = new GeneratedParts("1");

/** Each is looked at once, for its test and for the page. */
const judgements = new Map<Regression, Promise<JudgedRegression>>();

export function judged(regression: Regression): Promise<JudgedRegression> {
  const known = judgements.get(regression) ?? judge(regression);
  judgements.set(regression, known);
  return known;
}

async function judge(regression: Regression): Promise<JudgedRegression> {
  const { bug, remedy, violates } = regression;
  const shown = violates === "loud" ? [] : [violates];
  return {
    regression,
    bug: await search(regression, bug, shown),
    ...(remedy === undefined ? {} : { remedy: await search(regression, remedy, []) }),
  };
}

async function search(
  regression: Regression,
  subject: Subject,
  shown: readonly string[],
): Promise<JudgedSubject> {
  const { committer, store = "strong" } = subject;
  const general = findScenario(regression.scenario);
  const bounds = subjectBounds(regression, subject);
  const requires = regression.requires ?? general.requires;
  const scenario = { ...withBounds(general, bounds), requires };
  const { cells } = await runCell({
    committer,
    committerDigest: "",
    factory: committerNamed(committer),
    personality: findStore(store),
    scenario,
    properties: all.filter((property) => appliesTo(property, scenario.bounds)),
    seed: "1",
    parts,
    effort: { states: 100_000, executions: 0 },
    tool: "lakelitmus test",
  });
  const reproduce = checkCommand({
    committer,
    store,
    scenario: general.name,
    bounds: unlike(general, bounds),
    properties: shown,
  });
  return { cells, result: resultOf({ scope: general.name, requires, reproduce }, cells) };
}

/** The bounds that are not the scenario's own. */
function unlike(scenario: Scenario, bounds: Partial<Bounds>): Partial<Bounds> {
  const names = Object.keys(bounds) as readonly (keyof Bounds)[];
  return Object.fromEntries(
    names
      .filter((name) => bounds[name] !== boundOf(scenario.bounds, name))
      .map((name) => [name, bounds[name]]),
  );
}

/** The bug is found, in the way that is said, and nothing is wrong with the remedy. */
export async function expectFound(regression: Regression): Promise<void> {
  const { bug, remedy } = await judged(regression);
  expect(wrongWith(bug), "with the bug").toContain(regression.violates);
  expect(bug.result.evidence).toBe("exhaustive");
  if (remedy === undefined) return;
  const { outcome, reason, violation, evidence } = remedy.result;
  expect(mayComeTo(regression), violation?.sentence ?? reason).toContain(outcome);
  expect(evidence).toBe("exhaustive");
}
