/**
 * JSON in which everything that is the same stands once: a comparison tells the same trace of nine stores, and the same
 * bounds of a thousand cells. The page unpacks it again; the plain JSON stands in files beside the page.
 */

/** What stands in a pool: a plain value, or positions of parts that stand before it. */
type Entry = null | boolean | number | string | readonly number[];

/**
 * Every distinct value once, parts before the wholes that they are part of; the last one is the whole. A list is
 * `[0, …positions]`, an object `[1, position of the list of its names, …positions of their values]`.
 */
export type Packed = readonly Entry[];

const list = 0;
const object = 1;

/** Packs values one after the other. */
export class Packer {
  readonly #pool: Entry[] = [];
  readonly #known = new Map<string, number>();
  #bytes = 0;

  /** About how many bytes of JSON the pool takes. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The position of a value. What is no JSON (undefined, functions) is left out of objects. */
  add(value: unknown): number {
    if (Array.isArray(value)) return this.#place([list, ...value.map((part) => this.add(part))]);
    if (typeof value !== "object" || value === null) return this.#place(value as Entry);
    const fields = Object.entries(value).filter(([, field]) => field !== undefined);
    return this.addObject(new Map(fields.map(([name, field]) => [name, this.add(field)])));
  }

  /** The position of an object whose values stand in the pool already, by their names. */
  addObject(fields: ReadonlyMap<string, number>): number {
    return this.#place([object, this.add([...fields.keys()]), ...fields.values()]);
  }

  /** The pool, with what stands at `root` as the whole. */
  end(root: number): Packed {
    return root === this.#pool.length - 1 ? this.#pool : [...this.#pool, this.#pool[root]!];
  }

  #place(entry: Entry): number {
    const key = JSON.stringify(entry);
    let at = this.#known.get(key);
    if (at === undefined) {
      at = this.#pool.push(entry) - 1;
      this.#known.set(key, at);
      this.#bytes += key.length + 1;
    }
    return at;
  }
}

/** Packs one value. */
export function pack(value: unknown): Packed {
  const packer = new Packer();
  return packer.end(packer.add(value));
}

/** What was packed. Equal parts of it are one object, so nobody may change it. */
export function unpack(pool: Packed): unknown {
  const values: unknown[] = [];
  for (const entry of pool) {
    if (!Array.isArray(entry)) {
      values.push(entry);
      continue;
    }
    const [kind, ...places] = entry as readonly number[];
    const parts = places.map((at) => values[at]);
    values.push(kind === list ? parts : fromParts(parts));
  }
  return values.at(-1);
}

function fromParts([names, ...fields]: readonly unknown[]): unknown {
  // Not by assignment: a field may be called `__proto__`.
  return Object.fromEntries((names as readonly string[]).map((name, index) => [name, fields[index]]));
}
