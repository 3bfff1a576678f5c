import { boundOf } from "../src/check/bounds.js";
import type { Property } from "../src/check/property.js";
import { bagOf, countMissing, countRows, rowsIn, rowsInWords, withItem } from "../src/check/rows.js";

type State = {
  readonly acked: readonly string[];
};

/** What a job's mode says of the rows that it meets is true once the job is acknowledged. */
export const writeMode: Property<State> = {
  name: "write-mode",
  claim:
    "After an overwrite that succeeded no old row is readable; a job that must meet no rows does not succeed.",
  anomaly: { plain: "old rows survive an overwrite", formal: "stale rows (no Adya name)" },
  initial: { acked: [] },
  applies: (bounds) => boundOf(bounds, "prior") > 0 && boundOf(bounds, "mode") > 0,
  step: (state, event, scene) => {
    if (event.type !== "acked") return state;
    if (scene.past?.inTheWay === true) {
      return {
        message: `${event.jobKey} was to meet no rows, and succeeded beside those of before`,
        jobs: [event.jobKey],
      };
    }
    return { acked: withItem(state.acked, event.jobKey) };
  },
  atEnd: ({ acked }, { table }, scene) => {
    const old = bagOf(scene.past?.replaced ?? []);
    if (acked.length === 0 || old.size === 0) return undefined;
    const surviving = countMissing(old, new Map()) - countMissing(old, rowsIn(table, scene));
    if (surviving === 0n) return undefined;
    const rows = { ...countRows(table, acked, scene), surplus: surviving };
    return { message: `${rowsInWords(surviving)} that were to be replaced are readable`, rows, jobs: acked };
  },
};
