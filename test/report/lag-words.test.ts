import { describe, expect, it } from "vitest";
import type { VerdictCell } from "../../src/check/verdict.js";
import { lagMetWords, untriedLagWords } from "../../src/report/lag-words.js";
import { everyKind } from "./fixtures.js";

const [held] = everyKind.cells;
const cell = (change: Partial<VerdictCell>): VerdictCell => ({
  ...held!,
  witnessed: { ack: 3 },
  bounds: { ...held!.bounds, anomalies: 1 },
  ...change,
});

describe("that a cell holds", () => {
  it("says nothing of the lag where no answer could be wrong", () => {
    expect(untriedLagWords(cell({}))).toMatch(/^No answer could be wrong here: /);
  });

  it("says nothing of it where no answer may be wrong, or none was in a sample", () => {
    const bounds = { ...held!.bounds, anomalies: 0 };
    expect(untriedLagWords(cell({ bounds }))).toMatch(/^The scenario allows no wrong answer\. /);
    expect(untriedLagWords(cell({ evidence: "sampled", executions: 200 }))).toMatch(
      /^No answer was wrong in 200 sampled executions\. /,
    );
  });

  it("is resilience where one was, and what does not hold needs no words", () => {
    expect(untriedLagWords(cell({ witnessed: { anomaly: 1 } }))).toBeUndefined();
    for (const verdict of ["violated", "refuses", "unknown"] as const)
      expect(untriedLagWords(cell({ verdict }))).toBeUndefined();
  });
});

describe("the lag of a store", () => {
  it("was met in so many searches, however many properties were judged in them", () => {
    const met = { witnessed: { anomaly: 2 } };
    const cells = [
      cell({ property: "a", ...met }),
      cell({ property: "b", ...met }),
      cell({ scenario: "other" }),
      cell({ scenario: "third", verdict: "refuses" }),
    ];
    expect(lagMetWords(cells)).toBe("some answer was wrong in 1 of 2 searches (a committer in a scenario)");
    expect(lagMetWords(cells.slice(2))).toMatch(/^no answer was wrong in any of 1 search /);
  });
});
