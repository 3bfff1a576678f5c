/** What a cell of a table of expectations searches: one place for the results, and for the test that holds them to the table. */
import {
  committerOf,
  type Hypothesis,
  type HypothesisRow,
  type HypothesisScope,
  type HypothesisTable,
  type NoHypothesis,
  scopesOf,
  type SearchedScope,
} from "../check/hypotheses.js";
import { appliesTo } from "../check/property.js";
import type { Scenario } from "../job/scenario.js";
import { checkCommand } from "./check-command.js";
import { findProperty } from "./registry.js";
import { scenarioOf } from "./scope.js";

export interface HypothesisSearch {
  readonly row: string;
  readonly column: string;
  readonly hypothesis: Hypothesis | NoHypothesis;
  readonly committer: string;
  readonly store: string;
  readonly scenario: Scenario;
  /** Those of the scope that say something in its bounds. */
  readonly properties: readonly string[];
  /** What its result says of it. */
  readonly scope: SearchedScope;
}

/** All searches that a table means, row by row. */
export function searchesOf(table: HypothesisTable): readonly HypothesisSearch[] {
  return table.rows.flatMap((row) =>
    table.columns.flatMap((column, index) => {
      const hypothesis = row.cells[index]!;
      return scopesOf(column, hypothesis).map((scope) => ({
        row: row.name,
        column: column.name,
        hypothesis,
        ...searchOf(row, hypothesis, scope),
      }));
    }),
  );
}

function searchOf(row: HypothesisRow, hypothesis: Hypothesis | NoHypothesis, asked: HypothesisScope) {
  const { name, store, requires } = asked;
  const committer = committerOf(row, hypothesis);
  const bounds = { ...asked.bounds, ...row.bounds };
  const scenario = { ...scenarioOf(bounds), requires };
  const properties = asked.properties.filter((one) => appliesTo(findProperty(one), scenario.bounds));
  const reproduce = checkCommand({ committer, store, bounds, properties });
  const scope = { scope: name, bounds: scenario.bounds, requires, reproduce };
  return { committer, store, scenario, properties, scope };
}
