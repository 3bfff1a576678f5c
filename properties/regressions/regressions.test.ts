/**
 * Bugs that were shipped are found again, by scenarios and properties that know of none, and their remedies are clean.
 * docs/regressions.md says so: `npx vitest run properties/regressions -u` makes it anew.
 */
import { fileURLToPath } from "node:url";
import { format } from "prettier";
import { describe, expect, it } from "vitest";
import { regressionName } from "../../src/check/regression.js";
import { regressionsPage } from "../../src/report/markdown-regressions.js";
import { expectFound, judged } from "../../test/support/regressions.js";
import { regressions } from "./index.js";

const all = regressions.flatMap((group) => group.regressions);

describe.each(regressions)("$title", (group) => {
  it.each(group.regressions.map((one) => [regressionName(one), one] as const))(
    "%s is found, and its remedy is clean",
    (_, regression) => expectFound(regression),
  );
});

describe("the list", () => {
  it("has each bug once, with where it is from", () => {
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    for (const { id, threads, read, how } of all) {
      expect(threads.length > 0 || read !== undefined, id).toBe(true);
      expect(how, id).toBeDefined();
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
