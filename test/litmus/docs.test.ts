/** The pages about the litmus tests say what the tests say. `vitest -u` makes docs/litmus.md anew. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { format } from "prettier";
import { describe, expect, it } from "vitest";
import { committers } from "../../committers/index.js";
import { litmusTests } from "../../properties/litmus/index.js";
import { litmusPage } from "../../src/report/litmus-page.js";
import { scenarios } from "../../src/job/scenario.js";
import { allPersonalities } from "../../src/store/personalities/index.js";

const docs = (name: string): string => fileURLToPath(new URL(`../../docs/${name}`, import.meta.url));

describe("docs/litmus.md", () => {
  it("is made from the tests", async () => {
    const page = litmusPage(litmusTests, allPersonalities);
    await expect(await format(page, { parser: "markdown", printWidth: 110 })).toMatchFileSnapshot(
      docs("litmus.md"),
    );
  });
});

describe("docs/coverage.md", () => {
  const text = readFileSync(docs("coverage.md"), "utf8");
  const rows = text
    .split("\n")
    .filter((line) => line.startsWith("|") && !/^\|\s*(?:Claim|-)/u.test(line))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

  it("has a section for each of the five documents, and says of each claim what becomes of it", () => {
    expect(text.match(/^## \d\. /gmu)).toHaveLength(5);
    expect(rows.length).toBeGreaterThan(60);
    for (const row of rows) {
      expect(row, row.join(" | ")).toHaveLength(4);
      expect(["shown", "on a condition", "contradicted", "not yet", "no behaviour"]).toContain(row[2]);
      for (const cell of [row[0], row[3]]) expect(cell).not.toBe("");
    }
  });

  it("names only litmus tests, stores and cells that there are", () => {
    const known = {
      litmus: litmusTests.map(({ name }) => name),
      store: allPersonalities.map(({ name }) => name),
      scenario: scenarios.map(({ name }) => name),
      committer: committers.map(({ description }) => description.name),
    };
    const named = [...text.matchAll(/`(litmus|store|scenario|committer):([^`?]+)(?:\?[^`]*)?`/gu)];
    expect(named.length).toBeGreaterThan(60);
    for (const [whole, kind, name] of named) expect(known[kind as keyof typeof known], whole).toContain(name);
  });

  it("shows something wherever it says that something is shown", () => {
    for (const [claim, shownBy, verdict] of rows) {
      const shows = /`(?:litmus|committer):/u.test(shownBy!);
      expect(shows, claim).toBe(["shown", "on a condition", "contradicted"].includes(verdict!));
    }
  });
});
