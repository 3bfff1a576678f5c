/** The report as its users have it: a file on a disk, opened in a browser. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { CounterexampleFile, TraceStep } from "../../src/check/verdict.js";
import { packageRoot } from "../../src/cli/version.js";
import { readAssets } from "../../src/report/html/assets.js";
import type { PageLimits, PageSource } from "../../src/report/html/page-data.js";
import { renderHtml } from "../../src/report/html/render.js";
import { cellHref } from "../../ui/route.js";
import {
  everyKind,
  halfVisibleCounterexample,
  hostileCounterexample,
  hostileName,
  lossCounterexample,
  wholeComparison,
} from "../report/fixtures.js";
import { complaintsOf, hasBrowser, launchBrowser } from "./browser.js";
import { longCounterexample } from "./long-counterexample.js";
import { makeReport, type ReportFolder } from "./report-folder.js";

const leftOut = hasBrowser
  ? ""
  : " (left out: scripts/install-browser.sh installs a browser, and LAKELITMUS_BROWSER says where it is)";
if (!hasBrowser) process.stderr.write(`The tests of the report in a browser are left out${leftOut}.\n`);

const axePath = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const about = { committers: [], stores: [], scenarios: [], properties: [] };

describe.skipIf(!hasBrowser)(`the report in a browser${leftOut}`, () => {
  let browser: Browser;
  let report: ReportFolder;
  let scratch: string;
  let page: Page;
  let complaints: readonly string[] = [];

  beforeAll(async () => {
    browser = await launchBrowser();
    report = await makeReport();
    scratch = mkdtempSync(path.join(tmpdir(), "lakelitmus-page-"));
    // A browser that starts on a busy machine takes its time.
  }, 300_000);

  afterAll(async () => {
    await browser?.close();
    for (const folder of [report?.path, scratch]) {
      if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    }
  });

  afterEach(async () => {
    expect(complaints).toEqual([]);
    await page.close();
  });

  /** Opens a page from disk. */
  async function open(
    file: string,
    hash = "",
    options: Parameters<Browser["newPage"]>[0] = {},
  ): Promise<void> {
    page = await browser.newPage(options);
    const url = pathToFileURL(file).href;
    complaints = complaintsOf(page, url);
    await page.goto(url + hash);
    await page.waitForSelector("h1");
  }

  const openReport = (hash?: string, options?: Parameters<typeof open>[2]): Promise<void> =>
    open(path.join(report.path, "report.html"), hash, options);

  /** Writes a page of made-up data and opens it. */
  async function openMade(source: PageSource, hash?: string, limits?: PageLimits): Promise<void> {
    const file = path.join(scratch, "made.html");
    writeFileSync(file, renderHtml(source, readAssets(packageRoot), limits));
    await open(file, hash);
  }

  const text = (selector: string): Promise<string> => page.locator(selector).first().innerText();
  const lossCell = {
    committer: "file-output-v1",
    store: "list-lag",
    scenario: "one-job",
    property: "no-lost-rows",
  };
  const lossFile = (): CounterexampleFile =>
    report.counterexamples.get("counterexamples/file-output-v1.list-lag.one-job.no-lost-rows.json")!;

  describe("the matrix", () => {
    it("shows every committer and store, told by word as well as by colour", async () => {
      await openReport();
      const rows = await page.locator("table.matrix tbody tr").count();
      expect(rows).toBe(new Set(report.verdicts.cells.map(({ committer }) => committer)).size);
      expect(await text("table.matrix thead")).toContain("list-lag");
      const lost = page.locator('td[data-store="list-lag"]').first();
      expect(await lost.innerText()).toMatch(/✗ VIOLATED\s+lost commit, silently/);
      expect(await page.locator('td[data-store="no-conditional-writes"]').last().innerText()).toMatch(
        /⊘ refuses/,
      );
    });

    it("filters, also with not, and keeps the filter in the address", async () => {
      await openReport();
      const all = report.verdicts.cells.filter(({ property }) => property === "no-lost-rows");
      await page.getByLabel("Filter").fill("-store:list-lag holds");
      const left = all.filter(({ store, verdict }) => store !== "list-lag" && verdict === "holds");
      expect(await text(".matches")).toContain(`${left.length} of ${all.length} cells fit`);
      expect(await page.locator('td[data-store="list-lag"]').count()).toBe(0);
      const address = page.url();
      await page.reload();
      expect(page.url()).toBe(address);
      expect(await page.getByLabel("Filter").inputValue()).toBe("-store:list-lag holds");
      await page.getByRole("button", { name: "Clear the filter" }).click();
      expect(await text(".matches")).toContain(`all ${all.length} cells`);
    });

    it("has buttons that go from any to only to not", async () => {
      await openReport();
      const button = page.getByRole("button", { name: /^violated silently/ });
      await button.click();
      expect(await page.locator(".place:not(.place-violated-silent)").count()).toBe(0);
      expect(await page.locator(".place-violated-silent").count()).toBeGreaterThan(0);
      await button.click();
      expect(await page.locator(".place-violated-silent").count()).toBe(0);
      await button.click();
      expect(await page.getByLabel("Filter").inputValue()).toBe("");
    });

    it("shows the scenario and the property that are chosen", async () => {
      await openReport();
      await page.getByRole("combobox", { name: /^Scenario/ }).selectOption("reader-polling");
      await page.getByText("all-or-nothing").first().click();
      const { verdict } = report.verdicts.cells.find(
        ({ committer, store, scenario, property }) =>
          `${committer} ${store} ${scenario} ${property}` ===
          "file-output-v1 strong reader-polling all-or-nothing",
      )!;
      expect(verdict).toBe("violated");
      expect(await page.locator('td[data-store="strong"]').first().innerText()).toContain("✗ VIOLATED");
    });

    it("is walked through by arrow keys, and opens a cell with Enter", async () => {
      await openReport();
      await page.locator('td[data-store="strong"] a.worst').first().focus();
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("Enter");
      await page.waitForSelector("h1.verdict");
      expect(await text("h1.verdict")).toContain("no-lost-rows is VIOLATED by file-output-v1 on list-lag");
      await page.goBack();
      await page.waitForSelector("table.matrix");
    });
  });

  describe("a violated cell", () => {
    it("says what happened in words, and what the rows came to", async () => {
      await openReport(cellHref(lossCell));
      expect(await text("h1.verdict")).toContain("lost commit (lost update, P4)");
      expect(await text(".facts")).toContain("npx lakelitmus replay counterexamples/");
      expect(await text(".story")).toMatch(/Let .*Then .*However, in step 7/s);
      const chips = await page.locator(".life ol > li").allInnerTexts();
      const { life } = lossFile().story!.groups[0]!;
      expect(chips).toHaveLength(life.length + 1);
      expect(chips.at(-1)).toContain("LOST");
      life.forEach(({ step, key }, index) => {
        expect(chips[index]).toContain(String(step));
        if (key !== undefined) expect(chips[index]).toContain("part-00000-0");
      });
    });

    it("is stepped through to the loss by keyboard, and shows what the JSON says at each step", async () => {
      await openReport(cellHref(lossCell));
      const { trace, story } = lossFile();
      await page.keyboard.press("Home");
      let held = new Map<string, string | undefined>();
      for (const step of trace) {
        await expectStep(step);
        held = afterStep(held, step);
        await expectHeld(step, held);
        if (step.step === story!.lossAt) break;
        await page.keyboard.press("ArrowRight");
      }
      expect(await text(".step.selected .number")).toBe(String(story!.lossAt));
      expect(await text(".panel .table-line")).toContain("2 lost");
      expect(await text(".step.selected")).toContain("the job has succeeded");
    });

    async function expectStep(step: TraceStep): Promise<void> {
      expect(await page.locator(".step[aria-selected=true]").count()).toBe(1);
      expect(await text(".step.selected .number")).toBe(String(step.step));
      expect(await text(".panel .exchange dd")).toBe(step.request);
      const marked = await page.locator(".step.selected.marked").count();
      expect(marked).toBe(step.anomaly === undefined ? 0 : 1);
      if (step.anomaly !== undefined) {
        expect(await text(".panel .well dd")).toBe(step.wouldHaveBeen);
      }
    }

    function afterStep(
      held: ReadonlyMap<string, string | undefined>,
      { changed, holds = [] }: TraceStep,
    ): Map<string, string | undefined> {
      const now = new Map(held);
      for (const change of changed) {
        const key = change.slice(2);
        if (change.startsWith("-")) now.delete(key);
        else now.set(key, holds.find((one) => one.key === key)?.rows);
      }
      return now;
    }

    /** The panel's table: every key that is there with its rows, those that are gone marked as such. */
    async function expectHeld(step: TraceStep, held: ReadonlyMap<string, string | undefined>): Promise<void> {
      const rows = page.locator(".panel .content tbody tr:not(.change-gone)");
      const keys = await rows
        .locator("code")
        .evaluateAll((all) => all.map((one) => one.getAttribute("title")));
      expect(keys).toEqual([...held.keys()]);
      const told = await rows.allInnerTexts();
      [...held.values()].forEach((rowsHeld, index) => {
        if (rowsHeld !== undefined) expect(told[index]).toContain(rowsHeld);
      });
      const gone = await page
        .locator(".panel .content .change-gone code")
        .evaluateAll((all) => all.map((one) => one.getAttribute("title")));
      expect(gone).toEqual(
        step.changed.filter((change) => change.startsWith("-")).map((change) => change.slice(2)),
      );
      const added = await page.locator(".panel .content .change-new").count();
      expect(added).toBe(step.changed.filter((change) => change.startsWith("+")).length);
    }

    it("jumps to the misfortune, to the loss and to the difference", async () => {
      await openReport(cellHref(lossCell));
      await page.keyboard.press("l");
      expect(await text(".step.selected .number")).toBe("16");
      await page.keyboard.press("a");
      expect(await text(".step.selected .number")).toBe("7");
      await page.keyboard.press("g");
      expect(await text(".step.selected .number")).toBe("14");
      await page.getByRole("button", { name: /Jump to the loss/ }).click();
      expect(page.url()).toContain("step=16");
      await page.keyboard.press("d");
      expect(await text(".step.selected .number")).toBe("7");
      await page.getByRole("button", { name: /Jump to the last copy’s end \(14\)/ }).click();
      expect(page.url()).toContain("step=14");
      expect(await text(".chip.what-deleted")).toContain("the last copy");
      await page.keyboard.press("a");
      await page.locator(".chip.what-deleted").click();
      expect(await text(".step.selected .number")).toBe("14");
    });

    it("is opened at a step by a deep link, which stays right after a reload", async () => {
      await openReport(cellHref(lossCell, 14));
      expect(await text(".step.selected .number")).toBe("14");
      await page.waitForFunction("scrollY > 0");
      expect(await text(".panel h3")).toContain("Step 14");
      await page.reload();
      expect(await text(".step.selected .number")).toBe("14");
    });

    it("previews the step under the pointer, and pins the one that is clicked", async () => {
      await openReport(cellHref(lossCell));
      await page.locator("#step-2").hover();
      expect(await text(".panel h3")).toContain("Step 2");
      expect(await text(".step.selected .number")).toBe("7");
      await page.mouse.move(0, 0);
      expect(await text(".panel h3")).toContain("Step 7");
      await page.locator("#step-6").click();
      await page.mouse.move(0, 0);
      expect(await text(".panel h3")).toContain("Step 6");
      expect(await page.locator("#step-6").getAttribute("title")).toMatch(/\d+ ms of virtual time/);
    });

    it("stands beside the nearest execution that passes, with the first difference marked", async () => {
      await openReport(cellHref(lossCell));
      await page.keyboard.press("c");
      const { trace, story } = lossFile();
      const first = page.locator(".compare tr.first");
      expect(await first.count()).toBe(1);
      const same = story!.passing!.same;
      expect(await first.locator('[data-side="breaks"]').innerText()).toContain(String(trace[same]!.step));
      expect(await first.locator('[data-side="holds"]').innerText()).toContain(
        String(story!.passing!.trace[0]!.step),
      );
      expect(await first.locator('[data-side="breaks"]').innerText()).toContain("no keys");
      expect(await first.locator('[data-side="holds"]').innerText()).toContain("1 key");
      const rights = await page
        .locator('.compare tbody tr:not(.same-start) [data-side="holds"] .side')
        .count();
      expect(rights).toBe(story!.passing!.trace.length);
      expect(await text(".compare .ends")).toMatch(/0 of 2 rows readable.*2 of 2 rows readable/s);
      expect(page.url()).toContain("compare=1");
    });

    it("is compared where one can see it: first the difference, then each step that is gone to", async () => {
      await openReport(cellHref(lossCell));
      await page.keyboard.press("c");
      const middle = async (row: string): Promise<number> => {
        const box = (await page.locator(row).boundingBox())!;
        return (box.y + box.height / 2) / page.viewportSize()!.height;
      };
      const seen = (at: number): void => {
        expect(at).toBeGreaterThan(0.05);
        expect(at).toBeLessThan(1);
      };
      seen(await middle(".compare tr.first"));
      await page.keyboard.press("l");
      seen(await middle(".compare tr.selected"));
      seen(await middle(".compare thead th:nth-child(2)"));
    });

    it("shows what a reader was told", async () => {
      await openReport(
        cellHref({ ...lossCell, store: "strong", scenario: "reader-polling", property: "all-or-nothing" }),
      );
      await page.keyboard.press("End");
      expect(await text(".panel .told-line")).toMatch(/reader1 was told: \d of \d rows of job-w1/);
      expect(await page.locator(".step .told.wrong").count()).toBeGreaterThan(0);
    });
  });

  describe("the other pages", () => {
    it("tell the cost, in charts and in numbers", async () => {
      await openReport("#cost");
      expect(await page.locator(".chart svg").count()).toBeGreaterThanOrEqual(3);
      const row = page.locator("table.numbers tbody tr").first();
      expect(await row.innerText()).toContain("file-output-v1");
      const before = await row.innerText();
      await page.getByLabel("Size of the job").selectOption({ index: 0 });
      expect(await row.innerText()).not.toBe(before);
    });

    it("tell what was never met, and what was run", async () => {
      await openReport("#coverage");
      expect(await text(".notice")).toContain("a process died");
      expect(await text("main")).toContain("lakelitmus compare");
      const states = report.verdicts.cells.filter(({ states }) => states !== undefined).length;
      expect(states).toBeGreaterThan(0);
    });

    it("tell what a committer and a store are", async () => {
      await openReport();
      await page.getByRole("link", { name: "list-lag" }).first().click();
      expect(await text("main")).toContain("swift");
      await page.getByRole("link", { name: "file-output-v1" }).first().click();
      expect(await text("main")).toContain("FileOutputCommitter");
    });

    it("say so where there is no such cell", async () => {
      await openReport("#cell?committer=nobody");
      expect(await text("h1")).toContain("no such cell");
    });
  });

  describe("names that try to break the page", () => {
    const cell = {
      ...everyKind.cells.find(({ verdict }) => verdict === "violated")!,
      committer: hostileName,
    };
    const verdicts = { ...everyKind, cells: [...everyKind.cells, cell] };
    const counterexamples = new Map([[cell.counterexample!.file, hostileCounterexample]]);

    it("are shown as they are, and do nothing", async () => {
      await openMade({ verdicts, counterexamples, about }, cellHref(cell));
      expect(await page.locator("script").count()).toBe(2);
      expect(await page.locator("main script, main img, main b b").count()).toBe(0);
      expect(await text("h1.verdict")).toContain("<script>alert(1)</script>");
      expect(await text(".panel .exchange dd")).toContain("<script>alert(1)</script>");
      expect(await page.locator(".content code").first().getAttribute("title")).toBe(hostileName);
      expect(await page.title()).toContain("lakelitmus");
      await page.goto(`${page.url().split("#")[0]}#matrix`);
      expect(await text("table.matrix")).toContain("<script>alert(1)</script>");
    });
  });

  describe("what older files lack, and what is too much", () => {
    const cell = wholeComparison.cells.find(
      ({ committer, store, scenario, property }) =>
        `${committer} ${store} ${scenario} ${property}` === "file-output-v1 list-lag one-job no-lost-rows",
    )!;
    const { file } = cell.counterexample!;

    it("a counterexample without a story is shown all the same", async () => {
      await openMade(
        { verdicts: wholeComparison, counterexamples: new Map([[file, lossCounterexample]]), about },
        cellHref(cell),
      );
      await page.keyboard.press("a");
      expect(await text(".step.selected .number")).toBe("14");
      expect(await page.locator(".step").count()).toBe(lossCounterexample.trace.length);
      expect(await page.getByRole("button", { name: /Compare/ }).count()).toBe(0);
      await page.goto(`${page.url().split("#")[0]}#cost`);
      expect(await text("main")).toContain("not measured");
    });

    it("counterexamples that do not fit are named, with where they are", async () => {
      const counterexamples = new Map([
        ["counterexamples/other.json", halfVisibleCounterexample],
        [file, lossCounterexample],
      ]);
      await openMade({ verdicts: wholeComparison, counterexamples, about }, cellHref(cell), {
        steps: 10_000,
        bytes: 1,
      });
      expect(await text(".notice")).toMatch(/Showing \d+ of \d+ counterexamples/);
      expect(await page.locator(".notice a").getAttribute("href")).toBe(file);
    });

    it("a long execution is drawn only where it is seen, and cut where it is very long", async () => {
      const long = longCounterexample(12_000);
      await openMade(
        { verdicts: wholeComparison, counterexamples: new Map([[file, long]]), about },
        cellHref(cell),
      );
      expect(await text(".notice")).toContain("Showing 10,000 of 12,000 steps");
      expect(await page.locator(".notice a").getAttribute("href")).toBe(file);
      await page.keyboard.press("End");
      expect(await text(".step.selected .number")).toBe("12000");
      expect(await page.locator(".step").count()).toBeLessThan(1000);
      await page.keyboard.press("Home");
      expect(await text(".step.selected .number")).toBe("2001");
      await page.keyboard.press("ArrowRight");
      expect(await text(".panel h3")).toContain("Step 2,002");
    });
  });

  describe("everybody can use it", () => {
    const views = ["#matrix", cellHref(lossCell), `${cellHref(lossCell, 7)}&compare=1`, "#cost", "#coverage"];

    it.each([
      ["light", 1280],
      ["dark", 1280],
      ["light", 390],
    ] as const)("%s, %i pixels wide: no finding of axe in any view", async (colorScheme, width) => {
      await openReport("", { colorScheme, viewport: { width, height: 900 }, bypassCSP: true });
      await page.addScriptTag({ path: axePath });
      for (const view of views) {
        await page.evaluate(`location.hash = ${JSON.stringify(view)}`);
        await page.waitForTimeout(150);
        const found = await page.evaluate(async () => {
          const axe = (globalThis as unknown as { axe: { run(): Promise<{ violations: AxeFinding[] }> } })
            .axe;
          const { violations } = await axe.run();
          return violations.map(
            ({ id, nodes }) =>
              `${id}: ${nodes
                .slice(0, 3)
                .map(({ html }) => html)
                .join(" | ")}`,
          );
        });
        expect(found, view).toEqual([]);
      }
    });

    it("on a phone nothing is wider than the screen", async () => {
      await openReport("", { viewport: { width: 390, height: 844 } });
      for (const view of views) {
        await page.evaluate(`location.hash = ${JSON.stringify(view)}`);
        await page.waitForTimeout(100);
        const width = await page.evaluate<number>("document.documentElement.scrollWidth");
        expect(width, view).toBeLessThanOrEqual(390);
      }
    });

    it("on a phone the step that is gone to is between the buttons and the panel", async () => {
      await openReport(cellHref(lossCell), { viewport: { width: 390, height: 844 } });
      for (const key of ["End", "Home", "a"]) {
        await page.keyboard.press(key);
        await page.waitForTimeout(100);
        const box = async (selector: string) => (await page.locator(selector).first().boundingBox())!;
        const [step, bar, panel] = [await box(".step.selected"), await box(".toolbar"), await box(".panel")];
        expect(step.y, key).toBeGreaterThanOrEqual(bar.y + bar.height);
        expect(step.y + step.height, key).toBeLessThanOrEqual(panel.y);
      }
    });

    it("in the colours that are chosen", async () => {
      await openReport("", { colorScheme: "light" });
      const background = (): Promise<unknown> =>
        page.evaluate("getComputedStyle(document.body).backgroundColor");
      const light = await background();
      await page.getByLabel("Colours").selectOption("dark");
      expect(await background()).not.toBe(light);
      await page.getByLabel("Colours").selectOption("light");
      expect(await background()).toBe(light);
    });
  });
});

/** A finding of axe-core. */
interface AxeFinding {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}
