/**
 * Memory that the main thread and its workers share: an execution leaves no room for messages, because its thread does
 * not come back to the event loop while it runs.
 */
import type { Progress, Watch } from "../explore/watch.js";

/** Slots of a worker: how often it has shown that it lives, then its progress. */
const slots = {
  beats: 0,
  total: 1,
  phase: 2,
  done: 3,
  waiting: 4,
  transitions: 5,
  depth: 6,
  bytes: 7,
} as const;
const slotsPerWorker = 8;
/** Before the workers' slots: is everybody to stop? */
const header = 1;

const phases = ["exhaust", "sample"] as const;

export class SharedStatus {
  readonly buffer: SharedArrayBuffer;
  readonly #numbers: BigInt64Array;

  /** @param from the number of workers, or the memory that another thread has made. */
  constructor(from: number | SharedArrayBuffer) {
    this.buffer =
      typeof from === "number" ? new SharedArrayBuffer(8 * (header + from * slotsPerWorker)) : from;
    this.#numbers = new BigInt64Array(this.buffer);
  }

  interrupt(): void {
    Atomics.store(this.#numbers, 0, 1n);
  }

  get interrupted(): boolean {
    return Atomics.load(this.#numbers, 0) === 1n;
  }

  /** Any number that changes while the worker gets on. */
  beats(worker: number): bigint {
    return Atomics.load(this.#numbers, this.#at(worker, "beats"));
  }

  beat(worker: number): void {
    Atomics.add(this.#numbers, this.#at(worker, "beats"), 1n);
  }

  /** States and executions that the worker has looked at, over all its jobs. */
  total(worker: number): number {
    return Number(Atomics.load(this.#numbers, this.#at(worker, "total")));
  }

  /** Forgets the progress of the worker's last job. */
  clear(worker: number): void {
    for (const slot of ["phase", "done", "waiting", "transitions", "depth", "bytes"] as const) {
      Atomics.store(this.#numbers, this.#at(worker, slot), 0n);
    }
  }

  progress(worker: number): Progress {
    const read = (slot: keyof typeof slots): number =>
      Number(Atomics.load(this.#numbers, this.#at(worker, slot)));
    return {
      phase: phases[read("phase")] ?? "exhaust",
      done: read("done"),
      waiting: read("waiting"),
      transitions: read("transitions"),
      depth: read("depth"),
      bytes: read("bytes"),
    };
  }

  /** How a worker is watched. */
  watch(worker: number): Watch {
    const write = (slot: keyof typeof slots, value: number): void => {
      Atomics.store(this.#numbers, this.#at(worker, slot), BigInt(Math.trunc(value)));
    };
    return {
      progress: ({ phase, done, waiting, transitions, depth, bytes }) => {
        const before = this.progress(worker);
        const more = before.phase === phase && done >= before.done ? done - before.done : done;
        Atomics.add(this.#numbers, this.#at(worker, "total"), BigInt(more));
        write("phase", phases.indexOf(phase));
        write("done", done);
        write("waiting", waiting);
        write("transitions", transitions);
        write("depth", depth);
        write("bytes", bytes);
        this.beat(worker);
      },
      alive: () => this.beat(worker),
      interrupted: () => this.interrupted,
      breathe: () => Promise.resolve(),
    };
  }

  #at(worker: number, slot: keyof typeof slots): number {
    return header + worker * slotsPerWorker + slots[slot];
  }
}
