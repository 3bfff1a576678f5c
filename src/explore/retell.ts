/**
 * An execution told in full: each step with what it changed, in which hook it was made, when, what an up-to-date reader
 * would get after it, and what readers were told. The judge of all this is the store's authoritative state.
 */
import type { Pace } from "../check/cost.js";
import type { Event, TableSeen } from "../check/events.js";
import { countMissing, countRows, rowsIn, rowsOfJobs } from "../check/rows.js";
import type { Scene } from "../check/property.js";
import type { HeldObject, RowGroup, TableNow, TableTold, TraceStep } from "../check/verdict.js";
import type { Option } from "../sim/world.js";
import type { Body } from "../store/body.js";
import type { GetResult, ListResult, ObjectInfo } from "../store/object-store.js";
import { keysOf, type StoreAnswer, type StoreRequest } from "../store/requests.js";
import type { Stage } from "../job/stage.js";
import { contentsOf } from "./contents.js";
import type { Hooks } from "./hooks.js";
import { finishTimes, medianDelay } from "./pace.js";
import { RequestGraph } from "./request-graph.js";
import { followRows, type Groups, type RowStep } from "./row-groups.js";
import type { FullRow, Stepper } from "./steps.js";
import { traceOf } from "./trace.js";

export interface Retold {
  readonly steps: readonly TraceStep[];
  /** What became of each of the groups. */
  readonly rows: readonly RowGroup[];
  /** Acknowledged rows that are not readable after each step. */
  readonly lost: readonly number[];
}

/** What a step did, before it is put into words. */
interface Seen extends RowStep {
  readonly bodies: ReadonlyMap<string, Body>;
  readonly acked: readonly string[];
}

export interface RetellOptions {
  /** Those of the stepper, which has been through the path before. */
  readonly hooks: Hooks;
  /** Grows by the groups that are met. */
  readonly groups: Groups;
  readonly pace: Pace;
}

/** Takes the path again. */
export async function retell(
  stepper: Stepper<Stage>,
  path: readonly Option[],
  { hooks, groups, pace }: RetellOptions,
): Promise<Retold> {
  const graph = new RequestGraph(stepper);
  const trace = await traceOf(stepper, path);
  const seen: Seen[] = [];
  const hookOf: (string | undefined)[] = [];
  let row = await stepper.initial();
  let table = (await stepper.ending(row)).ending.table;
  let acked: readonly string[] = [];
  for (const [index, option] of path.entries()) {
    const after = new Int32Array(stepper.width);
    hookOf.push(hooks.of(stepper, row, option));
    await stepper.step(row, option, after);
    graph.step(row, option, after);
    const tableAfter = sameTable(table, (await stepper.ending(after)).ending.table);
    const events = eventsAt(stepper, row, option);
    acked = [...acked, ...events.flatMap((event) => (event.type === "acked" ? [event.jobKey] : []))];
    seen.push({
      step: index + 1,
      op: operationAt(stepper, row, option),
      before: digests(contentsOf(stepper, row)),
      after: digests(contentsOf(stepper, after)),
      bodies: contentsOf(stepper, after),
      tableBefore: table,
      tableAfter,
      events,
      ...wrongNames(stepper, row, option),
      acked,
    });
    table = tableAfter;
    row = after;
  }
  const { scene } = stepper.stage;
  const rows = followRows(groups, seen, judgedTable(seen));
  const times = finishTimes(graph.nodes, medianDelay(pace), { ordered: true });
  const states = seen.map((one) => tableNow(one.tableAfter, one.acked, scene));
  const steps = trace.map((step, index): TraceStep => {
    const holds = heldAfter(step, seen[index]!, groups, scene);
    const told = toldIn(seen[index]!.events, scene);
    const hook = hookOf[index];
    const now = states[index]!;
    const changed = index === 0 || JSON.stringify(states[index - 1]) !== JSON.stringify(now);
    return {
      ...step,
      ...(hook === undefined ? {} : { hook }),
      at: Math.round(times[index]!),
      ...(holds.length === 0 ? {} : { holds }),
      ...(changed ? { table: now } : {}),
      ...(told === undefined ? {} : { told }),
    };
  });
  return { steps, rows, lost: states.map(({ lost }) => lost) };
}

/** The same object where nothing has changed, so that nobody looks for a difference. */
function sameTable(before: TableSeen, after: TableSeen): TableSeen {
  return JSON.stringify(before) === JSON.stringify(after) ? before : after;
}

function digests(contents: ReadonlyMap<string, Body>): ReadonlyMap<string, string> {
  return new Map([...contents].map(([key, body]) => [key, body.digest]));
}

function eventsAt(stepper: Stepper<Stage>, row: FullRow, option: Option): readonly Event[] {
  const { world } = stepper;
  return world.eventsOf(stepper.worldOf(row), option).flatMap((id) => world.words.events.get(id));
}

