/** Tables of expectations: how a search is read, and that the pages say what the results are. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { format } from "prettier";
import { describe, expect, it } from "vitest";
import {
  committerOf,
  type HypothesisResults,
  type HypothesisTable,
  resultOf,
  rulingOf,
  type ScopeResult,
} from "../../src/check/hypotheses.js";
import type { VerdictCell } from "../../src/check/verdict.js";
import {
  committerDigest,
  findProperty,
  findStore,
  hypothesisTables,
  loadCommitter,
} from "../../src/cli/registry.js";
import { searchesOf } from "../../src/cli/hypothesis-search.js";
import { replay } from "../../src/cli/replay.js";
import { scenarioOf } from "../../src/cli/scope.js";
import { runCell } from "../../src/explore/cell.js";
import { GeneratedParts } from "../../src/parts/generated-parts.js";
import { parseCounterexample } from "../../src/report/json.js";
import { hypothesesIndex, hypothesesPage, outcomeTable } from "../../src/report/markdown-hypotheses.js";
import { defaultBounds } from "../../src/job/scenario.js";
import { committerNamed } from "../support/claims.js";

const asked = { scope: "s", requires: ["ack"], reproduce: "" };

const cell: VerdictCell = {
  committer: "c",
  store: "strong",
  scenario: "scope",
  property: "no-lost-rows",
  verdict: "holds",
  evidence: "exhaustive",
  bounds: { ...defaultBounds, anomalies: 1 },
  executions: 0,
  states: 7,
  witnessed: { ack: 1, anomaly: 1 },
};

const broken = (property: string, anomalies: number, silent: boolean): VerdictCell => ({
  ...cell,
  property,
  verdict: "violated",
  counterexample: {
    file: "",
    cost: { anomalies, faults: 0, crashes: 0 },
    steps: 9,
    silent,
    minimal: true,
    sentence: `${property} breaks`,
  },
});

describe("what a search comes to", () => {
  const outcome = (...cells: readonly VerdictCell[]) => resultOf(asked, cells).outcome;

  it("holds, loudly where jobs have failed; is violated; is refused; or is not known", () => {
    expect(outcome(cell)).toBe("holds");
    expect(outcome(cell, { ...cell, witnessed: { ack: 1, "job-failed": 2 } })).toBe("loud");
    expect(outcome(cell, broken("readable", 1, true))).toBe("violated");
    expect(outcome({ ...cell, verdict: "refuses" })).toBe("refuses");
    expect(outcome(cell, { ...cell, verdict: "unknown", reason: "limit" })).toBeUndefined();
  });

  it("names the violation of least bad luck, a silent one first", () => {
    const cells = [broken("a", 2, true), broken("b", 1, false), broken("c", 1, true)];
    const found = resultOf(asked, cells).violation;
    expect(found).toMatchObject({ property: "c", also: ["b", "a"] });
  });

  it("says where no answer could have been wrong", () => {
    expect(resultOf(asked, [{ ...cell, witnessed: { ack: 1 } }]).immune).toBe(true);
    expect(resultOf(asked, [cell]).immune).toBeUndefined();
  });
});

describe("a cell", () => {
  const result = (outcome?: ScopeResult["outcome"]): ScopeResult => ({
    ...asked,
    bounds: defaultBounds,
    evidence: "exhaustive",
    looked: 1,
    ...(outcome === undefined ? {} : { outcome }),
  });
  const expected = { says: "✓", expects: ["holds"] } as const;

  it("comes to the worst of its scopes", () => {
    expect(rulingOf(expected, [result("holds"), result("holds")])).toBe("confirmed");
    expect(rulingOf(expected, [result("holds"), result("loud")])).toBe("refuted");
    expect(rulingOf({ says: "✗", expects: ["violated"] }, [result("holds"), result("violated")])).toBe(
      "confirmed",
    );
  });

  it("is undecided where a scope is, unless another is violated", () => {
    expect(rulingOf(expected, [result("holds"), result()])).toBe("undecided");
    expect(rulingOf(expected, [result("violated"), result()])).toBe("refuted");
    expect(rulingOf(expected, [])).toBe("undecided");
    expect(rulingOf({ notFor: "It has none." }, [])).toBe("not applicable");
    expect(rulingOf({ says: "✓", notFor: "Nobody has written it." }, [])).toBe("neither");
  });

  it("that expects something to be violated is refuted where something else is", () => {
    const also = ["readable"];
    const cost = { anomalies: 0, faults: 1, crashes: 0 };
    const violation = { property: "no-lost-rows", cost, steps: 9, silent: true, sentence: "", also };
    const found = [{ ...result("violated"), violation }];
    const expecting = (...violates: readonly string[]) => {
      return rulingOf({ says: "L", expects: ["violated"], violates }, found);
    };
    expect(expecting("no-lost-rows")).toBe("confirmed");
    expect(expecting("no-duplicate-rows", "readable")).toBe("confirmed");
    expect(expecting("no-duplicate-rows")).toBe("refuted");
  });
});

it("a cell of a table for other pages names what is worst in it, whichever scope comes first", () => {
  const scopes = ["first", "second"].map((name) => {
    return { name, store: "strong", bounds: {}, requires: ["ack"], properties: ["a", "b"] };
  });
  const cells = [{ says: "✗", expects: ["violated"] }] as const;
  const table = {
    name: "t",
    title: "T",
    about: "",
    columns: [{ name: "column", means: "", scopes }],
    rows: [{ name: "row", committer: "c", cells }],
  };
  const found = [broken("dear", 2, true), broken("cheap", 1, true)].map((one, index) => {
    return resultOf({ ...asked, scope: scopes[index]!.name }, [one]);
  });
  const columns = [{ column: "column", scopes: found }];
  const results = {
    schema: "lakelitmus/hypotheses@1",
    table: "t",
    rows: [{ row: "row", columns }],
  } as const;
  expect(outcomeTable(table, results).join("\n")).toContain("**cheap** ✗");
});

const fileOf = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../../docs/verdicts/${name}`, import.meta.url)), "utf8");

const resultsOf = ({ name }: HypothesisTable): HypothesisResults =>
  JSON.parse(fileOf(`${name}.json`)) as HypothesisResults;

/** States of a search that is made again here: the dearer ones are left to `npm run verdicts`. */
const affordable = 1_000;

