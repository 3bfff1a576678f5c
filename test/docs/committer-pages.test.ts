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
import type { CommitterPage } from "../../src/check/portrait.js";
import { committerPage } from "../../src/report/committer-page.js";
import { committersIndex } from "../../src/report/committers-index.js";
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
      "probe=on": "cas/probe.ts",
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
      "swap=locked-catalog&holds=name": undefined,
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

async function pageOf({ name, headers, variants = {}, store = "strong" }: Page): Promise<CommitterPage> {
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
  return {
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
  };
}

/** Each is made once, for its own page and for the index. */
const made = new Map<Page, Promise<CommitterPage>>();

function madeOf(page: Page): Promise<CommitterPage> {
  const known = made.get(page) ?? pageOf(page);
  made.set(page, known);
  return known;
}

async function expectFile(name: string, text: string): Promise<void> {
  const file = fileURLToPath(new URL(`../../docs/committers/${name}.md`, import.meta.url));
  await expect(await format(text, { parser: "markdown", printWidth: 110 })).toMatchFileSnapshot(file);
}

describe("docs/committers", () => {
  it.each(pages)("of $name is made from runs", async (page) => {
    await expectFile(page.name, committerPage(await madeOf(page)));
  });

  it("has an index, with a page for every committer", async () => {
    const all = await Promise.all(pages.map(madeOf));
    const names = committers.map(({ description }) => description.name);
    expect(all.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
    await expectFile("README", committersIndex(all));
  });
});
