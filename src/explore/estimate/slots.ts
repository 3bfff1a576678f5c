/** The engine's own time: so many task attempts run at once, and each computes for a while before its first request. */
import type { DelayProfile } from "../../check/profile.js";
import type { BoardRequest } from "../../job/board.js";
import { boardService } from "../../job/board.js";
import type { Draw } from "./delay.js";
import type { Gate } from "./timed-run.js";

export class Slots {
  readonly #free: { left: number };
  readonly #compute: Draw;
  readonly #waiting: (() => void)[] = [];
  readonly #running = new Set<string>();

  constructor(profile: DelayProfile, compute: Draw) {
    this.#free = { left: profile.engine?.slots ?? Number.POSITIVE_INFINITY };
    this.#compute = compute;
  }

  /** An attempt that has been launched waits for a slot. */
  readonly gate: Gate = ({ process, service, request }, go) => {
    if (service !== boardService || (request as BoardRequest).op !== "await-launch") return false;
    const begin = (): void => {
      this.#free.left -= 1;
      this.#running.add(process);
      go(this.#compute());
    };
    if (this.#free.left > 0) begin();
    else this.#waiting.push(begin);
    return true;
  };

  /** A process has ended or died. */
  readonly over = (process: string): void => {
    if (!this.#running.delete(process)) return;
    this.#free.left += 1;
    this.#waiting.shift()?.();
  };
}
