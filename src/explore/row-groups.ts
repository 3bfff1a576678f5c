/** What became of the rows of an execution: who wrote them where, who was told what of them, and how they ended. */
import type { Event, TableSeen } from "../check/events.js";
import type { Scene } from "../check/property.js";
import type { RowEvent, RowGroup } from "../check/verdict.js";

/** Rows that are written together: the file of a task, in the bytes of any attempt at it. */
export interface Group {
  readonly job: string;
  readonly task: number;
  readonly rows: readonly string[];
}

/** A step as far as rows are concerned. */
export interface RowStep {
  readonly step: number;
  /** The request's operation, where it is one to the store. */
  readonly op: string | undefined;
  /** Digests by key, of what the store truly holds before and after. */
  readonly before: ReadonlyMap<string, string>;
  readonly after: ReadonlyMap<string, string>;
  /** The table as an up-to-date reader would get it before and after. */
  readonly tableBefore: TableSeen;
  readonly tableAfter: TableSeen;
  readonly events: readonly Event[];
  /** Keys (or prefixes of keys) that the answer left out, where the well-behaved one has them; and the other way round. */
  readonly hidden: readonly string[];
  readonly shown: readonly string[];
}

/** More groups than these are not followed. */
const groupsMost = 64;

/** The most letters of a row's text that are kept. */
const textMost = 160;

/** Groups by the digests of their bytes, in the order in which the store came to hold them first. */
export class Groups {
  readonly list: Group[] = [];
  readonly #scene: Scene;
  readonly #byDigest = new Map<string, number | undefined>();
  readonly #byRows = new Map<string, number>();

  constructor(scene: Scene) {
    this.#scene = scene;
  }

  /** What was said of jobs before the first step: of rows that are to stay, that they are there; of a killed job, that it failed. */
  before(): readonly (readonly [string, Event["type"]])[] {
    const { past } = this.#scene;
    if (past === undefined) return [];
    const { prior, replaced, killed } = past;
    return [
      ...(prior === undefined || replaced.length > 0 ? [] : [[prior, "acked"] as const]),
      ...(killed === undefined ? [] : [[killed.jobKey, "failed"] as const]),
    ];
  }

  /** Position of the group that bytes hold; undefined where they are nobody's rows, or beyond what is followed. */
  of(digest: string): number | undefined {
    if (!this.#byDigest.has(digest)) this.#byDigest.set(digest, this.#find(digest));
    return this.#byDigest.get(digest);
  }

  #find(digest: string): number | undefined {
    const content = this.#scene.contents.find(digest);
    if (content === undefined || !content.readable || content.writer === undefined) return undefined;
    if (content.rows.length === 0) return undefined;
    const { jobKey, task } = content.writer;
    const key = JSON.stringify([jobKey, task, content.rows]);
    const known = this.#byRows.get(key);
    if (known !== undefined) return known;
    if (this.list.length >= groupsMost) return undefined;
    this.#byRows.set(key, this.list.length);
    return this.list.push({ job: jobKey, task, rows: content.rows }) - 1;
  }
}

/** How often each group is in a table. */
export function groupsIn(groups: Groups, table: TableSeen): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  if (!table.ok) return counts;
  for (const { digest } of table.parts) {
    const group = groups.of(digest);
    if (group !== undefined) counts.set(group, (counts.get(group) ?? 0) + 1);
  }
  return counts;
}

/** Follows every group through the steps. `judged`: the table that the property was judged by. */
export function followRows(
  groups: Groups,
  steps: readonly RowStep[],
  judged: TableSeen,
): readonly RowGroup[] {
  for (const digest of digestsIn(steps, judged)) groups.of(digest);
  const lives = groups.list.map((): RowEvent[] => []);
  const past = new Map<string, string>();
  for (const step of steps) {
    for (const [key, digest] of step.before) past.set(key, digest);
    noteStep(groups, lives, step, past);
  }
  const ends = groupsIn(groups, judged);
  const said = new Map([...groups.before(), ...lastSaid(steps)]);
  return groups.list.map((group, index) => ({
    job: group.job,
    task: group.task,
    rows: group.rows.length,
    first: shortened(group.rows[0] ?? ""),
    fate: fateOf(groups, index, ends, said.get(group.job)),
    life: lives[index]!,
  }));
}

