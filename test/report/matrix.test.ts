import { describe, expect, it } from "vitest";
import type { VerdictCell, Verdicts } from "../../src/check/verdict.js";
import { renderEvidence } from "../../src/report/evidence.js";
import { makeGrid } from "../../src/report/grid.js";
import { widthOf } from "../../src/report/layout.js";
import { placeText, renderMatrix } from "../../src/report/matrix.js";
import { wordsOf } from "../../src/report/words.js";
import { everyKind, plainBounds, wholeComparison } from "./fixtures.js";
import { expectGolden, printable, tooWide, uncoloured } from "./golden.js";

const plain = (width: number) => ({ width, color: false });
const coloured = (width: number) => ({ width, color: true });
const both = { "every kind of verdict": everyKind, "a whole comparison": wholeComparison };

describe("the matrix", () => {
  it.each([80, 200])("of a whole comparison reads like this at %i columns", async (width) => {
    await expectGolden(`matrix-${width}.txt`, renderMatrix(wholeComparison, plain(width)));
  });

  it("of every kind of verdict reads like this", async () => {
    await expectGolden("matrix-every-kind-80.txt", renderMatrix(everyKind, plain(80)));
  });

  it.each(Object.entries(both))("of %s fits every width, in printable characters", (_, verdicts) => {
    for (const width of [40, 60, 79, 80, 100, 132, 200, 400]) {
      const text = renderMatrix(verdicts, plain(width));
      expect(tooWide(text, width)).toEqual([]);
      expect(text.split("\n").every((line) => printable.test(line) && line === line.trimEnd())).toBe(true);
    }
  });

  it.each([40, 80, 120, 200])("has each place once, whole, at %i columns", (width) => {
    const text = renderMatrix(wholeComparison, plain(width)).split("Each place")[0]!;
    const grid = makeGrid(wholeComparison);
    const places = grid.properties.flatMap((property) =>
      grid.committers.flatMap((committer) =>
        grid.stores.map((store) => grid.place(property, committer, store).kind),
      ),
    );
    for (const { sign, word } of Object.values(wordsOf)) {
      const wanted = places.filter((kind) => wordsOf[kind].word === word).length;
      expect(text.split(`${sign} ${word}`).length - 1).toBe(wanted);
    }
  });

  it("says by a sign and a word what it says by colour", () => {
    const signs = Object.values(wordsOf).map(({ sign }) => sign);
    expect(new Set(signs).size).toBe(signs.length);
    expect(signs.map(widthOf)).toEqual(signs.map(() => 1));
    for (const width of [80, 200]) {
      const text = renderMatrix(everyKind, coloured(width));
      expect(text).toContain("\u001b[");
      expect(uncoloured(text)).toBe(renderMatrix(everyKind, plain(width)));
    }
  });

  it("does not depend on the order in which equal cells come", () => {
    const [first, ...rest] = everyKind.cells;
    const again = { ...everyKind, cells: [first!, ...rest] };
    expect(renderMatrix(again, plain(80))).toBe(renderMatrix(everyKind, plain(80)));
  });

  it("of nothing says so", () => {
    expect(renderMatrix({ ...everyKind, cells: [] }, plain(80))).toBe("Nothing was run: there is no cell.\n");
    expect(renderEvidence({ ...everyKind, cells: [] }, plain(80))).toBe("");
  });
});

describe("a place", () => {
  const cell = (scenario: string, change: Partial<VerdictCell>): VerdictCell => ({
    ...everyKind.cells[0]!,
    scenario,
    ...change,
  });
  const placeOf = (...cells: VerdictCell[]) =>
    makeGrid({ ...everyKind, cells }).place("no-lost-rows", "./mine.ts?mode=a&b=c", "strong");
  const unknown = { verdict: "unknown", reason: "interrupted" } as const;
  const vacuous = { verdict: "unknown", reason: "vacuous: never seen: rerun" } as const;

  it("is the worst of its scenarios, with their letters", () => {
    expect(placeOf(cell("x", {}), cell("y", unknown), cell("z", unknown))).toEqual({
      kind: "unknown",
      letters: "bc",
      everywhere: false,
      loud: "",
    });
    expect(placeOf(cell("x", { verdict: "violated" }), cell("y", unknown)).kind).toBe("violated-silent");
    expect(placeOf(cell("x", { evidence: "sampled" }), cell("y", {})).kind).toBe("holds-sampled");
    expect(placeOf(cell("x", { verdict: "refuses" }), cell("y", {})).kind).toBe("refuses");
  });

  it("does not take a scenario that says nothing for a bad one", () => {
    expect(placeOf(cell("x", vacuous), cell("y", {}))).toEqual({
      kind: "holds-exhaustive",
      letters: "b",
      everywhere: false,
      loud: "",
    });
    expect(placeOf(cell("x", vacuous), cell("y", vacuous)).kind).toBe("vacuous");
  });

  it("tells silent violations from those of which somebody is told, by sign and word", () => {
    const found = everyKind.cells.find(({ verdict }) => verdict === "violated")!.counterexample!;
    const violated = (silent: boolean): Partial<VerdictCell> => ({
      verdict: "violated",
      counterexample: { ...found, silent },
    });
    const textOf = (...cells: VerdictCell[]): string => placeText(placeOf(...cells));
    expect(textOf(cell("x", violated(true)), cell("y", {}))).toBe("✗ VIOLATED a");
    expect(textOf(cell("x", violated(false)), cell("y", {}))).toBe("! violated a");
    expect(textOf(cell("x", violated(false)), cell("y", violated(true)), cell("z", {}))).toBe(
      "✗ VIOLATED b !a",
    );
    expect(textOf(cell("x", violated(false)), cell("y", violated(false)))).toBe("! violated");
  });

  it("needs no letters where all scenarios agree", () => {
    expect(placeOf(cell("x", {}), cell("y", {}))).toMatchObject({ everywhere: true });
  });

  it("has commas between letters once there are more scenarios than letters", () => {
    const many = Array.from({ length: 54 }, (_, i) => cell(`s${i}`, i >= 50 ? unknown : {}));
    expect(placeOf(...many).letters).toBe("Y,Z,53,54");
  });
});

