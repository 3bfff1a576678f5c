import type { Property } from "../src/check/property.js";
import { bagSize, countMissing, rowsIn, rowsInWords, rowsOfJobs, withItem } from "../src/check/rows.js";

type State = {
  readonly acked: readonly string[];
  /** By reader: jobs that had been acknowledged when its last read ended, so before its next one began. */
  readonly known: { readonly [reader: string]: readonly string[] };
};

/**
 * Whoever begins to read the table after a job was acknowledged sees all its rows. Judged of a reader's second read and later
 * ones: that a first one began after the acknowledgement nobody can tell.
 */
export const ackedRowsSeen: Property<State> = {
  name: "acked-rows-seen",
  claim: "Whoever begins to read after a job was acknowledged is told no error, and sees all rows of it.",
  anomaly: { plain: "my own commit is missing", formal: "read-your-writes" },
  initial: { acked: [], known: {} },
  applies: ({ readers, polls }) => readers > 0 && polls > 1,
  step: (state, event, scene) => {
    if (event.type === "acked") return { ...state, acked: withItem(state.acked, event.jobKey) };
    if (event.type !== "read") return state;
    const known = state.known[event.reader] ?? [];
    const due = rowsOfJobs(known, scene);
    const missing = countMissing(due, rowsIn(event.table, scene));
    if (missing > 0n) {
      const why = event.table.ok ? "" : ` (it is told: ${event.table.error})`;
      return {
        message: `${event.reader} misses ${rowsInWords(missing)} of ${bagSize(due)} that were acknowledged before it began${why}`,
        jobs: known,
        ...(event.table.ok ? {} : { told: true }),
      };
    }
    return { ...state, known: { ...state.known, [event.reader]: state.acked } };
  },
  atEnd: () => undefined,
};
