/**
 * What a process has been told: its local state. A process is a deterministic function of this, so two executions in
 * which a process has the same history are at the same point of its code with the same variables.
 *
 * A history forgets what cannot matter any more: a loop's earlier rounds (only the state of the current one counts),
 * and the way in which parallel strands came to their results.
 */

/** How many ids and clock readings a strand has used: needed where the history that would tell is forgotten. */
export interface Counters {
  readonly ids: number;
  readonly ticks: number;
}

export type Entry =
  /** Request `request` was answered `answer` (ids of the kernel's interners). */
  | { readonly kind: "answer"; readonly request: number; readonly answer: number }
  /** A loop is in the round that began with `state`. */
  | { readonly kind: "round"; readonly state: unknown; readonly text: string; readonly counters: Counters }
  /** A loop or a parallel call ended with `value`. */
  | { readonly kind: "result"; readonly value: unknown; readonly text: string; readonly counters: Counters }
  /** A parallel call in which a strand threw: its strands' histories, because an error is not plain data. */
  | { readonly kind: "joined"; readonly strands: readonly StrandHistory[] };

export interface StrandHistory {
  readonly entries: readonly Entry[];
  /** The strands of the parallel call that is under way. */
  readonly open: readonly StrandHistory[] | undefined;
  /** The strand has come to its end: with this (a text form of its result or error). */
  readonly ended: string | undefined;
}

export const emptyHistory: StrandHistory = { entries: [], open: undefined, ended: undefined };

/** The exact text form of a history: equal if and only if the processes are at the same point. */
export function historyKey(history: StrandHistory): string {
  const entries = history.entries.map(entryKey).join(" ");
  const open = history.open === undefined ? "" : `(${history.open.map(historyKey).join("|")})`;
  return `${entries}${open}${history.ended === undefined ? "" : `=${JSON.stringify(history.ended)}`}`;
}

function entryKey(entry: Entry): string {
  switch (entry.kind) {
    case "answer":
      return `${entry.request}:${entry.answer}`;
    case "round":
      return `r${entry.text}@${entry.counters.ids}.${entry.counters.ticks}`;
    case "result":
      return `v${entry.text}@${entry.counters.ids}.${entry.counters.ticks}`;
    case "joined":
      return `j(${entry.strands.map(historyKey).join("|")})`;
  }
}
