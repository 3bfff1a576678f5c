/** What the pages of cells, stores and committers say beside the verdicts, in a browser. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aboutNames } from "../../src/cli/about.js";
import { packageRoot } from "../../src/cli/version.js";
import { makeGrid } from "../../src/report/grid.js";
import { readAssets } from "../../src/report/html/assets.js";
import { renderHtml } from "../../src/report/html/render.js";
import { cellHref } from "../../ui/route.js";
import { wholeComparison } from "../report/fixtures.js";
import { hasBrowser, launchBrowser } from "./browser.js";

describe.skipIf(!hasBrowser)("in a browser", () => {
  let browser: Browser;
  let scratch: string;
  let page: Page;

  beforeAll(async () => {
    browser = await launchBrowser();
    scratch = mkdtempSync(path.join(tmpdir(), "lakelitmus-about-"));
    const source = {
      verdicts: wholeComparison,
      counterexamples: new Map(),
      about: aboutNames(wholeComparison),
    };
    writeFileSync(path.join(scratch, "made.html"), renderHtml(source, readAssets(packageRoot)));
    page = await browser.newPage();
  }, 300_000);

  afterAll(async () => {
    await browser?.close();
    if (scratch !== undefined) rmSync(scratch, { recursive: true, force: true });
  });

  async function bodyOf(hash: string): Promise<string> {
    await page.goto("about:blank");
    await page.goto(pathToFileURL(path.join(scratch, "made.html")).href + hash);
    await page.waitForSelector("h1");
    return page.locator("main").innerText();
  }

  const held = (store: string, scenario: string): string =>
    cellHref({ committer: "magic-copy?find=handed", store, scenario, property: "no-lost-rows" });

  it("a cell that holds says where a lag was not put to the test, and nothing of it on a strong store", async () => {
    expect(await bodyOf(held("list-lag", "two-writers"))).toMatch(
      /The store’s lag\s+No answer could be wrong/,
    );
    expect(await bodyOf(held("strong", "two-writers"))).not.toContain("lag\n");
  });

  it.each(["#store?name=list-lag", "#committer?name=file-output-v1"])(
    "%s tells which scenarios its letters stand for, and what the signs mean",
    async (hash) => {
      const text = await bodyOf(hash);
      for (const { letter, name } of makeGrid(wholeComparison).scenarios)
        expect(text.replaceAll(/\s+/g, " ")).toContain(`${letter} ${name}`);
      expect(text).toContain("VIOLATED\nsilently: ");
      expect(text).toContain("violated\nnot silently: ");
    },
  );

  it("a store that lags says in how many searches it did", async () => {
    expect(await bodyOf("#store?name=list-lag")).toMatch(
      /Its lag\s+no answer was wrong in any of 42 searches/,
    );
    expect(await bodyOf("#store?name=strong")).not.toContain("Its lag");
  });
});
