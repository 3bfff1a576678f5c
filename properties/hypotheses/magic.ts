/**
 * Two committers that are called magic: what is expected of each, and what each expectation is taken to mean. docs/magic.md tells
 * them apart.
 */
import { kindNumber } from "../../src/check/bounds.js";
import type {
  Hypothesis,
  HypothesisColumn,
  HypothesisRow,
  HypothesisTable,
  Outcome,
} from "../../src/check/hypotheses.js";
import type { Bounds } from "../../src/check/verdict.js";

/** Rows of acknowledged jobs, of jobs that failed, and of those that were there before. */
const rows = [
  "no-lost-rows",
  "no-duplicate-rows",
  "no-phantom-rows",
  "one-attempt",
  "readable",
  "prior-rows-kept",
];

const attemptsDie = { crashes: 1, dying: kindNumber("dying", "attempts") };

const column = (
  name: string,
  means: string,
  stores: string | readonly string[],
  bounds: Partial<Bounds>,
  requires: readonly string[],
  properties = rows,
): HypothesisColumn => ({
  name,
  means,
  scopes: [stores].flat().map((store) => {
    return { name: `on ${store}`, store, bounds, requires: ["ack", ...requires], properties };
  }),
});

const columns: readonly HypothesisColumn[] = [
  column(
    "LIST misses a key",
    "One answer of a store whose LIST may miss what was written, in a job of two tasks.",
    "list-lag",
    { tasks: 2, files: 1, anomalies: 1 },
    [],
  ),
  column(
    "an old record is read",
    "One answer of a store whose reads may serve what was there before an overwrite; an attempt's process dies, and another commits over it.",
    "overwrite-lag",
    { tasks: 1, files: 1, attempts: 3, anomalies: 1, ...attemptsDie },
    ["crashed"],
  ),
  column(
    "an attempt dies",
    "An attempt's process dies at any point, and its task gets another, whose files have other names.",
    "strong",
    { tasks: 1, files: 2, attempts: 2, ...attemptsDie, names: kindNumber("names", "attempt") },
    ["crashed"],
  ),
  column(
    "a zombie commits",
    "The engine takes an executor for lost at any point, and lets another attempt commit; the first one runs on.",
    "strong",
    { tasks: 1, files: 2, attempts: 2, losses: 1 },
    ["executor-lost"],
  ),
  column(
    "a reply is lost",
    "One request is applied, and whoever made it is never told.",
    "strong",
    { tasks: 1, files: 1, faults: 1, fault: kindNumber("fault", "reply-lost") },
    ["reply-lost"],
  ),
  column(
    "two drivers",
    "A second driver commits the same tasks, in the belief that the first one is dead. A Complete that is sent again is answered as the first one was on `strong`, as S3 does, and with 404 NoSuchUpload on `minio`.",
    ["strong", "minio"],
    { tasks: 1, files: 2, drivers: 2 },
    ["second-driver"],
  ),
  column(
    "rerun, same id",
    "The driver dies at any point, and another run does the same job again, under the same id. Attempts of the first run may run on.",
    "strong",
    { tasks: 1, files: 1, attempts: 2, crashes: 1, reruns: 1, ids: kindNumber("ids", "rerun") },
    ["crashed", "rerun"],
  ),
  column(
    "two jobs",
    "Two jobs append to one table at once.",
    "strong",
    { tasks: 1, files: 1, writers: 2 },
    [],
  ),
  column(
    "a rule aborts an upload",
    "A lifecycle rule of the bucket aborts one upload that is under way. There is no other fault: none but a lease's is allowed beside it, and there is no lease.",
    "strong",
    { tasks: 1, files: 1, faults: 1, lifecycle: 1, fault: kindNumber("fault", "lease-lapsed") },
    [],
  ),
  column(
    "a reader meanwhile",
    "A reader reads the whole table, twice, while a job of one task with two files commits.",
    "strong",
    { tasks: 1, files: 2, readers: 1, polls: 2 },
    ["read-during-commit"],
    ["all-or-nothing"],
  ),
];

const says = (text: string, expects: readonly Outcome[], refutedBy?: string): Hypothesis => {
  return { says: text, expects, ...(refutedBy === undefined ? {} : { refutedBy }) };
};
const fine = (refutedBy?: string) => says("✓", ["holds"], refutedBy);
const loud = (refutedBy?: string) => says("(e)", ["loud"], refutedBy);
const wrong = (...violates: readonly string[]): Hypothesis => ({ ...says("✗", ["violated"]), violates });

/** What is not listed is not published. */
const unlisted = wrong("no-lost-rows");
/** A job that counts as failed has published rows. */
const stray = wrong("no-phantom-rows");
/** What an attempt has completed is in the table, whatever becomes of it. */
const completed = wrong("no-duplicate-rows", "one-attempt");
const isolation = wrong("all-or-nothing");

/** Of magic-copy, with a second driver. */
const takesBack =
  "A copy can be made again only as long as its source is there. The first driver deletes the sources when it has published; the second one's COPY finds none, fails, and takes back what it thinks is its own: the first one's files.";

/** Of magic, where a rerun has the id of the run before it. */
const ownUploads =
  "A rerun completes uploads that its own attempts have begun, and none of its predecessor's, so nothing is completed twice.";

/** Beside rows that were there before. */
const bounds = { prior: 1 };

const table: readonly HypothesisRow[] = [
  {
    name: "magic-copy, listed",
    committer: "magic-copy?find=list",
    bounds,
    cells: [unlisted, fine(), fine(), fine(), loud(), fine(takesBack), fine(), fine(), fine(), isolation],
  },
  {
    name: "magic-copy, handed over",
    committer: "magic-copy?find=handed",
    bounds,
    cells: [fine(), fine(), fine(), fine(), loud(), fine(takesBack), fine(), fine(), fine(), isolation],
  },
  {
    name: "magic",
    committer: "magic",
    bounds,
    cells: [
      unlisted,
      says("✓/(e)", ["holds", "loud"]),
      fine(),
      fine(),
      stray,
      loud(),
      loud(
        "A rerun completes uploads of its own. But with the same id it works in the same directories: an attempt of the first run that runs on clears its records away, and the new attempt's with them. That one then lists none, commits an empty record, and the job succeeds without its rows.",
      ),
      loud(),
      loud(),
      isolation,
    ],
  },
  {
    name: "magic without listings",
    committer: "magic?track=memory&commits=messages",
    bounds,
    cells: [fine(), fine(), fine(), fine(), stray, loud(), loud(ownUploads), loud(), loud(), isolation],
  },
  {
    name: "magic, completed by tasks",
    committer: "magic?complete=task",
    bounds,
    cells: [
      unlisted,
      fine(),
      completed,
      completed,
      stray,
      fine(),
      loud(ownUploads),
      loud(),
      loud(),
      isolation,
    ],
  },
];

export const magicHypotheses: HypothesisTable = {
  name: "magic",
  title: "Two committers called magic: what was expected, and what runs say",
  about: [
    "Which is which is told in [magic.md](../magic.md). The expectations were derived from what each does: a copy can be made again as long as its source is there, an upload is completed once.",
    "✓: nothing is wrong with the rows of a job that has succeeded, and a job that has failed has left none. ✗: something is. (e): nothing is, but jobs fail that could have succeeded.",
  ].join("\n\n"),
  columns,
  rows: table,
};
