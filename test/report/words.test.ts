import { describe, expect, it } from "vitest";
import type { VerdictCell } from "../../src/check/verdict.js";
import {
  anomalyWords,
  boundsWords,
  boundWords,
  costWords,
  count,
  digits,
  evidenceWords,
  kindOf,
  listed,
  rowsSentence,
  verdictSentence,
} from "../../src/report/words.js";
import { visible } from "../../src/report/visible.js";
import { everyKind, plainBounds } from "./fixtures.js";

const cell = (change: Partial<VerdictCell>): VerdictCell => ({ ...everyKind.cells[0]!, ...change });

describe("numbers", () => {
  it("writes digits in threes, also beyond 2^53", () => {
    expect(digits(999)).toBe("999");
    expect(digits(1000)).toBe("1,000");
    expect(digits("9223372036854775807")).toBe("9,223,372,036,854,775,807");
  });

  it("tells none, one and many apart", () => {
    expect([0, 1, 2].map((n) => count(n, "task"))).toEqual(["no tasks", "1 task", "2 tasks"]);
    expect(count("1", "anomaly", "anomalies")).toBe("1 anomaly");
    expect([[], ["a"], ["a", "b"], ["a", "b", "c"]].map((list) => listed(list))).toEqual([
      "",
      "a",
      "a and b",
      "a, b and c",
    ]);
  });

  it.each([
    [0.05, "0.05"],
    [1, "1"],
    [0.0295, "0.03"],
    [1 - 0.05 ** (1 / 2000), "0.0015"],
    [0.0015, "0.0015"],
    [1 - 0.05 ** (1 / 40_000), "0.000075"],
    [0.0999, "0.1"],
    [2.995e-9, "3e-9"],
    [1.01e-12, "1.1e-12"],
  ])("rounds the bound %s up to %s", (bound, text) => {
    expect(boundWords(bound)).toBe(text);
    expect(Number(boundWords(bound))).toBeGreaterThanOrEqual(bound * (1 - 1e-11));
  });

  it.each([0, -0.1, 1.1, Number.NaN])("refuses %s as a bound", (bound) => {
    expect(() => boundWords(bound)).toThrow(RangeError);
  });
});

describe("bounds, costs and names", () => {
  it("leaves out what is at its plainest", () => {
    expect(boundsWords(plainBounds)).toBe(
      "2 tasks x 1 file x 3 rows, with at most 2 anomalies, no faults or crashes",
    );
  });

  it("says everything that is not", () => {
    const bounds = {
      tasks: 3,
      files: 2,
      rows: 1,
      attempts: 4,
      speculative: 1,
      writers: 2,
      reruns: 1,
      readers: 1,
      polls: 3,
      anomalies: 0,
      faults: 1,
      crashes: 2,
      zombies: 1,
      lingering: 0,
      coordinator: 0,
    };
    expect(boundsWords(bounds)).toBe(
      "3 tasks x 2 files x 1 row, 2 writers, up to 4 attempts of a task, 1 task with a speculative attempt, " +
        "up to 1 rerun after a crash of the driver, 1 reader reading 3 times, no commit coordinator, a job is given up only when its attempts have ended, " +
        "with at most 1 fault, 2 crashes and 1 request in flight on its own, no anomalies",
    );
  });

  it("says what an execution needed", () => {
    expect(costWords({ anomalies: 1, faults: 2, crashes: 1 })).toBe("1 anomaly, 2 faults and 1 crash");
    expect(costWords({ anomalies: 0, faults: 0, crashes: 0 })).toMatch(/no bad luck at all/);
  });

  it("puts the formal name in brackets, without brackets in brackets", () => {
    expect(anomalyWords({ plain: "lost commit", formal: "lost update (P4)" })).toBe(
      "lost commit (lost update, P4)",
    );
    expect(anomalyWords({ plain: "duplicate rows", formal: "duplicate elements" })).toBe(
      "duplicate rows (duplicate elements)",
    );
    expect(anomalyWords({ plain: "torn read", formal: "torn read" })).toBe("torn read");
  });

  it("counts rows", () => {
    const rows = { in: "6", acked: "6", readable: "3", lost: "3", surplus: "0" };
    expect(rowsSentence(rows)).toBe("6 rows meant, 6 acknowledged, 3 readable: 3 lost.");
    expect(rowsSentence({ ...rows, surplus: "2" })).toMatch(/: 3 lost and 2 surplus\.$/);
    expect(rowsSentence({ ...rows, lost: "0" })).toMatch(/: none lost, none surplus\.$/);
  });
});

