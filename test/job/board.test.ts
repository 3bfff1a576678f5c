/** The rules of the engine's coordinator, message by message. */
import { beforeEach, describe, expect, it } from "vitest";
import {
  type BoardAnswer,
  type BoardRequest,
  type BoardState,
  JobBoard,
  type RunPlan,
} from "../../src/job/board.js";
import type { JobInfo } from "../../src/job/committer.js";

const job: JobInfo = { id: "j1", key: "job", table: "t/", tasks: 1, mode: "append", appAttempt: 0 };

function boardOf(tasks: number, attempts: number, more: Partial<RunPlan> = {}): JobBoard {
  const names = Array.from({ length: tasks }, (_, task) =>
    Array.from({ length: attempts }, (_, attempt) => `t${task}.a${attempt}`),
  );
  const launched = names.map(() => 1);
  return new JobBoard([
    {
      job,
      id: "j1",
      told: "j1",
      driver: "driver",
      attempts: names,
      launched,
      failuresMax: attempts,
      lingering: true,
      ...more,
    },
  ]);
}

let board: JobBoard;
let state: BoardState;

beforeEach(() => {
  board = boardOf(1, 2);
  state = board.initial;
  tell({ op: "launch", run: 0 });
});

/** The only thing that can come of a message; undefined where its sender has to wait. */
function tell(request: BoardRequest, outcome = 0): BoardAnswer | undefined {
  const found = board.outcomes(state, request)[outcome];
  if (found !== undefined) state = found.next;
  return found?.answer;
}

const ask = (attempt: number): BoardAnswer | undefined =>
  tell({ op: "may-commit", run: 0, task: 0, attempt });
const report = (attempt: number, failure?: string): BoardAnswer | undefined =>
  tell({ op: "report", run: 0, task: 0, attempt, ...(failure === undefined ? {} : { failure }) });
const isLaunched = (attempt: number): boolean =>
  board.outcomes(state, { op: "await-launch", run: 0, task: 0, attempt }).length > 0;

describe("the coordinator", () => {
  it("lets the first asker commit, and refuses the others until that one has failed", () => {
    board = boardOf(1, 3);
    state = board.initial;
    tell({ op: "launch", run: 0 });
    expect(ask(0)).toEqual({ grant: "granted" });
    expect(ask(1)).toEqual({ grant: "denied" });
    expect(isLaunched(2)).toBe(false);
    report(0, "died");
    expect(isLaunched(2)).toBe(true);
    expect(ask(2)).toEqual({ grant: "granted" });
  });

  it("clears the lock of an executor that it takes for lost, whether that one is committing or not", () => {
    expect(ask(0)).toEqual({ grant: "granted" });
    expect(tell({ op: "lose", run: 0 })).toEqual({ lost: { task: 0, attempt: 0 } });
    expect(isLaunched(1)).toBe(true);
    expect(ask(1)).toEqual({ grant: "granted" });
  });

  it("refuses the commit to one that was taken for lost before it asked (SPARK-19631)", () => {
    tell({ op: "lose", run: 0 });
    expect(ask(0)).toEqual({ grant: "denied" });
  });

  it("does not listen to one that it has taken for lost, nor count its death as another failure", () => {
    ask(0);
    tell({ op: "lose", run: 0 });
    const dead = board.crashed(state, "t0.a0");
    expect(dead).toEqual({ next: state, events: [] });
    report(0);
    expect(tell({ op: "await-tasks", run: 0 })).toBeUndefined();
    ask(1);
    report(1);
    expect(tell({ op: "await-tasks", run: 0 })).toMatchObject({ tasks: "committed", attempts: [1] });
  });

  it("gives the job up when a task has used up its attempts, also by losses", () => {
    tell({ op: "lose", run: 0 });
    tell({ op: "lose", run: 0 });
    expect(tell({ op: "await-tasks", run: 0 })).toEqual({ tasks: "failed", reason: "task 0 failed 2 times" });
  });

  it("may take any executor for lost that is at work, and none when the driver is past its tasks", () => {
    board = boardOf(2, 2);
    state = board.initial;
    expect(board.outcomes(state, { op: "lose", run: 0 })).toEqual([]);
    tell({ op: "launch", run: 0 });
    const lost = board.outcomes(state, { op: "lose", run: 0 });
    expect(lost.map(({ answer }) => answer)).toEqual([
      { lost: { task: 0, attempt: 0 } },
      { lost: { task: 1, attempt: 0 } },
    ]);
    expect(lost[0]).toMatchObject({
      label: "the engine takes t0.a0 for lost, and it runs on",
      events: [{ type: "discarded", why: "lost", task: 0, attempt: 0 }],
      witnesses: ["executor-lost"],
    });
    for (const task of [0, 1]) tell({ op: "report", run: 0, task, attempt: 0 });
    tell({ op: "await-tasks", run: 0 });
    expect(board.outcomes(state, { op: "lose", run: 0 })).toEqual([]);
  });

  it("hands a second driver what the first one commits, and not before", () => {
    ask(0);
    expect(tell({ op: "take-over", run: 0 })).toBeUndefined();
    tell({ op: "report", run: 0, task: 0, attempt: 0, commit: "files" });
    expect(tell({ op: "take-over", run: 0 })).toBeUndefined();
    const first = tell({ op: "await-tasks", run: 0 });
    expect(first).toEqual({ tasks: "committed", commits: ["files"], attempts: [0] });
    expect(tell({ op: "take-over", run: 0 })).toEqual(first);
    state = board.crashed(state, "driver").next;
    expect(tell({ op: "take-over", run: 0 })).toEqual(first);
  });
});

describe("the coordinator as it was", () => {
  function begin(coordination: NonNullable<RunPlan["coordination"]>): void {
    board = boardOf(1, 3, { coordination, launched: [2] });
    state = board.initial;
    tell({ op: "launch", run: 0 });
  }

  it("before SPARK-6614: an attempt that fails clears the lock that another one has", () => {
    begin("full");
    ask(0);
    report(1, "died");
    expect(ask(2)).toEqual({ grant: "denied" });
    begin("clears-on-any-failure");
    ask(0);
    report(1, "died");
    expect(ask(2)).toEqual({ grant: "granted" });
  });

  it("before SPARK-19631: one that counts as failed may commit, and nobody listens to it then", () => {
    begin("grants-to-failed");
    tell({ op: "lose", run: 0 });
    expect(ask(0)).toEqual({ grant: "granted" });
    report(0);
    expect(tell({ op: "await-tasks", run: 0 })).toBeUndefined();
  });
});
