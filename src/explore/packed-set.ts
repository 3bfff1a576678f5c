/**
 * An exact set of fixed-width rows of small integers: each distinct row has an index, in the order of arrival. Beside a
 * row stand a few integers of the caller's, its notes.
 *
 * A row takes as few bits as its columns need: where a column's numbers grow, all rows are packed anew. Rows and notes stand
 * together in chunks, so that looking a row up costs one access to the slots and one to its record, and growing copies
 * nothing but slots.
 */
import { mixed, Packing } from "./packing.js";

/** Rows per chunk; the first chunk grows to it. */
const chunkBits = 16;
const chunkRows = 2 ** chunkBits;
const rowInChunk = chunkRows - 1;
const firstRows = 2 ** 10;

export interface PackedSetOptions {
  /** How many integers the caller keeps beside each row. */
  readonly notes?: number;
  /** A column that is not part of a row's identity, and reads as 0. */
  readonly without?: number;
}

export class PackedSet {
  readonly #notes: number;
  #packing: Packing;
  /** A record is its notes, then its key: the row packed into words, and its hash. */
  #stride: number;
  #chunks: Int32Array[];
  #size = 0;
  /** Per slot: index + 1 in the low bits, the hash's other bits above them; 0: empty. */
  #slots = new Int32Array(firstRows * 2);
  /** A row that others are near to, and its key. */
  readonly #base: Int32Array;
  #baseKey: Int32Array;
  /** Keys of the rows that are looked up next, one after the other, and their mixed hashes. */
  #keys: Int32Array;
  #codes = new Int32Array(8);
  #staged = 0;
  /** What was read ahead, so that reading it is of use. */
  readonly #ahead = new Int32Array(1);

  constructor(width: number, { notes = 0, without = -1 }: PackedSetOptions = {}) {
    this.#notes = notes;
    this.#packing = new Packing(Array.from({ length: width }, (_, column) => (column === without ? 0 : 1)));
    this.#stride = notes + this.#packing.words + 1;
    this.#chunks = [new Int32Array(firstRows * this.#stride)];
    this.#base = new Int32Array(width).fill(-1);
    this.#baseKey = new Int32Array(this.#packing.words + 1);
    this.#keys = new Int32Array(this.#codes.length * (this.#packing.words + 1));
  }

  get size(): number {
    return this.#size;
  }

  /** Bytes that the set takes, with the notes. */
  get bytes(): number {
    return this.#slots.byteLength + this.#chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0);
  }

