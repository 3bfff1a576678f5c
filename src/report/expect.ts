/** Verdicts held against what is expected of them. */
import type { Verdicts } from "../check/verdict.js";
import { cellKey, type CellName } from "./cell-key.js";
import type { ExpectedCell, Expectation } from "./shapes.js";
import { visible } from "./visible.js";

/** Something that was expected and did not come out. */
export interface Miss {
  readonly cell: CellName;
  /** Which field: "verdict", "counterexample.cost.anomalies". Empty where the cell was not run at all. */
  readonly field: string;
  /** JSON of what was expected there; empty where `field` is. */
  readonly expected: string;
  /** JSON of what came out; empty where nothing did. */
  readonly found: string;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Each leaf of `expected` that `found` does not have. Fields that `expected` does not have are not looked at. */
function differences(cell: CellName, expected: unknown, found: unknown, field: string): Miss[] {
  if (isObject(expected)) {
    return Object.entries(expected).flatMap(([key, value]) =>
      differences(
        cell,
        value,
        isObject(found) && Object.hasOwn(found, key) ? found[key] : undefined,
        field === "" ? key : `${field}.${key}`,
      ),
    );
  }
  const wanted = JSON.stringify(expected);
  const came = found === undefined ? "" : JSON.stringify(found);
  return wanted === came ? [] : [{ cell, field, expected: wanted, found: came }];
}

/**
 * What of `expectation` is not so in `verdicts`, in the expectation's order. Only the fields that an expected cell has are
 * compared; cells are matched by committer, store, scenario and property. A cell that is expected and was not run is a
 * miss; one that was run and is not expected is none.
 */
export function missesOf(verdicts: Verdicts, expectation: Expectation): readonly Miss[] {
  const cells = new Map(verdicts.cells.map((cell) => [cellKey(cell), cell]));
  return expectation.cells.flatMap((expected) => {
    const { committer, store, scenario, property } = expected;
    const name = { committer, store, scenario, property };
    const found = cells.get(cellKey(name));
    return found === undefined
      ? [{ cell: name, field: "", expected: "", found: "" }]
      : differences(name, expected, found, "");
  });
}

/** A miss as a sentence for a terminal. */
export function missSentence({ cell, field, expected, found }: Miss): string {
  const where = `${cell.committer} on ${cell.store}, ${cell.scenario}, ${cell.property}`;
  const what =
    field === "" ? "was not run" : `${field} is ${found === "" ? "missing" : found}, expected ${expected}`;
  return visible(`${where}: ${what}.`);
}

/**
 * What a change of the code should not change: every answer and how strong it is, and of a violation what it is called, what
 * it costs at least, and whether the job reported success. Left out are numbers of states and steps, sentences, and costs
 * that were only shrunk to, because a better search may change them.
 */
export function makeExpectation(verdicts: Verdicts): Expectation {
  return { schema: verdicts.schema, cells: verdicts.cells.map(expectedOf) };
}

function expectedOf(cell: Verdicts["cells"][number]): ExpectedCell {
  const { committer, store, scenario, property, verdict, evidence, anomaly, counterexample } = cell;
  return {
    committer,
    store,
    scenario,
    property,
    verdict,
    evidence,
    ...(anomaly === undefined ? {} : { anomaly }),
    ...(counterexample === undefined
      ? {}
      : {
          counterexample: {
            silent: counterexample.silent,
            ...(counterexample.minimal ? { cost: counterexample.cost, minimal: true } : {}),
          },
        }),
  };
}
