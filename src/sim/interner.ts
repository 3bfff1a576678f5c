/** Gives equal things the same small integer: what world states are packed from. */
export class Interner<T> {
  readonly #ids = new Map<string, number>();
  readonly #values: T[] = [];

  /** The id of `value`, whose exact text form is `key`. */
  intern(key: string, value: T): number {
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#values.length;
    this.#ids.set(key, id);
    this.#values.push(value);
    return id;
  }

  find(key: string): number | undefined {
    return this.#ids.get(key);
  }

  /** The value with an id that {@link intern} returned. */
  get(id: number): T {
    if (id < 0 || id >= this.#values.length) throw new RangeError(`no value was interned as ${id}`);
    return this.#values[id] as T;
  }

  get size(): number {
    return this.#values.length;
  }
}
