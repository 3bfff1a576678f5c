/** The shape of one step of an execution. The fields are told in src/check/verdict.ts. */
import type { HeldObject, TableNow, TableTold, TraceStep } from "../check/verdict.js";
import { anyText, array, integer, object, optional, pattern, text } from "./shape.js";

export const heldShape = object<HeldObject>("One object, as the store truly holds it.", {
  key: text("Its key."),
  size: integer("Its size in bytes."),
  rows: optional(text("What rows it holds.")),
  group: optional(integer("Which of the story's groups these rows are: its position there.")),
});

const tableNow = object<TableNow>("What an up-to-date reader would get. Counts are rows.", {
  files: array(text("A key."), "The files that such a reader would read."),
  error: optional(text("Why such a reader would fail.")),
  acked: integer("Of jobs that have been acknowledged."),
  readable: integer("That can be read."),
  lost: integer("Acknowledged, and not readable."),
});

const tableTold = object<TableTold>("The table as a reader got it.", {
  reader: text("Who read."),
  files: array(text("A key."), "The files that it read."),
  error: optional(text("Why the read failed.")),
  jobs: array(
    object<TableTold["jobs"][number]>("What it saw of one job.", {
      job: text("The job."),
      seen: integer("Rows of the job that it saw."),
      of: integer("Rows that the job means to write."),
    }),
    "What it saw, by jobs.",
  ),
});

/** What is told of every step. */
export const stepFields = {
  step: integer("1, 2, …"),
  process: text("Who made the request; `store` for what the store does by itself."),
  request: text("What was asked."),
  answer: anyText("What was answered; empty where there is nothing to tell."),
  anomaly: optional(text("What is wrong with the answer, where it is not the well-behaved one.")),
  wouldHaveBeen: optional(text("What the well-behaved answer would have been.")),
  changed: array(
    pattern("^[+~-] ", "+, ~ or - and a key", "+ key: new. ~ key: overwritten. - key: gone."),
    "How the store's true content changed.",
  ),
};

export const stepShape = object<TraceStep>("One step of the execution.", {
  ...stepFields,
  hook: optional(text("The committer's hook that made the request.")),
  at: optional(integer("Virtual time at which it took effect, in milliseconds, by the story's pace.")),
  holds: optional(array(heldShape, "What the keys that changed hold now.")),
  table: optional(tableNow),
  told: optional(tableTold),
});
