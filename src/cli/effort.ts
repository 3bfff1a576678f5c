import type { Effort } from "../explore/cell.js";

/**
 * How hard each cell is looked at where nothing else is asked for. A search that does not close under the limit of states
 * is given up, and the cell is sampled: the limit is what lets all cells of `compare` end within a minute on 2 cores,
 * and what decides which cells are proven. Both numbers are part of what a verdict says, so they are the same on every
 * machine.
 */
export const defaultEffort: Effort = { states: 200_000, executions: 200 };

/** With `--exhaust`: as many states as the search can number, so memory is what ends it (about 100 bytes a state). */
export const exhaustiveStates = 20_000_000;
