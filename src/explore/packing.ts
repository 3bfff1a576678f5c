/** How a row of small integers is packed into words: each column in as many bits as it needs, none across two words. */

const wordBits = 32;
const bitsMax = 30;

export class Packing {
  /** Of each column: those that it needs, and its part of what is left of its word. */
  readonly bits: readonly number[];
  /** Words that a row takes. */
  readonly words: number;
  readonly #word: Int32Array;
  readonly #shift: Int32Array;
  readonly #mask: Int32Array;
  readonly #factor: Int32Array;

  /** `needed`: bits of each column; a column of 0 bits is left out, and reads as 0. */
  constructor(needed: readonly number[]) {
    const words = columnsByWord(needed);
    this.bits = withSpareBits(needed, words);
    this.words = Math.max(1, words.length);
    this.#word = new Int32Array(needed.length);
    this.#shift = new Int32Array(needed.length);
    this.#mask = Int32Array.from(this.bits, (count) => 2 ** count - 1);
    this.#factor = Int32Array.from(needed, (_, column) => mixed(column + 1) | 1);
    for (const [word, columns] of words.entries()) {
      let shift = 0;
      for (const column of columns) {
        this.#word[column] = word;
        this.#shift[column] = shift;
        shift += this.bits[column]!;
      }
    }
  }

  /**
   * A key is a packed row with its hash behind it. Turns the key in `keys` at `at` from that of `base` into that of `row`,
   * which differs from it in a few columns. False where a number is too large for its column: then the key is of no use.
   */
  change(keys: Int32Array, at: number, base: Int32Array, row: Int32Array): boolean {
    const last = at + this.words;
    for (let column = 0; column < this.#mask.length; column++) {
      const more = row[column]! - base[column]!;
      if (more === 0) continue;
      const mask = this.#mask[column]!;
      if (mask === 0) continue;
      if (row[column]! >= mask) return false;
      keys[at + this.#word[column]!]! += more << this.#shift[column]!;
      keys[last]! += Math.imul(more, this.#factor[column]!);
    }
    return true;
  }

  /** Copies the row that was packed into `from` at `at` into `row`. */
  unpack(from: Int32Array, at: number, row: Int32Array): void {
    for (let column = 0; column < this.#mask.length; column++) {
      const mask = this.#mask[column]!;
      const word = from[at + this.#word[column]!]!;
      row[column] = mask === 0 ? 0 : ((word >>> this.#shift[column]!) & mask) - 1;
    }
  }

  /** A packing for rows that are in use, whose words together (by or) are `used`, and for one that did not fit. */
  widened(used: Int32Array, row: Int32Array): Packing {
    return new Packing(
      this.bits.map((count, column) => {
        if (count === 0) return 0;
        const before = (used[this.#word[column]!]! >>> this.#shift[column]!) & this.#mask[column]!;
        const value = row[column]! + 1;
        if (value >= 2 ** bitsMax) throw new RangeError(`a row holds the number ${row[column]!}`);
        const bits = Math.max(1, 32 - Math.clz32(before | value));
        // What has grown will grow again, and each time costs a walk over all rows.
        const more = value > this.#mask[column]! ? 2 : bits > 2 ? 1 : 0;
        return Math.min(bitsMax, bits + more);
      }),
    );
  }
}

/** Mixes the bits of a number (the finaliser of MurmurHash3): only speed depends on it. */
export function mixed(number: number): number {
  let value = number;
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return value ^ (value >>> 16);
}

/**
 * As few words as first fit takes, the widest column first; then each column into the word with the most room, so that all
 * that have grown can grow on.
 */
function columnsByWord(bits: readonly number[]): readonly (readonly number[])[] {
  const widestFirst = [...bits.keys()].filter((column) => bits[column]! > 0);
  widestFirst.sort((a, b) => bits[b]! - bits[a]!);
  const tight: Word[] = [];
  for (const column of widestFirst) {
    let word = tight.find(({ used }) => used + bits[column]! <= wordBits);
    if (word === undefined) tight.push((word = { columns: [], used: 0 }));
    put(column, bits, word);
  }
  const even = tight.map((): Word => ({ columns: [], used: 0 }));
  for (const column of widestFirst) {
    const roomiest = even.reduce((best, word) => (word.used < best.used ? word : best));
    if (roomiest.used + bits[column]! > wordBits) return tight.map(({ columns }) => columns);
    put(column, bits, roomiest);
  }
  return even.map(({ columns }) => columns);
}

interface Word {
  readonly columns: number[];
  used: number;
}

function put(column: number, bits: readonly number[], word: Word): void {
  word.columns.push(column);
  word.used += bits[column]!;
}

/**
 * What is left of each word is dealt out to its columns, so that they can grow: to those that have, if there are any, and the
 * more to each the wider it is.
 */
function withSpareBits(needed: readonly number[], words: readonly (readonly number[])[]): readonly number[] {
  const bits = [...needed];
  for (const columns of words) {
    const grown = columns.filter((column) => needed[column]! > 1);
    let growing = grown.length > 0 ? grown : columns;
    const used = columns.reduce((sum, column) => sum + needed[column]!, 0);
    for (let spare = wordBits - used; spare > 0; spare--) {
      growing = growing.filter((column) => bits[column]! < bitsMax);
      if (growing.length === 0) break;
      const least = growing.reduce((best, column) =>
        bits[column]! * needed[best]! < bits[best]! * needed[column]! ? column : best,
      );
      bits[least]! += 1;
    }
  }
  return bits;
}
