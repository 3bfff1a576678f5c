/** What defences change, told from verdicts that are made by hand. */
import { describe, expect, it } from "vitest";
import type { CostFile, CostPoint } from "../../src/check/cost.js";
import { operations } from "../../src/check/cost.js";
import type { VerdictCell, Verdicts } from "../../src/check/verdict.js";
import { defenceEffects, defenceTables, effects, factorOf } from "../../src/report/defence-effects.js";
import { renderDefences, renderFactors } from "../../src/report/defence-matrix.js";
import { changeWords, effectWords } from "../../src/report/defence-words.js";
import { defenceLines, defencesPage } from "../../src/report/markdown-defences.js";
import { plainBounds } from "./fixtures.js";
import { tooWide, uncoloured } from "./golden.js";

type Came = "holds" | "sampled" | "refuses" | "vacuous" | readonly [anomalies: number, silent: boolean];

function cell(committer: string, came: Came, property = "no-lost-rows", store = "list-lag"): VerdictCell {
  const base = { committer, store, scenario: "one-job", property, bounds: plainBounds, executions: 0 };
  const rest = { ...base, evidence: "exhaustive", witnessed: {} } as const;
  if (came === "holds" || came === "refuses") return { ...rest, verdict: came };
  if (came === "sampled") return { ...rest, verdict: "holds", evidence: "sampled", executions: 9 };
  if (came === "vacuous") return { ...rest, verdict: "unknown", reason: "vacuous: no ack" };
  const [anomalies, silent] = came;
  return {
    ...rest,
    verdict: "violated",
    anomaly: { plain: `anomaly of ${property}`, formal: "" },
    counterexample: {
      file: "counterexamples/x.json",
      cost: { anomalies, faults: 0, crashes: 0 },
      steps: 9,
      silent,
      minimal: true,
      sentence: "Something is lost.",
    },
  };
}

const once: Came = [1, true];
const twice: Came = [2, true];
const loud: Came = [1, false];

function effectOf(before: readonly Came[], after: readonly Came[]): string | undefined {
  const cells = (name: string, came: readonly Came[]): VerdictCell[] =>
    came.map((one, index) => cell(name, one, `property-${index}`));
  return defenceEffects({ cells: [...cells("c", before), ...cells("c + d", after)] })[0]?.effect;
}

describe("the effect of a defence", () => {
  it.each<[string, readonly Came[], readonly Came[]]>([
    ["rescues", [once], ["holds"]],
    ["rescues", [once, "holds"], ["holds", "holds"]],
    ["rescues-some", [once, once], ["holds", once]],
    ["dearer", [once], [twice]],
    ["dearer", [once], [loud]],
    ["no-help", [once], [once]],
    ["harms", ["holds"], [once]],
    ["harms", [twice], [once]],
    ["harms", [loud], [once]],
    ["trades", [once, "holds"], ["holds", loud]],
    ["trades", [once, twice], [twice, once]],
    ["holds", ["holds"], ["holds"]],
    ["refuses", ["refuses"], ["refuses"]],
    ["harms", ["refuses", "refuses"], ["refuses", loud]],
    ["stops", ["holds"], ["vacuous"]],
    // What was sampled says nothing about what a defence prevents.
    ["unknown", [once], ["sampled"]],
    ["unknown", ["sampled"], [once]],
  ])("%s: %j, then %j", (effect, before, after) => {
    expect(effectOf(before, after)).toBe(effect);
  });

  it("is told of a committer that ran without it too, and of no other", () => {
    expect(defenceEffects({ cells: [cell("c", once), cell("other + d", once)] })).toEqual([]);
    const cells = [cell("c?x=1", once), cell("c?x=1 + d + e?y=2", "holds")];
    expect(defenceEffects({ cells })).toMatchObject([
      { committer: "c?x=1", defence: "d + e?y=2", store: "list-lag", effect: "rescues" },
    ]);
  });

  it("has words for each, and for each change", () => {
    expect(Object.keys(effectWords).toSorted()).toEqual(effects.toSorted());
    const changes = defenceEffects({
      cells: [
        ...[once, twice, "holds", loud].map((came, index) => cell("c", came as Came, `p${index}`)),
        ...["holds", once, loud, once].map((came, index) => cell("c + d", came as Came, `p${index}`)),
      ],
    })[0]!.changes;
    expect(changes.map(changeWords)).toEqual([
      "anomaly of p0: does not happen any more",
      "anomaly of p1: with 1 anomaly instead of 2 anomalies",
      "anomaly of p2: new, not silently, with 1 anomaly",
      "anomaly of p3: silently instead of not silently, with 1 anomaly",
    ]);
  });
});

