import type { Property } from "../src/check/property.js";
import { countRows, rowsIn, rowsInWords, rowsOfJobs, withItem } from "../src/check/rows.js";

type State = {
  readonly acked: readonly string[];
};

/** No row is readable more often than the jobs mean to write it, however often a job was run. */
export const noDuplicateRows: Property<State> = {
  name: "no-duplicate-rows",
  claim: "No row is readable more often than it was to be written, also where a job was run again.",
  anomaly: { plain: "duplicate rows", formal: "duplicate elements" },
  initial: { acked: [] },
  step: (state, event) => (event.type === "acked" ? { acked: withItem(state.acked, event.jobKey) } : state),
  atEnd: (state, { table }, scene) => {
    const rows = countRows(table, state.acked, scene);
    if (rows.surplus === 0n) return undefined;
    const readable = rowsIn(table, scene);
    const meant = rowsOfJobs(scene.rowsOf.keys(), scene);
    const isSurplus = (row: string): boolean => (readable.get(row) ?? 0) > meant.get(row)!;
    const jobs = [...scene.rowsOf].filter(([, own]) => own.some(isSurplus)).map(([key]) => key);
    return {
      message: `${rowsInWords(rows.surplus)} more than were to be written are readable`,
      rows,
      ...(jobs.length === 0 ? {} : { jobs }),
    };
  },
};
