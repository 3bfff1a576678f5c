import { describe, expect, it } from "vitest";
import type { VerdictCell, Verdicts } from "../../src/check/verdict.js";
import { makeExpectation, missesOf, missSentence } from "../../src/report/expect.js";
import { parseExpectation, printExpectation, printVerdicts } from "../../src/report/json.js";
import { everyKind, wholeComparison } from "./fixtures.js";

const at = (verdicts: Verdicts, index: number, change: object): Verdicts => ({
  ...verdicts,
  cells: verdicts.cells.map((cell, i) => (i === index ? ({ ...cell, ...change } as VerdictCell) : cell)),
});
const violated = wholeComparison.cells.findIndex(
  (cell) => cell.verdict === "violated" && cell.rows !== undefined,
);
const expectation = parseExpectation(printExpectation(makeExpectation(wholeComparison)), "expect.json");

describe("an expectation", () => {
  it("is met by the verdicts that it was made from, and by a whole verdicts.json", () => {
    expect(missesOf(wholeComparison, expectation)).toEqual([]);
    expect(missesOf(wholeComparison, parseExpectation(printVerdicts(wholeComparison), "v.json"))).toEqual([]);
  });

  it("has one entry a cell", () => {
    expect(expectation.cells).toHaveLength(wholeComparison.cells.length);
  });

  it.each([
    ["another verdict", { verdict: "unknown", reason: "interrupted" }, ["verdict"]],
    ["weaker evidence", { evidence: "sampled" }, ["evidence"]],
    ["another anomaly", { anomaly: { plain: "lost commit", formal: "P4" } }, ["anomaly.formal"]],
    [
      "no counterexample",
      { counterexample: undefined },
      expect.arrayContaining(["counterexample.cost.anomalies"]),
    ],
  ])("is missed by %s", (_, change, fields) => {
    const misses = missesOf(at(wholeComparison, violated, change), expectation);
    expect(misses.map((miss) => miss.field)).toEqual(fields);
  });

  it("is missed by a counterexample that costs more", () => {
    const found = wholeComparison.cells[violated]!.counterexample!;
    const dearer = { counterexample: { ...found, cost: { ...found.cost, anomalies: 2 } } };
    const misses = missesOf(at(wholeComparison, violated, dearer), expectation);
    expect(misses.map(missSentence)).toEqual([
      "file-output-v1 on s3-legacy, one-job, no-lost-rows: counterexample.cost.anomalies is 2, expected 1.",
    ]);
  });

  it("does not look at fields that it does not have", () => {
    const change = { states: 1, witnessed: {}, reproduce: "x" };
    expect(missesOf(at(wholeComparison, 0, change), expectation)).toEqual([]);
  });

  it("may be a part: one cell, one field, a part of an object", () => {
    const { committer, store, scenario, property } = wholeComparison.cells[violated]!;
    const names = { committer, store, scenario, property };
    const part = (more: object): string =>
      JSON.stringify({ schema: "lakelitmus/verdicts@1", cells: [{ ...names, ...more }] });
    const misses = (more: object) => missesOf(wholeComparison, parseExpectation(part(more), "x"));
    expect(misses({})).toEqual([]);
    expect(misses({ rows: { lost: "3" } })).toEqual([]);
    expect(misses({ rows: { lost: "4" } })).toMatchObject([
      { field: "rows.lost", expected: '"4"', found: '"3"' },
    ]);
    expect(misses({ witnessed: { retries: 0 } })).toEqual([]);
    expect(misses({ witnessed: { conflicts: 1 } })).toMatchObject([
      { field: "witnessed.conflicts", found: "" },
    ]);
    expect(misses({ bounds: { tasks: 3 } })).toMatchObject([
      { field: "bounds.tasks", expected: "3", found: "2" },
    ]);
  });

  it("is missed where a cell was not run, not where more was run", () => {
    const fewer = { ...everyKind, cells: everyKind.cells.slice(1) };
    expect(missesOf(fewer, makeExpectation(everyKind)).map(missSentence)).toEqual([
      "./mine.ts?mode=a&b=c on strong, one-job, no-lost-rows: was not run.",
    ]);
    expect(missesOf(everyKind, makeExpectation(fewer))).toEqual([]);
  });

  it("of nothing is refused: it would always be met", () => {
    expect(() => parseExpectation('{"schema": "lakelitmus/verdicts@1", "cells": []}', "x")).toThrow(
      /at least 1 in it/,
    );
  });

  it("with a field that does not exist is refused, not ignored", () => {
    const text = printExpectation(makeExpectation(everyKind)).replace('"verdict"', '"verdit"');
    expect(() => parseExpectation(text, "x")).toThrow(/cells\[0\]\.verdit is no field that is known here/);
  });
});
