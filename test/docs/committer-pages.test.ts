/**
 * The pages of docs/committers/ say what runs say. `npx vitest run test/docs -u` makes them anew; a committer that has no page
 * here has none at all.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { format } from "prettier";
import { describe, expect, it } from "vitest";
import { committers, valuesText } from "../../committers/index.js";
import { measureCost } from "../../src/explore/cost.js";
import { documentedPace } from "../../src/explore/pace.js";
import { portray } from "../../src/explore/portrait.js";
import { defaultBounds } from "../../src/job/scenario.js";
import { GeneratedParts } from "../../src/parts/generated-parts.js";
import { committerPage } from "../../src/report/committer-page.js";
import { personalityNamed } from "../../src/store/personalities/index.js";
import { committerNamed } from "../support/claims.js";
import { hadoopPages } from "./hadoop-pages.js";
import type { Page } from "./page.js";

const pages: readonly Page[] = [
  ...hadoopPages,
  { name: "iceberg-cas", headers: ["iceberg-cas/committer.ts"] },
  {
    name: "cas-slot",
    headers: ["cas/slot/log.ts"],
    variants: {
      "find=list": "cas/slot/find.ts",
      "clean=boundary": "cas/slot/clean.ts",
      "fill=blind-put": "cas/slot/fill/blind-put.ts",
      "fill=exists-then-put": "cas/slot/fill/exists-then-put.ts",
      "fill=rename": "cas/slot/fill/rename.ts",
      "fill=rename&lock=lease": "cas/lock.ts",
      "fill=files-rename": "cas/slot/fill/files-rename.ts",
      "fill=delta-dynamodb&layout=added": "cas/slot/fill/delta-dynamodb.ts",
      "fill=lance-external&find=start": "cas/slot/fill/lance-external.ts",
    },
  },
  {
    name: "cas-pointer",
    headers: ["cas/pointer/log.ts"],
    variants: {
      "holds=name": undefined,
      "swap=catalog&holds=name": undefined,
      "swap=compare-then-put": undefined,
    },
  },
];

const lagging = "s3-legacy-cas";
const parts = new GeneratedParts("1");
const sizes = [1, 4].flatMap((tasks) => [1, 4].map((files) => ({ tasks, files })));

/** The text of a file's first comment. */
function headerOf(file: string): string {
  const text = readFileSync(new URL(`../../committers/${file}`, import.meta.url), "utf8");
  const [, comment = ""] = /^\/\*\*(.*?)\*\//su.exec(text) ?? [];
  return comment
    .split("\n")
    .map((line) => line.replace(/^ \* ?/u, ""))
    .join("\n")
    .trim();
}

async function pageOf({ name, headers, variants = {}, store = "strong" }: Page): Promise<string> {
  const { title, source, options } = committers.find(
    ({ description }) => description.name === name,
  )!.description;
  const plan = (committer: string) => ({
    committer,
    factory: committerNamed(committer),
    personality: personalityNamed(store),
    lagging: personalityNamed(lagging),
    seed: "1",
    parts,
  });
  const portraits = [];
  for (const [variant, file] of Object.entries(variants)) {
    const portrait = await portray(plan(`${name}?${variant}`));
    portraits.push(file === undefined ? { portrait } : { portrait, header: headerOf(file) });
  }
  const { rows } = defaultBounds;
  return committerPage({
    name,
    title,
    source,
    header: headers.map(headerOf).join("\n\n"),
    options: options.map((one) => ({ ...one, values: valuesText(one) })),
    portrait: await portray(plan(name)),
    cost: await measureCost({ ...plan(name), rows, pace: documentedPace, sizes }),
    variants: portraits,
    store,
    lagging,
  });
}

describe("docs/committers", () => {
  it.each(pages)("of $name is made from runs", async (page) => {
    const file = fileURLToPath(new URL(`../../docs/committers/${page.name}.md`, import.meta.url));
    const text = await format(await pageOf(page), { parser: "markdown", printWidth: 110 });
    await expect(text).toMatchFileSnapshot(file);
  });
});
