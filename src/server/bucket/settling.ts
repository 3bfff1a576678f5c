/** When the store has caught up with each write: a queue of keys by time. */

interface Due {
  readonly time: number;
  readonly key: string;
}

/** A binary heap; and for each key how many of its writes are still on their way. */
export class Settling {
  readonly #heap: Due[] = [];
  readonly #pending = new Map<string, number>();

  /** A write of the key will have gone everywhere at `time`. */
  add(key: string, time: number): void {
    this.#pending.set(key, (this.#pending.get(key) ?? 0) + 1);
    const heap = this.#heap;
    let at = heap.push({ time, key }) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (heap[parent]!.time <= heap[at]!.time) break;
      [heap[parent], heap[at]] = [heap[at]!, heap[parent]!];
      at = parent;
    }
  }

  /** The next key of which every write has gone everywhere by `now`. */
  next(now: number): string | undefined {
    while (this.#heap.length > 0 && this.#heap[0]!.time <= now) {
      const { key } = this.#pop();
      const left = this.#pending.get(key)! - 1;
      if (left > 0) {
        this.#pending.set(key, left);
        continue;
      }
      this.#pending.delete(key);
      return key;
    }
    return undefined;
  }

  get size(): number {
    return this.#pending.size;
  }

  clear(): void {
    this.#heap.length = 0;
    this.#pending.clear();
  }

  #pop(): Due {
    const heap = this.#heap;
    const first = heap[0]!;
    const last = heap.pop()!;
    if (heap.length === 0) return first;
    heap[0] = last;
    for (let at = 0; ;) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2]) {
        if (child < heap.length && heap[child]!.time < heap[least]!.time) least = child;
      }
      if (least === at) return first;
      [heap[least], heap[at]] = [heap[at]!, heap[least]!];
      at = least;
    }
  }
}
