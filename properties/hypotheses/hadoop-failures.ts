/** What is expected of Hadoop's output committers where engines, drivers and ids fail, and what each expectation is taken to mean. */
import { kindNumber } from "../../src/check/bounds.js";
import type {
  Hypothesis,
  HypothesisColumn,
  HypothesisRow,
  HypothesisTable,
  NoHypothesis,
  Outcome,
} from "../../src/check/hypotheses.js";
import type { Bounds } from "../../src/check/verdict.js";

/** Rows of jobs that succeeded, and of jobs that failed. */
const rows = ["no-lost-rows", "no-duplicate-rows", "no-phantom-rows", "one-attempt", "readable"];
/** Rows of jobs that succeeded. */
const ackedRows = rows.filter((name) => name !== "no-phantom-rows");

const mapReduce = { engine: kindNumber("engine", "mapreduce") };

interface Asked {
  readonly stores?: readonly string[];
  readonly bounds: Partial<Bounds>;
  readonly requires?: readonly string[];
  readonly properties?: readonly string[];
}

const column = (
  name: string,
  means: string,
  { stores = ["strong"], bounds, requires = [], properties = rows }: Asked,
): HypothesisColumn => ({
  name,
  means,
  scopes: stores.map((store) => {
    return { name: `on ${store}`, store, bounds, requires: ["ack", ...requires], properties };
  }),
});

const columns: readonly HypothesisColumn[] = [
  column(
    "master aborts an attempt that runs on",
    "MapReduce: heartbeats of an attempt stop, its master aborts it and gives the task to another; the first one runs on.",
    { bounds: { tasks: 1, files: 1, attempts: 2, losses: 1, ...mapReduce }, requires: ["executor-lost"] },
  ),
  column(
    "master dies, the next one goes on",
    "MapReduce: the job's master dies at any point; the next one recovers tasks, and commits again only where that is said to be repeatable. Attempts of the first one may run on. Judged: rows of jobs that succeed.",
    {
      bounds: { tasks: 1, files: 1, crashes: 1, reruns: 1, ...mapReduce },
      requires: ["crashed", "rerun"],
      properties: ackedRows,
    },
  ),
  column(
    "a request of the commit fails",
    "One request of a job is never applied, and whoever made it is told that nothing came back; the client does not send it again.",
    {
      bounds: { tasks: 1, files: 2, faults: 1, fault: kindNumber("fault", "request-lost") },
      requires: ["job-failed"],
    },
  ),
  column(
    "the reply of a Complete is lost",
    "One request is applied, and its reply is lost; the client sends it again by itself. `minio` answers a second Complete with 404 NoSuchUpload.",
    {
      stores: ["minio"],
      bounds: { tasks: 1, files: 1, faults: 1, fault: kindNumber("fault", "reply-lost-retried") },
      requires: ["retried"],
    },
  ),
  column(
    "two drivers",
    "A second driver commits the same tasks. A second Complete is answered as the first one was on `strong`, and with 404 NoSuchUpload on `minio`.",
    {
      stores: ["strong", "minio"],
      bounds: { tasks: 1, files: 2, drivers: 2 },
      requires: ["second-driver"],
    },
  ),
  column("two jobs", "Two jobs append to one table at once.", {
    bounds: { tasks: 1, files: 1, writers: 2 },
  }),
  column(
    "leftovers of a killed job",
    "A job was killed when its tasks had committed; another one appends to the table after it.",
    { bounds: { tasks: 1, files: 1, killed: 1 } },
  ),
  column("equal ids", "Two jobs that append to one table at once have the same id.", {
    bounds: { tasks: 1, files: 1, writers: 2, ids: kindNumber("ids", "equal") },
  }),
  column(
    "unstable ids",
    "The attempts of a task have task ids of their own, and file names; an executor is taken for lost and runs on.",
    {
      bounds: {
        tasks: 1,
        files: 1,
        attempts: 2,
        losses: 1,
        ids: kindNumber("ids", "unstable"),
        names: kindNumber("names", "attempt"),
      },
      requires: ["executor-lost"],
    },
  ),
];

const says = (text: string, expects: readonly Outcome[], refutedBy?: string): Hypothesis => {
  return { says: text, expects, ...(refutedBy === undefined ? {} : { refutedBy }) };
};
const fine = (text = "✓", refutedBy?: string) => says(text, ["holds"], refutedBy);
const loud = (text = "(e)", refutedBy?: string) => says(text, ["loud"], refutedBy);
const wrong = (text: string, ...violates: readonly string[]): Hypothesis => {
  return { ...says(text, ["violated"]), violates };
};