function point(puts: number, p50: number): CostPoint {
  const none = Object.fromEntries(operations.map((operation) => [operation, 0])) as CostPoint["requests"];
  const range = { p50, p99: p50 };
  return {
    tasks: 2,
    files: 2,
    requests: { ...none, put: puts },
    conditional: 0,
    inJobCommit: 0,
    bytes: { data: 1, written: 1, copied: 0, read: 0 },
    sequential: 1,
    job: range,
    commit: range,
  };
}

const cost = {
  schema: "lakelitmus/cost@1",
  committers: [
    { committer: "c", points: [{ ...point(1, 1), tasks: 1 }, point(10, 1000)] },
    { committer: "c + d?attempts=2", points: [point(15, 2000)] },
  ],
} as unknown as CostFile;

const verdicts = {
  schema: "lakelitmus/verdicts@1",
  tool: "lakelitmus test",
  command: "lakelitmus compare --defences",
  input: "generated(seed=1)",
  cells: ["list-lag", "strong"].flatMap((store) => [
    cell("c", store === "strong" ? "holds" : once, "no-lost-rows", store),
    cell("c + d?attempts=2", "holds", "no-lost-rows", store),
  ]),
} satisfies Verdicts;

describe("what a defence costs", () => {
  it("is a factor of requests and of time, at the size at which both were measured", () => {
    expect(factorOf(cost, "c + d?attempts=2")).toEqual({
      tasks: 2,
      files: 2,
      requests: { before: 10, after: 15 },
      table: 0,
      job: { before: 1000, after: 2000 },
    });
    expect(factorOf(cost, "c + e")).toBeUndefined();
    expect(factorOf(undefined, "c + d?attempts=2")).toBeUndefined();
    expect(renderFactors(verdicts, cost, { width: 200, color: false })).toContain(
      "c + d?attempts=2: a job of 2 tasks x 2 files makes 15 requests instead of 10 (x1.5) and takes 2.0 s instead of 1.0 s (x2.0)",
    );
    expect(renderFactors(verdicts, undefined, { width: 80, color: false })).toBe("");
  });
});

describe("the table", () => {
  it("has a row for each defence and a column for each store", () => {
    const [table] = defenceTables(verdicts, cost);
    expect(table).toMatchObject({ committer: "c", stores: ["list-lag", "strong"] });
    expect(table!.rows[0]!.effectOn("strong")?.effect).toBe("holds");
    expect(table!.rows[0]!.effectOn("swift")).toBeUndefined();
  });

  it.each([40, 80, 200])("fits %i columns, says the same with colours, and tells what changes", (width) => {
    const text = renderDefences(verdicts, cost, { width, color: false });
    expect(tooWide(text, width)).toEqual([]);
    expect(uncoloured(renderDefences(verdicts, cost, { width, color: true }))).toBe(text);
    expect(text.replaceAll(/\s+/g, " ")).toContain(
      "✓ list-lag (one-job): anomaly of no-lost-rows: does not happen any more.",
    );
    expect(text).toMatch(/✓ rescues/);
    expect(text).toMatch(/x1\.5/);
  });

  it("is empty where nothing ran with and without", () => {
    const alone = { ...verdicts, cells: [cell("c", once)] };
    expect(renderDefences(alone, cost, { width: 80, color: false })).toBe("");
    expect(defenceLines(alone, cost)).toEqual([]);
  });

  it("as Markdown has the same", () => {
    const text = defenceLines(verdicts, cost).join("\n");
    expect(text).toContain("| d?attempts=2 | ✓ rescues | · holds | x1.5 | x2.0 |");
    expect(text).toContain(
      "- ✓ `d?attempts=2`, list-lag (one-job): anomaly of no-lost-rows: does not happen any more.",
    );
  });

  it("stands in the page of all defences, which says what was looked at, and which are in no table", () => {
    const described = (name: string) => ({
      name,
      title: `what ${name} is`,
      source: "nowhere",
      promises: "All.",
      leavesOpen: "Nothing.",
      options: [{ name: "attempts", default: "10", meaning: "how often" }],
    });
    const page = defencesPage([described("d"), described("e")], verdicts, cost);
    expect(page).toContain("| d?attempts=2 | ✓ rescues | · holds | x1.5 | x2.0 |");
    expect(page).toContain("0 states in 4 searches");
    expect(page).toContain("In no table is `e`: ");
    expect(page).toMatch(/### e\n\nWhat e is\. Source: nowhere\.\n\n- \*\*Promises\*\*: All\./);
  });
});
