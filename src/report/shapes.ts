/** The shapes of the three files that lakelitmus writes and reads. The fields are told in src/check/verdict.ts. */
import { boundRanges, plainCircumstances } from "../check/bounds.js";
import {
  type Bounds,
  type Circumstances,
  type Cost,
  type CounterexampleFile,
  type PassingExecution,
  type RowEvent,
  rowEvents,
  type RowGroup,
  type Story,
  type VerdictCell,
  type Verdicts,
} from "../check/verdict.js";
import { litmusShape } from "./litmus-json.js";
import { costShape } from "./cost-shape.js";
import { probeShape } from "./probe.js";
import { estimateShape, toldRunShape } from "./estimate-shape.js";
import { incidentShape, incidentsShape } from "./incident-shape.js";
import { profileShape } from "./profile-shape.js";
import { heldShape, stepShape } from "./step-shape.js";
import type { JsonSchema, PartOf, Shape } from "./shape.js";
import {
  array,
  bigCount,
  constant,
  flag,
  integer,
  object,
  oneOf,
  optional,
  pattern,
  probability,
  record,
  text,
} from "./shape.js";

const bounds = object<Bounds>('What limits "holds": every execution with at most these is meant.', {
  tasks: integer("Tasks of a job."),
  files: integer("Files that a task writes."),
  rows: integer("Rows of a file."),
  attempts: integer("Attempts that a failing task gets, one after the other."),
  speculative: integer("Tasks that get a second attempt from the start, beside the first."),
  writers: integer("Jobs that write the same table at once."),
  reruns: integer("Reruns of a job whose driver has crashed, for each writer."),
  readers: integer("Readers of the whole table."),
  polls: integer("Reads that a reader makes, one after the other."),
  anomalies: integer("Answers that are not what an up-to-date store would have given."),
  faults: integer("Requests or replies lost, late or refused."),
  crashes: integer("Processes that die."),
  zombies: integer("Requests that may be in flight without their caller at once."),
  lingering: integer(
    "1: attempts may still run when the driver gives their job up. 0: it waits for them.",
    1,
  ),
  coordinator: integer("1: attempts ask the driver before they commit. 0: they do not.", 1),
  throttling: circumstance("throttling"),
  resumes: circumstance("resumes"),
  lifecycle: circumstance("lifecycle"),
  fault: circumstance("fault"),
  cleaners: circumstance("cleaners"),
  losses: circumstance("losses"),
  dying: circumstance("dying"),
  coordination: circumstance("coordination"),
  drivers: circumstance("drivers"),
  prior: circumstance("prior"),
  killed: circumstance("killed"),
  partitions: circumstance("partitions"),
  mode: circumstance("mode"),
  ids: circumstance("ids"),
  names: circumstance("names"),
  engine: circumstance("engine"),
});

/** A bound that is left out where it is as usual. */
function circumstance(name: keyof Circumstances) {
  const { meaning, kinds, to } = boundRanges[name];
  const which = kinds === undefined ? "" : `: ${kinds.map((kind, number) => `${number} ${kind}`).join(", ")}`;
  const usual = `Left out: ${plainCircumstances[name]}.`;
  return optional(integer(`${meaning[0]!.toUpperCase()}${meaning.slice(1)}${which}. ${usual}`, to));
}

const cost = object<Cost>("The bad luck that the execution needs.", {
  anomalies: integer("Answers that are not what an up-to-date store would have given."),
  faults: integer("Requests or replies lost, late or refused."),
  crashes: integer("Processes that die."),
});

const anomaly = object<NonNullable<VerdictCell["anomaly"]>>("What the violation is called.", {
  plain: text("In plain words."),
  formal: text("In the literature."),
});

const rows = object<NonNullable<VerdictCell["rows"]>>("Counts of rows where the violation was found.", {
  in: bigCount("Rows that all jobs together meant to write."),
  acked: bigCount("Rows of jobs that were acknowledged."),
  readable: bigCount("Rows that a reader of the true content finds."),
  lost: bigCount("Acknowledged rows that are not readable."),
  surplus: bigCount("Readable rows beyond those that may be there."),
});

