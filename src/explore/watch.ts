import type { Option } from "../sim/world.js";
import type { FullRow } from "./steps.js";

/** How whoever started a search watches it. The explorer itself knows no clock and does no I/O. */
export interface Progress {
  readonly phase: "exhaust" | "sample";
  /** Closed states, or executions. */
  readonly done: number;
  /** States that wait, or executions still to run. */
  readonly waiting: number;
  readonly transitions: number;
  /** Steps from the start of the executions that are being extended. */
  readonly depth: number;
  /** Bytes of the state table. */
  readonly bytes: number;
}

export interface Watch {
  progress(progress: Progress): void;
  /** Told now and then while there is no progress to tell: the work goes on. */
  alive?(): void;
  /** Asked now and then; true: stop, and return what there is. */
  interrupted(): boolean;
  /** Lets the event loop turn, so that signals are heard. */
  breathe(): Promise<void>;
  /** Told of each state in which all processes have finished, when an exhaustive search closes it: least cost first. */
  ended?(end: Ended): void;
}

/** A state in which all processes have finished. */
export interface Ended {
  /** Used again for the next state: copy what is to be kept. */
  readonly row: FullRow;
  readonly cost: number;
  readonly steps: number;
  /** Per property: violated, on the way here or by what the store now holds. */
  readonly violated: readonly boolean[];
  /** The way of least cost here, and of fewest steps among those. To be asked for at once. */
  path(): readonly Option[];
}

export const nobody: Watch = {
  progress: () => undefined,
  interrupted: () => false,
  breathe: () => Promise.resolve(),
};
