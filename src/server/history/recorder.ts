/** Keeps the history of a server: the latest part in memory, all of it where somebody takes the lines. */
import type { HistoryLine } from "./entry.js";

/** Lines that are kept in memory. */
const mostKept = 20_000;

export class Recorder {
  #lines: string[] = [];
  #dropped = 0;
  #order = 0;
  #requests = 0;
  /** Takes each line, with its end, as it is written. */
  sink: ((line: string) => void) | undefined;

  /** The next place in the order of beginnings and ends. */
  place(): number {
    return ++this.#order;
  }

  /** The number of the next request. */
  nextId(): number {
    return ++this.#requests;
  }

  add(line: HistoryLine): void {
    const text = JSON.stringify(line);
    this.sink?.(`${text}\n`);
    this.#lines.push(text);
    if (this.#lines.length < 2 * mostKept) return;
    this.#dropped += this.#lines.length - mostKept;
    this.#lines = this.#lines.slice(-mostKept);
  }

  /** The lines that are kept, and how many before them are not. */
  get kept(): { readonly lines: readonly string[]; readonly dropped: number } {
    return { lines: this.#lines, dropped: this.#dropped };
  }
}
