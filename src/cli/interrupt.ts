/** Ctrl-C: once to stop and keep what there is, twice to end at once. */
import { exitStatus } from "./errors.js";

export interface Interrupts {
  readonly signal: AbortSignal;
  /** Gives the signals back. */
  release(): void;
}

export function listenForInterrupts(say: (text: string) => void): Interrupts {
  const controller = new AbortController();
  const hear = (): void => {
    if (controller.signal.aborted) process.exit(exitStatus.unknown);
    say("\nInterrupted: stopping. Once more ends at once.\n");
    controller.abort();
  };
  process.on("SIGINT", hear);
  process.on("SIGTERM", hear);
  return {
    signal: controller.signal,
    release: () => {
      process.off("SIGINT", hear);
      process.off("SIGTERM", hear);
    },
  };
}
