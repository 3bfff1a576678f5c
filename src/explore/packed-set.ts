/** An exact set of fixed-width rows of small integers: each distinct row has an index, in the order of arrival. */

const emptySlot = -1;

export class PackedSet {
  readonly width: number;
  #rows: Int32Array;
  #slots: Int32Array;
  #size = 0;

  constructor(width: number, capacity = 1 << 12) {
    this.width = width;
    this.#rows = new Int32Array(width * capacity);
    this.#slots = new Int32Array(capacity * 2).fill(emptySlot);
  }

  get size(): number {
    return this.#size;
  }

  /** Bytes that the set takes. */
  get bytes(): number {
    return this.#rows.byteLength + this.#slots.byteLength;
  }

  /** The index of `row`; a new one (equal to the size before) if it was not in the set. */
  add(row: Int32Array): number {
    const mask = this.#slots.length - 1;
    let slot = hash(row) & mask;
    for (;;) {
      const index = this.#slots[slot]!;
      if (index === emptySlot) break;
      if (this.#equal(index, row)) return index;
      slot = (slot + 1) & mask;
    }
    const index = this.#size++;
    if ((index + 1) * this.width > this.#rows.length) this.#rows = grown(this.#rows);
    this.#rows.set(row, index * this.width);
    this.#slots[slot] = index;
    if (this.#size * 2 > this.#slots.length) this.#rehash();
    return index;
  }

  /** Copies the row with an index into `out`. */
  read(index: number, out: Int32Array): void {
    const from = index * this.width;
    for (let at = 0; at < this.width; at++) out[at] = this.#rows[from + at]!;
  }

  #equal(index: number, row: Int32Array): boolean {
    const from = index * this.width;
    for (let at = 0; at < this.width; at++) if (this.#rows[from + at] !== row[at]) return false;
    return true;
  }

  #rehash(): void {
    this.#slots = new Int32Array(this.#slots.length * 2).fill(emptySlot);
    const mask = this.#slots.length - 1;
    const row = new Int32Array(this.width);
    for (let index = 0; index < this.#size; index++) {
      this.read(index, row);
      let slot = hash(row) & mask;
      while (this.#slots[slot] !== emptySlot) slot = (slot + 1) & mask;
      this.#slots[slot] = index;
    }
  }
}

function grown(array: Int32Array): Int32Array {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}

/** Mixes each number in turn (the finaliser of MurmurHash3); only speed depends on it, membership is exact. */
function hash(row: Int32Array): number {
  let value = 0x9e3779b9 | 0;
  for (let at = 0; at < row.length; at++) {
    value = Math.imul(value ^ row[at]!, 0x85ebca6b);
    value ^= value >>> 13;
    value = Math.imul(value, 0xc2b2ae35);
    value ^= value >>> 16;
  }
  return value >>> 0;
}
