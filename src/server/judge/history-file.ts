/** Reads a history back: JSON lines as `serve` writes them. */
import type { HistoryEntry, HistoryLine, LandedEntry, ListedKey } from "../history/entry.js";

/** A file that is no history; says which line, and why. */
export class HistoryError extends Error {
  override readonly name = "HistoryError";
}

export interface History {
  readonly seed: string;
  /** Store of each bucket that has one of its own. */
  readonly stores: ReadonlyMap<string, string>;
  readonly defaultStore: string;
  readonly requests: readonly HistoryEntry[];
  readonly landed: readonly LandedEntry[];
  /** What each bucket truly held at the end, where that was written. */
  readonly contents: ReadonlyMap<string, readonly ListedKey[]>;
}

/** @throws HistoryError */
export function parseHistory(text: string, name: string): History {
  const stores = new Map<string, string>();
  const contents = new Map<string, readonly ListedKey[]>();
  const requests: HistoryEntry[] = [];
  const landed: LandedEntry[] = [];
  let header: Extract<HistoryLine, { kind: "history" }> | undefined;
  for (const [index, line] of text.split("\n").entries()) {
    if (line === "") continue;
    const entry = parseLine(line, `${name}, line ${index + 1}`);
    switch (entry.kind) {
      case "history":
        header = entry;
        break;
      case "bucket":
        stores.set(entry.bucket, entry.store);
        break;
      case "request":
        requests.push(entry);
        break;
      case "landed":
        landed.push(entry);
        break;
      case "content":
        contents.set(entry.bucket, entry.keys);
    }
  }
  if (header === undefined)
    throw new HistoryError(`${name} is no history of lakelitmus: it has no first line of one.`);
  return { seed: header.seed, stores, defaultStore: header.store, requests, landed, contents };
}

const kinds: readonly string[] = ["history", "bucket", "request", "landed", "content"];

function parseLine(line: string, where: string): HistoryLine {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new HistoryError(`${where} is not JSON.`);
  }
  const kind = typeof value === "object" && value !== null ? (value as { kind?: unknown }).kind : undefined;
  if (typeof kind !== "string" || !kinds.includes(kind)) {
    throw new HistoryError(`${where} is no line of a history: its kind is none of ${kinds.join(", ")}.`);
  }
  return value as HistoryLine;
}
