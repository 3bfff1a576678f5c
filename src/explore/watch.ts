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
  /** Asked now and then; true: stop, and return what there is. */
  interrupted(): boolean;
  /** Lets the event loop turn, so that signals are heard. */
  breathe(): Promise<void>;
}

export const nobody: Watch = {
  progress: () => undefined,
  interrupted: () => false,
  breathe: () => Promise.resolve(),
};
