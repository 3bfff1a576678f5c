import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CounterexampleFile } from "../../src/check/verdict.js";
import { hang, pad, table, widthOf, wrap } from "../../src/report/layout.js";
import { shortNames } from "../../src/report/short-names.js";
import { visible } from "../../src/report/visible.js";
import { lossCounterexample } from "./fixtures.js";

const words = fc.string({ unit: fc.constantFrom("a", "b", "/", "-", " ", "界", "…"), maxLength: 80 });

describe("wrapping", () => {
  it("loses nothing, and makes no line too wide", () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 2, max: 40 }), (text, width) => {
        const lines = wrap(text, width);
        expect(lines.filter((line) => widthOf(line.trimEnd()) > width)).toEqual([]);
        expect(lines.join("").replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it("breaks between words, and long words after their signs", () => {
    expect(wrap("the quick brown fox", 10)).toEqual(["the quick", "brown fox"]);
    expect(wrap("t/_temporary/0/part-00000.parquet", 15)).toEqual([
      "t/_temporary/0/",
      "part-00000.",
      "parquet",
    ]);
    expect(wrap("no-conditional-writes", 12)).toEqual(["no-", "conditional-", "writes"]);
    expect(wrap("a  b", 10)).toEqual(["a  b"]);
  });

  it("hangs lines under the first one's text", () => {
    expect(hang("- ", "one two three", 12)).toEqual(["- one two", "  three"]);
  });
});

describe("a table", () => {
  it("stands in columns, whatever the width of a character", () => {
    const lines = table(
      [{ width: 4 }, { width: 3, align: "right" }, { width: 5 }],
      [
        [{ lines: ["界"] }, { lines: ["1"] }, { lines: ["x", "y"] }],
        [{ lines: ["ab"] }, { lines: ["12"] }, { lines: [] }],
      ],
    );
    expect(lines).toEqual(["界      1  x", "           y", "ab     12"]);
    expect(pad("界", 4)).toBe("界  ");
  });

  it("paints text, not the blanks around it", () => {
    const paint = (text: string): string => `<${text}>`;
    expect(table([{ width: 4 }, { width: 1 }], [[{ lines: ["ab"], paint }, { lines: ["x"] }]])).toEqual([
      "<ab>    x",
    ]);
  });
});

describe("text made visible", () => {
  it.each([
    ["\n", "\\n"],
    ["\u001b[31m", "\\u{1b}[31m"],
    ["\u202Eabc", "\\u{202e}abc"],
    ["a\u200Bb", "a\\u{200b}b"],
    ["\u2028", "\\u{2028}"],
    ["\uD800", "\\u{d800}"],
    ["é界😀\\", "é界😀\\"],
  ])("%j is %j", (text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  it("stays what it is when it is done twice", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(visible(visible(text))).toBe(visible(text));
        // oxlint-disable-next-line no-control-regex -- none may be left
        expect(visible(text)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
      }),
      { seed: 1 },
    );
  });
});

describe("short names", () => {
  const trace = (keys: readonly string[]): CounterexampleFile => ({
    ...lossCounterexample,
    sentence: "x",
    ending: [],
    trace: keys.map((key, i) => ({
      step: i + 1,
      process: "p",
      request: `PUT ${key} (1 byte)`,
      answer: "200",
      changed: [`+ ${key}`],
    })),
  });
  const part = fc.constantFrom(
    "t",
    "_temporary",
    "0",
    "attempt_000000_0",
    "2f1b0c9e-5d1a-4c6e-9a51-0c3a5d7e9f10",
    "x".repeat(30),
  );
  const key = fc.array(part, { minLength: 1, maxLength: 7 }).map((parts) => parts.join("/"));

  it("are different for different names, and no other name", () => {
    fc.assert(
      fc.property(fc.uniqueArray(key, { maxLength: 12 }), fc.integer({ min: 10, max: 60 }), (keys, limit) => {
        const names = shortNames(trace(keys), limit);
        const shown = keys.map((one) => names.shorten(one));
        expect(new Set(shown).size).toBe(keys.length);
        for (const { short, full } of names.legend) {
          expect(keys).not.toContain(short);
          expect(widthOf(short)).toBeLessThan(widthOf(full));
          expect(names.shorten(`GET ${full} (1 byte)`)).toBe(`GET ${short} (1 byte)`);
        }
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it("leave short names alone", () => {
    expect(shortNames(trace(["t/a", "t/b"]), 20).legend).toEqual([]);
  });

  it("keep what tells two names apart that end alike", () => {
    const names = shortNames(
      trace(["t/_temporary/0/a/part-00000.parquet", "t/_temporary/0/b/part-00000.parquet"]),
      24,
    );
    expect(names.legend.map(({ short }) => short)).toEqual([
      "t/…/a/part-00000.parquet",
      "t/…/b/part-00000.parquet",
    ]);
  });
});
