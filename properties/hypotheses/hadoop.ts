/** What is expected of Hadoop's output committers, and what each expectation is taken to mean. */
import { kindNumber } from "../../src/check/bounds.js";
import type {
  Hypothesis,
  HypothesisColumn,
  HypothesisRow,
  HypothesisTable,
  NoHypothesis,
  Outcome,
} from "../../src/check/hypotheses.js";

const byAttempt = kindNumber("names", "attempt");
const attemptsAlone = kindNumber("dying", "attempts");

/** What "the engine says success" is judged by: exactly one attempt of each task, and what was there before. */
const rows = [
  "no-lost-rows",
  "no-duplicate-rows",
  "one-attempt",
  "readable",
  "prior-rows-kept",
  "write-mode",
];

const holds: readonly Outcome[] = ["holds"];
const loud: readonly Outcome[] = ["loud"];

const columns: readonly HypothesisColumn[] = [
  {
    name: "strong, no fault",
    means: "One job of two tasks with two files each, on a store that answers as S3 does today.",
    scopes: [
      {
        name: "one job",
        store: "strong",
        bounds: { tasks: 2, files: 2 },
        requires: ["ack"],
        properties: rows,
      },
    ],
  },
  {
    name: "strong + retry",
    means:
      "An attempt's process dies at any point, and its task gets another attempt. `same names`: attempts name their files alike, as Spark's do. `names by attempt`: the names tell attempts apart, as Hive's on Tez do. All that it has asked for has been done or never will be; if not, it is a zombie's, see the next column.",
    scopes: [
      {
        name: "same names",
        store: "strong",
        bounds: { tasks: 1, files: 2, attempts: 2, crashes: 1, dying: attemptsAlone },
        requires: ["ack", "crashed"],
        properties: rows,
      },
      {
        name: "names by attempt",
        store: "strong",
        bounds: { tasks: 1, files: 2, attempts: 2, crashes: 1, dying: attemptsAlone, names: byAttempt },
        requires: ["ack", "crashed"],
        properties: rows,
      },
    ],
  },
  {
    name: "strong + zombie mid-commit",
    means:
      "The engine takes an executor for lost at any point, also while its attempt commits, and lets another attempt commit; the first one runs on. `and one dies`: this or another attempt's process dies besides. `a request on its way`: an attempt's process dies, and what it asked for last is applied at any later time, while the next attempt commits or after.",
    scopes: [
      {
        name: "runs on",
        store: "strong",
        bounds: { tasks: 1, files: 2, attempts: 3, losses: 1 },
        requires: ["ack", "executor-lost"],
        properties: rows,
      },
      {
        name: "and one dies",
        store: "strong",
        bounds: { tasks: 1, files: 1, attempts: 3, losses: 1, crashes: 1, dying: attemptsAlone },
        requires: ["ack", "executor-lost", "crashed"],
        properties: rows,
      },
      {
        name: "a request on its way",
        store: "strong",
        bounds: { tasks: 1, files: 2, attempts: 3, crashes: 1, dying: attemptsAlone, zombies: 1 },
        requires: ["ack", "crashed"],
        properties: rows,
      },
    ],
  },
  {
    name: "LAP lag",
    means:
      "One answer of a store whose LIST may miss what was written, in a job of two tasks; the rows that were there before may be missed as well.",
    scopes: [
      {
        name: "one LIST misses something",
        store: "list-lag",
        bounds: { tasks: 2, files: 1, anomalies: 1 },
        requires: ["ack"],
        properties: rows,
      },
    ],
  },
  {
    name: "LAD lag",
    means:
      "A store whose reads and LISTs may show what was deleted. `one job`: two tasks, and one such answer. `retry`: an attempt's process dies, so that another attempt commits over what it left, and so does a third one if that fails; two such answers.",
    scopes: [
      {
        name: "one job",
        store: "delete-lag",
        bounds: { tasks: 2, files: 1, anomalies: 1 },
        requires: ["ack"],
        properties: rows,
      },
      {
        name: "retry",
        store: "delete-lag",
        bounds: { tasks: 1, files: 1, attempts: 3, anomalies: 2, crashes: 1, dying: attemptsAlone },
        requires: ["ack", "crashed"],
        properties: rows,
      },
    ],
  },
  {
    name: "RAO stale",
    means:
      "One answer of a store whose reads may serve what was there before an overwrite. An attempt's process dies at any point, also after its commit and before it has told the driver, so that another attempt commits over it.",
    scopes: [
      {
        name: "re-commit",
        store: "overwrite-lag",
        bounds: { tasks: 1, files: 1, attempts: 3, anomalies: 1, crashes: 1, dying: attemptsAlone },
        requires: ["ack", "crashed"],
        properties: rows,
      },
    ],
  },
  {
    name: "NEG",
    means:
      "One answer of a store that may repeat a 404 it has told for a key, after the key was written. `the table`: as it is once everything has propagated. `a reader`: one that reads twice; its second read begins after the job may have been acknowledged.",
    scopes: [
      {
        name: "the table",
        store: "negative-cache",
        bounds: { tasks: 2, files: 1, anomalies: 1 },
        requires: ["ack"],
        properties: rows,
      },
      {
        name: "a reader",
        store: "negative-cache",
        bounds: { tasks: 1, files: 1, anomalies: 1, readers: 1, polls: 2 },
        requires: ["ack", "read"],
        properties: ["acked-rows-seen"],
      },
    ],
  },
  {
    name: "driver crash, then rerun",
    means:
      "The driver, or any other process, dies at any point, with its last request on its way, and another run does the same job again, under an id of its own; both append. Said of all committers in one sentence, as is the next.",
    scopes: [
      {
        name: "rerun",
        store: "strong",
        bounds: { tasks: 1, files: 1, crashes: 1, reruns: 1, zombies: 1 },
        requires: ["ack", "crashed", "rerun"],
        properties: rows,
      },
    ],
  },
  {
    name: "reader isolation",
    means: "A reader reads the whole table, twice, while a job of one task with two files commits.",
    scopes: [
      {
        name: "a reader beside the commit",
        store: "strong",
        bounds: { tasks: 1, files: 2, readers: 1, polls: 2 },
        requires: ["ack", "read-during-commit"],
        properties: ["all-or-nothing"],
      },
    ],
  },
];

