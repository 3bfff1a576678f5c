/** The shape of an estimate. The fields are told in src/check/estimate.ts. */
import type { LatencyRange } from "../check/cost.js";
import { type Estimate, type Rate, type RowsRate, runEndings, type ToldRun } from "../check/estimate.js";
import { profileShape } from "./profile-shape.js";
import {
  array,
  constant,
  integer,
  number,
  object,
  oneOf,
  optional,
  record,
  type Shape,
  text,
} from "./shape.js";
import { stepShape } from "./step-shape.js";

const share = (description: string): Shape<number> => number(description, 0, 1);
const mean = (description: string): Shape<number> => number(description, 0, 1e15);

const interval = {
  count: integer("How many did."),
  of: integer("Of how many."),
  rate: number("count / of; rows that are readable twice can make it more than 1.", 0, 1e6),
  low: share("Lower end of the 95 % interval."),
  high: share("Upper end of the 95 % interval."),
};

export const rateShape = (description: string): Shape<Rate> => object<Rate>(description, interval);

export const rowsRateShape = (description: string): Shape<RowsRate> =>
  object<RowsRate>(description, {
    ...interval,
    method: oneOf(["ratio", "gamma", "none-seen"], "How the interval was made: see docs/estimates.md."),
  });

const range = object<LatencyRange>("Milliseconds of virtual time.", {
  p50: integer("Half of them took at most so many."),
  p99: integer("99 in 100 of them took at most so many."),
});

export const estimateShape: Shape<Estimate> = object<Estimate>(
  "How often a committer loses rows under a delay profile.",
  {
    schema: constant("lakelitmus/estimate@1", "What kind of file this is, and its version."),
    tool: text("lakelitmus and its version."),
    command: text("The command line that makes it again."),
    committer: text("Name, with its options: name?key=value."),
    store: text("The store whose contract says what may be answered."),
    scenario: text("What runs."),
    bounds: record(integer("A bound."), "How large it is.") as unknown as Shape<Estimate["bounds"]>,
    profile: profileShape,
    seed: text("What the draws and the rows depend on."),
    asked: integer("Runs that were asked for."),
    runs: integer("Runs that were made."),
    endings: object<Estimate["endings"]>(
      "How many runs ended how.",
      Object.fromEntries(
        runEndings.map((ending) => [ending, integer(`Runs that ended ${ending}.`)]),
      ) as never,
    ),
    firstLost: optional(integer("The first run in which some acknowledged row is not readable.")),
    jobs: object<Estimate["jobs"]>("Rates of runs.", {
      lost: rateShape("Of runs with an acknowledged job: some row of it is not readable."),
      duplicated: rateShape("Some row is readable more often than it was to be written."),
      unreadable: rateShape("Whoever reads the table in the end is told an error."),
    }),
    rows: object<Estimate["rows"]>("Rates of rows, of those that were acknowledged.", {
      lost: rowsRateShape("Acknowledged, and not readable."),
      duplicated: rowsRateShape("Readable more often than they were to be written."),
    }),
    properties: array(
      object<Estimate["properties"][number]>("A property.", {
        property: text("Its name."),
        violated: rateShape("Of runs."),
      }),
      "All that were watched.",
    ),
    latency: optional(
      object<NonNullable<Estimate["latency"]>>("Of acknowledged jobs.", { job: range, commit: range }),
    ),
    mean: object<Estimate["mean"]>("On average over the runs.", {
      requests: record(
        mean("How many."),
        "Requests to the store, by operation; to a table or a file system beside it as table.put.",
      ),
      anomalies: mean("Parts of answers that were not up to date."),
      faults: mean("Faults."),
    }),
  },
);

export const toldRunShape: Shape<ToldRun> = object<ToldRun>("One run of an estimate, step by step.", {
  schema: constant("lakelitmus/estimate-run@1", "What kind of file this is, and its version."),
  tool: text("lakelitmus and its version."),
  command: text("The command line that makes it again."),
  committer: text("Name, with its options: name?key=value."),
  store: text("The store whose contract says what may be answered."),
  scenario: text("What runs."),
  bounds: record(integer("A bound."), "How large it is.") as unknown as Shape<Estimate["bounds"]>,
  profile: profileShape,
  seed: text("What the draws and the rows depend on."),
  run: integer("Its number: 0, 1, …"),
  ending: oneOf(runEndings, "How it ended."),
  rows: object<ToldRun["rows"]>("Counts of rows.", {
    acked: integer("That were acknowledged."),
    readable: integer("That can be read."),
    lost: integer("Acknowledged, and not readable."),
    surplus: integer("Readable more often than they were to be written."),
  }),
  steps: array(stepShape, "The steps in order; `at` is virtual time."),
});