const silent = flag(
  "Whether nobody is told: no job that it is about reports a failure, no reader gets an error, nothing waits for ever.",
);
const sentence = text("The violation in one sentence.");
const seed = text("Seed of ids, rows and samples.");

const found = object<NonNullable<VerdictCell["counterexample"]>>("The execution that breaks the property.", {
  file: pattern(
    "^[A-Za-z0-9][A-Za-z0-9_-]*([./][A-Za-z0-9_-]+)*$",
    "a relative path of plain characters",
    "Relative to this file.",
  ),
  cost,
  steps: integer("Steps of the execution."),
  silent,
  minimal: flag("Whether least cost and fewest steps are proven, or only shrunk to."),
  sentence,
});

const closed = object<NonNullable<VerdictCell["closed"]>>(
  "Where the bounds did not close: the largest that did, and in which the property holds.",
  { bounds, states: integer("Distinct states within them.") },
);

const cell = object<VerdictCell>(
  "One committer on one store in one scenario, judged by one property.",
  {
    committer: text("Name, with its options: name?key=value."),
    store: text("Name of the store's personality."),
    scenario: text("Name of the scenario."),
    property: text("Name of the property."),
    verdict: oneOf(["holds", "violated", "refuses", "unknown"], "The answer."),
    reason: optional(text("Why it is unknown, or why the committer refuses.")),
    evidence: oneOf(["sampled", "exhaustive"], "What the answer stands on."),
    bounds,
    executions: integer("Executions that were sampled; 0 where the search was exhaustive."),
    states: optional(integer("Distinct states that an exhaustive search closed.")),
    transitions: optional(integer("Transitions that an exhaustive search took.")),
    closed: optional(closed),
    closedCost: optional(
      integer(
        "Where the search did not end: the property holds in every execution within the bounds with at most so many anomalies, faults and crashes together.",
      ),
    ),
    sampler: optional(text("Which sampler chose the executions.")),
    seed: optional(seed),
    bound95: optional(
      probability(
        "Upper bound (95 %) of the chance that one execution of this sampler violates: 1 - 0.05^(1/n).",
      ),
    ),
    witnessed: record(integer("How often."), "Circumstances that came about, and how often."),
    anomaly: optional(anomaly),
    rows: optional(rows),
    counterexample: optional(found),
    reproduce: optional(text("A command line that shows this again.")),
  },
  {
    rules: [
      { key: "verdict", is: ["violated"], needs: ["anomaly", "counterexample"] },
      { key: "verdict", is: ["refuses", "unknown"], needs: ["reason"] },
      { key: "evidence", is: ["sampled"], needs: ["sampler", "seed"] },
    ],
    keep: ["committer", "store", "scenario", "property"],
  },
);

const verdictsSchema = constant("lakelitmus/verdicts@1", "What kind of file this is, and its version.");
const tool = text("lakelitmus and its version.");

export const verdictsShape: Shape<Verdicts> = object<Verdicts>("What lakelitmus found.", {
  schema: verdictsSchema,
  tool,
  command: text("The command line."),
  input: text("What rows were used."),
  cells: array(cell, "One entry for each committer, store, scenario and property."),
});

/** A cell of which only some is expected; the four names say which cell is meant. */
export type ExpectedCell = PartOf<VerdictCell> &
  Pick<VerdictCell, "committer" | "store" | "scenario" | "property">;

/** Verdicts, or part of them, that later verdicts are held against. */
export interface Expectation {
  readonly schema: Verdicts["schema"];
  readonly tool?: string;
  readonly command?: string;
  readonly input?: string;
  readonly cells: readonly ExpectedCell[];
}

export const expectationShape: Shape<Expectation> = object<Expectation>(
  "What is expected of verdicts: the fields that stand here must come out as they stand here.",
  {
    schema: verdictsSchema,
    tool: optional(tool),
    command: optional(text("The command line. Not compared.")),
    input: optional(text("What rows were used. Not compared.")),
    cells: array(
      cell.partial() as Shape<ExpectedCell>,
      "At least one: an expectation of nothing would always be met.",
      1,
    ),
  },
);