/** Beside rows that were there before, which an append must keep. */
const append = { prior: 1 };
const replace = { prior: 1, mode: kindNumber("mode", "overwrite") };

const says = (text: string, expects: readonly Outcome[], refutedBy?: string): Hypothesis => {
  return { says: text, expects, ...(refutedBy === undefined ? {} : { refutedBy }) };
};
const wrong = (text: string, violates: readonly string[], refutedBy?: string): Hypothesis => {
  return { ...says(text, ["violated"], refutedBy), violates };
};
/** Words that do not tell what of the rows goes wrong. */
const somehow = (text: string, refutedBy: string): Hypothesis => says(text, ["violated"], refutedBy);
const notFor = (why: string): NoHypothesis => ({ notFor: why });

const loss = ["no-lost-rows"];
/** Files of two attempts, under the same names or under different ones. */
const mixture = ["one-attempt", "no-duplicate-rows"];
const reader404 = ["acked-rows-seen"];
/** "✗ old rows survive": what was to be replaced. */
const oldRows = ["write-mode"];

const isolation = wrong("✗", ["all-or-nothing"]);
/**
 * "None is ✓ for driver crash mid job commit then rerun (append) or for job-level reader isolation": what the first run has
 * published stays, and the rerun publishes all of it again.
 */
const none = [wrong("✗", ["no-duplicate-rows"]), isolation];

/** Of a store whose overwrites alone lag. */
const deletesFirst =
  "It overwrites nothing that it reads: what an earlier attempt left is deleted first, and what takes its place is a new object, which such a store shows at once. A store whose deletes lag besides may serve the old object there; it is in neither of these two columns.";

/** Of both staging committers, whatever they do with old rows. */
const recordGap = says(
  "✓",
  holds,
  "The rename in the cluster's file system is atomic, but before it the record of an earlier attempt is deleted, as in the control above. The zombie deletes the record of the attempt that has committed; the driver lists the records before the zombie's own is renamed to that place, finds none, and reports success with nothing published.",
);

const appended = [
  ...Array.from({ length: 2 }, () => says("✓", holds)),
  recordGap,
  ...Array.from({ length: 4 }, () => says("✓", holds)),
  ...none,
];

const replaced = [
  says("✓", holds),
  says("✓", holds),
  recordGap,
  wrong("✗ old rows survive", oldRows),
  says("✓/(e)", ["holds", "loud"]),
  says("✓", holds),
  says("✓", holds),
  notFor("The expectation speaks of jobs that append."),
  isolation,
];

