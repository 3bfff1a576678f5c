/** What is still to happen, by virtual time. What happens at one time happens in the order in which it was noted. */

/** Something that happens. Returns whether a process runs on because of it. */
export type Happening = () => boolean;

interface Entry {
  readonly at: number;
  readonly number: number;
  readonly happening: Happening;
}

/** A binary heap. */
export class Agenda {
  readonly #heap: Entry[] = [];
  #noted = 0;
  /** Virtual time: milliseconds from the start. */
  now = 0;

  get empty(): boolean {
    return this.#heap.length === 0;
  }

  /** In so many milliseconds from now. */
  note(after: number, happening: Happening): void {
    const heap = this.#heap;
    const entry = { at: this.now + Math.max(0, after), number: this.#noted++, happening };
    let at = heap.length;
    heap.push(entry);
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!isBefore(entry, heap[above]!)) break;
      heap[at] = heap[above]!;
      at = above;
    }
    heap[at] = entry;
  }

  /** What comes next; the clock is set to its time. Undefined where nothing is left. */
  next(): Happening | undefined {
    const heap = this.#heap;
    const [first] = heap;
    if (first === undefined) return undefined;
    const last = heap.pop()!;
    if (heap.length > 0) this.#sink(last);
    this.now = first.at;
    return first.happening;
  }

  #sink(entry: Entry): void {
    const heap = this.#heap;
    const { length } = heap;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= length) break;
      if (below + 1 < length && isBefore(heap[below + 1]!, heap[below]!)) below += 1;
      if (!isBefore(heap[below]!, entry)) break;
      heap[at] = heap[below]!;
      at = below;
    }
    heap[at] = entry;
  }
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.at < b.at || (a.at === b.at && a.number < b.number);
}
