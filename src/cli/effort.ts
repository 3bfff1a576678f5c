import type { Effort } from "../explore/cell.js";

/**
 * How hard each cell is looked at where nothing else is asked for. A search that does not close under the limit of states
 * is given up, and the cell is sampled: the limit decides which cells are proven. Both numbers are part of what a verdict
 * says, so they are the same on every machine. Two million states take some ten seconds and 100 MB.
 */
export const defaultEffort: Effort = { states: 2_000_000, executions: 200 };

/**
 * The same for `compare`, which has hundreds of cells to look at within half a minute on 2 cores. Of those that it looks at
 * where nothing is chosen, none has between 33,000 and 200,000 states: a larger limit proves no more of them, and costs as
 * much time again.
 */
export const compareEffort: Effort = { ...defaultEffort, states: 60_000 };

/** The same in somebody's own tests, which are given up after a few seconds. */
export const libraryEffort: Effort = { ...defaultEffort, states: 200_000 };

/** With `--exhaust`: as many states as the search can number, so memory is what ends it (about 50 bytes a state). */
export const exhaustiveStates = 20_000_000;