const table: readonly HypothesisRow[] = [
  {
    name: "v1 (rename=copy)",
    committer: "file-output-v1",
    bounds: append,
    cells: [
      says("✓", holds),
      says("✓", holds),
      wrong("✗ loss/mix", [...loss, ...mixture]),
      wrong("✗ loss", loss),
      // It names what is met, and not what of the rows goes wrong then.
      says("(e)/✗ ghosts", ["loud", "violated"]),
      somehow("✗ only on re-commit", deletesFirst),
      wrong("✗ reader 404", reader404),
      ...none,
    ],
  },
  {
    name: "v1 with atomic-rename FS (control)",
    committer: "file-output-v1?fs=atomic-rename",
    bounds: append,
    cells: [
      says("✓", holds),
      says("✓", holds),
      // "except delete→rename gap": the gap is there, so rows are lost in it.
      wrong("✓ except delete→rename gap", loss),
      ...Array.from({ length: 4 }, () => notFor("A cluster's file system has one truth, and no lag.")),
      ...none,
    ],
  },
  {
    name: "v2",
    committer: "file-output-v2",
    bounds: append,
    cells: [
      says("✓", holds),
      // They differ in one of the scopes.
      wrong("✗ if names/content differ", mixture),
      wrong("✗", [...loss, ...mixture]),
      wrong("✗ loss", loss),
      says("(e)", loud),
      somehow("✗", deletesFirst),
      wrong("✗", reader404),
      ...none,
    ],
  },
  {
    name: "magic multipart",
    committer: "magic",
    bounds: append,
    cells: [
      says("✓", holds),
      says("✓", holds),
      says("✓", holds),
      wrong("✗ loss", loss),
      says(
        "(e)",
        loud,
        "A ghost of a `.pending` file would make its task fail, but a task lists no directory but its attempt's own, and before anything in it is deleted. Only the clean-up meets ghosts, and deletes them again.",
      ),
      says("✓ (other attempt) or (e)", ["holds", "loud"]),
      says("✓", holds),
      ...none,
    ],
  },
  {
    name: "magic-copy",
    committer: "magic-copy?find=list",
    bounds: append,
    cells: [
      says("✓", holds),
      says("✓", holds),
      says("✓", holds),
      wrong("✗ loss", loss),
      says(
        "(e)",
        loud,
        "It deletes nothing before the job has published everything, so there is no ghost to meet.",
      ),
      // Its staging keys are an attempt's own.
      says("✓/✗ if staging keys reused", holds),
      says("✓ if staging never probed", holds),
      ...none,
    ],
  },
  {
    name: "staging dir/part, append (directory)",
    committer: "staging-directory",
    bounds: append,
    cells: appended,
  },
  {
    name: "staging dir/part, append (partitioned)",
    committer: "staging-partitioned",
    bounds: { ...append, partitions: 1 },
    cells: appended,
  },
  { name: "staging, replace (directory)", committer: "staging-directory", bounds: replace, cells: replaced },
  {
    name: "staging, replace (partitioned)",
    committer: "staging-partitioned",
    bounds: { prior: 1, partitions: 1, mode: kindNumber("mode", "overwrite-partitions") },
    cells: replaced,
  },
  {
    name: "manifest on copy-rename",
    committer: "manifest-committer?fs=s3a",
    bounds: append,
    cells: [
      says("✓", holds),
      says("✓", holds),
      wrong("mostly; manifest gap", loss),
      wrong("✗ loss", loss),
      says(
        "(e)",
        loud,
        "A ghost of the manifest that was deleted makes the rename to its place fail, and then all of it is tried again, five times (MAPREDUCE-7474): five wrong answers in a row fail a task, fewer do not.",
      ),
      somehow("✗ stale manifest", deletesFirst),
      wrong("reader 404", reader404),
      ...none,
    ],
  },
  {
    name: "direct",
    committer: "direct",
    bounds: append,
    cells: [
      says("✓", holds),
      wrong("✗", mixture),
      wrong("✗", mixture),
      says("✓", holds),
      says("✓", holds),
      somehow(
        "✗",
        "It does overwrite, but nobody reads on its behalf, so nothing is built on a stale read: once all has propagated, the table holds what the last attempt wrote. Until then readers may be served the first attempt's file, which has the same rows.",
      ),
      says("✓", holds),
      ...none,
    ],
  },
];

export const hadoopHypotheses: HypothesisTable = {
  name: "hadoop",
  title: "Hadoop's output committers: what was expected, and what runs say",
  about: [
    "The expectations were derived by reading the committers' source: seeds for properties, not truth.",
    "They are about what is true where the engine says that a job has succeeded: the table holds exactly what one attempt of each task wrote, and what was there before stays (append) or goes (replace). The table is judged as it is once everything has propagated, because a reader's own LIST lags for every committer alike; what a reader is told meanwhile is a scope of its own.",
    "✓: that holds. ✗: it does not. (e): it holds, and jobs fail loudly instead. One attempt's files differ from another's in their bytes and hold the same rows; a mixture of two attempts counts as wrong, because a task need not be deterministic.",
  ].join("\n\n"),
  columns,
  rows: table,
};
