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
  /** A row that others are near to, its packed form with its hash, and the same of the row that is looked up. */
  readonly #base: Int32Array;
  #baseKey: Int32Array;
  #key: Int32Array;

  constructor(width: number, { notes = 0, without = -1 }: PackedSetOptions = {}) {
    this.#notes = notes;
    this.#packing = new Packing(Array.from({ length: width }, (_, column) => (column === without ? 0 : 1)));
    this.#stride = notes + this.#packing.words + 1;
    this.#chunks = [new Int32Array(firstRows * this.#stride)];
    this.#base = new Int32Array(width).fill(-1);
    this.#baseKey = new Int32Array(this.#packing.words + 1);
    this.#key = new Int32Array(this.#packing.words + 1);
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
    while (!this.#packing.change(this.#baseKey, this.#base, row)) this.#widen(row);
    this.#base.set(row);
  }

  /** The index of `row`; a new one (equal to the size before) if it was not in the set. Its numbers are from -1 on. */
  add(row: Int32Array): number {
    const code = this.#lookUp(row);
    const slot = this.#slotOf(code);
    const entry = this.#slots[slot]!;
    const mask = this.#slots.length - 1;
    if (entry !== 0) return (entry & mask) - 1;
    const index = this.#append();
    this.#slots[slot] = (code & ~mask) | (index + 1);
    if (this.#size * 3 > this.#slots.length * 2) this.#growSlots();
    return index;
  }

  /** The index of `row`, or -1 if it is not in the set. */
  find(row: Int32Array): number {
    return (this.#slots[this.#slotOf(this.#lookUp(row))]! & (this.#slots.length - 1)) - 1;
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

  /** Packs a row into the key; its hash. */
  #lookUp(row: Int32Array): number {
    for (;;) {
      const key = this.#key;
      const base = this.#baseKey;
      for (let word = 0; word < key.length; word++) key[word] = base[word]!;
      if (this.#packing.change(key, this.#base, row)) return mixed(key[key.length - 1]!);
      this.#widen(row);
    }
  }

  /** The slot of the key, whose hash is `code`, or the empty one where it belongs. */
  #slotOf(code: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = code & mask;
    for (let entry = slots[slot]!; entry !== 0; entry = slots[slot]!) {
      if (((entry ^ code) & ~mask) === 0 && this.#holds((entry & mask) - 1)) break;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  /** Is the key that of the row with an index? */
  #holds(index: number): boolean {
    const key = this.#key;
    const chunk = this.#chunks[index >>> chunkBits]!;
    const from = (index & rowInChunk) * this.#stride + this.#notes;
    for (let word = 0; word < key.length; word++) if (chunk[from + word] !== key[word]) return false;
    return true;
  }

  #append(): number {
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
    const key = this.#key;
    for (let word = 0; word < key.length; word++) chunk[at + this.#notes + word] = key[word]!;
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
      const used = Math.min(chunk.length / stride, this.#size - number * chunkRows);
      return this.#repacked(before, chunk, used);
    });
    const base = this.#base.slice();
    this.#base.fill(-1);
    this.#baseKey = new Int32Array(packing.words + 1);
    packing.change(this.#baseKey, this.#base, base);
    this.#base.set(base);
    this.#key = new Int32Array(packing.words + 1);
  }

  /** The first `count` records of a chunk as they are packed now. */
  #repacked(before: Packing, chunk: Int32Array, count: number): Int32Array {
    const stride = this.#notes + before.words + 1;
    const none = new Int32Array(this.#base.length).fill(-1);
    const row = new Int32Array(this.#base.length);
    const key = new Int32Array(this.#packing.words + 1);
    const next = new Int32Array((chunk.length / stride) * this.#stride);
    for (let index = 0; index < count; index++) {
      const [from, to] = [index * stride, index * this.#stride];
      for (let note = 0; note < this.#notes; note++) next[to + note] = chunk[from + note]!;
      before.unpack(chunk, from + this.#notes, row);
      key.fill(0);
      this.#packing.change(key, none, row);
      for (let word = 0; word < key.length; word++) next[to + this.#notes + word] = key[word]!;
    }
    return next;
  }

  /** The words of all rows, by or. */
  #used(): Int32Array {
    const used = new Int32Array(this.#packing.words);
    for (const [number, chunk] of this.#chunks.entries()) {
      const end = Math.min(chunk.length, (this.#size - number * chunkRows) * this.#stride);
      for (let from = this.#notes; from < end; from += this.#stride) {
        for (let word = 0; word < used.length; word++) used[word]! |= chunk[from + word]!;
      }
    }
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