describe("the evidence", () => {
  it.each([80, 200])("of a whole comparison reads like this at %i columns", async (width) => {
    await expectGolden(`evidence-${width}.txt`, renderEvidence(wholeComparison, plain(width)));
  });

  it("of every kind of verdict reads like this", async () => {
    await expectGolden("evidence-every-kind-80.txt", renderEvidence(everyKind, plain(80)));
  });

  it.each(Object.entries(both))("of %s fits every width, in printable characters", (_, verdicts) => {
    for (const width of [40, 80, 120, 200]) {
      const text = renderEvidence(verdicts, plain(width));
      expect(tooWide(text, width)).toEqual([]);
      expect(text.split("\n").every((line) => printable.test(line))).toBe(true);
      expect(uncoloured(renderEvidence(verdicts, coloured(width)))).toBe(text);
    }
  });

  it("is short: hundreds of cells in a page or two", () => {
    expect(wholeComparison.cells.length).toBeGreaterThan(1000);
    expect(renderEvidence(wholeComparison, plain(80)).split("\n").length).toBeLessThan(170);
  });

  it("counts every cell exactly once", () => {
    const text = renderEvidence(wholeComparison, plain(400)).replaceAll(",", "");
    const settled = [...text.matchAll(/^ {2}[✓≈∅] \S+ +(\d+) cells?:/gm)].map(([, n]) => Number(n));
    const settledCells = wholeComparison.cells.filter(
      ({ verdict, reason }) => verdict === "holds" || reason?.startsWith("vacuous"),
    );
    expect(settled.reduce((sum, n) => sum + n, 0)).toBe(settledCells.length);
    const violated = [...text.matchAll(/^ +(?:(\d+) cells )?[\d a-z]+ steps: /gm)].map(([, n]) =>
      Number(n ?? 1),
    );
    const violatedCells = wholeComparison.cells.filter(({ verdict }) => verdict === "violated");
    expect(violated.reduce((sum, n) => sum + n, 0)).toBe(violatedCells.length);
  });

  const withBounds = (change: Partial<typeof plainBounds>): Verdicts => {
    const [first, ...rest] = everyKind.cells;
    return { ...everyKind, cells: [{ ...first!, bounds: { ...plainBounds, ...change } }, ...rest] };
  };

  it("spells bounds out that are narrower than the scenario's, except of a counterexample", () => {
    const narrower = withBounds({ tasks: 1 });
    expect(renderMatrix(narrower, plain(80))).toContain("  a  one-job  2 tasks x 1 file x 3 rows;");
    expect(renderEvidence(narrower, plain(200))).toContain(
      "1 cell: every execution of 1 task x 1 file x 3 rows",
    );
    const violated = everyKind.cells.find((cell) => cell.verdict === "violated")!;
    const cells = [violated, { ...violated, store: "other", bounds: { ...plainBounds, tasks: 1 } }];
    expect(renderEvidence({ ...everyKind, cells }, plain(200)).match(/VIOLATED/g)).toHaveLength(1);
  });

  it("spells bounds out where no cell's cover the others", () => {
    const crossed = withBounds({ tasks: 7, rows: 1 });
    expect(renderMatrix(crossed, plain(80))).toContain("bounds differ, see the evidence");
    expect(renderEvidence(crossed, plain(200))).toContain(
      "every execution of 7 tasks x 1 file x 1 row, with",
    );
    // No coordinator allows more than one.
    expect(renderMatrix(withBounds({ coordinator: 0 }), plain(80))).toContain(
      "3 rows, no commit coordinator;",
    );
  });

  it("puts violations together that differ in numbers only, and then shows the shortest as an example", () => {
    const violated = everyKind.cells.find((cell) => cell.verdict === "violated")!;
    const longer = (store: string, steps: number): VerdictCell => ({
      ...violated,
      store,
      counterexample: { ...violated.counterexample!, steps, sentence: `After ${steps} steps a row is lost.` },
    });
    const verdicts = { ...everyKind, cells: [longer("a", 30), longer("b", 20)] };
    const text = renderEvidence(verdicts, plain(200));
    expect(text.match(/VIOLATED/g)).toHaveLength(1);
    expect(text).toContain("For example on b, one-job: After 20 steps a row is lost.");
    expect(text).toContain("2 cells, 20 to 30 steps: proven");
  });

  it("gives command lines for the folder that it is told", () => {
    const text = renderEvidence(everyKind, { ...plain(80), folder: "out dir" });
    expect(text).toContain("npx lakelitmus replay 'out dir/counterexamples/");
  });
});
