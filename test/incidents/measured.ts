/** What all runs of the incidents came to: `npm run incidents` makes and writes them down. */
import { readFileSync } from "node:fs";
import type { BillReport, IncidentReport, SetupReport } from "../../src/check/incident.js";

export interface Measured {
  readonly incident: string;
  readonly seed: string;
  readonly setups: readonly (Pick<SetupReport, "label" | "runs" | "rows" | "violated" | "left" | "figure"> & {
    /** Of the first runs, which are those of a quick look. */
    readonly first: { readonly runs: number; readonly lost: number; readonly violated: number };
  })[];
  readonly bill?: BillReport;
}

const file = new URL("../../examples/incidents/measured.json", import.meta.url);

export const measured = JSON.parse(readFileSync(file, "utf8")) as readonly Measured[];

/** The report of a quick look, with the numbers of all runs. */
export function withAllRuns(report: IncidentReport, { setups, bill }: Measured): IncidentReport {
  return {
    ...report,
    ...(bill === undefined ? {} : { bill }),
    setups: report.setups.map((setup, index) => {
      const { first: _first, ...all } = setups[index]!;
      return { ...setup, ...all, asked: all.runs };
    }),
  };
}
