import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CounterexampleFile, Verdicts } from "../../src/check/verdict.js";
import {
  NotOurFile,
  parseCounterexample,
  parseExpectation,
  parseVerdicts,
  printCounterexample,
  printVerdicts,
  WrongVersion,
} from "../../src/report/json.js";
import { everyKind, hostileCounterexample, lossCounterexample, wholeComparison } from "./fixtures.js";

/** The same value with the fields of every object in another order. */
function shuffled<T>(value: T, random: () => number): T {
  if (Array.isArray(value)) return value.map((one: unknown) => shuffled(one, random)) as T;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, one]) => [random(), key, shuffled(one, random)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => a - b).map(([, key, one]) => [key, one])) as T;
}

describe("the text of our files", () => {
  it("is the same bytes for the same value, whatever the order of its fields", () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat()), (stream) => {
        const random = (): number => stream.next().value as number;
        expect(printVerdicts(shuffled(everyKind, random))).toBe(printVerdicts(everyKind));
        expect(printCounterexample(shuffled(lossCounterexample, random))).toBe(
          printCounterexample(lossCounterexample),
        );
      }),
      { seed: 1, numRuns: 20 },
    );
  });

  it("comes back as the value that was written", () => {
    expect(parseVerdicts(printVerdicts(wholeComparison), "x")).toEqual(wholeComparison);
    expect(parseCounterexample(printCounterexample(hostileCounterexample), "x")).toEqual(
      hostileCounterexample,
    );
    expect(printVerdicts(parseVerdicts(printVerdicts(everyKind), "x"))).toBe(printVerdicts(everyKind));
  });

  it("has two blanks a level, names of witnesses in order, choices on one line, and a line feed at its end", () => {
    const text = printVerdicts(everyKind);
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(everyKind)));
    expect(text.endsWith("}\n")).toBe(true);
    expect(text.split("\n").every((line) => (/^ */.exec(line)?.[0].length ?? 0) % 2 === 0)).toBe(true);
    expect(text.indexOf('"acks"')).toBeLessThan(text.indexOf('"retries"'));
    expect(printCounterexample(lossCounterexample)).toContain('\n  "choices": [0, 0, 0, 0, 0, 0, 0, 1, 0');
  });

  it("leaves out what is undefined", () => {
    const rows = { ...lossCounterexample, rows: undefined } as unknown as CounterexampleFile;
    expect(printCounterexample(rows)).not.toContain('"rows": {');
  });

  it.each([
    ["a number that is none", { executions: Number.NaN }],
    ["a count below zero", { executions: -1 }],
    ["a verdict that does not exist", { verdict: "fine" }],
    ["rows as numbers", { rows: { in: 1, acked: 1, readable: 1, lost: 0, surplus: 0 } }],
  ])("is not made of %s", (_, change) => {
    const [first, ...rest] = everyKind.cells;
    const verdicts = { ...everyKind, cells: [{ ...first, ...change }, ...rest] } as unknown as Verdicts;
    expect(() => printVerdicts(verdicts)).toThrow(TypeError);
  });
});

describe("reading a file that is not what was asked for", () => {
  const verdicts = printVerdicts(everyKind);
  const counterexample = printCounterexample(lossCounterexample);

  it.each([
    ["nothing", "", /is not JSON/],
    ["a file that was cut off", verdicts.slice(0, verdicts.length / 2), /is not JSON/],
    ["other JSON", '{"a": 1}', /has no field `schema`/],
    ["a list", "[]", /has no field `schema`/],
    ["null", "null", /has no field `schema`/],
    [
      "a counterexample",
      counterexample,
      /"lakelitmus\/counterexample@1", and "lakelitmus\/verdicts@1" is needed/,
    ],
    ["no version", verdicts.replace("verdicts@1", "verdicts"), /is needed/],
    [
      "a field of somebody else",
      verdicts.replace('"tool"', '"tools"'),
      /tools is no field that is known here/,
    ],
    [
      "a wrong value",
      verdicts.replace('"holds"', '"held"'),
      /cells\[0\]\.verdict must be "holds" or "violated"/,
    ],
    ["a control character", '{"schema": "\\u001b[31m"}', /says it is "\\u001b\[31m"/],
  ])("says what is wrong with %s", (_, text, message) => {
    expect(() => parseVerdicts(text, "some.json")).toThrow(NotOurFile);
    expect(() => parseVerdicts(text, "some.json")).toThrow(message);
    expect(() => parseVerdicts(text, "some.json")).toThrow(/^some\.json/);
  });

  it.each([
    ["verdicts", () => parseVerdicts(verdicts.replace("verdicts@1", "verdicts@2"), "some.json")],
    ["an expectation", () => parseExpectation(verdicts.replace("verdicts@1", "verdicts@9"), "some.json")],
    [
      "a counterexample",
      () => parseCounterexample(counterexample.replace("example@1", "example@2"), "some.json"),
    ],
  ])("says that %s is of another version, and what to do", (_, parse) => {
    expect(parse).toThrow(WrongVersion);
    expect(parse).toThrow(
      /^some\.json is version \d of lakelitmus\/\w+, and this lakelitmus reads version 1: make/,
    );
  });

  it("refuses two cells of the same name", () => {
    const twice = JSON.stringify({ ...everyKind, cells: [...everyKind.cells, everyKind.cells[1]] });
    expect(() => parseVerdicts(twice, "x")).toThrow(/cells\[6\] is about the same as cells\[1\]/);
    expect(() => parseExpectation(twice, "x")).toThrow(NotOurFile);
  });

  it("takes a file that begins with a byte order mark", () => {
    expect(parseVerdicts(`\uFEFF${verdicts}`, "x")).toEqual(everyKind);
  });

  it("keeps a witness called __proto__", () => {
    const [first, ...rest] = everyKind.cells;
    const text = printVerdicts({ ...everyKind, cells: [first!, ...rest] }).replace('"acks"', '"__proto__"');
    expect(printVerdicts(parseVerdicts(text, "x"))).toContain('"__proto__": 12');
  });
});
