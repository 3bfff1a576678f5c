/** docs/exhausting.md has a count for every committer, scope and store; the cheap ones are counted again. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { compareEffort, defaultEffort, exhaustiveStates, libraryEffort } from "../../src/cli/effort.js";
import { committers, scopes, statesOf, stores } from "./closes.js";

const page = readFileSync(new URL("../../docs/exhausting.md", import.meta.url), "utf8");
const rows = page.split("\n").map((line) =>
  line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim()),
);

/** The cells of a committer's table, by store and scope. */
function tableOf(committer: string): ReadonlyMap<string, readonly string[]> {
  const head = rows.findIndex(([first]) => first === committer);
  expect(rows[head]).toEqual([committer, ...scopes]);
  return new Map(rows.slice(head + 2, head + 2 + stores.length).map(([store, ...cells]) => [store!, cells]));
}

/** Counted again up to so many states: some seconds in all. */
const cheap = 1500;

describe("docs/exhausting.md", () => {
  it("tells the limits as they are", () => {
    const told = (states: number): string => states.toLocaleString("en-US");
    const limits = [
      `${told(compareEffort("one-job").states)} states a cell in \`compare\``,
      `${told(compareEffort("speculation").states)} in \`speculation\``,
      `${told(compareEffort("driver-crash").states)} in \`driver-crash\``,
      `${told(defaultEffort.states)} in \`check\``,
      `${told(libraryEffort.states)} in somebody's own tests`,
      `\`--exhaust\` asks for ${told(exhaustiveStates)}.`,
    ];
    for (const limit of limits) expect(page.replaceAll(/\s+/gu, " ")).toContain(limit);
  });

  it.each(committers)("counts the states of %s", async (committer) => {
    const table = tableOf(committer);
    expect([...table.keys()]).toEqual(stores);
    let counted = 0;
    for (const [store, cells] of table) {
      for (const [index, said] of cells.entries()) {
        expect(said).toMatch(/^(?:> )?[\d,]+$/u);
        if (Number(said.replaceAll(/[>,]/gu, "")) > cheap) continue;
        expect(await statesOf(committer, store, scopes[index]!, cheap), `${store}, ${scopes[index]}`).toBe(
          said,
        );
        counted++;
      }
    }
    if (committer !== "file-output-v1") expect(counted).toBeGreaterThan(10);
    // None of its scopes is small: one is shown to be larger, at least.
    else expect(await statesOf(committer, "strong", "speculation", cheap)).toBe("> 1,500");
  });
});
