/** A counterexample as the timeline draws it: its lanes, and what the store holds before and after each step. */
import type { HeldObject, RowGroup, TableNow, TraceStep } from "../../src/check/verdict.js";
import type { PageCounterexample } from "../../src/report/html/page-data.js";
import { lastCopyGone } from "../../src/report/last-copy.js";

/** What the store holds, key by key, in the order in which the keys came. */
export type Held = ReadonlyMap<string, HeldObject>;

export interface KeyLane {
  readonly key: string;
  /** 1, 2, …: what the lane is called; 0 where it is not drawn. */
  readonly number: number;
  /** Whether it is drawn: it ever holds rows, or is what the misfortune is about, or is there at the end. */
  readonly telling: boolean;
}

export interface TimelineStep {
  readonly step: TraceStep;
  readonly before: Held;
  readonly after: Held;
  readonly table: TableNow;
  /** The hook's heading stands above this step: another process or hook than the step before. */
  readonly heading: boolean;
}

export interface Timeline {
  readonly steps: readonly TimelineStep[];
  /** Processes in the order in which they come first, drivers before their attempts, readers last; not the store. */
  readonly processes: readonly string[];
  readonly keys: readonly KeyLane[];
  readonly groups: readonly RowGroup[];
  /** Rows that all jobs mean to write; undefined where it is not told. */
  readonly meant: number | undefined;
  /** Numbers of steps to jump to. */
  readonly firstAnomaly: number | undefined;
  readonly loss: number;
  readonly firstDifference: number | undefined;
  /** The step behind which no key holds rows any more that are lost or missing; of several, the first. */
  readonly lastCopy: number | undefined;
  readonly readers: readonly string[];
}

const emptyTable: TableNow = { files: [], acked: 0, readable: 0, lost: 0 };

export function makeTimeline(file: PageCounterexample): Timeline {
  const { trace, story } = file;
  const steps = stepsOf(trace, new Map((file.cut?.before ?? []).map((one) => [one.key, one])));
  const last = trace.at(-1)?.step ?? 0;
  return {
    steps,
    processes: processesOf(trace),
    keys: keysOf(file),
    groups: story?.groups ?? [],
    meant: story?.meant,
    firstAnomaly: trace.find((step) => step.anomaly !== undefined)?.step,
    loss: story?.lossAt ?? last,
    firstDifference: story?.passing === undefined ? undefined : Math.min(story.passing.same + 1, last),
    lastCopy: lastCopyOf(file),
    readers: [...new Set(trace.flatMap(({ told }) => (told === undefined ? [] : [told.reader])))],
  };
}

function lastCopyOf(file: PageCounterexample): number | undefined {
  const steps = (file.story?.groups ?? [])
    .filter(({ fate }) => fate === "lost" || fate === "missing")
    .flatMap((group) => lastCopyGone(group, file)?.step ?? [])
    .filter((step) => step >= (file.cut?.from ?? 1));
  return steps.length === 0 ? undefined : Math.min(...steps);
}

export function stepsOf(trace: readonly TraceStep[], start: Held): readonly TimelineStep[] {
  let held = start;
  let table = emptyTable;
  let hook: string | undefined;
  return trace.map((step) => {
    const before = held;
    held = applied(held, step);
    table = step.table ?? table;
    const at = step.hook === undefined ? undefined : `${step.process} ${step.hook}`;
    const heading = at !== undefined && at !== hook;
    hook = at ?? (hook?.startsWith(`${step.process} `) === true ? undefined : hook);
    return { step, before, after: held, table, heading };
  });
}

function applied(held: Held, { changed, holds = [] }: TraceStep): Held {
  if (changed.length === 0) return held;
  const now = new Map(held);
  for (const change of changed) {
    const key = change.slice(2);
    if (change.startsWith("-")) now.delete(key);
    else now.set(key, holds.find((one) => one.key === key) ?? { key, size: 0 });
  }
  return now;
}

function processesOf(trace: readonly TraceStep[]): readonly string[] {
  const rank = (name: string): number => (name.endsWith(".driver") ? 0 : name.includes(".") ? 1 : 2);
  const job = (name: string): string => name.split(".")[0] ?? name;
  const names = [...new Set(trace.map((step) => step.process))].filter((name) => name !== "store");
  const jobs = [...new Set(names.map(job))];
  return names.toSorted(
    (a, b) =>
      Number(rank(a) === 2) - Number(rank(b) === 2) ||
      jobs.indexOf(job(a)) - jobs.indexOf(job(b)) ||
      rank(a) - rank(b) ||
      (a < b ? -1 : 1),
  );
}

/** More lanes than these are only drawn when asked for. */
export const lanesMost = 16;

function keysOf({ trace, ending, cut }: PageCounterexample): readonly KeyLane[] {
  const keys = new Set(cut?.before.map(({ key }) => key) ?? []);
  const rows = new Set<string>();
  for (const { changed, holds = [] } of trace) {
    for (const change of changed) keys.add(change.slice(2));
    for (const one of holds) if (one.group !== undefined) rows.add(one.key);
  }
  const misfortunes = trace.flatMap(({ anomaly }) => (anomaly === undefined ? [] : [anomaly]));
  const atEnd = new Set(ending.map(({ key }) => key));
  const telling = [...keys].filter(
    (key) => rows.has(key) || atEnd.has(key) || misfortunes.some((text) => text.includes(key)),
  );
  const drawn = new Set(telling.slice(0, lanesMost));
  let number = 0;
  return [...keys].map((key) => {
    const drawnHere = drawn.has(key);
    if (drawnHere) number += 1;
    return { key, number: drawnHere ? number : 0, telling: drawnHere };
  });
}

/** How a key changed in a step. */
export type Change = "new" | "changed" | "gone" | "same";

export interface KeyState {
  readonly key: string;
  readonly change: Change;
  readonly before: HeldObject | undefined;
  readonly after: HeldObject | undefined;
}

/** The keys that there are before or after a step, in the order in which they came. */
export function keyStates({ step, before, after }: TimelineStep): readonly KeyState[] {
  const signs = new Map(step.changed.map((change) => [change.slice(2), change[0]]));
  return [...new Set([...before.keys(), ...after.keys()])].map((key) => {
    const sign = signs.get(key);
    const change = sign === "+" ? "new" : sign === "-" ? "gone" : sign === "~" ? "changed" : "same";
    return { key, change, before: before.get(key), after: after.get(key) };
  });
}
