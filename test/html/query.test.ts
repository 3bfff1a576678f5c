import { describe, expect, it } from "vitest";
import { choose } from "../../ui/matrix/places.js";
import { fits, parseQuery, stanceOf, withNextStance } from "../../ui/matrix/query.js";
import { kindOf } from "../../src/report/words.js";
import { wholeComparison } from "../report/fixtures.js";

const { cells } = wholeComparison;

function found(query: string): typeof cells {
  const terms = parseQuery(query);
  return cells.filter((cell) => fits(cell, terms));
}

describe("a filter", () => {
  it("that is empty fits everything", () => {
    expect(found("")).toHaveLength(cells.length);
    expect(found("   ")).toHaveLength(cells.length);
  });

  it("needs all its terms", () => {
    const both = found("violated store:list-lag");
    expect(both.length).toBeGreaterThan(0);
    expect(both.length).toBeLessThan(found("violated").length);
    expect(both.every(({ verdict, store }) => verdict === "violated" && store === "list-lag")).toBe(true);
  });

  it.each(["-store:list-lag", "!store:list-lag", "not:store:list-lag", "not store:list-lag"])(
    "says not: %s",
    (query) => {
      expect(found(query)).toEqual(cells.filter(({ store }) => store !== "list-lag"));
    },
  );

  it("and its negation share the cells out", () => {
    for (const term of [
      "violated",
      "scenario:two-writers",
      '"lost commit"',
      "silent:yes",
      "committer:iceberg",
    ]) {
      expect(found(term).length + found(`-${term}`).length).toBe(cells.length);
      expect(found(term).length).toBeGreaterThan(0);
      expect(found(`-${term}`).length).toBeGreaterThan(0);
    }
  });

  it("takes quoted words together", () => {
    expect(parseQuery('"lost commit"')).toEqual([{ field: undefined, text: "lost commit", not: false }]);
    expect(found('anomaly:"lost commit"').every(({ anomaly }) => anomaly?.plain === "lost commit")).toBe(
      true,
    );
  });

  it("looks for what is no field of ours as text", () => {
    expect(parseQuery("x:y")).toEqual([{ field: undefined, text: "x:y", not: false }]);
    expect(found("t/part-00001-0")).toEqual(
      cells.filter(({ counterexample }) => counterexample?.sentence.includes("t/part-00001-0")),
    );
  });

  it("never fails, whatever is written", () => {
    for (const text of ['"', "-", "--", ":", "a:", '-"x', "not", "!!", "committer:", "[(\\"]) {
      expect(() => found(text)).not.toThrow();
    }
  });
});

describe("a button of three stances", () => {
  it("goes from any to only to not, and leaves the rest of the filter alone", () => {
    const start = "store:strong";
    const only = withNextStance(start, "verdict", "holds-sampled");
    expect(only).toBe("store:strong verdict:holds-sampled");
    expect(stanceOf(only, "verdict", "holds-sampled")).toBe("only");
    const not = withNextStance(only, "verdict", "holds-sampled");
    expect(not).toBe("store:strong -verdict:holds-sampled");
    expect(found(not).some((cell) => kindOf(cell) === "holds-sampled")).toBe(false);
    expect(withNextStance(not, "verdict", "holds-sampled")).toBe(start);
  });
});

describe("the chosen cells", () => {
  const all = { property: "", scenario: "", terms: [] };

  it("are told by place, the worst of each place first", () => {
    const chosen = choose(cells, { ...all, property: "no-lost-rows" });
    expect(chosen.of).toBe(cells.filter(({ property }) => property === "no-lost-rows").length);
    expect(chosen.place("file-output-v1", "list-lag").kind).toBe("violated-silent");
    const { cells: here } = chosen.place("file-output-v1", "list-lag");
    expect(here.map(kindOf)).toEqual(
      here.map(kindOf).toSorted((a, b) => (a === b ? 0 : a === "violated-silent" ? -1 : 0)),
    );
  });

  it("have only the rows and columns in which something fits", () => {
    const chosen = choose(cells, { ...all, terms: parseQuery("store:strong committer:iceberg") });
    expect(chosen.stores).toEqual(["strong"]);
    expect(chosen.committers.length).toBeGreaterThan(1);
    expect(chosen.committers.every((name) => name.startsWith("iceberg"))).toBe(true);
    expect(chosen.place("file-output-v1", "strong")).toEqual({ cells: [], kind: "not-run" });
  });

  it("put a violation that needs no bad luck before one that needs some", () => {
    const violated = choose(cells, { ...all, terms: parseQuery("violated") }).cells;
    const silent = violated.filter(({ counterexample }) => counterexample!.silent);
    const luck = silent.map(({ counterexample }) =>
      Object.values(counterexample!.cost).reduce((sum, value) => sum + value, 0),
    );
    expect(luck).toEqual(luck.toSorted((a, b) => a - b));
    expect(violated.slice(0, silent.length)).toEqual(silent);
  });
});