/** Rows all of whose searches are dearer, by table. */
const tooDear: Readonly<Record<string, readonly string[]>> = {
  "table-formats": ["put-if-absent + id read-back, with a boundary check"],
};

/** Cells that expect something to go wrong with the rows, and do not tell what, by table. */
const wordless: Readonly<Record<string, readonly string[]>> = {
  hadoop: [
    "v1 (rename=copy), RAO stale",
    "v2, RAO stale",
    "manifest on copy-rename, RAO stale",
    "direct, RAO stale",
  ],
  "hadoop-failures": ["v2, master dies, the next one goes on"],
};

/** Every search of a table, with its result. */
function keptOf(table: HypothesisTable) {
  const results = resultsOf(table).rows.flatMap(({ row, columns }) =>
    columns.flatMap(({ column, scopes }) => scopes.map((kept) => ({ row, column, kept }))),
  );
  return searchesOf(table).flatMap((search) => {
    const { kept } =
      results.find(({ row, column, kept: { scope } }) => {
        return row === search.row && column === search.column && scope === search.scope.scope;
      }) ?? {};
    return kept === undefined ? [] : [{ search, kept }];
  });
}

/** Of each row that has a search the one that looks at the fewest states. */
function cheapestOf(table: HypothesisTable) {
  const cheap = keptOf(table).toSorted((a, b) => a.kept.looked - b.kept.looked);
  return table.rows.flatMap(({ name }) => cheap.find(({ search }) => search.row === name) ?? []);
}

it("the tables have a page that counts their cells", async () => {
  const all = hypothesisTables.map((table) => ({ table, results: resultsOf(table) }));
  const page = await format(hypothesesIndex(all), { parser: "markdown", printWidth: 110 });
  expect(fileOf("README.md")).toBe(page);
});

