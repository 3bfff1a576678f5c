/**
 * Random numbers from a seed: splitmix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators",
 * OOPSLA 2014), the same on every machine.
 */
export class SplitMix64 {
  #state: bigint;

  constructor(seed: bigint) {
    this.#state = BigInt.asUintN(64, seed);
  }

  /** A generator whose seed is the FNV-1a hash (64 bits) of a text. */
  static of(text: string): SplitMix64 {
    let hash = 0xcbf29ce484222325n;
    for (const byte of new TextEncoder().encode(text)) {
      hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
    }
    return new SplitMix64(hash);
  }

  /** 64 random bits, as an unsigned number. */
  next(): bigint {
    this.#state = BigInt.asUintN(64, this.#state + 0x9e3779b97f4a7c15n);
    let bits = this.#state;
    bits = BigInt.asUintN(64, (bits ^ (bits >> 30n)) * 0xbf58476d1ce4e5b9n);
    bits = BigInt.asUintN(64, (bits ^ (bits >> 27n)) * 0x94d049bb133111ebn);
    return bits ^ (bits >> 31n);
  }

  /** 0, 1, … `below` - 1. The bias is `below` / 2^64. */
  below(below: number): number {
    return Number(this.next() % BigInt(below));
  }

  /** A double of 53 random bits, 0 or more and less than 1. */
  unit(): number {
    return Number(this.next() >> 11n) / 2 ** 53;
  }
}