function requestAt(stepper: Stepper<Stage>, row: FullRow, option: Option): StoreRequest | undefined {
  if (option.kind === "crash") return undefined;
  const asked = stepper.world.requestOf(stepper.worldOf(row), option);
  return asked?.service === stepper.stage.storeIndex ? (asked.request as StoreRequest) : undefined;
}

function operationAt(stepper: Stepper<Stage>, row: FullRow, option: Option): string | undefined {
  return requestAt(stepper, row, option)?.op;
}

/** What an answer that is not up to date left out, and what it showed that is not there. */
function wrongNames(
  stepper: Stepper<Stage>,
  row: FullRow,
  option: Option,
): { readonly hidden: readonly string[]; readonly shown: readonly string[] } {
  const nothing = { hidden: [], shown: [] };
  const request = requestAt(stepper, row, option);
  if (request === undefined || option.kind !== "outcome" || option.anomalies === 0) return nothing;
  const { world } = stepper;
  const worldRow = stepper.worldOf(row);
  const answerOf = (outcome: number): StoreAnswer =>
    world.words.answer(world.transition(worldRow, { ...option, outcome }).answer) as StoreAnswer;
  const answer = answerOf(option.outcome);
  const well = answerOf(0);
  if (request.op === "list") {
    const got = namesIn(answer);
    const due = namesIn(well);
    return {
      hidden: due.filter((name) => !got.includes(name)),
      shown: got.filter((name) => !due.includes(name)),
    };
  }
  const [key] = keysOf(request);
  if (key === undefined) return nothing;
  if (well.ok && !answer.ok) return { hidden: [key], shown: [] };
  if (!well.ok && answer.ok) return { hidden: [], shown: [key] };
  const etags = [well, answer].map((one) =>
    one.ok ? (one.value as Partial<GetResult | ObjectInfo> | null)?.etag : "",
  );
  return etags[0] === etags[1] ? nothing : { hidden: [key], shown: [] };
}

function namesIn(answer: StoreAnswer): readonly string[] {
  if (!answer.ok) return [];
  const { objects, commonPrefixes } = answer.value as ListResult;
  return [...objects.map(({ key }) => key), ...commonPrefixes];
}

/** What the property's violation is about: what the last step's reader was told, or else the table as it truly is. */
function judgedTable(seen: readonly Seen[]): TableSeen {
  const last = seen.at(-1);
  const read = last?.events.find((event) => event.type === "read");
  return read?.table ?? last?.tableAfter ?? { ok: true, parts: [] };
}

function tableNow(table: TableSeen, acked: readonly string[], scene: Scene): TableNow {
  const counts = countRows(table, [...new Set(acked)], scene);
  return {
    files: table.ok ? table.parts.map(({ key }) => key) : [],
    ...(table.ok ? {} : { error: table.error }),
    acked: Number(counts.acked),
    readable: Number(counts.readable),
    lost: Number(counts.lost),
  };
}

function toldIn(events: readonly Event[], scene: Scene): TableTold | undefined {
  const read = events.find((event) => event.type === "read");
  if (read === undefined) return undefined;
  const bag = rowsIn(read.table, scene);
  return {
    reader: read.reader,
    files: read.table.ok ? read.table.parts.map(({ key }) => key) : [],
    ...(read.table.ok ? {} : { error: read.table.error }),
    jobs: [...scene.rowsOf].map(([job, rows]) => ({
      job,
      seen: rows.length - Number(countMissing(rowsOfJobs([job], scene), bag)),
      of: rows.length,
    })),
  };
}

function heldAfter(
  { changed }: TraceStep,
  { bodies }: Seen,
  groups: Groups,
  scene: Scene,
): readonly HeldObject[] {
  return changed.flatMap((change) => {
    const key = change.slice(2);
    const body = bodies.get(key);
    return body === undefined ? [] : [heldObject(key, body, scene, groups)];
  });
}

/** An object, with whose rows it holds. */
export function heldObject(key: string, body: Body, scene: Scene, groups: Groups): HeldObject {
  const content = scene.contents.find(body.digest);
  const group = groups.of(body.digest);
  return {
    key,
    size: body.length,
    ...(content?.readable === true ? { rows: rowsWords(content) } : {}),
    ...(group === undefined ? {} : { group }),
  };
}

function rowsWords({
  rows,
  writer,
}: {
  readonly rows: readonly string[];
  readonly writer?: { readonly jobKey: string; readonly task: number; readonly attempt: number };
}): string {
  const count = `${rows.length} ${rows.length === 1 ? "row" : "rows"}`;
  return writer === undefined
    ? count
    : `${count} of ${writer.jobKey}, task ${writer.task}, attempt ${writer.attempt}`;
}
