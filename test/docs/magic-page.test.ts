/** docs/magic.md: its tables are what runs say. `npx vitest run test/docs/magic -u` makes them anew. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { format } from "prettier";
import { expect, it } from "vitest";
import { magicHypotheses } from "../../properties/hypotheses/magic.js";
import type { HypothesisResults } from "../../src/check/hypotheses.js";
import { measureCost } from "../../src/explore/cost.js";
import { documentedPace } from "../../src/explore/pace.js";
import { defaultBounds } from "../../src/job/scenario.js";
import { GeneratedParts } from "../../src/parts/generated-parts.js";
import { outcomeTable } from "../../src/report/markdown-hypotheses.js";
import { markdownTable, tableCode } from "../../src/report/markdown-text.js";
import { personalityNamed } from "../../src/store/personalities/index.js";
import { committerNamed } from "../support/claims.js";

const docs = (name: string): string => fileURLToPath(new URL(`../../docs/${name}`, import.meta.url));

/** The text with these lines between the marks that begin with the name. */
function withBlock(text: string, name: string, lines: readonly string[]): string {
  const block = new RegExp(`(<!-- ${name}: [^>]*-->\n).*?(<!-- end -->)`, "su");
  expect(text).toMatch(block);
  return text.replace(block, (_all, begin: string, end: string) => `${begin}${lines.join("\n")}\n${end}`);
}

async function costTable(): Promise<readonly string[]> {
  const rows = [];
  for (const committer of ["magic-copy?find=list", "magic"]) {
    const { points } = await measureCost({
      committer,
      factory: committerNamed(committer),
      personality: personalityNamed("strong"),
      seed: "1",
      parts: new GeneratedParts("1"),
      rows: defaultBounds.rows,
      pace: documentedPace,
      sizes: [{ tasks: 4, files: 4 }],
    });
    const { requests, inJobCommit, bytes } = points[0]!;
    const all = Object.values(requests).reduce((sum, one) => sum + one, 0);
    const counts = [all, inJobCommit, bytes.data, bytes.written, bytes.copied];
    rows.push([tableCode(committer), ...counts.map((one) => one.toLocaleString("en"))]);
  }
  const head = ["", "requests", "in the job's commit", "bytes of the files", "put", "copied"];
  return markdownTable(head, rows, [1, 2, 3, 4, 5]);
}

it("docs/magic.md tells what runs say of both", async () => {
  const results = JSON.parse(readFileSync(docs("verdicts/magic.json"), "utf8")) as HypothesisResults;
  const text = readFileSync(docs("magic.md"), "utf8");
  const told = withBlock(text, "outcomes", outcomeTable(magicHypotheses, results));
  const page = await format(withBlock(told, "cost", await costTable()), {
    parser: "markdown",
    printWidth: 110,
  });
  await expect(page).toMatchFileSnapshot(docs("magic.md"));
});
