/** The pages about the litmus tests say what the tests say. `vitest -u` makes docs/litmus.md anew. */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { format } from "prettier";
import { describe, expect, it } from "vitest";
import { committers } from "../../committers/index.js";
import { incidents } from "../../examples/incidents/index.js";
import { litmusTests, litmusThemes } from "../../properties/litmus/index.js";
import { profiles } from "../../src/explore/estimate/profiles/index.js";
import { litmusPage } from "../../src/report/litmus-page.js";
import { scenarios } from "../../src/job/scenario.js";
import { defences } from "../../src/store/defences/index.js";
import { allPersonalities } from "../../src/store/personalities/index.js";

const docs = (name: string): string => fileURLToPath(new URL(`../../docs/${name}`, import.meta.url));

describe("docs/litmus.md", () => {
  it("is made from the tests", async () => {
    const page = litmusPage(litmusThemes, allPersonalities);
    await expect(await format(page, { parser: "markdown", printWidth: 110 })).toMatchFileSnapshot(
      docs("litmus.md"),
    );
    const headings = [...page.matchAll(/^##+ (.+)$/gmu)].map(([, title]) => {
      return title!
        .toLowerCase()
        .replaceAll(/[^\w -]/gu, "")
        .replaceAll(" ", "-");
    });
    for (const [, anchor] of page.matchAll(/\(#([^)]+)\)/gu)) expect(headings).toContain(anchor);
    expect(new Set(headings).size).toBe(headings.length);
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
      expect(["shown", "on a condition", "contradicted", "no behaviour"]).toContain(row[2]);
      for (const cell of [row[0], row[3]]) expect(cell).not.toBe("");
    }
  });

  it("names only what there is, and every incident", () => {
    const known = {
      litmus: litmusTests.map(({ name }) => name),
      store: allPersonalities.map(({ name }) => name),
      scenario: scenarios.map(({ name }) => name),
      committer: committers.map(({ description }) => description.name),
      defence: defences.map(({ description }) => description.name),
      incident: incidents.map(({ name }) => name),
      profile: profiles.map(({ name }) => name),
    };
    const kinds = Object.keys(known).join("|");
    const named = [...text.matchAll(new RegExp(`\`(${kinds}):([^\`?]+)(?:\\?[^\`]*)?\``, "gu"))];
    expect(named.length).toBeGreaterThan(150);
    for (const [whole, kind, name] of named) expect(known[kind as keyof typeof known], whole).toContain(name);
    const told = named.filter(([, kind]) => kind === "incident").map(([, , name]) => name);
    expect([...new Set(told)].toSorted()).toEqual(known.incident.toSorted());
  });

  it("points to files that are there, and says of no word that it is a kind which is none", () => {
    const files = [...text.matchAll(/`([\w/.-]+\.test\.ts)`/gu)].map(([, file]) => `../${file!}`);
    const links = [...text.matchAll(/\]\(([^)]+)\)/gu)].map(([, link]) => link!);
    expect(files.length).toBeGreaterThan(10);
    for (const file of [...files, ...links]) expect(existsSync(docs(file)), file).toBe(true);
    const kinds = new Set([...text.matchAll(/`(\w+):[\w-]/gu)].map(([, kind]) => kind));
    expect([...kinds].toSorted()).toEqual(
      ["committer", "defence", "incident", "litmus", "profile", "scenario", "store"].toSorted(),
    );
  });

  it("shows something wherever it says that something is shown", () => {
    for (const [claim, shownBy, verdict] of rows) {
      const shows = /`(?:litmus|committer|defence|incident):/u.test(shownBy!);
      expect(shows, claim).toBe(["shown", "on a condition", "contradicted"].includes(verdict!));
    }
  });
});
