import type { TableSeen } from "../src/check/events.js";
import type { Property, Scene, Violation } from "../src/check/property.js";
import { rowsIn, withItem } from "../src/check/rows.js";

type State = {
  readonly acked: readonly string[];
};

/** Whoever reads the table sees all rows of a job or none; so does whoever reads what a job left that was not acknowledged. */
export const allOrNothing: Property<State> = {
  name: "all-or-nothing",
  claim: "Whoever reads the table sees all rows of a job or none of them.",
  anomaly: { plain: "half-visible commit", formal: "fractured read (G1b)" },
  initial: { acked: [] },
  step: (state, event, scene) => {
    if (event.type === "acked") return { acked: withItem(state.acked, event.jobKey) };
    if (event.type !== "read") return state;
    return half(event.table, [...scene.rowsOf.keys()], scene, event.reader) ?? state;
  },
  // An acknowledged job of which rows are missing has lost them: that is another property's finding.
  atEnd: (state, { table }, scene) => {
    const others = [...scene.rowsOf.keys()].filter((key) => !state.acked.includes(key));
    return half(table, others, scene, "whoever reads from now on");
  },
};

function half(
  table: TableSeen,
  jobKeys: readonly string[],
  scene: Scene,
  reader: string,
): Violation | undefined {
  // A read that failed loudly saw nothing.
  if (!table.ok) return undefined;
  const seen = rowsIn(table, scene);
  for (const key of jobKeys) {
    const rows = new Set(scene.rowsOf.get(key));
    const found = [...rows].filter((row) => seen.has(row)).length;
    if (found > 0 && found < rows.size) {
      return { message: `${reader} sees ${found} of the ${rows.size} rows of ${key}`, jobs: [key] };
    }
  }
  return undefined;
}
