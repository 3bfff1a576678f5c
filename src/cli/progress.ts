/** One line on the terminal that tells how far it is. Drawn over itself, and wiped away at the end. */
import type { PoolView } from "./pool.js";
import type { Shell } from "./shell.js";

/** Too few cells tell nothing about the rest. */
const cellsBeforeEstimate = 5;

/** Seconds over which the rate is taken. */
const rateOver = 3;

const wipe = "\r\u001b[2K";

export class ProgressLine {
  readonly #shell: Shell;
  readonly #what: string;
  readonly #start: number;
  /** How many there are, where the workers count them themselves. */
  readonly #of: number | undefined;
  /** Times with the number of states by then. */
  #past: readonly (readonly [time: number, states: number])[];

  /** `of`: where what counts is what the workers count, and not their jobs: how many there will be. */
  constructor(shell: Shell, what: string, of?: number) {
    this.#shell = shell;
    this.#what = what;
    this.#of = of;
    this.#start = shell.now();
    this.#past = [[this.#start, 0]];
  }

  look(view: PoolView): void {
    if (!this.#shell.live) return;
    const now = this.#shell.now();
    this.#past = [...this.#past.filter(([time]) => now - time <= rateOver * 1000), [now, view.states]];
    const line = this.line(view, now).slice(0, this.#shell.progressWidth - 1);
    this.#shell.err(`${wipe}${line}`);
  }

  end(): void {
    if (this.#shell.live) this.#shell.err(wipe);
  }

  /** What the line says at a time. */
  line(view: PoolView, now: number): string {
    const [time, states] = this.#past[0] ?? [now, 0];
    const latest = this.#past.at(-1)?.[1] ?? 0;
    const seconds = (now - time) / 1000;
    const rate = seconds > 0 ? Math.round((latest - states) / seconds) : 0;
    const [done, total] = this.#of === undefined ? [view.done, view.total] : [view.states, this.#of];
    const unit = this.#of === undefined ? "states" : this.#what;
    return [
      `${done.toLocaleString("en-US")}/${total.toLocaleString("en-US")} ${this.#what}`,
      ...(rate > 0 ? [`${rate.toLocaleString("en-US")} ${unit}/s`] : []),
      ...searchWords(view.running),
      ...(done < cellsBeforeEstimate
        ? []
        : [`${duration(((now - this.#start) / done) * (total - done))} left`]),
    ].join(", ");
  }
}

/** How far the searches are that are under way: states that were closed and that wait to be looked at, the deepest one's steps, memory of all. */
function searchWords(running: PoolView["running"]): readonly string[] {
  const searches = running.filter(({ phase, done }) => phase === "exhaust" && done > 0);
  if (searches.length === 0) return [];
  const sum = (of: (search: (typeof searches)[number]) => number): number =>
    searches.reduce((total, search) => total + of(search), 0);
  const megabytes = Math.ceil(sum(({ bytes }) => bytes) / 2 ** 20);
  return [
    `${sum(({ done }) => done).toLocaleString("en-US")} states`,
    `${sum(({ waiting }) => waiting).toLocaleString("en-US")} waiting`,
    `depth ${Math.max(...searches.map(({ depth }) => depth))}`,
    `${megabytes.toLocaleString("en-US")} MiB`,
  ];
}

function duration(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
}
