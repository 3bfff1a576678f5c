import type { Effort } from "../explore/cell.js";

/**
 * How hard each cell is looked at where nothing else is asked for. A search that does not close under the limit of states
 * is given up, and the cell is sampled: the limit decides which cells are proven. Both numbers are part of what a verdict
 * says, so they are the same on every machine. Two million states take some ten seconds and 100 MB.
 */
export const defaultEffort: Effort = { states: 2_000_000, executions: 200 };

/**
 * The same for `compare`, which has hundreds of cells to look at in less than a minute on 2 cores: what has more states takes about a second
 * a cell and more, and mostly does not close within several.
 */
const compareStates = 60_000;

/**
 * A larger limit where it proves more cells than it costs: in these scenarios the largest cells that close within seconds have 550,585
 * and 280,935 states (docs/exhausting.md).
 */
const compareStatesIn: Readonly<Record<string, number>> = { "driver-crash": 600_000, speculation: 300_000 };

/** How hard `compare` looks at the cells of a scenario. */
export function compareEffort(scenario: string): Effort {
  return { ...defaultEffort, states: compareStatesIn[scenario] ?? compareStates };
}

/** The same in somebody's own tests, which are given up after a few seconds. */
export const libraryEffort: Effort = { ...defaultEffort, states: 200_000 };

/** With `--exhaust`: as many states as the search can number, so memory is what ends it (about 50 bytes a state). */
export const exhaustiveStates = 20_000_000;
