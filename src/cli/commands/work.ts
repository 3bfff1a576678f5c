/** What all commands that run committers have in common. */
import { availableParallelism } from "node:os";
import type { PoolOptions, PoolView } from "../pool.js";
import type { Shell } from "../shell.js";
import { wholeNumber } from "../whole-number.js";

export interface WorkOptions {
  readonly json?: boolean;
  /** Seconds. */
  readonly patience: string;
  readonly workers?: string;
}

/** More threads than this, unasked, have too little memory each for a large search. */
const workersUnasked = 8;

/** @throws UsageError */
export function poolOptions(
  { patience, workers }: WorkOptions,
  shell: Shell,
  look: (view: PoolView) => void = () => undefined,
): PoolOptions {
  return {
    patience: wholeNumber("--patience", patience, 1, 86_400),
    workers:
      workers === undefined
        ? Math.min(availableParallelism(), workersUnasked)
        : wholeNumber("--workers", workers, 1, 256),
    stop: shell.stop,
    now: () => shell.now(),
    look,
  };
}
