/** How a row of small integers is packed into words: each column in as many bits as it needs, none across two words. */
export class Packing {
  readonly bits: readonly number[];
  /** Words that a row takes. */
  readonly words: number;
  readonly #word: Int32Array;
  readonly #shift: Int32Array;
  readonly #mask: Int32Array;

  /** `bits`: of each column; a column of 0 bits is left out, and reads as 0. */
  constructor(bits: readonly number[]) {
    this.bits = bits;
    this.#word = new Int32Array(bits.length);
    this.#shift = new Int32Array(bits.length);
    this.#mask = Int32Array.from(bits, (count) => 2 ** count - 1);
    const used: number[] = [];
    const widestFirst = [...bits.keys()].sort((a, b) => bits[b]! - bits[a]!);
    for (const column of widestFirst) {
      const fits = used.findIndex((count) => count + bits[column]! <= 32);
      const word = fits < 0 ? used.push(0) - 1 : fits;
      this.#word[column] = word;
      this.#shift[column] = used[word]!;
      used[word]! += bits[column]!;
    }
    this.words = Math.max(1, used.length);
  }

  /** Packs a row into the words of `into` from `at` on, which are 0 before; false where a number is too large for its column. */
  pack(row: Int32Array, into: Int32Array, at: number): boolean {
    for (let column = 0; column < this.#mask.length; column++) {
      const mask = this.#mask[column]!;
      if (mask === 0) continue;
      const value = row[column]! + 1;
      if (value > mask) return false;
      into[at + this.#word[column]!]! |= value << this.#shift[column]!;
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

  /** A packing with room for a row too, and a bit to spare in the columns that grow. */
  widened(row: Int32Array): Packing {
    return new Packing(
      this.bits.map((bits, column) => {
        const value = row[column]! + 1;
        if (bits === 0 || value < 2 ** bits) return bits;
        if (value >= 2 ** bitsMax) throw new RangeError(`a row holds the number ${row[column]!}`);
        return Math.min(bitsMax, 33 - Math.clz32(value));
      }),
    );
  }
}

const bitsMax = 30;