  /** The rows that are looked up next are near to this one. Only speed depends on it. */
  near(row: Int32Array): void {
    while (!this.#packing.change(this.#baseKey, 0, this.#base, row)) this.#widen(row);
    this.#base.set(row);
  }

  /** The index of `row`; a new one (equal to the size before) if it was not in the set. Its numbers are from -1 on. */
  add(row: Int32Array): number {
    this.clearStage();
    this.stage(row);
    return this.addStaged(0);
  }

  /** The index of `row`, or -1 if it is not in the set. */
  find(row: Int32Array): number {
    this.clearStage();
    this.stage(row);
    return (this.#slots[this.#slotOf(0)]! & (this.#slots.length - 1)) - 1;
  }

  /** Forgets the rows that were staged. */
  clearStage(): void {
    this.#staged = 0;
  }

  /** Remembers a row, to be added soon by {@link addStaged} under its number: 0, 1, … */
  stage(row: Int32Array): void {
    const staged = this.#staged;
    if (staged === this.#codes.length) this.#growStage();
    for (;;) {
      const keys = this.#keys;
      const base = this.#baseKey;
      const at = staged * base.length;
      for (let word = 0; word < base.length; word++) keys[at + word] = base[word]!;
      if (this.#packing.change(keys, at, this.#base, row)) {
        this.#codes[staged] = mixed(keys[at + base.length - 1]!);
        this.#staged = staged + 1;
        return;
      }
      this.#widen(row);
    }
  }

  /**
   * Reads where the staged rows will be looked up. The set is larger than any cache, and most of the time goes by with
   * waiting for memory: these reads do not depend on each other, so that the processor waits for all of them at once.
   */
  readAhead(): void {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let ahead = 0;
    for (let staged = 0; staged < this.#staged; staged++) ahead ^= slots[this.#codes[staged]! & mask]!;
    for (let staged = 0; staged < this.#staged; staged++) {
      const code = this.#codes[staged]!;
      const entry = slots[code & mask]!;
      if (entry !== 0 && ((entry ^ code) & ~mask) === 0) {
        const index = (entry & mask) - 1;
        ahead ^= this.#chunks[index >>> chunkBits]![(index & rowInChunk) * this.#stride]!;
      }
    }
    this.#ahead[0] = ahead;
  }

  /** As {@link add}, for a staged row. */
  addStaged(staged: number): number {
    const slot = this.#slotOf(staged);
    const entry = this.#slots[slot]!;
    const mask = this.#slots.length - 1;
    if (entry !== 0) return (entry & mask) - 1;
    const index = this.#append(staged);
    this.#slots[slot] = (this.#codes[staged]! & ~mask) | (index + 1);
    if (this.#size * 3 > this.#slots.length * 2) this.#growSlots();
    return index;
  }

  /** Copies the row with an index into `out`. */
  read(index: number, out: Int32Array): void {
    const at = (index & rowInChunk) * this.#stride + this.#notes;
    this.#packing.unpack(this.#chunks[index >>> chunkBits]!, at, out);
  }

  /** Note number `note` of the row with an index; 0 at first. */
  note(index: number, note: number): number {
    return this.#chunks[index >>> chunkBits]![(index & rowInChunk) * this.#stride + note]!;
  }

  setNote(index: number, note: number, value: number): void {
    this.#chunks[index >>> chunkBits]![(index & rowInChunk) * this.#stride + note] = value;
  }

  /** The slot of a staged row, or the empty one where it belongs. */
  #slotOf(staged: number): number {
    const code = this.#codes[staged]!;
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = code & mask;
    for (let entry = slots[slot]!; entry !== 0; entry = slots[slot]!) {
      if (((entry ^ code) & ~mask) === 0 && this.#holds((entry & mask) - 1, staged)) break;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  /** Is a staged row the one with an index? */
  #holds(index: number, staged: number): boolean {
    const keys = this.#keys;
    const { length } = this.#baseKey;
    const at = staged * length;
    const chunk = this.#chunks[index >>> chunkBits]!;
    const from = (index & rowInChunk) * this.#stride + this.#notes;
    for (let word = 0; word < length; word++) if (chunk[from + word] !== keys[at + word]) return false;
    return true;
  }

  #append(staged: number): number {
    const index = this.#size++;
    const number = index >>> chunkBits;
    const at = (index & rowInChunk) * this.#stride;
    let chunk = this.#chunks[number];
    if (chunk === undefined || at >= chunk.length) {
      const rows = chunk === undefined ? chunkRows : (chunk.length / this.#stride) * 2;
      const larger = new Int32Array(rows * this.#stride);
      if (chunk !== undefined) larger.set(chunk);
      chunk = larger;
      this.#chunks[number] = chunk;
    }
    const { length } = this.#baseKey;
    for (let word = 0; word < length; word++)
      chunk[at + this.#notes + word] = this.#keys[staged * length + word]!;
    return index;
  }

  /** Makes room for the numbers of a row: packs all rows anew. */
  #widen(row: Int32Array): void {
    const before = this.#packing;
    const stride = this.#stride;
    const packing = before.widened(this.#used(), row);
    this.#packing = packing;
    this.#stride = this.#notes + packing.words + 1;
    this.#chunks = this.#chunks.map((chunk, number) => {
      const rows = chunk.length / stride;
      const next = new Int32Array(rows * this.#stride);
      const used = Math.min(rows, this.#size - number * chunkRows);
      for (let index = 0; index < used; index++) {
        for (let note = 0; note < this.#notes; note++)
          next[index * this.#stride + note] = chunk[index * stride + note]!;
      }
      this.#repack(before, chunk, stride, next, this.#stride, this.#notes, used);
      return next;
    });
    const keys = new Int32Array(this.#codes.length * (packing.words + 1));
    this.#repack(before, this.#keys, before.words + 1, keys, packing.words + 1, 0, this.#staged);
    this.#keys = keys;
    const baseKey = new Int32Array(packing.words + 1);
    packing.change(baseKey, 0, new Int32Array(this.#base.length).fill(-1), this.#base);
    this.#baseKey = baseKey;
  }

  /** Packs `count` keys anew: those that stand in `from` at `skip` and every `stride`, into `to` likewise. */
  #repack(
    before: Packing,
    from: Int32Array,
    stride: number,
    to: Int32Array,
    toStride: number,
    skip: number,
    count: number,
  ): void {
    const none = new Int32Array(this.#base.length).fill(-1);
    const row = new Int32Array(this.#base.length);
    for (let index = 0; index < count; index++) {
      before.unpack(from, index * stride + skip, row);
      this.#packing.change(to, index * toStride + skip, none, row);
    }
  }

  #growStage(): void {
    const codes = new Int32Array(this.#codes.length * 2);
    codes.set(this.#codes);
    this.#codes = codes;
    const keys = new Int32Array(codes.length * this.#baseKey.length);
    keys.set(this.#keys);
    this.#keys = keys;
  }

  /** The words of all rows, by or: of those in the set, those that are staged, and the one that they are near to. */
  #used(): Int32Array {
    const { words } = this.#packing;
    const used = new Int32Array(words + 1);
    const none = new Int32Array(this.#base.length).fill(-1);
    this.#packing.change(used, 0, none, this.#base);
    const include = (from: Int32Array, start: number, end: number, stride: number): void => {
      for (let at = start; at < end; at += stride) {
        for (let word = 0; word < words; word++) used[word]! |= from[at + word]!;
      }
    };
    for (const [number, chunk] of this.#chunks.entries()) {
      const end = Math.min(chunk.length, (this.#size - number * chunkRows) * this.#stride);
      include(chunk, this.#notes, end, this.#stride);
    }
    include(this.#keys, 0, this.#staged * (words + 1), words + 1);
    return used;
  }

  /** Enters all rows into twice as many slots. */
  #growSlots(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    let index = 0;
    for (const chunk of this.#chunks) {
      const end = Math.min(chunk.length, (this.#size - index) * this.#stride);
      for (let at = this.#stride - 1; at < end; at += this.#stride) {
        const code = mixed(chunk[at]!);
        let slot = code & mask;
        while (slots[slot] !== 0) slot = (slot + 1) & mask;
        index += 1;
        slots[slot] = (code & ~mask) | index;
      }
    }
    this.#slots = slots;
  }
}