describe("evidence", () => {
  const bounds = plainBounds;

  it("of an exhaustive search names the scope and the states", () => {
    expect(evidenceWords(cell({ bounds, states: 12_345 }))).toBe(
      "every execution of 2 tasks x 1 file x 3 rows, with at most 2 anomalies, no faults or crashes (12,345 states)",
    );
  });

  it("of a sample names the sampler, the number and the bound", () => {
    const sampled = cell({
      bounds,
      evidence: "sampled",
      executions: 2000,
      sampler: "urw",
      bound95: 0.001497,
    });
    expect(evidenceWords(sampled)).toBe(
      "no violation in 2,000 executions of urw, each of 2 tasks x 1 file x 3 rows, with at most 2 anomalies, no faults " +
        "or crashes: if one execution violates, it does so with probability < 0.0015 (95 %)",
    );
  });

  it("of a sample tells what closed within smaller bounds", () => {
    const closed = { bounds: { ...bounds, anomalies: 1 }, states: 99 };
    const sampled = cell({ bounds, evidence: "sampled", executions: 2000, sampler: "urw", closed });
    expect(evidenceWords(sampled, { within: "within X" })).toBe(
      "no violation in 2,000 executions of urw within X; and it holds in every execution of 2 tasks x 1 file x 3 rows, " +
        "with at most 1 anomaly, no faults or crashes (99 states)",
    );
  });

  it("that is missing gives the reason", () => {
    const vacuous = cell({ verdict: "unknown", reason: "vacuous: never seen: rerun", states: 12 });
    expect(evidenceWords(vacuous, { within: "within X" })).toBe(
      "never seen: rerun (looked at 12 states within X)",
    );
    const cut = cell({
      verdict: "unknown",
      reason: "limit: more than 9 states",
      evidence: "sampled",
      executions: 0,
    });
    expect(evidenceWords(cut)).toBe("limit: more than 9 states");
    const exhausted = cell({ verdict: "unknown", reason: "interrupted", states: 12, closedCost: 1 });
    expect(evidenceWords(exhausted, { within: "within X" })).toBe(
      "interrupted (looked at 12 states within X); it holds in every execution with at most 1 anomaly, fault or crash",
    );
  });

  it("says whether a smaller counterexample may exist", () => {
    const violated = everyKind.cells.find((one) => one.verdict === "violated")!;
    const shrunk = { ...violated, counterexample: { ...violated.counterexample!, minimal: false } };
    expect(evidenceWords(violated)).toMatch(/it is proven that none needs less bad luck/);
    expect(evidenceWords(shrunk)).toMatch(/shrunk, so one that needs less may exist$/);
  });

  it("tells apart the two ways of holding and of not knowing", () => {
    expect(kindOf(cell({ evidence: "sampled" }))).toBe("holds-sampled");
    expect(kindOf(cell({ evidence: "exhaustive" }))).toBe("holds-exhaustive");
    expect(kindOf(cell({ verdict: "unknown", reason: "vacuous" }))).toBe("vacuous");
    expect(kindOf(cell({ verdict: "unknown", reason: "vacuous: no reader" }))).toBe("vacuous");
    expect(kindOf(cell({ verdict: "unknown", reason: "interrupted" }))).toBe("unknown");
  });

  it("makes one sentence of every cell", () => {
    expect(everyKind.cells.map((cell) => visible(verdictSentence(cell)))).toMatchInlineSnapshot(`
      [
        "no-lost-rows holds for ./mine.ts?mode=a&b=c on strong (scenario one-job) in every execution within the bounds.",
        "no-lost-rows holds for ./mine.ts?mode=a&b=c on list-lag (scenario one-job) in every sampled execution.",
        "no-lost-rows is VIOLATED by file-output-v1 on list-lag (scenario one-job): half-visible commit (fractured read, G1b), silently: nobody is told.",
        "file-output-v1 on no-conditional-writes (scenario one-job) refuses, so no-lost-rows was not put to the test: iceberg-cas needs conditional writes, and the store answers 501 NotImplemented.",
        "Whether no-lost-rows holds for t/<script>alert(1)</script>|\`x\`;#35;%%{init: {}}%% [a](b)\\n\\u{1b}[31mred\\u{202e}end * _ @user style: $$ & "q" \\ on strong (scenario one-job) is unknown: vacuous: no reader read while a commit was under way.",
        "Whether no-lost-rows holds for file-output-v1 on strong (scenario one-job) is unknown: limit: more than 2,000,000 states.",
      ]
    `);
  });
});
