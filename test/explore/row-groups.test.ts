/** Rows are followed wherever they lie: also where the store never holds them, and where they are gone with the first step. */
import { expect, it } from "vitest";
import type { TableSeen } from "../../src/check/events.js";
import type { Scene } from "../../src/check/property.js";
import { followRows, Groups, type RowStep } from "../../src/explore/row-groups.js";

const content = (task: number) => ({
  readable: true as const,
  rows: [`row ${task}`],
  writer: { jobKey: "job-w1", job: "w1", task, attempt: 0 },
});

const contents = new Map([
  ["aa", content(0)],
  ["bb", content(1)],
]);

const scene: Scene = {
  contents: { of: (digest) => contents.get(digest)!, find: (digest) => contents.get(digest) },
  rowsOf: new Map([["job-w1", ["row 0", "row 1"]]]),
};

const table = (...digests: readonly string[]): TableSeen => ({
  ok: true,
  parts: digests.map((digest) => ({ key: `t/${digest}`, digest })),
});

const nothing: RowStep = {
  step: 1,
  op: undefined,
  before: new Map(),
  after: new Map(),
  tableBefore: table(),
  tableAfter: table(),
  events: [],
  hidden: [],
  shown: [],
};

const livesOf = (steps: readonly RowStep[], judged: TableSeen) =>
  followRows(new Groups(scene), steps, judged).map(({ task, fate, life }) => [
    task,
    fate,
    life.map(({ step, what }) => `${step} ${what}`).join(", "),
  ]);

it("in a cluster's file system: the table has what the store never held", () => {
  const published = { ...nothing, step: 2, tableAfter: table("aa") };
  expect(livesOf([nothing, published], table("aa"))).toEqual([[0, "readable", "2 published"]]);
});

it("beside others in the store, which come first", () => {
  const written = { ...nothing, op: "put", after: new Map([["t/bb", "bb"]]) };
  const published = {
    ...nothing,
    step: 2,
    before: written.after,
    after: written.after,
    tableAfter: table("aa"),
  };
  expect(livesOf([written, published], table("aa"))).toEqual([
    [1, "missing", "1 written"],
    [0, "readable", "2 published"],
  ]);
});

it("where the first step deletes them", () => {
  const deleted = { ...nothing, op: "delete", before: new Map([["t/aa", "aa"]]), tableBefore: table("aa") };
  expect(livesOf([deleted], table())).toEqual([[0, "absent", "1 deleted, 1 withdrawn"]]);
});

it("where a reader saw them, and nobody else", () => {
  const read = {
    ...nothing,
    events: [{ type: "read", reader: "reader1", poll: 0, table: table("bb"), after: [] } as const],
  };
  expect(livesOf([read], table())).toEqual([[1, "absent", "1 seen"]]);
});
