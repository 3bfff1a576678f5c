import { describe, expect, it } from "vitest";
import type { RowEvent, TraceStep } from "../../src/check/verdict.js";
import { align } from "../../ui/timeline/align.js";
import { KeyFinder } from "../../ui/timeline/key-finder.js";
import { keyStates, lanesMost, makeTimeline } from "../../ui/timeline/model.js";
import { stretchesOf } from "../../ui/timeline/stretches.js";
import { halfVisibleCounterexample, lossCounterexample, zombieCounterexample } from "../report/fixtures.js";

describe("a timeline", () => {
  const timeline = makeTimeline(lossCounterexample);

  it("has a lane for each process, drivers before their attempts, and none for the store", () => {
    expect(timeline.processes).toEqual(["w1.driver", "w1.t0.a0", "w1.t1.a0"]);
    expect(makeTimeline(halfVisibleCounterexample).processes).toEqual([
      "w1.driver",
      "w1.t0.a0",
      "w1.t1.a0",
      "reader1",
    ]);
    expect(makeTimeline(zombieCounterexample).processes).not.toContain("store");
  });

  it("knows what the store holds before and after each step", () => {
    const last = timeline.steps.at(-1)!;
    expect([...last.after.keys()].toSorted()).toEqual(
      lossCounterexample.ending.map(({ key }) => key).toSorted(),
    );
    expect(timeline.steps[0]!.before.size).toBe(0);
    for (const [index, { before }] of timeline.steps.slice(1).entries()) {
      expect(before).toBe(timeline.steps[index]!.after);
    }
  });

  it("tells which keys are new, changed and gone", () => {
    const { steps } = makeTimeline(zombieCounterexample);
    const changes = (step: number) =>
      Object.fromEntries(keyStates(steps[step - 1]!).map(({ key, change }) => [key, change]));
    expect(changes(1)).toEqual({ "t/data/00000-0.parquet": "new" });
    expect(changes(3)).toEqual({ "t/data/00000-0.parquet": "gone" });
    expect(changes(4)).toEqual({});
    expect(changes(6)).toEqual({ "t/metadata/v2.json": "changed" });
  });

  it("jumps to the first misfortune, and to the end where no loss is told", () => {
    expect(timeline.firstAnomaly).toBe(14);
    expect(timeline.loss).toBe(lossCounterexample.trace.length);
    expect(makeTimeline(halfVisibleCounterexample).firstAnomaly).toBeUndefined();
  });

  it("draws lanes for keys that the misfortune speaks of and for those that stay, numbered from 1", () => {
    const drawn = timeline.keys.filter(({ telling }) => telling);
    expect(drawn.map(({ number }) => number)).toEqual(drawn.map((_, index) => index + 1));
    const anomaly = lossCounterexample.trace[13]!.anomaly!;
    expect(drawn.some(({ key }) => anomaly.includes(key))).toBe(true);
    for (const { key } of lossCounterexample.ending) expect(drawn.map((lane) => lane.key)).toContain(key);
  });

  it("draws no more lanes than fit", () => {
    const ending = Array.from({ length: 50 }, (_, index) => ({ key: `k${index}`, size: 1 }));
    const trace: TraceStep[] = ending.map(({ key }, index) => ({
      step: index + 1,
      process: "w1.driver",
      request: `PUT ${key}`,
      answer: "200",
      changed: [`+ ${key}`],
    }));
    const { keys } = makeTimeline({ ...lossCounterexample, trace, ending });
    expect(keys).toHaveLength(50);
    expect(keys.filter(({ telling }) => telling)).toHaveLength(lanesMost);
  });

  it("puts a heading above the first step in another hook", () => {
    const hooks = ["setupJob", "setupJob", undefined, "commitJob", undefined, "commitJob"];
    const trace = hooks.map((hook, index): TraceStep => ({
      step: index + 1,
      process: "w1.driver",
      request: hook === undefined ? "launches the tasks" : "PUT t/x",
      answer: "",
      changed: [],
      ...(hook === undefined ? {} : { hook }),
    }));
    const { steps } = makeTimeline({ ...lossCounterexample, trace });
    expect(steps.filter(({ heading }) => heading).map(({ step }) => step.step)).toEqual([1, 4, 6]);
  });
});

