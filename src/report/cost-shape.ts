/** The shape of a cost.json. The fields are told in src/check/cost.ts. */
import {
  type CommitterCost,
  type CostFile,
  type CostPoint,
  type LatencyRange,
  operations,
  type Pace,
} from "../check/cost.js";
import { array, constant, integer, object, optional, type Shape, text } from "./shape.js";

function byOperation<T>(shape: Shape<T>, description: string): Shape<Readonly<Record<string, T>>> {
  return object<Record<string, T>>(
    description,
    Object.fromEntries(operations.map((operation) => [operation, shape])) as never,
  );
}

const range = object<LatencyRange>("Milliseconds of virtual time.", {
  p50: integer("Half of the sampled commits took at most so many."),
  p99: integer("99 in 100 of them took at most so many."),
});

const pace = object<Pace>("How long requests are taken to last: an assumption.", {
  name: text("Its name."),
  about: text("What it says."),
  source: text("Where that is from."),
  latency: byOperation(range, "Of one request, by its operation.") as Shape<Pace["latency"]>,
  table: optional(range),
});

const point = object<CostPoint>("One job, run alone, with every answer well-behaved.", {
  tasks: integer("Tasks of the job."),
  files: integer("Files of a task."),
  requests: byOperation(integer("How many."), "Requests by operation.") as Shape<CostPoint["requests"]>,
  table: optional(integer("Requests of a key-value table beside the store.")),
  cluster: optional(integer("Calls of a cluster's file system beside the store.")),
  conditional: integer(
    "Writes with a condition on the key that they write; conditions on reads, on a copy's source and on deletes are not counted.",
  ),
  inJobCommit: integer("Requests that the driver makes to commit the job."),
  bytes: object<CostPoint["bytes"]>("Bytes.", {
    data: integer("Of the files themselves, once."),
    written: integer("Sent with PUTs."),
    copied: integer("Copied by the store."),
    read: integer("Received with GETs."),
  }),
  sequential: integer("Requests on the longest chain from the start to the acknowledgement."),
  job: range,
  commit: range,
});

export const costShape: Shape<CostFile> = object<CostFile>("What commits cost where nothing goes wrong.", {
  schema: constant("lakelitmus/cost@1", "What kind of file this is, and its version."),
  tool: text("lakelitmus and its version."),
  store: text("On which store the jobs ran."),
  seed: text("Seed of ids, rows and draws."),
  rows: integer("Rows of a file."),
  pace,
  draws: integer("How many draws the percentiles are of."),
  committers: array(
    object<CommitterCost>("One committer.", {
      committer: text("Name, with its options: name?key=value."),
      reason: optional(text("Why there is nothing to tell.")),
      points: array(point, "One for each size of the job."),
    }),
    "In the order of the comparison.",
  ),
});
