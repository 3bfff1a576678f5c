import { describe, expect, it } from "vitest";
import type { CounterexampleFile, RowGroup, Story, TableNow, TraceStep } from "../../src/check/verdict.js";
import { lastCopyGone } from "../../src/report/last-copy.js";
import { insteadSentences } from "../../src/report/story-instead.js";
import { rowSentences } from "../../src/report/story-rows.js";
import { makeTimeline } from "../../ui/timeline/model.js";
import { lossCounterexample } from "./fixtures.js";

type Line = readonly [process: string, request: string, hook?: string, readable?: number];

function traceOf(lines: readonly Line[], from = 1): readonly TraceStep[] {
  return lines.map(([process, request, hook, readable], index) => {
    const table: TableNow | undefined =
      readable === undefined ? undefined : { files: [], acked: 0, readable, lost: 0 };
    return {
      step: from + index,
      process,
      request,
      answer: "",
      changed: [],
      ...(hook === undefined ? {} : { hook }),
      ...(table === undefined ? {} : { table }),
    };
  });
}

const same: readonly Line[] = [["task", "PUT t/tmp", "write", 0]];

function fileOf(
  here: readonly Line[],
  there: readonly Line[],
  instead: "misfortune" | "order" = "misfortune",
) {
  const story: Story = {
    pace: "x",
    meant: 1,
    groups: [],
    passing: { same: 1, instead, choices: [], trace: traceOf(there, 2) },
  };
  return { ...lossCounterexample, trace: traceOf([...same, ...here]), story };
}

const passing: readonly Line[] = [
  ["task", "LIST t/", "needsTaskCommit"],
  ["task", "PUT t/marker", "commitTask"],
  ["task", "reports success"],
  ["driver", "COPY t/tmp -> t/part if-none-match=*", "commitJob", 1],
  ["driver", "PUT t/_SUCCESS", "commitJob"],
];

describe("what followed from a misfortune", () => {
  it("is the phase that a process passes over, and the request that would have brought rows into the table", () => {
    const here: readonly Line[] = [
      ["task", "LIST t/", "needsTaskCommit"],
      ["task", "reports success"],
      ["driver", "PUT t/_SUCCESS", "commitJob"],
    ];
    expect(insteadSentences(fileOf(here, passing))).toBe(
      'With the well-behaved answer task next asks "PUT t/marker"; here it reports success. So it never commits its task (commitTask), and driver never asks "COPY t/tmp -> t/part", which otherwise brings rows into the table.',
    );
  });

  it("is not what processes only have not come to by the end", () => {
    const here: readonly Line[] = [
      ["task", "LIST t/", "needsTaskCommit"],
      ["task", "dies"],
      ["driver", "LIST t/", "commitJob"],
    ];
    const told = insteadSentences(fileOf(here, passing));
    expect(told).toBe('With the well-behaved answer task next asks "PUT t/marker"; here it dies.');
  });

  it("is not a request that is made all the same", () => {
    const here: readonly Line[] = [
      ["task", "LIST t/", "needsTaskCommit"],
      ["task", "reports success"],
      ["driver", "COPY t/tmp -> t/part if-none-match=*", "commitJob", 1],
      ["driver", "PUT t/_SUCCESS", "commitJob"],
    ];
    expect(insteadSentences(fileOf(here, passing))).not.toContain("brings rows");
  });

  it("is a phase, or a process, that is not there otherwise", () => {
    const here: readonly Line[] = [
      ["task", "LIST t/", "needsTaskCommit"],
      ["task", "DELETE t/tmp", "abortTask"],
      ["files", "applies late: DELETE hdfs:/t"],
      ["rerun", "launches the tasks"],
    ];
    expect(insteadSentences(fileOf(here, passing))).toMatch(
      /Only here it cleans up after its task \(abortTask, from step 3 on\) and rerun sets out \(in step 5\)\.$/,
    );
  });

  it("is whose turn it would have been, where no answer was wrong", () => {
    const here: readonly Line[] = [["reader", "LIST t/", "read"]];
    expect(insteadSentences(fileOf(here, passing, "order"))).toBe(
      'The promise can be kept where task goes on in step 2, not reader: it asks "LIST t/".',
    );
  });

  it("is not told of a trace whose first steps are left out", () => {
    const file = fileOf([["task", "reports success"]], passing);
    expect(insteadSentences({ ...file, trace: file.trace.slice(1) })).toBe("");
  });
});

describe("rows that are there before the first step", () => {
  it("are not said to be in no object", () => {
    const group: RowGroup = { job: "j", task: 0, rows: 1, first: "a", fate: "phantom", life: [] };
    const file = (ending: CounterexampleFile["ending"]) => ({
      ...lossCounterexample,
      ending,
      story: { pace: "x", meant: 1, groups: [group] },
    });
    expect(rowSentences(file([{ key: "a", size: 1, group: 0 }]))).toEqual([
      "The 1 row of j, task 0 are there before the first step; they can be read, though their job has failed.",
    ]);
    expect(rowSentences(file([]))[0]).toContain("are in no object at any time");
  });
});

describe("the last copy", () => {
  const group = (life: RowGroup["life"], fate: RowGroup["fate"] = "lost"): RowGroup => ({
    job: "job-w1",
    task: 0,
    rows: 2,
    first: "a",
    fate,
    life,
  });
  const fileWith = (groups: readonly RowGroup[], ending: CounterexampleFile["ending"] = []) => ({
    ...lossCounterexample,
    ending,
    story: { pace: "x", meant: 2, groups, lossAt: 9 },
  });
  const goneIn = (one: RowGroup, ending: CounterexampleFile["ending"] = []) =>
    lastCopyGone(one, fileWith([one], ending))?.step;

  it("goes with the deletion that leaves none, not with one that leaves another", () => {
    const life: RowGroup["life"] = [
      { step: 1, what: "written", key: "a" },
      { step: 2, what: "copied", key: "b" },
      { step: 3, what: "deleted", key: "a" },
      { step: 4, what: "overwritten", key: "b" },
      { step: 5, what: "acked" },
    ];
    expect(goneIn(group(life))).toBe(4);
    expect(goneIn(group(life.slice(0, 3)), [{ key: "b", size: 1, group: 0 }])).toBeUndefined();
  });

  it("may have been there before the first step", () => {
    const life: RowGroup["life"] = [{ step: 3, what: "deleted", key: "a" }];
    expect(goneIn(group(life))).toBe(3);
    expect(goneIn(group(life), [{ key: "b", size: 1, group: 0 }])).toBeUndefined();
  });

  it("is not gone where the rows are written again, and there is none where they were never written", () => {
    const life: RowGroup["life"] = [
      { step: 1, what: "written", key: "a" },
      { step: 2, what: "deleted", key: "a" },
      { step: 3, what: "written", key: "c" },
    ];
    expect(goneIn(group(life), [{ key: "c", size: 1, group: 0 }])).toBeUndefined();
    expect(goneIn(group([{ step: 4, what: "acked" }]))).toBeUndefined();
  });

  it("is what the timeline jumps to: the first of those that are lost or missing", () => {
    const deleted = (step: number, fate?: RowGroup["fate"]): RowGroup =>
      group(
        [
          { step: 1, what: "written", key: "a" },
          { step, what: "deleted", key: "a" },
        ],
        fate,
      );
    const timeline = makeTimeline(fileWith([deleted(3, "absent"), deleted(8), deleted(7, "missing")]));
    expect(timeline).toMatchObject({ lastCopy: 7, loss: 9 });
    expect(makeTimeline(fileWith([deleted(3, "absent")])).lastCopy).toBeUndefined();
  });
});
