/** The time of a served store. */

export interface Clock {
  readonly kind: "virtual" | "real";
  /** Milliseconds since 1970. */
  now(): number;
  /** A request has come. */
  tick(): void;
  /** Lets so many milliseconds pass. */
  advance(milliseconds: number): void;
}

/** Where virtual time begins: the same for every run. */
export const virtualStart = Date.parse("2026-01-01T00:00:00Z");

/** Each request takes so long in virtual time, if nothing else is asked for. */
export const virtualTick = 100;

/** Time that passes with requests alone, so that the same requests happen at the same times. */
export class VirtualClock implements Clock {
  readonly kind = "virtual";
  #now: number;
  readonly #step: number;

  constructor(step: number = virtualTick, start: number = virtualStart) {
    this.#now = start;
    this.#step = step;
  }

  now(): number {
    return this.#now;
  }

  tick(): void {
    this.#now += this.#step;
  }

  advance(milliseconds: number): void {
    this.#now += milliseconds;
  }
}

/** The machine's time, which can be set forward, too. */
export class RealClock implements Clock {
  readonly kind = "real";
  #ahead = 0;

  now(): number {
    return Date.now() + this.#ahead;
  }

  tick(): void {
    // It goes by itself.
  }

  advance(milliseconds: number): void {
    this.#ahead += milliseconds;
  }
}