describe.each(hypothesisTables.map((table) => [table.name, table] as const))("the table %s", (_, table) => {
  it("has a hypothesis, or none, for each column of each row", () => {
    for (const row of table.rows) {
      expect(row.cells, row.name).toHaveLength(table.columns.length);
      for (const cell of row.cells) expect(committerNamed(committerOf(row, cell))).toBeTypeOf("function");
    }
  });

  it("has a page that says what its results are", async () => {
    const kept = (name: string) => parseCounterexample(fileOf(name), name);
    const text = hypothesesPage(table, resultsOf(table), kept);
    const page = await format(text, { parser: "markdown", printWidth: 110 });
    expect(fileOf(`${table.name}.md`)).toBe(page);
  });

  it("has a result for each scope of each cell, of the search that the cell means now", () => {
    const kept = resultsOf(table).rows.flatMap(({ row, columns }) =>
      columns.flatMap(({ column, scopes }) =>
        scopes.map(({ scope, bounds, requires, reproduce }) => {
          return { row, column, scope: { scope, bounds, requires, reproduce } };
        }),
      ),
    );
    expect(kept).toEqual(
      searchesOf(table).map(({ row, column, scope, scenario }) => {
        return { row, column, scope: { ...scope, bounds: scenario.bounds } };
      }),
    );
  });

  it("says what breaks where something is expected to, or its words do not tell", () => {
    const untold = table.rows.flatMap((row) =>
      row.cells.flatMap((hypothesis, index) => {
        if ("notFor" in hypothesis || String(hypothesis.expects) !== "violated") return [];
        const { violates } = hypothesis;
        const { scopes } = table.columns[index]!;
        for (const one of violates ?? [])
          expect(scopes.flatMap(({ properties }) => properties)).toContain(one);
        return violates === undefined ? [`${row.name}, ${table.columns[index]!.name}`] : [];
      }),
    );
    expect(untold).toEqual(wordless[table.name] ?? []);
  });

  it("tells why of what is refuted, and of nothing else", () => {
    for (const row of table.rows) {
      const found = resultsOf(table).rows.find((one) => one.row === row.name);
      table.columns.forEach((column, index) => {
        const hypothesis = row.cells[index]!;
        const scopes = found?.columns.find((one) => one.column === column.name)?.scopes ?? [];
        const why = "notFor" in hypothesis ? undefined : hypothesis.refutedBy;
        const refuted = rulingOf(hypothesis, scopes) === "refuted";
        expect(why !== undefined, `${row.name}, ${column.name}`).toBe(refuted);
      });
    }
  });

  const cheapest = cheapestOf(table);
  const again = cheapest.filter(({ kept }) => kept.looked <= affordable);

  it("has no more rows than these that are too dear to be searched again here", () => {
    const dear = cheapest.filter((one) => !again.includes(one)).map(({ search }) => search.row);
    expect(dear).toEqual(tooDear[table.name] ?? []);
  });

  it.each(again.map(({ search, kept }) => [search.row, search.column, kept.scope, search, kept] as const))(
    "%s, %s, %s comes to what is written down",
    async (_row, _column, _scope, search, kept) => {
      const { cells } = await runCell({
        committer: search.committer,
        committerDigest: "",
        factory: await loadCommitter(search.committer),
        personality: findStore(search.store),
        scenario: search.scenario,
        properties: search.properties.map(findProperty),
        seed: "1",
        parts: new GeneratedParts("1"),
        effort: { states: 100_000, executions: 0 },
        tool: "lakelitmus test",
      });
      const { violation, ...result } = resultOf(search.scope, cells);
      expect({
        ...result,
        ...(violation && { violation: { ...violation, file: kept.violation?.file } }),
      }).toEqual(kept);
    },
  );

  const executions = keptOf(table).flatMap(({ search, kept }) =>
    kept.violation?.file === undefined ? [] : [[kept.violation.file, search, kept.violation] as const],
  );

  it.each(executions)("%s is an execution that breaks what was expected", async (name, search, violation) => {
    const file = parseCounterexample(fileOf(name), name);
    const { committer, store, property, bounds, seed } = file;
    expect([committer, store, property]).toEqual([search.committer, search.store, violation.property]);
    const scenario = scenarioOf(bounds);
    const digest = committerDigest(committer);
    const job = { kind: "replay", file, committer, committerDigest: digest, store, scenario, seed } as const;
    const { again, difference } = await replay(job, new GeneratedParts(seed));
    expect(difference).toBeUndefined();
    expect(again?.property).toBe(property);
  });
});
