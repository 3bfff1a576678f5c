import { boundOf } from "../src/check/bounds.js";
import type { Property, Scene } from "../src/check/property.js";
import { bagOf, bagSize, countMissing, countRows, rowsIn, rowsInWords, withItem } from "../src/check/rows.js";

type State = {
  readonly acked: readonly string[];
  /** Jobs that were reported as failed or refused. */
  readonly failed: readonly string[];
};

/**
 * Rows that were there before are readable: in mode append and fail whatever happens, and of those that a job replaces
 * until it has replaced them. A job that nobody heard of (its driver died) may have replaced them, if its own rows are all
 * there; one that was reported as failed has not.
 */
export const priorRowsKept: Property<State> = {
  name: "prior-rows-kept",
  claim: "Rows that were there before are readable, unless a job that succeeded has replaced them.",
  anomaly: { plain: "rows of before lost", formal: "lost update (P4)" },
  initial: { acked: [], failed: [] },
  applies: (bounds) => boundOf(bounds, "prior") > 0,
  step: (state, event) => {
    if (event.type === "acked") return { ...state, acked: withItem(state.acked, event.jobKey) };
    if (event.type !== "failed" && event.type !== "refused") return state;
    return { ...state, failed: withItem(state.failed, event.jobKey) };
  },
  atEnd: (state, { table }, scene) => {
    const { kept = [], replaced = [] } = scene.past ?? {};
    const readable = rowsIn(table, scene);
    const missed = countMissing(bagOf(kept), readable);
    const gone = countMissing(bagOf(replaced), readable);
    const lost = missed + (isReplaced(state, readable, scene) ? 0n : gone);
    if (lost === 0n) return undefined;
    const why = table.ok ? "" : `: the table cannot be read (${table.error})`;
    const message = `${rowsInWords(lost)} of ${bagSize(bagOf([...kept, ...replaced]))} that were there before are not readable${why}`;
    const rows = { ...countRows(table, state.acked, scene), lost };
    return { message, rows, ...(table.ok ? {} : { told: true }) };
  },
};

/** Has some job put its rows in the place of the old ones, as far as anybody was told? */
function isReplaced(state: State, readable: ReturnType<typeof rowsIn>, scene: Scene): boolean {
  if (state.acked.length > 0) return true;
  return [...scene.rowsOf].some(
    ([jobKey, rows]) => !state.failed.includes(jobKey) && countMissing(bagOf(rows), readable) === 0n,
  );
}
