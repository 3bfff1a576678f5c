/** docs/defences.md has every defence as it is, and the tables that `compare --defences` makes. `npm run defences` makes it anew. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  builtInDefences,
  comparedDefences,
  defendedCommitters,
  defendedScenarios,
  defendedStores,
  findScenario,
} from "../../src/cli/registry.js";
import { withScope } from "../../src/cli/scope.js";
import { descriptionLines } from "../../src/report/markdown-defences.js";
import { boundsWords } from "../../src/report/words.js";

const page = readFileSync(new URL("../../docs/defences.md", import.meta.url), "utf8");

/** Cells of Markdown tables stand at other columns once they are formatted. */
const plain = (text: string): string =>
  text
    .replaceAll("\\", "")
    .replaceAll("&amp;", "&")
    .replaceAll(/-{3,}:?/g, "---")
    .replaceAll(/ +/g, " ");

describe("docs/defences.md", () => {
  it.each(builtInDefences.map((one) => [one.name, one] as const))("describes %s as it is", (_, one) => {
    expect(plain(page)).toContain(plain(descriptionLines(one).join("\n").trimEnd()));
  });

  it("compares every committer behind every defence on every store, in these scopes", () => {
    for (const committer of defendedCommitters) {
      const [, section = ""] = page.split(`\n### ${committer}\n`);
      const [table = ""] = section.split("\n### ");
      for (const name of [...comparedDefences, ...defendedStores])
        expect(plain(table)).toContain(`| ${name} |`);
    }
    for (const { name, scope } of defendedScenarios) {
      expect(plain(page)).toContain(
        `| ${name} | ${boundsWords(withScope(findScenario(name), scope).bounds)} |`,
      );
    }
  });
});
