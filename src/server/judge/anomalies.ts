/**
 * Counts what clients saw that a strongly consistent store would not have shown them: reads and listings after a create, an
 * overwrite and a delete, as gaul's are-we-consistent-yet reports them.
 *
 * Only what is certain counts: a value is wrong where no order of the writes that the clients know of explains it.
 */
import type { HistoryEntry, Listed } from "../history/entry.js";
import type { History } from "./history-file.js";
import type { RegisterOp, Value } from "./register.js";

export interface AnomalyCounts {
  readonly readAfterCreate: number;
  readonly readAfterOverwrite: number;
  readonly readAfterDelete: number;
  readonly listAfterCreate: number;
  readonly listAfterOverwrite: number;
  readonly listAfterDelete: number;
}

export type AnomalyName = keyof AnomalyCounts;

export interface Anomaly {
  readonly name: AnomalyName;
  /** Of the request that saw it. */
  readonly id: number;
  readonly bucket: string;
  readonly key: string;
}

/** The writes of one key. */
interface Writes {
  readonly ops: readonly RegisterOp[];
}

/** What may be true of the key somewhere between two places of the history. */
interface Possible {
  readonly values: ReadonlySet<Value>;
  /** The last write that is known to be over before. */
  readonly last: RegisterOp | undefined;
  /** Was there an object before that one? */
  readonly hadObject: boolean;
}

export function anomaliesIn(
  history: History,
  registers: ReadonlyMap<string, readonly RegisterOp[]>,
): readonly Anomaly[] {
  const found: Anomaly[] = [];
  const writes = new Map<string, Writes>();
  const names = new Map<string, { readonly bucket: string; readonly key: string }>();
  for (const [name, ops] of registers) {
    writes.set(name, { ops: ops.filter(({ leaves }) => leaves !== undefined) });
    const [bucket, key] = JSON.parse(name) as [string, string];
    names.set(name, { bucket, key });
    for (const op of ops) {
      if (op.shown === undefined) continue;
      const anomaly = wrongIn(op.shown, possible(writes.get(name)!, op), "read");
      if (anomaly !== undefined) found.push({ name: anomaly, id: op.id, bucket, key });
    }
  }
  for (const entry of history.requests) {
    for (const step of entry.steps) {
      if (step.listed === undefined || entry.returned === undefined) continue;
      found.push(...wrongInListing(entry, step.listed, writes, names));
    }
  }
  return found;
}

export function countAnomalies(anomalies: readonly Anomaly[]): AnomalyCounts {
  const counts = {
    readAfterCreate: 0,
    readAfterOverwrite: 0,
    readAfterDelete: 0,
    listAfterCreate: 0,
    listAfterOverwrite: 0,
    listAfterDelete: 0,
  };
  for (const { name } of anomalies) counts[name] += 1;
  return counts;
}

function possible(
  { ops }: Writes,
  { invoked, returned }: Pick<RegisterOp, "invoked" | "returned">,
): Possible {
  const over = ops.filter((op) => op.returned < invoked);
  const values = new Set<Value>();
  for (const op of ops) {
    if (op.invoked > returned) continue;
    const buried = over.some((later) => later.invoked > op.returned);
    if (!buried) values.add(op.leaves!);
  }
  if (over.length === 0) values.add(null);
  const last = over.reduce<RegisterOp | undefined>(
    (latest, op) => (latest === undefined || op.invoked > latest.invoked ? op : latest),
    undefined,
  );
  const before = over
    .filter((op) => op !== last)
    .reduce<RegisterOp | undefined>(
      (latest, op) => (latest === undefined || op.invoked > latest.invoked ? op : latest),
      undefined,
    );
  return { values, last, hadObject: before !== undefined && before.leaves !== null };
}

function wrongIn(
  shown: Value,
  { values, last, hadObject }: Possible,
  how: "read" | "list",
): AnomalyName | undefined {
  if (values.has(shown) || last === undefined) return undefined;
  const kind = last.leaves === null ? "Delete" : hadObject ? "Overwrite" : "Create";
  return `${how}After${kind}`;
}

function wrongInListing(
  entry: HistoryEntry,
  listed: Listed,
  writes: ReadonlyMap<string, Writes>,
  names: ReadonlyMap<string, { readonly bucket: string; readonly key: string }>,
): readonly Anomaly[] {
  const { id, bucket, invoked, returned = Infinity } = entry;
  const shown = new Map(listed.keys);
  const groups = new Map<string, Possible[]>();
  const found: Anomaly[] = [];
  const end = listed.truncated
    ? [...shown.keys(), ...listed.prefixes].reduce((a, b) => (before(a, b) ? b : a), "")
    : undefined;
  for (const [name, of] of writes) {
    const { bucket: its, key } = names.get(name)!;
    if (its !== bucket || !covers(listed, key, end)) continue;
    const may = possible(of, { invoked, returned });
    const group = groupOf(listed, key);
    if (group !== undefined) {
      groups.set(group, [...(groups.get(group) ?? []), may]);
      continue;
    }
    const anomaly = wrongIn(shown.get(key) ?? null, may, "list");
    if (anomaly !== undefined) found.push({ name: anomaly, id, bucket, key });
  }
  for (const [group, members] of groups) {
    const isShown = listed.prefixes.includes(group);
    if (!isShown && members.some(({ values }) => !values.has(null))) {
      found.push({ name: "listAfterCreate", id, bucket, key: group });
    }
    if (isShown && members.every(({ values }) => values.size === 1 && values.has(null))) {
      found.push({ name: "listAfterDelete", id, bucket, key: group });
    }
  }
  return found;
}

/** Was the page to say something of the key? */
function covers({ prefix, after }: Listed, key: string, end: string | undefined): boolean {
  if (!key.startsWith(prefix)) return false;
  if (after !== undefined && !before(after, key)) return false;
  return end === undefined || !before(end, key);
}

function groupOf({ prefix, delimiter }: Listed, key: string): string | undefined {
  if (delimiter === undefined) return undefined;
  const at = key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
}

function before(a: string, b: string): boolean {
  return Buffer.compare(Buffer.from(a), Buffer.from(b)) < 0;
}