/** Rows of a job that has failed, or that nobody has acknowledged. */
const stray = "no-phantom-rows";
const lost = "no-lost-rows";
const twice = "no-duplicate-rows";

const noUploads: NoHypothesis = {
  notFor: "It begins no uploads, and no request of it is hurt by being sent again.",
};

/** Of records and manifests: the earlier one is deleted before the next one takes its place. */
const gap =
  "Before that the zombie has deleted what the attempt that has committed had left there, and the driver, which looks before the zombie's own takes its place, finds no commit of the task, and succeeds without it.";

const table: readonly HypothesisRow[] = [
  {
    name: "v1 (rename=copy)",
    committer: "file-output-v1",
    cells: [
      wrong("✗ mixes or loses", lost, "one-attempt", twice),
      loud("(e) refused"),
      wrong("✗ partial stays", stray),
      noUploads,
      // Each driver moves what it finds, and the one that misses a file fails with the others in the table.
      wrong("✗ interleaved moves", stray),
      wrong("✗ _temporary deleted", lost),
      wrong("✗ published", stray),
      wrong("✗ shared directories", lost),
      wrong("✗ duplicates", twice),
    ],
  },
  {
    name: "v2",
    committer: "file-output-v2",
    cells: [
      wrong("✗ appears in the table", stray),
      // The words do not tell what goes wrong then.
      says("✗ unsafe in mid-commit", ["violated"]),
      wrong("✗ partial stays", stray),
      noUploads,
      fine("✓ benign"),
      wrong("✗ _temporary deleted", lost),
      wrong("✗ stays visible", stray),
      wrong("✗ shared directories", lost),
      wrong("✗ already visible", twice),
    ],
  },
  {
    name: "magic",
    committer: "magic",
    cells: [
      loud(
        "(e) names aborted uploads",
        "It names none. The master's abort deletes the zombie's `.pending` files, and the zombie, which was told before that it may commit, lists none. It writes an empty `.pendingset` over that of the attempt that has committed, because nothing counts files, and the job succeeds without the task's rows.",
      ),
      loud("(e) refused"),
      wrong("✗ data stay where the clean-up fails", stray),
      wrong("✗ stray file", stray),
      loud("(e) both fail"),
      loud("(e) uploads aborted"),
      fine("✓ inert"),
      wrong("✗ records overwritten", lost),
      wrong("✗ duplicates", twice),
    ],
  },
  {
    name: "staging (directory)",
    committer: "staging-directory",
    cells: [
      fine("✓ abortTask aborts no uploads", gap),
      loud("(e) refused"),
      fine(
        "✓ a failed clean-up deletes all",
        "It does where the first request of the clean-up fails. The records go with that one: where a later one fails, whoever aborts the job finds none, and the files of a job that has failed stay.",
      ),
      loud("(e) deleted by the 404 rule"),
      wrong("✗ deletes what the winner completed", lost),
      loud("(e) uploads aborted"),
      fine("✓ inert"),
      loud(
        "(e) directory deleted",
        "A task of the second job deletes the record of the first one's, before its own takes its place. The first driver lists none then: it publishes nothing, succeeds, and aborts every upload.",
      ),
      wrong("✗ duplicates", twice),
    ],
  },
  {
    name: "manifest on copy-rename",
    committer: "manifest-committer?fs=s3a",
    cells: [
      loud("(e) names deleted files", gap),
      loud("(e) refused"),
      wrong("✗ partial stays", stray),
      noUploads,
      wrong("✗ interleaved", stray),
      loud("(e) _temporary deleted"),
      fine("✓ inert"),
      loud(
        "(e) set-up fails",
        "It looks whether the directory is there, and makes it then: two jobs that begin together both find none. After that each takes the other's manifests for its own.",
      ),
      wrong("✗ two manifests", twice),
    ],
  },
];

export const hadoopFailureHypotheses: HypothesisTable = {
  name: "hadoop-failures",
  title: "Hadoop's output committers where engines fail: what was expected, and what runs say",
  about: [
    "As in [hadoop.md](hadoop.md), the expectations were derived by reading the committers' source, before any of this was run.",
    "✓: nothing is wrong with the rows of a job that has succeeded, and a job that has failed has left none. ✗: something is. (e): nothing is, but jobs fail.",
  ].join("\n\n"),
  columns,
  rows: table,
};
