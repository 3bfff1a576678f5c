/** What followed from a misfortune: what the process did instead of what it would have done, and what became of the rows. */
import type { CounterexampleFile, RowEvent, RowGroup, TraceStep } from "../check/verdict.js";
import { hookWords } from "./hook-words.js";
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

/**
 * `With the well-behaved answer w1.t0.a0 next asks the driver whether it may commit; here it reports success.` Empty where nobody
 * knows, or where it does the same.
 */
export function insteadSentence({ trace, story }: CounterexampleFile): string {
  const passing = story?.passing;
  if (passing === undefined || passing.instead !== "misfortune") return "";
  const process = trace.find(({ step }) => step === passing.same + 1)?.process;
  const next = (steps: readonly TraceStep[]): TraceStep | undefined =>
    steps.find((step) => step.process === process && step.step > passing.same + 1);
  const here = next(trace);
  const there = next(passing.trace);
  if (process === undefined || here === undefined || there === undefined || here.request === there.request) {
    return "";
  }
  return `With the well-behaved answer ${process} next ${doing(there)}; here it ${doing(here)}.`;
}

function doing({ request }: TraceStep): string {
  return /^[A-Z]{3,}\b/.test(request) ? `asks "${request}"` : request;
}

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
function turns({ life }: RowGroup): readonly RowEvent[] {
  let copies = 0;
  return life.filter(({ what }) => {
    if (what === "written" || what === "copied") copies += 1;
    if (what === "deleted" || what === "overwritten") copies -= 1;
    return what === "deleted" || what === "overwritten" ? copies === 0 : verbs[what] !== undefined;
  });
}

function lifeSentence(group: RowGroup, { trace, story }: CounterexampleFile): string {
  const events = turns(group);
  const stepOf = (event: RowEvent | undefined): TraceStep | undefined =>
    trace.find(({ step }) => step === event?.step);
  const duringOf = (event: RowEvent | undefined): string | undefined => {
    const step = stepOf(event);
    return step === undefined ? undefined : hookWords(step);
  };
  const told = events.map((event, index) => {
    const during = duringOf(event);
    const when = during === undefined || duringOf(events[index - 1]) === during ? "" : ` while ${during}`;
    const again = events.slice(0, index).some(({ what }) => what === event.what) ? " again" : "";
    return `${verbs[event.what]!}${again} in step ${event.step}${when}`;
  });
  const promises = group.life.flatMap(({ what, step }) => {
    const words = said[what];
    return words === undefined ? [] : [`${words} in step ${step}`];
  });
  const end = ends[group.fate];
  const rest = [...promises, ...(end === undefined ? [] : [end])].map((text) => `; ${text}`);
  // Parts of an upload that is never completed, say.
  const life = told.length === 0 ? "are in no object at any time" : listed(told);
  return `The ${groupWords(group, story?.groups ?? [group])} ${life}${rest.join("")}.`;
}
