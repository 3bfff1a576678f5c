/** A worker thread: takes one job after the other. It is the only kind of thread in which a committer's code runs. */
import { parentPort, workerData } from "node:worker_threads";
import { runCell } from "../explore/cell.js";
import type { Watch } from "../explore/watch.js";
import { GeneratedParts } from "../parts/generated-parts.js";
import { CommitterFault, plainError, type PlainError } from "./errors.js";
import { type Answers, type CellAnswer, type Job, subjectOf } from "./jobs.js";
import type { CellJob } from "./plan.js";
import { findProperty, findStore, loadCommitter } from "./registry.js";
import { SharedStatus } from "./shared-status.js";
import { tool } from "./version.js";

export interface WorkerData {
  readonly worker: number;
  readonly status: SharedArrayBuffer;
}

/** What a worker says when a job has ended. */
export type WorkerMessage =
  | { readonly ok: true; readonly answer: Answers[Job["kind"]] }
  | { readonly ok: false; readonly error: PlainError };

const { worker, status: shared } = workerData as WorkerData;
const status = new SharedStatus(shared);

/** Parts by seed: what is encoded for one cell serves the next. */
const partsBySeed = new Map<string, GeneratedParts>();

function partsOf(seed: string): GeneratedParts {
  let parts = partsBySeed.get(seed);
  if (parts === undefined) {
    parts = new GeneratedParts(seed);
    partsBySeed.set(seed, parts);
  }
  return parts;
}

async function perform(job: Job, watch: Watch): Promise<Answers[Job["kind"]]> {
  switch (job.kind) {
    case "cell":
      return performCell(job, watch);
    case "replay":
      return (await import("./replay.js")).replay(job, partsOf(job.seed));
    case "run":
      // Loaded here, because reading input files takes libraries that cells do without.
      return (await import("./run-job.js")).runOnce(job, watch);
    case "cost":
      return (await import("./cost-job.js")).measure(job, partsOf(job.seed));
    case "incident":
      return (await import("./incident-job.js")).runIncidentJob(job, partsOf(job.seed), watch);
    case "estimate-run":
      return (await import("./estimate-job.js")).runTold(job, partsOf(job.seed));
    case "estimate":
      return (await import("./estimate-job.js")).runEstimate(job, partsOf(job.seed), watch);
  }
}

async function performCell(job: CellJob, watch: Watch): Promise<CellAnswer> {
  const { committer, committerDigest, scenario, seed, effort } = job;
  const { cells, counterexamples, interrupted } = await runCell(
    {
      committer,
      committerDigest,
      factory: await loadCommitter(committer),
      personality: findStore(job.store),
      scenario,
      properties: job.properties.map(findProperty),
      seed,
      parts: partsOf(seed),
      effort,
      tool,
    },
    watch,
  );
  // A search tells of itself every some thousand states only: here comes the rest.
  const states = Math.max(...cells.map((cell) => cell.states ?? cell.executions));
  const last = status.progress(worker);
  if (states > last.done) watch.progress({ ...last, done: states });
  return { cells, counterexamples: [...counterexamples], interrupted };
}

/** The kernel names the process and the rule; here it is said in which run that was. */
function withSubject(error: unknown, job: Job): unknown {
  if (!(error instanceof Error) || error.name !== "ProcessFault") return error;
  const subject = subjectOf(job);
  return new CommitterFault(
    `${subject[0]!.toUpperCase()}${subject.slice(1)} broke a rule of executions. ${error.message}`,
  );
}

/** A promise that a committer let go of and that was rejected ends this thread, as it would end a process: before the answer. */
async function performAlone(job: Job): Promise<Answers[Job["kind"]]> {
  const answer = await perform(job, status.watch(worker));
  await new Promise((resolve) => setImmediate(resolve));
  return answer;
}

parentPort!.on("message", (job: Job) => {
  status.clear(worker);
  status.beat(worker);
  performAlone(job).then(
    (answer) => parentPort!.postMessage({ ok: true, answer } satisfies WorkerMessage, []),
    (error: unknown) => {
      const told = plainError(withSubject(error, job));
      parentPort!.postMessage({ ok: false, error: told } satisfies WorkerMessage, []);
    },
  );
});
