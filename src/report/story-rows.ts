/** What became of the rows, in words. */
import type { CounterexampleFile, RowEvent, RowGroup, TraceStep } from "../check/verdict.js";
import { mentions } from "./elide.js";
import { hookWords } from "./hook-words.js";
import { copiesBefore, lastCopyGone, withCopies } from "./last-copy.js";
import { count, listed } from "./words.js";

/** Rows of which something is wrong in the end. */
export function isAtFault({ fate }: RowGroup): boolean {
  return fate === "lost" || fate === "missing" || fate === "repeated" || fate === "phantom";
}

/** `2 rows of job-w1, task 0`; with a number where the task has several such groups. */
export function groupWords(group: RowGroup, groups: readonly RowGroup[]): string {
  const { rows, job, task } = group;
  const alike = groups.filter((other) => other.job === job && other.task === task);
  const part = alike.length > 1 ? `, file ${alike.indexOf(group) + 1}` : "";
  return `${count(rows, "row")} of ${job}, task ${task}${part}`;
}

/** More groups than these are counted. */
const groupsTold = 2;

/** A sentence for each of the first groups of rows that are at fault. */
export function rowSentences(file: CounterexampleFile): readonly string[] {
  const faulty = (file.story?.groups ?? []).filter(isAtFault);
  const told = faulty.slice(0, groupsTold).map((group) => lifeSentence(group, file));
  const rest = faulty.length - told.length;
  return rest === 0
    ? told
    : [...told, `So it goes with ${count(rest, "other group")} of rows, one way or another.`];
}

const verbs: Readonly<Partial<Record<RowEvent["what"], string>>> = {
  written: "are written",
  deleted: "are deleted",
  overwritten: "are overwritten",
  published: "come into the table",
  withdrawn: "are gone from the table",
};

const said: Readonly<Partial<Record<RowEvent["what"], string>>> = {
  acked: "their job is acknowledged",
  failed: "their job is reported as failed",
  unknown: "the outcome of their job is reported as unknown",
};

const ends: Readonly<Partial<Record<RowGroup["fate"], string>>> = {
  lost: "nobody can read them",
  missing: "they are missing, though other rows of their job are there",
  repeated: "they are in the table more than once",
  phantom: "they can be read, though their job has failed",
};

/** Without what only moves rows about: a copy, and a deletion that leaves another copy. */
function turns(group: RowGroup, file: CounterexampleFile): readonly RowEvent[] {
  return withCopies(group, file)
    .filter(([{ what }, copies]) =>
      what === "deleted" || what === "overwritten" ? copies === 0 : verbs[what] !== undefined,
    )
    .map(([event]) => event);
}

/** How the process that deleted the last copy had come to know of its key: the last listing that showed it. A sentence, or empty. */
function foundWords(trace: readonly TraceStep[], { step, key = "" }: RowEvent): string {
  const process = trace.find((one) => one.step === step)?.process;
  const found = trace.findLast(
    (one) =>
      one.step < step &&
      one.process === process &&
      one.request.startsWith("LIST ") &&
      mentions(one.answer, key),
  );
  return found === undefined
    ? ""
    : ` That copy was found by "${found.request}", which ${found.process} asked in step ${found.step}.`;
}

function lifeSentence(group: RowGroup, file: CounterexampleFile): string {
  const { trace, story } = file;
  const events = turns(group, file);
  const gone = lastCopyGone(group, file);
  const stepOf = (event: RowEvent | undefined): TraceStep | undefined =>
    trace.find(({ step }) => step === event?.step);
  const duringOf = (event: RowEvent | undefined): string | undefined => {
    const step = stepOf(event);
    return step === undefined ? undefined : hookWords(step);
  };
  const before = copiesBefore(group, file) > 0 ? ["are there before the first step"] : [];
  const happened = events.map((event, index) => {
    const during = duringOf(event);
    const when = during === undefined || duringOf(events[index - 1]) === during ? "" : ` while ${during}`;
    const again = events.slice(0, index).some(({ what }) => what === event.what) ? " again" : "";
    const verb = event === gone && event.what === "deleted" ? "lose their last copy" : verbs[event.what]!;
    return `${verb}${again} in step ${event.step}${when}`;
  });
  const told = [...before, ...happened];
  const promises = group.life.flatMap(({ what, step }) => {
    const words = said[what];
    return words === undefined ? [] : [`${words} in step ${step}`];
  });
  const nowhere = gone === undefined ? [] : ["no key holds them from then on"];
  const end = ends[group.fate];
  const rest = [...nowhere, ...promises, ...(end === undefined ? [] : [end])].map((text) => `; ${text}`);
  // Parts of an upload that is never completed, say.
  const life = told.length === 0 ? "are in no object at any time" : listed(told);
  const found = gone?.what === "deleted" ? foundWords(trace, gone) : "";
  return `The ${groupWords(group, story?.groups ?? [group])} ${life}${rest.join("")}.${found}`;
}
