/**
 * A map from pairs of small integers to small integers, without an object per entry: what every step looks up. Numbers
 * are from 0 to 2^31 - 1.
 */
export class PairMap {
  /** Per cell: the pair, and the value + 1 (0: the cell is empty). */
  #cells = new Int32Array(3 * 64);
  #mask = 63;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Bytes that the map takes. */
  get bytes(): number {
    return this.#cells.byteLength;
  }

  /** The value of a pair; -1 where it has none. */
  get(first: number, second: number): number {
    const cells = this.#cells;
    const mask = this.#mask;
    for (let cell = hash(first, second) & mask; ; cell = (cell + 1) & mask) {
      const at = cell * 3;
      const value = cells[at + 2]!;
      if (value === 0) return -1;
      if (cells[at] === first && cells[at + 1] === second) return value - 1;
    }
  }

  /** Gives a pair its value. */
  set(first: number, second: number, value: number): void {
    if (this.#size * 3 > this.#mask * 2) this.#grow();
    const at = this.#find(first, second);
    if (this.#cells[at + 2] === 0) this.#size += 1;
    this.#cells[at] = first;
    this.#cells[at + 1] = second;
    this.#cells[at + 2] = value + 1;
  }

  /** Where the pair is, or the empty cell where it belongs. */
  #find(first: number, second: number): number {
    const cells = this.#cells;
    for (let cell = hash(first, second) & this.#mask; ; cell = (cell + 1) & this.#mask) {
      const at = cell * 3;
      if (cells[at + 2] === 0 || (cells[at] === first && cells[at + 1] === second)) return at;
    }
  }

  #grow(): void {
    const old = this.#cells;
    this.#mask = this.#mask * 2 + 1;
    this.#cells = new Int32Array(3 * (this.#mask + 1));
    for (let from = 0; from < old.length; from += 3) {
      if (old[from + 2] === 0) continue;
      const at = this.#find(old[from]!, old[from + 1]!);
      this.#cells[at] = old[from]!;
      this.#cells[at + 1] = old[from + 1]!;
      this.#cells[at + 2] = old[from + 2]!;
    }
  }
}

/** Only speed depends on it. */
function hash(first: number, second: number): number {
  const value = Math.imul(Math.imul(first, 0x9e3779b1) ^ second, 0x85ebca77);
  return value ^ (value >>> 15);
}
