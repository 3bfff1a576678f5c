/** Judges a program by its rows: what it says it has committed against what its reader finds. */

/** What a program says of a commit. */
export type Said = "acked" | "failed" | "unknown";

/** A file of rows that is none; says which line, and why. */
export class RowsError extends Error {
  override readonly name = "RowsError";
}

export interface SaidRows {
  readonly outcome: Said;
  /** Exact text forms. */
  readonly rows: readonly string[];
}

/**
 * Reads JSON lines: `{"rows": [...], "outcome": "acked"}`, or one row a line, which is any other JSON value and counts as acked.
 *
 * @throws RowsError
 */
export function parseRows(text: string, name: string): readonly SaidRows[] {
  return text
    .split("\n")
    .map((line, index) => ({ line, where: `${name}, line ${index + 1}` }))
    .filter(({ line }) => line.trim() !== "")
    .map(({ line, where }) => parseLine(line, where));
}

function parseLine(line: string, where: string): SaidRows {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new RowsError(`${where} is not JSON.`);
  }
  if (typeof value !== "object" || value === null || !("rows" in value)) {
    return { outcome: "acked", rows: [canonical(value)] };
  }
  const { rows, outcome = "acked" } = value as { rows: unknown; outcome?: unknown };
  if (!Array.isArray(rows)) throw new RowsError(`${where}: "rows" is no list.`);
  if (outcome !== "acked" && outcome !== "failed" && outcome !== "unknown") {
    throw new RowsError(`${where}: "outcome" is none of acked, failed, unknown.`);
  }
  return { outcome, rows: rows.map(canonical) };
}

/** Equal texts for equal values, whatever the order of their fields. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, one: unknown) =>
    typeof one === "object" && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );
}

export interface RowVerdict {
  readonly acked: number;
  readonly read: number;
  /** Acknowledged, and not there, or not so often. */
  readonly lost: readonly string[];
  /** There, and only of commits that failed. */
  readonly phantom: readonly string[];
  /** There more often than it was written, or by nobody. */
  readonly surplus: readonly string[];
}

export function judgeRows(said: readonly SaidRows[], read: readonly SaidRows[]): RowVerdict {
  const acked = countOf(said, "acked");
  const unknown = countOf(said, "unknown");
  const failed = countOf(said, "failed");
  const found = new Map<string, number>();
  for (const { rows } of read) for (const row of rows) found.set(row, (found.get(row) ?? 0) + 1);
  const lost: string[] = [];
  const phantom: string[] = [];
  const surplus: string[] = [];
  for (const [row, count] of acked) add(lost, row, count - (found.get(row) ?? 0));
  for (const [row, count] of found) {
    const more = count - (acked.get(row) ?? 0) - (unknown.get(row) ?? 0);
    const ofFailed = Math.min(Math.max(more, 0), failed.get(row) ?? 0);
    add(phantom, row, ofFailed);
    add(surplus, row, more - ofFailed);
  }
  return { acked: total(acked), read: total(found), lost, phantom, surplus };
}

function countOf(said: readonly SaidRows[], outcome: Said): Map<string, number> {
  const counts = new Map<string, number>();
  for (const one of said) {
    if (one.outcome !== outcome) continue;
    for (const row of one.rows) counts.set(row, (counts.get(row) ?? 0) + 1);
  }
  return counts;
}

function add(list: string[], row: string, times: number): void {
  for (let at = 0; at < times; at++) list.push(row);
}

function total(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}
