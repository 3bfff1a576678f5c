/** Rows of a table as properties compare them: multisets, lost and surplus apart. */
import type { TableSeen } from "./events.js";
import type { RowCounts, Scene } from "./property.js";

export type RowBag = ReadonlyMap<string, number>;

/** How often each row is in the table; a table or part that cannot be read has no rows. */
export function rowsIn(table: TableSeen, scene: Scene): RowBag {
  const bag = new Map<string, number>();
  if (!table.ok) return bag;
  for (const { digest } of table.parts) {
    const content = scene.contents.of(digest);
    if (!content.readable) continue;
    for (const row of content.rows) bag.set(row, (bag.get(row) ?? 0) + 1);
  }
  return bag;
}

/** The rows of some jobs together, each as often as the jobs mean to write it. */
export function rowsOfJobs(jobKeys: Iterable<string>, scene: Scene): RowBag {
  const bag = new Map<string, number>();
  for (const key of jobKeys) {
    for (const row of scene.rowsOf.get(key) ?? []) bag.set(row, (bag.get(row) ?? 0) + 1);
  }
  return bag;
}

/** How many rows of `a` are not in `b`, counting repeats. */
export function countMissing(a: RowBag, b: RowBag): bigint {
  let missing = 0n;
  for (const [row, count] of a) missing += BigInt(Math.max(0, count - (b.get(row) ?? 0)));
  return missing;
}

export function bagSize(bag: RowBag): bigint {
  let size = 0n;
  for (const count of bag.values()) size += BigInt(count);
  return size;
}

/**
 * The five counts of a table against the jobs that were acknowledged. Rows of before are readable like others; `in` and
 * `acked` count the scenario's own jobs.
 */
export function countRows(table: TableSeen, acked: readonly string[], scene: Scene): RowCounts {
  const readable = rowsIn(table, scene);
  const expected = rowsOfJobs(acked, scene);
  const all = rowsOfJobs(scene.rowsOf.keys(), scene);
  const known = withRows(all, pastRows(scene));
  return {
    in: bagSize(all),
    acked: bagSize(expected),
    readable: bagSize(readable),
    lost: countMissing(expected, readable),
    surplus: countMissing(readable, known),
  };
}

/** All rows that were written before the scenario's jobs. */
function pastRows({ past }: Scene): readonly string[] {
  return past === undefined ? [] : [...past.kept, ...past.replaced, ...(past.killed?.rows ?? [])];
}

/** A bag of rows. */
export function bagOf(rows: readonly string[]): RowBag {
  return withRows(new Map(), rows);
}

function withRows(bag: RowBag, rows: readonly string[]): RowBag {
  if (rows.length === 0) return bag;
  const more = new Map(bag);
  for (const row of rows) more.set(row, (more.get(row) ?? 0) + 1);
  return more;
}

/** `list` with `item`, sorted, without repeats: how properties keep small sets as plain data. */
export function withItem(list: readonly string[], item: string): readonly string[] {
  return list.includes(item) ? list : [...list, item].toSorted();
}

/** "1 row", "3 rows". */
export function rowsInWords(count: bigint): string {
  return `${count} ${count === 1n ? "row" : "rows"}`;
}
