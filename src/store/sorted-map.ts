import { compareUtf8, hasHighUnits, precedes, precedesPlain } from "./utf8-order.js";

/** What a {@link SortedMap} holds: a value that knows its key. */
export interface Keyed {
  readonly key: string;
}

/** Where a {@link Cursor} goes: to the first entry at or after a key, after it, or after all that begin with it. */
export type SeekTo = "at" | "after" | "past-prefix";

/**
 * Entries in a leaf, or children in an inner node, at most. A write copies one node a level, so wider nodes make large maps
 * flatter and writes to them dearer; this keeps the states of a search, 5 to 50 keys, in one array each. Measured:
 * docs/decisions/0001-sorted-map.md.
 */
const width = 64;
/** A node with fewer is joined with a neighbour where both fit into one. */
const sparse = width / 4;

type Leaf<E> = readonly E[];
type Node<E> = Leaf<E> | Inner<E>;

class Inner<E> {
  /** The first key below each child. A lower bound after deletions: still greater than every key left of it. */
  readonly firsts: readonly string[];
  readonly children: readonly Node<E>[];

  constructor(firsts: readonly string[], children: readonly Node<E>[]) {
    this.firsts = firsts;
    this.children = children;
  }
}

/**
 * An immutable map, sorted by key in UTF-8 binary order: a B+ tree whose nodes are copied when they change, so that a map
 * and the one made from it by a write share all but one path. A map of up to 64 entries is one array.
 */
export class SortedMap<E extends Keyed> implements Iterable<E> {
  readonly size: number;
  readonly #root: Node<E>;

  private constructor(root: Node<E>, size: number) {
    this.#root = root;
    this.size = size;
  }

  static empty<E extends Keyed>(): SortedMap<E> {
    return new SortedMap<E>([], 0);
  }

  /** From entries in any order, all at once; of several with one key the last stays. */
  static from<E extends Keyed>(entries: Iterable<E>): SortedMap<E> {
    const sorted = [...entries].sort((a, b) => compareUtf8(a.key, b.key));
    const distinct = sorted.filter((entry, index) => entry.key !== sorted[index + 1]?.key);
    return new SortedMap(treeOf(distinct), distinct.length);
  }

  get(key: string): E | undefined {
    const before = orderFor(key);
    let node = this.#root;
    while (node instanceof Inner) node = node.children[childFor(node.firsts, key, before)]!;
    const found = node[indexIn(node, key, before)];
    return found !== undefined && found.key === key ? found : undefined;
  }

