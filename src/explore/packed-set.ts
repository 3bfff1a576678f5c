/**
 * An exact set of fixed-width rows of small integers: each distinct row has an index, in the order of arrival. Beside a
 * row stand a few integers of the caller's, its notes.
 *
 * A row takes as few bits as its columns need: where a column's numbers grow, all rows are packed anew. Rows and notes stand
 * together in chunks, so that looking a row up costs one access to the slots and one to its record, and growing copies
 * nothing but slots.
 */
import { Packing } from "./packing.js";

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
  /** A record is its notes, then its row packed into words. */
  #stride: number;
  #chunks: Int32Array[];
  #size = 0;
  /** Per slot: index + 1 in the low bits, the hash's other bits above them; 0: empty. */
  #slots = new Int32Array(firstRows * 2);
  #key: Int32Array;

  constructor(width: number, { notes = 0, without = -1 }: PackedSetOptions = {}) {
    this.#notes = notes;
    this.#packing = new Packing(Array.from({ length: width }, (_, column) => (column === without ? 0 : 1)));
    this.#stride = notes + this.#packing.words;
    this.#chunks = [new Int32Array(firstRows * this.#stride)];
    this.#key = new Int32Array(this.#packing.words);
  }

  get size(): number {
    return this.#size;
  }

  /** Bytes that the set takes, with the notes. */
  get bytes(): number {
    return this.#slots.byteLength + this.#chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0);
  }

  /** The index of `row`; a new one (equal to the size before) if it was not in the set. Its numbers are from -1 on. */
  add(row: Int32Array): number {
    const key = this.#keyOf(row);
    const code = hash(key);
    const slot = this.#slotOf(key, code);
    const entry = this.#slots[slot]!;
    const mask = this.#slots.length - 1;
    if (entry !== 0) return (entry & mask) - 1;
    const index = this.#append(key);
    this.#slots[slot] = (code & ~mask) | (index + 1);
    if (this.#size * 3 > this.#slots.length * 2) this.#fillSlots(this.#slots.length * 2);
    return index;
  }

  /** The index of `row`, or -1 if it is not in the set. */
  find(row: Int32Array): number {
    const key = this.#keyOf(row);
    return (this.#slots[this.#slotOf(key, hash(key))]! & (this.#slots.length - 1)) - 1;
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

  #keyOf(row: Int32Array): Int32Array {
    this.#key.fill(0);
    while (!this.#packing.pack(row, this.#key, 0)) this.#widen(row);
    return this.#key;
  }

  /** The slot of a key, or the empty one where it belongs. */
  #slotOf(key: Int32Array, code: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = code & mask;
    for (let entry = slots[slot]!; entry !== 0; entry = slots[slot]!) {
      if (((entry ^ code) & ~mask) === 0 && this.#holds((entry & mask) - 1, key)) break;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #holds(index: number, key: Int32Array): boolean {
    const chunk = this.#chunks[index >>> chunkBits]!;
    const from = (index & rowInChunk) * this.#stride + this.#notes;
    for (let word = 0; word < key.length; word++) if (chunk[from + word] !== key[word]) return false;
    return true;
  }

  #append(key: Int32Array): number {
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
    for (let word = 0; word < key.length; word++) chunk[at + this.#notes + word] = key[word]!;
    return index;
  }

  /** Makes room for the numbers of a row: packs all rows anew. */
  #widen(row: Int32Array): void {
    const before = this.#packing;
    const stride = this.#stride;
    const packing = before.widened(row);
    this.#packing = packing;
    this.#stride = this.#notes + packing.words;
    this.#key = new Int32Array(packing.words);
    const one = new Int32Array(row.length);
    this.#chunks = this.#chunks.map((chunk, number) => {
      const rows = chunk.length / stride;
      const used = Math.min(rows, this.#size - number * chunkRows);
      const next = new Int32Array(rows * this.#stride);
      for (let index = 0; index < used; index++) {
        const [from, to] = [index * stride, index * this.#stride];
        for (let note = 0; note < this.#notes; note++) next[to + note] = chunk[from + note]!;
        before.unpack(chunk, from + this.#notes, one);
        packing.pack(one, next, to + this.#notes);
      }
      return next;
    });
    this.#fillSlots(this.#slots.length);
  }

  /** Enters all rows into `length` new slots. */
  #fillSlots(length: number): void {
    const slots = new Int32Array(length);
    const mask = length - 1;
    const key = new Int32Array(this.#packing.words);
    for (let index = 0; index < this.#size; index++) {
      const chunk = this.#chunks[index >>> chunkBits]!;
      const from = (index & rowInChunk) * this.#stride + this.#notes;
      for (let word = 0; word < key.length; word++) key[word] = chunk[from + word]!;
      const code = hash(key);
      let slot = code & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = (code & ~mask) | (index + 1);
    }
    this.#slots = slots;
  }
}

/** Mixes each word in turn (the finaliser of MurmurHash3); only speed depends on it, membership is exact. */
function hash(key: Int32Array): number {
  let value = 0x9e3779b9 | 0;
  for (let at = 0; at < key.length; at++) {
    value = Math.imul(value ^ key[at]!, 0x85ebca6b);
    value ^= value >>> 13;
    value = Math.imul(value, 0xc2b2ae35);
    value ^= value >>> 16;
  }
  return value;
}
