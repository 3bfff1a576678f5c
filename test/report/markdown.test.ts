import { describe, expect, it } from "vitest";
import type { CounterexampleFile, Verdicts } from "../../src/check/verdict.js";
import { codeText, plainText, tableCode } from "../../src/report/markdown-text.js";
import { markdownMark, renderMarkdown } from "../../src/report/markdown.js";
import { mermaidDiagram, mermaidText } from "../../src/report/mermaid.js";
import { shortNames } from "../../src/report/short-names.js";
import {
  everyKind,
  halfVisibleCounterexample,
  hostileCounterexample,
  hostileName,
  lossCounterexample,
  wholeComparison,
  zombieCounterexample,
} from "./fixtures.js";
import { expectGolden, printable } from "./golden.js";

function page(verdicts: Verdicts, file: CounterexampleFile): string {
  const files = verdicts.cells.flatMap(({ counterexample }) =>
    counterexample === undefined ? [] : [[counterexample.file, file] as const],
  );
  return renderMarkdown(verdicts, new Map(files));
}

/** Cells of a table's line: bars that are not escaped divide them. */
const cellsOf = (line: string): number => line.split(/(?<!\\)\|/).length;

describe("report.md", () => {
  it("of every kind of verdict reads like this", async () => {
    await expectGolden("report-every-kind.md", page(everyKind, lossCounterexample));
  });

  it("of hostile names reads like this", async () => {
    await expectGolden(
      "report-hostile.md",
      page({ ...everyKind, command: hostileName }, hostileCounterexample),
    );
  });

  it.each([
    ["a whole comparison", page(wholeComparison, zombieCounterexample)],
    ["hostile names", page({ ...everyKind, command: hostileName }, hostileCounterexample)],
  ])(
    "of %s has links that lead somewhere, tables that are not ragged, and no HTML but its own",
    (_, text) => {
      expect(text.startsWith(`${markdownMark}\n`)).toBe(true);
      expect(text.split("\n").every((line) => printable.test(line))).toBe(true);
      const anchors = new Set([...text.matchAll(/<a id="([^"]+)"><\/a>/g)].map(([, id]) => id));
      const targets = [...text.matchAll(/\]\(#([^)]+)\)/g)].map(([, id]) => id);
      expect(targets.length).toBeGreaterThan(0);
      expect(targets.filter((target) => !anchors.has(target))).toEqual([]);
      const tables = text.split("\n\n").filter((block) => block.startsWith("|"));
      expect(tables.length).toBeGreaterThan(3);
      for (const table of tables) expect(new Set(table.split("\n").map(cellsOf)).size).toBe(1);
      const prose = text.replace(/```mermaid[^]*?```/g, "").replace(/(`+)[^`][^]*?[^`]?\1(?!`)/g, "");
      const tags = new Set(
        [...prose.matchAll(/<\/?[a-z][^>]*>/gi)].map(([tag]) => tag.replace(/ id="[^"]*"/, "")),
      );
      const own = new Set(["<a>", "</a>", "<details>", "</details>", "<summary>", "</summary>", "<br>"]);
      expect([...tags].filter((tag) => !own.has(tag))).toEqual([]);
    },
  );

  it("links each violated place to its counterexample, with a sentence, a diagram and the steps", () => {
    const text = page(everyKind, lossCounterexample);
    expect(text).toMatch(/^\| file-output-v1 \| \? unknown \| \[✗ \*\*VIOLATED\*\*\]\(#counterexample-1\)/m);
    expect(text).toContain("```mermaid\nsequenceDiagram\n");
    expect(text).toMatch(
      /^\| \*\*! 14\*\* \| w1\.driver \| `LIST t\/_temporary\/0\/ delimiter=\/` \| .*<br>\*\*! LIST misses .*<br>would have been: `1 key/m,
    );
  });

  it("stays below what GitHub shows of a page, and says what it leaves out", () => {
    const steps = Array.from({ length: 300 }, (_, i) => ({
      ...lossCounterexample.trace[i % 20]!,
      step: i + 1,
    }));
    const text = page(wholeComparison, { ...lossCounterexample, trace: steps });
    expect(text.length).toBeLessThan(500 * 1024);
    const left = Number(/The steps of (\d+) counterexamples? stand in their files only/.exec(text)?.[1]);
    expect(left).toBeGreaterThan(0);
    expect(text.match(/^```mermaid$/gm)).toHaveLength((text.match(/^<a id=/gm) ?? []).length - left);
    expect(page(wholeComparison, lossCounterexample)).not.toContain("stand in their files only");
  });

  it("tells only what the verdicts tell where a counterexample is not there", () => {
    const text = renderMarkdown(everyKind, new Map());
    expect(text).toContain("### file-output-v1 on list-lag violates no-lost-rows");
    expect(text).not.toContain("mermaid");
  });
});

describe("text in Markdown", () => {
  it.each([
    ["a_b*c*", "a\\_b\\*c\\*"],
    ["<script>&", "&lt;script&gt;&amp;"],
    ["[x](y)", "\\[x\\](y)"],
    ["a|b", "a\\|b"],
    ["- no list", "\\- no list"],
    ["1. no list", "1\\. no list"],
    ["# no heading", "\\# no heading"],
    ["@user", "@<!-- -->user"],
    ["see https://x.y", "see https<!-- -->://x.y"],
    ["www.x.y", "www<!-- -->.x.y"],
    ["$x$", "\\$x\\$"],
    ["a\nb", "a\\\\nb"],
  ])("%j is written %j", (text, markdown) => {
    expect(plainText(text)).toBe(markdown);
  });

  it.each([
    ["a*b", "`a*b`"],
    ["a`b", "``a`b``"],
    ["`a``", "``` `a`` ```"],
    ["a|b", "`a|b`"],
    ["", ""],
  ])("%j as code is %j", (text, markdown) => {
    expect(codeText(text)).toBe(markdown);
  });

  it("escapes bars within code in a table", () => {
    expect(tableCode("a|b")).toBe("`a\\|b`");
  });
});

describe("the diagram", () => {
  const diagram = (file: CounterexampleFile): string => mermaidDiagram(file, shortNames(file, 48));

  it.each([
    ["loss", lossCounterexample],
    ["half-visible", halfVisibleCounterexample],
    ["zombie", zombieCounterexample],
    ["hostile", hostileCounterexample],
  ])("of %s reads like this", async (name, file) => {
    await expectGolden(`diagram-${name}.mmd`, diagram(file));
  });

  it("lets no text from outside be anything but text", () => {
    for (const line of diagram(hostileCounterexample).trimEnd().split("\n").slice(1)) {
      const [, statement = "", text = ""] =
        /^ +(participant \w+ as|Note over [\w,]+:|\w+-+(?:>>|x)\w+:|rect|end)(.*)$/.exec(line) ?? [];
      expect(statement).not.toBe("");
      if (statement === "rect") continue;
      expect(text.replaceAll("<br/>", "").replace(/#\d+;/g, "")).toMatch(
        /^[\p{L}\p{N} /._=,()?!:+~…→*'-]*$/u,
      );
    }
    expect(mermaidText("%%{init: {}}%%")).not.toMatch(/[%{}]/);
    // A code after "style" and a colon would lose its semicolon.
    expect(mermaidText("style: #")).toBe("#115;tyle: #35;");
    expect(mermaidText("x".repeat(500))).toHaveLength(90);
  });

  it("cuts a long trace down and says so", () => {
    const trace = Array.from({ length: 300 }, (_, i) => ({
      ...lossCounterexample.trace[i % 13]!,
      step: i + 1,
    }));
    const text = diagram({ ...lossCounterexample, trace });
    expect(text.split("\n").length).toBeLessThan(150);
    expect(text).toMatch(/Note over p1,store: steps \d+ to \d+: \d+ left out/);
  });
});