  /** This map with `entry` in the place of any other with its key. */
  set(entry: E): SortedMap<E> {
    const before = orderFor(entry.key);
    if (!(this.#root instanceof Inner)) {
      const leaf = withEntry(this.#root, entry, before);
      if (leaf.length <= width) return new SortedMap(leaf, leaf.length);
    }
    const grows = this.get(entry.key) === undefined;
    const made = insert(this.#root, entry, before);
    const root = made.length === 1 ? made[0]! : new Inner(made.map(firstKey), made);
    return new SortedMap(root, grows ? this.size + 1 : this.size);
  }

  /** This map without `key`; this map itself where it has no such key. */
  delete(key: string): SortedMap<E> {
    if (this.get(key) === undefined) return this;
    let root = remove(this.#root, key, orderFor(key));
    while (root instanceof Inner && root.children.length === 1) root = root.children[0]!;
    return new SortedMap(root, this.size - 1);
  }

  /** A cursor on the first entry from `key` on. Costs the depth of the tree, and a step is constant. */
  cursor(key = "", to: SeekTo = "at"): Cursor<E> {
    return new TreeCursor(this.#root, key, to);
  }

  *[Symbol.iterator](): Iterator<E> {
    for (const cursor = this.cursor(); cursor.entry !== undefined; cursor.next()) yield cursor.entry;
  }
}

/** A place in a {@link SortedMap}; `entry` is undefined at the end. */
export interface Cursor<E> {
  readonly entry: E | undefined;
  next(): void;
  /** Goes somewhere else in the same map, forward or back. */
  seek(key: string, to?: SeekTo): void;
}

type Order = (a: string, b: string) => boolean;

/** Comparing is most of the work: keys for which JavaScript's own order is right get it. */
function orderFor(key: string): Order {
  return hasHighUnits(key) ? precedes : precedesPlain;
}

/** Index of the first entry that does not come before `key`. */
function indexIn<E extends Keyed>(leaf: Leaf<E>, key: string, before: Order): number {
  let low = 0;
  let high = leaf.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (before(leaf[middle]!.key, key)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the child that would hold `key`. */
function childFor(firsts: readonly string[], key: string, before: Order): number {
  let low = 1;
  let high = firsts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (before(key, firsts[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low - 1;
}

function firstKey<E extends Keyed>(node: Node<E>): string {
  return node instanceof Inner ? node.firsts[0]! : node[0]!.key;
}

/** A copy of the leaf with `entry` in it; it may be too wide. */
function withEntry<E extends Keyed>(leaf: Leaf<E>, entry: E, before: Order): Leaf<E> {
  const index = indexIn(leaf, entry.key, before);
  if (leaf[index]?.key !== entry.key) return leaf.toSpliced(index, 0, entry);
  const copy = leaf.slice();
  copy[index] = entry;
  return copy;
}

/** The node or, where it would grow too wide, the two nodes that take its place. */
function insert<E extends Keyed>(node: Node<E>, entry: E, before: Order): readonly Node<E>[] {
  if (!(node instanceof Inner)) {
    const leaf = withEntry(node, entry, before);
    if (leaf.length <= width) return [leaf];
    const half = leaf.length >> 1;
    return [leaf.slice(0, half), leaf.slice(half)];
  }
  const index = childFor(node.firsts, entry.key, before);
  const made = insert(node.children[index]!, entry, before);
  return replaceChildren(node, index, 1, made);
}

/** The node, or two, with `made` in the place of `count` children from `index` on. */
function replaceChildren<E extends Keyed>(
  node: Inner<E>,
  index: number,
  count: number,
  made: readonly Node<E>[],
): readonly Inner<E>[] {
  const children = node.children.toSpliced(index, count, ...made);
  const firsts = node.firsts.toSpliced(index, count, ...made.map(firstKey));
  if (children.length <= width) return [new Inner(firsts, children)];
  const half = children.length >> 1;
  return [
    new Inner(firsts.slice(0, half), children.slice(0, half)),
    new Inner(firsts.slice(half), children.slice(half)),
  ];
}

/** The node without `key`, which it holds. May be empty. */
function remove<E extends Keyed>(node: Node<E>, key: string, before: Order): Node<E> {
  if (!(node instanceof Inner)) return node.toSpliced(indexIn(node, key, before), 1);
  const index = childFor(node.firsts, key, before);
  const child = remove(node.children[index]!, key, before);
  if (lengthOf(child) === 0) return replaceChildren(node, index, 1, [])[0]!;
  if (lengthOf(child) < sparse && node.children.length > 1) {
    const left = index === 0 ? 0 : index - 1;
    const pair = index === 0 ? [child, node.children[1]!] : [node.children[left]!, child];
    if (lengthOf(pair[0]!) + lengthOf(pair[1]!) <= width) {
      return replaceChildren(node, left, 2, [joined(pair[0]!, pair[1]!)])[0]!;
    }
  }
  return replaceChildren(node, index, 1, [child])[0]!;
}

function lengthOf<E>(node: Node<E>): number {
  return node instanceof Inner ? node.children.length : node.length;
}

/** Two neighbours of one level as one node. */
function joined<E>(left: Node<E>, right: Node<E>): Node<E> {
  if (left instanceof Inner && right instanceof Inner) {
    return new Inner([...left.firsts, ...right.firsts], [...left.children, ...right.children]);
  }
  return [...(left as Leaf<E>), ...(right as Leaf<E>)];
}

/** A tree over sorted entries, its nodes evenly filled. */
function treeOf<E extends Keyed>(entries: readonly E[]): Node<E> {
  let level: Node<E>[] = evenly(entries);
  if (level.length === 0) return [];
  while (level.length > 1) level = evenly(level).map((group) => new Inner(group.map(firstKey), group));
  return level[0]!;
}

function evenly<T>(items: readonly T[]): T[][] {
  const groups = Math.ceil(items.length / width);
  return Array.from({ length: groups }, (_, index) =>
    items.slice(
      Math.floor((index * items.length) / groups),
      Math.floor(((index + 1) * items.length) / groups),
    ),
  );
}

class TreeCursor<E extends Keyed> implements Cursor<E> {
  entry: E | undefined;
  readonly #root: Node<E>;
  /** The inner nodes above the leaf, outermost first, and which child of each we are below. */
  readonly #above: Inner<E>[] = [];
  readonly #turns: number[] = [];
  #leaf: Leaf<E> = [];
  #index = 0;

  constructor(root: Node<E>, key: string, to: SeekTo) {
    this.#root = root;
    this.seek(key, to);
  }

  seek(key: string, to: SeekTo = "at"): void {
    const before = stopFor(key, to);
    this.#above.length = 0;
    this.#turns.length = 0;
    let node = this.#root;
    while (node instanceof Inner) {
      // The last child that begins before the place we look for: the place is in it, or right behind it.
      const turn = Math.max(0, partition(node.firsts, key, before) - 1);
      this.#above.push(node);
      this.#turns.push(turn);
      node = node.children[turn]!;
    }
    this.#leaf = node;
    this.#index = indexIn(node, key, before);
    this.#settle();
  }

  next(): void {
    this.#index++;
    this.#settle();
  }

  #settle(): void {
    if (this.#index >= this.#leaf.length) this.#nextLeaf();
    this.entry = this.#leaf[this.#index];
  }

  #nextLeaf(): void {
    for (let depth = this.#above.length - 1; depth >= 0; depth--) {
      const turn = this.#turns[depth]! + 1;
      let node: Node<E> | undefined = this.#above[depth]!.children[turn];
      if (node === undefined) continue;
      this.#turns[depth] = turn;
      for (let below = depth + 1; node instanceof Inner; below++) {
        this.#above[below] = node;
        this.#turns[below] = 0;
        node = node.children[0]!;
      }
      this.#leaf = node;
      this.#index = 0;
      return;
    }
  }
}

/** Index of the first key that does not come before the place looked for. */
function partition(keys: readonly string[], key: string, before: Order): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (before(keys[middle]!, key)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Tells the keys that lie before the place that a cursor goes to. Keys that share a prefix lie side by side. */
function stopFor(key: string, to: SeekTo): Order {
  const before = orderFor(key);
  if (to === "at") return before;
  if (to === "after") return (a, b) => a === b || before(a, b);
  return (a, b) => a.startsWith(b) || before(a, b);
}
