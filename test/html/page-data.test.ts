import { describe, expect, it } from "vitest";
import type { CounterexampleFile, TraceStep } from "../../src/check/verdict.js";
import { unpack } from "../../src/report/html/pack.js";
import { heldAfter, packPage, type PageData, type PageLimits } from "../../src/report/html/page-data.js";
import { halfVisibleCounterexample, lossCounterexample, wholeComparison } from "../report/fixtures.js";

const about = { committers: [], stores: [], scenarios: [], properties: [] };

function page(counterexamples: ReadonlyMap<string, CounterexampleFile>, limits?: PageLimits): PageData {
  return unpack(packPage({ verdicts: wholeComparison, counterexamples, about }, limits)) as PageData;
}

const two = new Map([
  ["loss.json", lossCounterexample],
  ["half.json", halfVisibleCounterexample],
]);

describe("the page's data", () => {
  it("is all that it was made of, where it is not too much", () => {
    const data = page(two);
    expect(data.verdicts).toEqual(wholeComparison);
    expect(data.counterexamples).toEqual(Object.fromEntries(two));
    expect(data).not.toHaveProperty("cost");
  });

  it("leaves the counterexamples that do not fit to their files, the longest first", () => {
    const room = JSON.stringify(
      packPage({ verdicts: wholeComparison, counterexamples: new Map(), about }),
    ).length;
    const data = page(two, { steps: 10_000, bytes: room });
    expect(Object.keys(data.counterexamples)).toEqual(["half.json"]);
    expect(data.verdicts).toEqual(wholeComparison);
  });

  it("shows the last steps of a long execution, from what the store held before them", () => {
    const most = 5;
    const { counterexamples } = page(two, { steps: most, bytes: 5_000_000 });
    const cut = counterexamples["loss.json"]!;
    const all = lossCounterexample.trace;
    expect(cut.trace).toEqual(all.slice(-most));
    expect(cut.cut).toMatchObject({ from: all.length - most + 1, of: all.length });
    expect(cut.cut!.before.map(({ key }) => key)).toEqual(
      heldAfter(all.slice(0, -most)).map(({ key }) => key),
    );
    const end = heldAfter(cut.trace, cut.cut!.before).map(({ key }) => key);
    expect(end.toSorted()).toEqual(lossCounterexample.ending.map(({ key }) => key).toSorted());
  });

  it("leaves out a passing execution that is too long", () => {
    const step: TraceStep = lossCounterexample.trace[0]!;
    const trace = Array.from({ length: 30 }, (_, index) => ({ ...step, step: index + 2 }));
    const story = {
      pace: "p",
      meant: 1,
      groups: [],
      passing: { same: 1, instead: "order", choices: [], trace },
    } as const;
    const file = { ...lossCounterexample, story };
    const limits = { steps: 25, bytes: 5_000_000 };
    expect(page(new Map([["x.json", file]]), limits).counterexamples["x.json"]!.story).not.toHaveProperty(
      "passing",
    );
    expect(page(new Map([["x.json", file]])).counterexamples["x.json"]!.story).toEqual(story);
  });
});

describe("what the store holds after some steps", () => {
  it("is what was written and not deleted since, with the rows that the steps tell", () => {
    const steps: TraceStep[] = [
      {
        step: 1,
        process: "p",
        request: "",
        answer: "",
        changed: ["+ a", "+ b"],
        holds: [{ key: "a", size: 3 }],
      },
      {
        step: 2,
        process: "p",
        request: "",
        answer: "",
        changed: ["~ a", "- b"],
        holds: [{ key: "a", size: 4 }],
      },
    ];
    expect(heldAfter(steps.slice(0, 1))).toEqual([
      { key: "a", size: 3 },
      { key: "b", size: 0 },
    ]);
    expect(heldAfter(steps)).toEqual([{ key: "a", size: 4 }]);
  });
});
