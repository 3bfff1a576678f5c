import type { Property } from "../src/check/property.js";
import { rowsIn } from "../src/check/rows.js";

/** Whoever begins to read after something was acknowledged finds it. Watched of readers that note what had been by then. */
export const readYourWrites: Property<null> = {
  name: "read-your-writes",
  claim: "Whoever begins to read after rows were acknowledged is told no error, and finds them.",
  anomaly: { plain: "my own commit is missing", formal: "read-your-writes violation" },
  initial: null,
  step: (state, event, scene) => {
    if (event.type !== "read" || event.after === undefined || event.after.length === 0) return state;
    const { reader, table, after } = event;
    if (!table.ok)
      return {
        message: `${reader} is told ${table.error}, of what was acknowledged before`,
        told: true,
      };
    const seen = rowsIn(table, scene);
    for (const key of after) {
      const rows = [...new Set(scene.rowsOf.get(key))];
      const found = rows.filter((row) => seen.has(row)).length;
      if (found < rows.length)
        return {
          message: `${reader} sees ${found} of the ${rows.length} rows of ${key}, which was acknowledged before`,
          jobs: [key],
        };
    }
    return state;
  },
  atEnd: () => undefined,
};
