import { describe, expect, it } from "vitest";
import { isKeyValueError, type KeyValueTable } from "../../src/store/key-value-table.js";
import { type FaultKind, faultKinds } from "../../src/store/faults.js";
import { SimulatedTable, type TableState } from "../../src/store/simulated-table.js";
import type { TableRequest } from "../../src/store/table-requests.js";
import { sequentialTable } from "../../src/store/true-view.js";

const at = { hash: "t/", range: "lock" };
const held: TableState = [{ ...at, attributes: { owner: "a" }, keeper: "w1.driver" }];
const given: TableState = [{ ...at, attributes: { owner: "a" } }];

function outcomes(state: TableState, request: TableRequest, faults: readonly FaultKind[] = []) {
  const table = new SimulatedTable({ faults });
  const limits = { anomalies: 0, faults: faults.length === 0 ? 0 : 1 };
  return table.outcomes(state, request, { conflicted: false }, limits);
}

function codes(state: TableState, request: TableRequest, faults: readonly FaultKind[] = []): string[] {
  return outcomes(state, request, faults).map(
    ({ answer, faults }) => `${answer.ok ? "ok" : answer.code}${faults > 0 ? " by a fault" : ""}`,
  );
}

describe("a write happens", () => {
  const item = { owner: "b" };
  it.each([
    ["without a condition", {}, [], "ok"],
    ["without a condition, over an item", {}, given, "ok"],
    ["if-absent where nothing is", { ifAbsent: true }, [], "ok"],
    ["if-absent where something is", { ifAbsent: true }, given, "refused"],
    ["if-equals where it is", { ifEquals: { owner: "a" } }, given, "ok"],
    ["if-equals where it is not", { ifEquals: { owner: "c" } }, given, "refused"],
    ["if-equals where nothing is", { ifEquals: { owner: "a" } }, [], "refused"],
    ["if-absent or equal, where nothing is", { ifAbsent: true, ifEquals: { owner: "a" } }, [], "ok"],
    ["if-absent or equal, where it is", { ifAbsent: true, ifEquals: { owner: "a" } }, given, "ok"],
    ["if-absent or equal, where it is not", { ifAbsent: true, ifEquals: { owner: "c" } }, given, "refused"],
    ["if-lapsed where nobody keeps it", { ifLapsed: true }, given, "ok"],
    ["if-lapsed where somebody keeps it", { ifLapsed: true }, held, "refused"],
    ["if-lapsed where nothing is", { ifLapsed: true }, [], "refused"],
    ["if-lapsed and equal, where it is not", { ifLapsed: true, ifEquals: { owner: "c" } }, given, "refused"],
  ] as const)("%s: or not", (_, conditions, state, expected) => {
    const [put] = outcomes(state, { op: "put", ...at, attributes: item, ...conditions });
    expect(put!.answer.ok ? "ok" : "refused").toBe(expected);
    expect(put!.next === state).toBe(expected === "refused");
    const [gone] = outcomes(state, { op: "delete", ...at, ...conditions });
    expect(gone!.answer.ok ? "ok" : "refused").toBe(expected);
  });
});

describe("a lease", () => {
  const take = { op: "put", ...at, attributes: { owner: "a" }, ifAbsent: true, lease: 60_000 } as const;
  const takeOver = { ...take, attributes: { owner: "b" }, ifEquals: { owner: "a" }, ifLapsed: true } as const;

  it("is kept by the process that was told that it has it", () => {
    const [first] = outcomes([], { ...take, by: "w1.driver" });
    expect(first!.next).toEqual(held);
  });

  it("is kept by nobody where its taker was not told", () => {
    const untold = outcomes([], { ...take, by: "w1.driver" }, faultKinds).filter(({ answer }) => !answer.ok);
    expect(untold.map(({ label }) => label?.split(": ")[1])).toEqual([
      "the request is lost",
      "the reply is lost",
      "the request is late",
      "the reply is lost, the client retries",
    ]);
    expect(untold.map(({ next }) => next)).toEqual([[], given, [], given]);
    const late = untold.find(({ zombie }) => zombie !== undefined)!;
    expect(new SimulatedTable().deliver([], late.zombie!)).toEqual([{ next: given, effects: [] }]);
  });

  it("runs out when its keeper dies, gives it up, or, at the cost of a fault, is only slow", () => {
    const table = new SimulatedTable();
    expect(codes(held, takeOver)).toEqual(["ConditionalCheckFailedException"]);
    expect(codes(held, takeOver, ["lease-lapsed"])).toContain("ok by a fault");
    expect(codes(table.crashed(held, "w1.driver").next, takeOver)).toEqual(["ok"]);
    expect(table.crashed(held, "w2.driver").next).toBe(held);
    const lost = outcomes(held, { op: "delete", ...at, by: "w1.driver" }, ["request-lost"]).at(-1)!;
    expect(lost.answer.ok).toBe(false);
    expect(lost.next).toEqual(given);
  });

  it("is not given up by whoever else deletes in vain", () => {
    const [other] = outcomes(held, { op: "delete", ...at, ifEquals: { owner: "b" }, by: "w2.driver" });
    expect(other!.next).toBe(held);
  });
});

describe("as committers see it", () => {
  const fill = async (table: KeyValueTable): Promise<void> => {
    for (const range of ["2", "10", "1"])
      await table.put({ hash: "t/", range, attributes: { n: Number(range) } });
    await table.put({ hash: "u/", range: "1", attributes: {} });
  };

  it("an item is found by its key, and items by their order", async () => {
    const { table } = sequentialTable();
    await fill(table);
    expect(await table.get({ hash: "t/", range: "2" })).toEqual({
      hash: "t/",
      range: "2",
      attributes: { n: 2 },
    });
    expect(await table.get({ hash: "t/", range: "3" })).toBeUndefined();
    const ranges = async (request: object): Promise<string[]> =>
      (await table.query({ hash: "t/", ...request })).map(({ range }) => range);
    expect(await ranges({})).toEqual(["1", "10", "2"]);
    expect(await ranges({ rangePrefix: "1" })).toEqual(["1", "10"]);
    expect(await ranges({ reverse: true, limit: 1 })).toEqual(["2"]);
  });

  it("a refusal is a typed error, and tells that nothing was applied", async () => {
    const { table } = sequentialTable();
    await fill(table);
    const error = await table
      .put({ hash: "t/", range: "1", attributes: {}, ifAbsent: true })
      .catch((one: unknown) => one);
    expect(isKeyValueError(error, "ConditionalCheckFailedException") && !error.mayHaveBeenApplied).toBe(true);
    expect(isKeyValueError(error, "TimeoutError")).toBe(false);
  });

  it("states with equal items have equal texts", () => {
    const table = new SimulatedTable();
    const put = (attributes: Readonly<Record<string, number>>): string =>
      table.encode(outcomes([], { op: "put", ...at, attributes })[0]!.next);
    expect(put({ a: 1, b: 2 })).toBe(put({ b: 2, a: 1 }));
    expect(put({ a: 1, b: 2 })).not.toBe(put({ a: 1, b: 3 }));
  });
});
