/**
 * Bugs that were shipped are found again, by scenarios and properties that know of none, and their remedies are clean.
 * docs/regressions.md says so: `npx vitest run properties/regressions -u` makes it anew.
 */
import { fileURLToPath } from "node:url";
import { format } from "prettier";
import { describe, expect, it } from "vitest";
import { boundText } from "../../src/check/bounds.js";
import { appliesTo } from "../../src/check/property.js";
import type { Regression, Subject } from "../../src/check/regression.js";
import type { Bounds, VerdictCell } from "../../src/check/verdict.js";
import { findScenario, findStore } from "../../src/cli/registry.js";
import { shellWord } from "../../src/cli/shell-word.js";
import { runCell } from "../../src/explore/cell.js";
import { withBounds } from "../../src/job/scenario.js";
import { GeneratedParts } from "../../src/parts/generated-parts.js";
import { type JudgedRegression, regressionsPage } from "../../src/report/markdown-regressions.js";
import { committerNamed } from "../../test/support/claims.js";
import { furtherProperties, properties } from "../index.js";
import { regressions } from "./index.js";

const parts = new GeneratedParts("1");
const smallest = { tasks: 1, files: 1 };

async function cellsOf(
  { scenario: name, bounds, requires }: Regression,
  { committer, store = "strong" }: Subject,
): Promise<readonly VerdictCell[]> {
  const general = findScenario(name);
  const scenario = {
    ...withBounds(general, { ...smallest, ...bounds }),
    requires: requires ?? general.requires,
  };
  const { cells } = await runCell({
    committer,
    committerDigest: "",
    factory: committerNamed(committer),
    personality: findStore(store),
    scenario,
    properties: [...properties, ...furtherProperties].filter((one) => appliesTo(one, scenario.bounds)),
    seed: "1",
    parts,
    effort: { states: 100_000, executions: 0 },
    tool: "lakelitmus test",
  });
  return cells;
}

function reproduce({ bug, scenario, bounds, violates }: Regression): string {
  const scope = Object.entries({ ...smallest, ...bounds }) as [keyof Bounds, number][];
  return [
    `npx lakelitmus check ${shellWord(bug.committer)} --store ${bug.store ?? "strong"} --exhaust`,
    `--scenario ${scenario} --scope ${scope.map(([name, value]) => boundText(name, value)).join(",")}`,
    `--property ${violates}`,
  ].join(" ");
}

/** Each is looked at once, for its test and for the page. */
const judgements = new Map<Regression, Promise<JudgedRegression>>();

function judged(regression: Regression): Promise<JudgedRegression> {
  const known = judgements.get(regression);
  if (known !== undefined) return known;
  const { bug, remedy } = regression;
  const judging = (async () => ({
    regression,
    bug: await cellsOf(regression, bug),
    remedy: remedy === undefined ? [] : await cellsOf(regression, remedy),
    reproduce: reproduce(regression),
  }))();
  judgements.set(regression, judging);
  return judging;
}

const all = regressions.flatMap((group) => group.regressions);

describe.each(regressions)("$title", (group) => {
  it.each(group.regressions.map((one) => [one.id, one] as const))(
    "%s is found, and its remedy is clean",
    async (_, regression) => {
      const { bug, remedy } = await judged(regression);
      const found = bug.find(({ property }) => property === regression.violates);
      expect([found?.verdict, found?.evidence], found?.reason).toEqual(["violated", "exhaustive"]);
      const good = regression.remedy?.store === undefined ? "holds" : "refuses";
      for (const { property, verdict, evidence, reason } of remedy)
        expect([property, verdict, evidence], reason).toEqual([property, good, "exhaustive"]);
    },
  );
});

describe("the list", () => {
  it("has each bug once, with where it is from", () => {
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    for (const { id, threads, read } of all) {
      expect(threads.length > 0 || read !== undefined, id).toBe(true);
      for (const thread of threads) expect(thread).toMatch(/^[\w-]+\/[\w-]+#\d+$/u);
    }
  });

  it("has remedies that are not the bug", () => {
    for (const { id, bug, remedy } of all) expect(remedy, id).not.toEqual(bug);
  });

  it("is docs/regressions.md", async () => {
    const groups = [];
    for (const { title, regressions: group } of regressions)
      groups.push({ title, judged: await Promise.all(group.map(judged)) });
    const text = await format(regressionsPage(groups), { parser: "markdown", printWidth: 110 });
    const file = fileURLToPath(new URL("../../docs/regressions.md", import.meta.url));
    await expect(text).toMatchFileSnapshot(file);
  });
});
