/** What actors of a program may be told by their queues and flags. */
import { describe, expect, it } from "vitest";
import {
  type ProgramAnswer,
  ProgramBoard,
  type ProgramRequest,
  type ProgramState,
} from "../../src/job/program-board.js";
import type { Message } from "../../src/job/program.js";

const board = new ProgramBoard();
const calm = { anomalies: 0, faults: 0 };
const call = { conflicted: false };

function ask(state: ProgramState, request: ProgramRequest, anomalies = 0) {
  return board.outcomes(state, request, call, { anomalies, faults: 0 });
}

/** The state after requests that all went well. */
function after(...requests: readonly ProgramRequest[]): ProgramState {
  return requests.reduce(
    (state, request) => board.outcomes(state, request, call, calm)[0]!.next,
    board.initial,
  );
}

function bodiesOf(answers: readonly { readonly answer: ProgramAnswer }[]): unknown[] {
  return answers.map(({ answer }) => (answer as { readonly message: Message | null }).message?.body ?? null);
}

const send = (body: string): ProgramRequest => ({ op: "send", queue: "q", body });
const receive: ProgramRequest = { op: "receive", queue: "q" };
const close: ProgramRequest = { op: "close", queue: "q" };
const settle = (number: number, how: "done" | "again"): ProgramRequest => ({
  op: "settle",
  queue: "q",
  number,
  how,
});

describe("a queue", () => {
  it("gives its messages out in any order, each to one at a time", () => {
    expect(bodiesOf(ask(after(send("a"), send("b")), receive))).toEqual(["a", "b"]);
    expect(bodiesOf(ask(after(send("a"), send("b"), receive), receive))).toEqual(["b"]);
  });

  it("keeps whoever finds nothing waiting until it is closed and all is done", () => {
    expect(ask(board.initial, receive)).toEqual([]);
    const taken = after(send("a"), close, receive);
    expect(ask(taken, receive)).toEqual([]);
    expect(bodiesOf(ask(after(send("a"), close, receive, settle(0, "done")), receive))).toEqual([null]);
  });

  it("gives a message out again that was given back, and says how often it was given out", () => {
    const [again] = ask(after(send("a"), receive, settle(0, "again")), receive);
    expect(again!.answer).toEqual({ message: { body: "a", before: 1, number: 0 } });
  });

  it("may give one out again that is done, once, which is an anomaly", () => {
    const done = after(send("a"), send("b"), receive, settle(0, "done"));
    expect(bodiesOf(ask(done, receive))).toEqual(["b"]);
    const [, again] = ask(done, receive, 1);
    expect(again).toMatchObject({ anomalies: 1, witnesses: ["duplicate-message"] });
    const twice = board.outcomes(again!.next, settle(0, "again"), call, calm)[0]!.next;
    expect(bodiesOf(ask(twice, receive, 1))).toEqual(["b"]);
  });
});

describe("the board", () => {
  it("has those wait who wait for a flag that nobody has set", () => {
    expect(ask(board.initial, { op: "hear", flag: "f" })).toEqual([]);
    expect(ask(after({ op: "say", flag: "f" }), { op: "hear", flag: "f" })).toHaveLength(1);
  });

  it("tells a reader what was acknowledged when it began, and properties what it saw", () => {
    const state = after({ op: "stored", item: "item-1" }, { op: "stored", item: "item-0" });
    expect(ask(state, { op: "look", reader: "r" })[0]!.answer).toEqual({ after: ["item-0", "item-1"] });
    const table = { ok: true, parts: [] } as const;
    const [saw] = ask(state, { op: "saw", reader: "r", after: ["item-0"], table });
    expect(saw!.events).toEqual([{ type: "read", reader: "r", poll: 0, table, after: ["item-0"] }]);
    expect(ask(board.initial, { op: "stored", item: "i" })[0]!.events[0]).toMatchObject({
      type: "acked",
      jobKey: "i",
    });
  });
});