const group = object<RowGroup>("What became of the rows of one file, whichever attempt wrote it.", {
  job: text("Whose rows they are."),
  task: integer("Which task's."),
  rows: integer("How many."),
  first: text("The first of them."),
  fate: oneOf(["lost", "missing", "repeated", "phantom", "readable", "absent"], "How they ended."),
  life: array(
    object<RowEvent>("Something that happened to them.", {
      step: integer("In which step."),
      what: oneOf(rowEvents, "What happened."),
      key: optional(text("Where.")),
    }),
    "In the order of the steps.",
  ),
});

const passing = object<PassingExecution>(
  "An execution in which the property holds, the same up to one step.",
  {
    same: integer("How many steps are the same."),
    instead: oneOf(["misfortune", "order"], "What differs: a misfortune did not happen, or the order."),
    choices: array(integer("Option taken; 0 is the well-behaved one."), "The execution."),
    trace: array(stepShape, "Its steps after those that are the same."),
  },
);

const story = object<Story>("What people need besides the steps to see why they end badly.", {
  pace: text("Which delays virtual time is told in."),
  meant: integer("Rows that all jobs together mean to write."),
  lossAt: optional(integer("From this step on, some acknowledged row is not readable.")),
  groups: array(group, "What became of the rows."),
  passing: optional(passing),
});

export const counterexampleShape: Shape<CounterexampleFile> = object<CounterexampleFile>(
  "An execution that breaks a property: what was run, the choices, and the trace for people.",
  {
    schema: constant("lakelitmus/counterexample@1", "What kind of file this is, and its version."),
    tool,
    committer: text("Name, with its options: name?key=value."),
    committerDigest: text("Digest of the committer's source and of everything it imports."),
    store: text("Name of the store's personality."),
    scenario: text("Name of the scenario."),
    property: text("Name of the property."),
    bounds,
    seed,
    choices: array(integer("Option taken; 0 is the well-behaved one."), "The recorded execution."),
    cost,
    silent,
    sentence,
    anomaly,
    trace: array(stepShape, "The steps in order."),
    ending: array(heldShape, "The store's true content at the end."),
    rows: optional(rows),
    story: optional(story),
  },
);

function published(name: string, title: string, shape: Shape<unknown>): JsonSchema {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: `urn:lakelitmus:${name}`,
    title,
    ...shape.schema,
  };
}

/** The JSON Schemas that the package ships, by the names of their files in `schemas/`. */
export const schemas: Readonly<Record<string, JsonSchema>> = {
  "verdicts.schema.json": published("verdicts@1", "lakelitmus: verdicts", verdictsShape as Shape<unknown>),
  "counterexample.schema.json": published(
    "counterexample@1",
    "lakelitmus: counterexample",
    counterexampleShape as Shape<unknown>,
  ),
  "cost.schema.json": published("cost@1", "lakelitmus: cost", costShape as Shape<unknown>),
  "expectation.schema.json": published(
    "expectation@1",
    "lakelitmus: expectation",
    expectationShape as Shape<unknown>,
  ),
  "estimate.schema.json": published("estimate@1", "lakelitmus: estimate", estimateShape as Shape<unknown>),
  "estimate-run.schema.json": published(
    "estimate-run@1",
    "lakelitmus: run of an estimate",
    toldRunShape as Shape<unknown>,
  ),
  "incident.schema.json": published("incident@1", "lakelitmus: incident", incidentShape as Shape<unknown>),
  "incidents.schema.json": published(
    "incidents@1",
    "lakelitmus: list of incidents",
    incidentsShape as Shape<unknown>,
  ),
  "profile.schema.json": published("profile@1", "lakelitmus: delay profile", profileShape as Shape<unknown>),
  "litmus.schema.json": published("litmus@1", "lakelitmus: litmus tests", litmusShape as Shape<unknown>),
  "probe.schema.json": published("probe@1", "lakelitmus: probe", probeShape as Shape<unknown>),
};
