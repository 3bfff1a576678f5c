import type { Property } from "../src/check/property.js";
import { countMissing, countRows, rowsIn, rowsInWords, rowsOfJobs, withItem } from "../src/check/rows.js";

/** Jobs that were acknowledged, by key. */
type State = {
  readonly acked: readonly string[];
};

/** Every row of every acknowledged job is readable, whatever zombies still land. */
export const noLostRows: Property<State> = {
  name: "no-lost-rows",
  claim: "Every row of every job that was acknowledged is readable.",
  anomaly: { plain: "lost commit", formal: "lost update (P4)" },
  initial: { acked: [] },
  step: (state, event) => (event.type === "acked" ? { acked: withItem(state.acked, event.jobKey) } : state),
  atEnd: (state, { table }, scene) => {
    const rows = countRows(table, state.acked, scene);
    if (rows.lost === 0n) return undefined;
    const why = table.ok ? "" : `: the table cannot be read (${table.error})`;
    const readable = rowsIn(table, scene);
    const jobs = state.acked.filter((key) => countMissing(rowsOfJobs([key], scene), readable) > 0n);
    return {
      message: `${rowsInWords(rows.lost)} of ${rows.acked} acknowledged ${rows.lost === 1n ? "is" : "are"} not readable${why}`,
      rows,
      jobs,
      ...(table.ok ? {} : { told: true }),
    };
  },
};