function steps(...requests: readonly string[]): readonly TraceStep[] {
  return requests.map((request, index) => ({
    step: index + 1,
    process: "p",
    request,
    answer: "200",
    changed: [],
  }));
}

describe("two executions side by side", () => {
  const told = (left: readonly TraceStep[], right: readonly TraceStep[]): string =>
    align(left, right)
      .map(({ left: a, right: b }) => `${a?.request ?? "-"}${b?.request ?? "-"}`)
      .join(" ");

  it("have the same request in one row", () => {
    expect(told(steps("a", "b", "c"), steps("a", "x", "b", "c"))).toBe("aa -x bb cc");
    expect(told(steps("a", "b"), steps("b"))).toBe("a- bb");
    expect(told([], steps("a"))).toBe("-a");
  });

  it("keep the order on each side, and every step", () => {
    const left = steps(..."abcabba");
    const right = steps(..."cbabac");
    const pairs = align(left, right);
    expect(pairs.flatMap((pair) => pair.left ?? [])).toEqual(left);
    expect(pairs.flatMap((pair) => pair.right ?? [])).toEqual(right);
    expect(pairs.filter((pair) => pair.left !== undefined && pair.right !== undefined)).toHaveLength(4);
  });

  it("differ where the same request was answered otherwise", () => {
    const [a] = steps("a");
    expect(align([a!], [{ ...a!, answer: "404" }])).toEqual([
      { left: a, right: { ...a, answer: "404" }, same: false },
    ]);
    expect(align([a!], [a!])[0]!.same).toBe(true);
  });

  it("are put beside each other by number where comparing them would take too long", () => {
    const many = steps(...Array.from({ length: 2001 }, (_, index) => `r${index}`));
    expect(align(many, many.slice(1))).toHaveLength(2001);
  });
});

describe("keys in a text", () => {
  const finder = new KeyFinder(["t/a", "t/a/b", "t/", "t/x.parquet"]);
  const keysIn = (text: string): readonly string[] =>
    finder.pieces(text).flatMap((piece) => (typeof piece === "string" ? [] : [piece.key]));

  it("are found whole, the longest first, and nothing is lost around them", () => {
    const text = 'COPY t/a/b -> t/x.parquet: "t/a", (t/).';
    expect(keysIn(text)).toEqual(["t/a/b", "t/x.parquet", "t/a", "t/"]);
    expect(
      finder
        .pieces(text)
        .map((piece) => (typeof piece === "string" ? piece : piece.key))
        .join(""),
    ).toBe(text);
  });

  it("are not found in longer names", () => {
    expect(keysIn("GET t/abc t/a/bc at/a t/a/b/c")).toEqual([]);
  });

  it("may hold what means something in patterns", () => {
    const name = "t/[a](b)*+?.$^|{1}\\";
    expect(new KeyFinder([name]).pieces(`PUT ${name} (1 byte)`)).toEqual([
      "PUT ",
      { key: name },
      " (1 byte)",
    ]);
    expect(new KeyFinder([]).pieces("x")).toEqual(["x"]);
  });
});

describe("the life of rows", () => {
  it("tells what happens again once", () => {
    const life: RowEvent[] = [
      { step: 1, what: "written", key: "a" },
      { step: 2, what: "seen" },
      { step: 5, what: "seen" },
      { step: 6, what: "deleted", key: "a" },
    ];
    expect(stretchesOf(life).map(({ events }) => events.map(({ step }) => step))).toEqual([[1], [2, 5], [6]]);
  });
});