/**
 * All bytes that anything is noted of: first what the store comes to hold, in that order; then what it held before, and what
 * tables have that lies somewhere else, such as in a cluster's file system.
 */
function* digestsIn(steps: readonly RowStep[], judged: TableSeen): Iterable<string> {
  for (const { after } of steps) yield* after.values();
  for (const { before } of steps) yield* before.values();
  for (const { tableBefore, tableAfter, events } of steps) {
    const read = events.flatMap((event) => (event.type === "read" ? [event.table] : []));
    for (const table of [tableBefore, tableAfter, ...read]) yield* partsOf(table);
  }
  yield* partsOf(judged);
}

function partsOf(table: TableSeen): readonly string[] {
  return table.ok ? table.parts.map(({ digest }) => digest) : [];
}

function shortened(text: string): string {
  return text.length > textMost ? `${text.slice(0, textMost - 1)}…` : text;
}

/** `past`: what each key held last, whether it still does or not. */
function noteStep(
  groups: Groups,
  lives: readonly RowEvent[][],
  at: RowStep,
  past: ReadonlyMap<string, string>,
): void {
  const { step, op } = at;
  const note = (group: number | undefined, what: RowEvent["what"], key?: string): void => {
    if (group !== undefined) lives[group]!.push({ step, what, ...(key === undefined ? {} : { key }) });
  };
  for (const [key, digest] of at.after) {
    if (at.before.get(key) !== digest) note(groups.of(digest), op === "copy" ? "copied" : "written", key);
  }
  for (const [key, digest] of at.before) {
    const now = at.after.get(key);
    if (now !== digest) note(groups.of(digest), now === undefined ? "deleted" : "overwritten", key);
  }
  for (const [key, digest] of at.before) if (isNamed(key, at.hidden)) note(groups.of(digest), "hidden", key);
  for (const [key, digest] of past) if (isNamed(key, at.shown)) note(groups.of(digest), "shown", key);
  noteTable(groups, at, note);
  for (const event of at.events) noteEvent(groups, event, note);
}

/** Is the key among `names`, or below a prefix that is? */
function isNamed(key: string, names: readonly string[]): boolean {
  return names.some((name) => key === name || (name.endsWith("/") && key.startsWith(name)));
}

type Note = (group: number | undefined, what: RowEvent["what"], key?: string) => void;

function noteTable(groups: Groups, { tableBefore, tableAfter }: RowStep, note: Note): void {
  if (tableBefore === tableAfter) return;
  const before = groupsIn(groups, tableBefore);
  const after = groupsIn(groups, tableAfter);
  groups.list.forEach((_, group) => {
    const was = before.get(group) ?? 0;
    const is = after.get(group) ?? 0;
    if (is > was) note(group, "published");
    else if (is < was) note(group, "withdrawn");
  });
}

function noteEvent(groups: Groups, event: Event, note: Note): void {
  if (event.type === "acked" || event.type === "failed" || event.type === "unknown") {
    groups.list.forEach(({ job }, group) => job === event.jobKey && note(group, event.type));
  } else if (event.type === "read") {
    const seen = groupsIn(groups, event.table);
    groups.list.forEach((_, group) => note(group, seen.has(group) ? "seen" : "unseen"));
  }
}

/** What was last said of each job. */
function lastSaid(steps: readonly RowStep[]): ReadonlyMap<string, Event["type"]> {
  const said = new Map<string, Event["type"]>();
  for (const { events } of steps) {
    for (const event of events) {
      if ("jobKey" in event && event.type !== "started") {
        // An acknowledgement is never taken back: a rerun that fails does not undo it.
        if (said.get(event.jobKey) !== "acked") said.set(event.jobKey, event.type);
      }
    }
  }
  return said;
}

function fateOf(
  groups: Groups,
  index: number,
  ends: ReadonlyMap<number, number>,
  said: Event["type"] | undefined,
): RowGroup["fate"] {
  const { job } = groups.list[index]!;
  const times = ends.get(index) ?? 0;
  if (times > 1) return "repeated";
  if (times === 1) return said === "failed" || said === "refused" ? "phantom" : "readable";
  if (said === "acked") return "lost";
  const others = groups.list.some((other, at) => other.job === job && (ends.get(at) ?? 0) > 0);
  return others ? "missing" : "absent";
}
