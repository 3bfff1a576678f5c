/** A list of integers that grows at its end, without an object per element. */
export class IntList {
  #values: Int32Array;
  #length = 0;

  constructor(values: readonly number[] = []) {
    this.#values = new Int32Array(Math.max(16, values.length));
    for (const value of values) this.push(value);
  }

  get length(): number {
    return this.#length;
  }

  /** Bytes that the list takes. */
  get bytes(): number {
    return this.#values.byteLength;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const larger = new Int32Array(this.#length * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#length++] = value;
  }

  /** Forgets the values from a position on. */
  truncate(length: number): void {
    this.#length = length;
  }

  /** The value at a position below {@link length}. */
  at(position: number): number {
    return this.#values[position]!;
  }
}
