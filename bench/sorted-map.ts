/**
 * What the store's sorted map costs, beside the two packages that could stand in its place. Run it with
 *
 *     npx tsx --expose-gc bench/sorted-map.ts
 *
 * The packages are no dependencies: they are measured where they can be found
 * (`npm i --no-save functional-red-black-tree sorted-btree`). Figures and what follows from them:
 * docs/decisions/0001-sorted-map.md.
 */
import { SortedMap } from "../src/store/sorted-map.js";
import { compareUtf8 } from "../src/store/utf8-order.js";

interface Item {
  readonly key: string;
  readonly value: number;
}

/** An immutable sorted map, as much of it as a store uses. */
interface Candidate<M> {
  readonly name: string;
  build(items: readonly Item[]): M;
  get(map: M, key: string): Item | undefined;
  set(map: M, item: Item): M;
  delete(map: M, key: string): M;
  /** Sum of the values of up to `most` entries from `key` on, so that nothing is optimised away. */
  scan(map: M, key: string, most: number): number;
}

const own: Candidate<SortedMap<Item>> = {
  name: "SortedMap",
  build: (items) => SortedMap.from(items),
  get: (map, key) => map.get(key),
  set: (map, item) => map.set(item),
  delete: (map, key) => map.delete(key),
  scan: (map, key, most) => {
    let sum = 0;
    const cursor = map.cursor(key);
    for (let left = most; left > 0 && cursor.entry !== undefined; left--) {
      sum += cursor.entry.value;
      cursor.next();
    }
    return sum;
  },
};

/** The part of functional-red-black-tree that is used. */
interface RedBlackTree {
  get(key: string): Item | undefined;
  insert(key: string, item: Item): RedBlackTree;
  remove(key: string): RedBlackTree;
  ge(key: string): {
    readonly valid: boolean;
    readonly value: Item;
    next(): void;
    update(item: Item): RedBlackTree;
  };
  find(key: string): { readonly valid: boolean; update(item: Item): RedBlackTree };
}

async function redBlack(): Promise<Candidate<RedBlackTree> | undefined> {
  const createTree = (await imported("functional-red-black-tree")) as
    ((compare: unknown) => RedBlackTree) | undefined;
  if (createTree === undefined) return undefined;
  return {
    name: "functional-red-black-tree",
    build: (items) => items.reduce((tree, item) => tree.insert(item.key, item), createTree(compareUtf8)),
    get: (tree, key) => tree.get(key),
    set: (tree, item) => {
      const place = tree.find(item.key);
      return place.valid ? place.update(item) : tree.insert(item.key, item);
    },
    delete: (tree, key) => tree.remove(key),
    scan: (tree, key, most) => {
      let sum = 0;
      const place = tree.ge(key);
      for (let left = most; left > 0 && place.valid; left--) {
        sum += place.value.value;
        place.next();
      }
      return sum;
    },
  };
}

/** The part of sorted-btree that is used. */
interface BTree {
  get(key: string): Item | undefined;
  clone(): BTree;
  set(key: string, item: Item): boolean;
  delete(key: string): boolean;
  entries(from: string): Iterable<readonly [string, Item]>;
}

async function bTree(): Promise<Candidate<BTree> | undefined> {
  const found = (await imported("sorted-btree")) as {
    default: new (entries?: unknown, compare?: unknown) => BTree;
  };
  if (found === undefined) return undefined;
  return {
    name: "sorted-btree (clone + set)",
    build: (items) =>
      new found.default(
        items.map((item) => [item.key, item]),
        compareUtf8,
      ),
    get: (tree, key) => tree.get(key),
    set: (tree, item) => {
      const copy = tree.clone();
      copy.set(item.key, item);
      return copy;
    },
    delete: (tree, key) => {
      const copy = tree.clone();
      copy.delete(key);
      return copy;
    },
    scan: (tree, key, most) => {
      let sum = 0;
      let left = most;
      for (const [, item] of tree.entries(key)) {
        if (left-- <= 0) break;
        sum += item.value;
      }
      return sum;
    },
  };
}

async function imported(name: string): Promise<unknown> {
  try {
    const found = (await import(name)) as { default: unknown };
    return typeof found.default === "object"
      ? found.default
      : name === "sorted-btree"
        ? found
        : found.default;
  } catch {
    return undefined;
  }
}

function itemsOf(count: number): Item[] {
  return Array.from({ length: count }, (_, index) => ({
    key: `table/_temporary/0/task_${String((index * 7919) % count).padStart(6, "0")}/part.parquet`,
    value: index,
  }));
}

/** Nanoseconds that `work` takes: the best of many short spells, which a busy machine disturbs least. */
function nanoseconds(rounds: number, work: (round: number) => unknown): number {
  let best = Infinity;
  let sink = 0;
  for (let repeat = 0; repeat < 60; repeat++) {
    const start = process.hrtime.bigint();
    for (let round = 0; round < rounds; round++) if (work(round) === undefined) sink++;
    best = Math.min(best, Number(process.hrtime.bigint() - start) / rounds);
  }
  return sink < 0 ? 0 : best;
}

/** Bytes of heap that each of many maps made from one by one write takes. */
function bytesEach<M>(make: (round: number) => M): number {
  const count = 50_000;
  const kept: M[] = Array.from({ length: count });
  global.gc?.();
  const before = process.memoryUsage().heapUsed;
  for (let index = 0; index < count; index++) kept[index] = make(index);
  global.gc?.();
  const after = process.memoryUsage().heapUsed;
  return kept.length === 0 ? 0 : (after - before) / count;
}

function row(name: string, figures: Readonly<Record<string, number>>): void {
  const cells = Object.entries(figures).map(([what, figure]) => `${what} ${figure.toFixed(0)}`);
  process.stdout.write(`${name.padEnd(28)} ${cells.join("  ")}\n`);
}

function measure<M>(candidate: Candidate<M>, count: number): void {
  const items = itemsOf(count);
  const map = candidate.build(items);
  const rounds = 10_000;
  const keyAt = (round: number) => items[(round * 31) % count]!.key;
  const fresh = (round: number) => ({ key: `${keyAt(round)}.new`, value: round });
  row(candidate.name, {
    "get ns": nanoseconds(rounds, (round) => candidate.get(map, keyAt(round))),
    "set new ns": nanoseconds(rounds, (round) => candidate.set(map, fresh(round))),
    "set old ns": nanoseconds(rounds, (round) => candidate.set(map, { key: keyAt(round), value: round })),
    "delete ns": nanoseconds(rounds, (round) => candidate.delete(map, keyAt(round))),
    "scan of 20 ns": nanoseconds(rounds / 10, (round) => candidate.scan(map, keyAt(round), 20)),
    "bytes a state": bytesEach((round) => candidate.set(map, fresh(round))),
  });
}

const candidates = [own, await redBlack(), await bTree()].filter((found) => found !== undefined);
for (const count of [5, 20, 50, 1_000_000]) {
  process.stdout.write(`\n${count} keys\n`);
  for (const candidate of candidates) measure(candidate as Candidate<unknown>, count);
}
