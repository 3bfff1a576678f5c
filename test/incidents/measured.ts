/** What all runs of the incidents came to: `npm run incidents` makes and writes them down. */
import { readFileSync } from "node:fs";
import type { IncidentReport, RequestsPerFile, SetupReport } from "../../src/check/incident.js";
import { billOf } from "../../src/cli/incident-bill.js";
import type { Bill } from "../../src/job/incident.js";

export interface Measured {
  readonly incident: string;
  readonly seed: string;
  readonly setups: readonly (Pick<SetupReport, "label" | "runs" | "rows" | "violated" | "left" | "figure"> & {
    /** Of the first runs, which are those of a quick look. */
    readonly first: { readonly runs: number; readonly lost: number; readonly violated: number };
  })[];
  /** What a bill follows from; `first` as above. */
  readonly perFile?: { readonly all: RequestsPerFile; readonly first: RequestsPerFile };
}

const file = new URL("../../examples/incidents/measured.json", import.meta.url);

export const measured = JSON.parse(readFileSync(file, "utf8")) as readonly Measured[];

/** The report of a quick look, with the numbers of all runs, and the bill that follows from them. */
export function withAllRuns(
  report: IncidentReport,
  bill: Bill | undefined,
  { setups, perFile }: Measured,
): IncidentReport {
  const rowsOf = (setup: number): SetupReport["rows"] => setups[setup]!.rows;
  const billed =
    bill === undefined || perFile === undefined
      ? {}
      : { bill: billOf(bill, perFile.all, { without: rowsOf(bill.without), with: rowsOf(bill.with) }) };
  return {
    ...report,
    ...billed,
    setups: report.setups.map((setup, index) => {
      const { first: _first, ...all } = setups[index]!;
      return { ...setup, ...all, asked: all.runs };
    }),
  };
}
