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
  scopesOf,
} from "../../src/check/hypotheses.js";
import { appliesTo } from "../../src/check/property.js";
import type { VerdictCell } from "../../src/check/verdict.js";
import {
  committerDigest,
  findProperty,
  findStore,
  hypothesisTables,
  loadCommitter,
} from "../../src/cli/registry.js";
import { replay } from "../../src/cli/replay.js";
import { scenarioOf } from "../../src/cli/scope.js";
import { runCell } from "../../src/explore/cell.js";
import { GeneratedParts } from "../../src/parts/generated-parts.js";
import { parseCounterexample } from "../../src/report/json.js";
import { hypothesesIndex, hypothesesPage } from "../../src/report/markdown-hypotheses.js";
import { defaultBounds } from "../../src/job/scenario.js";
import { committerNamed } from "../support/claims.js";

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
  const outcome = (...cells: readonly VerdictCell[]) => resultOf("s", cells, "").outcome;

  it("holds, loudly where jobs have failed; is violated; is refused; or is not known", () => {
    expect(outcome(cell)).toBe("holds");
    expect(outcome(cell, { ...cell, witnessed: { ack: 1, "job-failed": 2 } })).toBe("loud");
    expect(outcome(cell, broken("readable", 1, true))).toBe("violated");
    expect(outcome({ ...cell, verdict: "refuses" })).toBe("refuses");
    expect(outcome(cell, { ...cell, verdict: "unknown", reason: "limit" })).toBeUndefined();
  });

  it("names the violation of least bad luck, a silent one first", () => {
    const found = resultOf(
      "s",
      [broken("a", 2, true), broken("b", 1, false), broken("c", 1, true)],
      "",
    ).violation;
    expect(found).toMatchObject({ property: "c", also: ["b", "a"] });
  });

  it("says where no answer could have been wrong", () => {
    expect(resultOf("s", [{ ...cell, witnessed: { ack: 1 } }], "").immune).toBe(true);
    expect(resultOf("s", [cell], "").immune).toBeUndefined();
  });
});

describe("a cell", () => {
  const result = (outcome?: ScopeResult["outcome"]): ScopeResult => ({
    scope: "s",
    bounds: defaultBounds,
    evidence: "exhaustive",
    looked: 1,
    reproduce: "",
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

const fileOf = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../../docs/verdicts/${name}`, import.meta.url)), "utf8");

const resultsOf = ({ name }: HypothesisTable): HypothesisResults =>
  JSON.parse(fileOf(`${name}.json`)) as HypothesisResults;

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

  it("has a result for each scope of each cell, in the bounds that it says", () => {
    for (const row of table.rows) {
      const found = resultsOf(table).rows.find((one) => one.row === row.name);
      table.columns.forEach((column, index) => {
        if ("notFor" in row.cells[index]!) return;
        const scopes = found?.columns.find((one) => one.column === column.name)?.scopes;
        expect(
          scopes?.map(({ scope, bounds }) => [scope, bounds]),
          `${row.name}, ${column.name}`,
        ).toEqual(
          scopesOf(column, row.cells[index]!).map(({ name, bounds }) => [
            name,
            scenarioOf({ ...bounds, ...row.bounds }).bounds,
          ]),
        );
      });
    }
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

  // Some of the cheapest ones, spread over the table; the others are searched by `npm run verdicts`.
  const most = 60;
  const searched = 10;
  const cheap = resultsOf(table).rows.flatMap(({ row, columns }) =>
    columns.flatMap(({ column, scopes }) =>
      scopes.filter(({ looked }) => looked < most).map((result) => ({ row, column, result })),
    ),
  );

  const spread = Math.ceil(cheap.length / searched);

  it.each(
    cheap
      .filter((_, index) => index % spread === 0)
      .map(({ row, column, result }) => [row, column, result.scope, result] as const),
  )("%s, %s, %s comes to what is written down", async (rowName, columnName, _scope, kept) => {
    const row = table.rows.find(({ name }) => name === rowName)!;
    const column = table.columns.find(({ name }) => name === columnName)!;
    const scope = column.scopes.find(({ name }) => name === kept.scope)!;
    const scenario = { ...scenarioOf({ ...scope.bounds, ...row.bounds }), requires: scope.requires };
    const committer = committerOf(row, row.cells[table.columns.indexOf(column)]!);
    const { cells } = await runCell({
      committer,
      committerDigest: "",
      factory: await loadCommitter(committer),
      personality: findStore(scope.store),
      scenario,
      properties: scope.properties.map(findProperty).filter((one) => appliesTo(one, scenario.bounds)),
      seed: "1",
      parts: new GeneratedParts("1"),
      effort: { states: 100_000, executions: 0 },
      tool: "lakelitmus test",
    });
    const said = ({ outcome, immune, violation }: ScopeResult) => ({
      outcome,
      immune,
      violated: violation && [violation.property, violation.cost, violation.steps, violation.silent],
    });
    expect(said(resultOf(scope.name, cells, ""))).toEqual(said(kept));
  });

  const files = resultsOf(table).rows.flatMap(({ columns }) =>
    columns.flatMap(({ scopes }) => scopes.flatMap(({ violation }) => violation?.file ?? [])),
  );

  it.each(files)("%s is an execution that breaks what was expected", async (name) => {
    const file = parseCounterexample(fileOf(name), name);
    const { committer, store, property, bounds, seed } = file;
    const scenario = scenarioOf(bounds);
    const digest = committerDigest(committer);
    const job = { kind: "replay", file, committer, committerDigest: digest, store, scenario, seed } as const;
    const { again, difference } = await replay(job, new GeneratedParts(seed));
    expect(difference).toBeUndefined();
    expect(again?.property).toBe(property);
  });
});
