/** Commits a real file once, and counts what became of its rows. */
import type { Event, TableSeen } from "../check/events.js";
import type { TraceStep, VerdictCell } from "../check/verdict.js";
import { rowTexts } from "../explore/counterexample.js";
import { execute } from "../explore/execute.js";
import { Stepper } from "../explore/steps.js";
import { traceOf } from "../explore/trace.js";
import type { Watch } from "../explore/watch.js";
import { defaultBounds } from "../job/scenario.js";
import { buildStage, type Stage } from "../job/stage.js";
import { UnreadablePart, UnsupportedColumn } from "../parts/errors.js";
import { type Input, openInput } from "../parts/input.js";
import { openPart } from "../parts/read-part.js";
import { RowMultisets } from "../parts/row-multiset.js";
import { OutputFolder } from "../report/output-folder.js";
import type { StoreState } from "../store/simulated-store.js";
import { bucketFiles } from "./bucket-files.js";
import { FileParts } from "./file-parts.js";
import { findStore, loadCommitter } from "./registry.js";
import { wrongAnswersFirst } from "./wrong-answers.js";

export interface RunJob {
  readonly kind: "run";
  readonly committer: string;
  readonly store: string;
  /** Path of the input. */
  readonly input: string;
  readonly tasks: number;
  readonly files: number;
  readonly anomalies: number;
  readonly seed: string;
  /** Folder that the bucket is written to. */
  readonly out?: string;
}

/** What the engine told its user at the end. */
export type RunOutcome = "acknowledged" | "failed" | "unknown" | "refused" | "none";

export interface RunAnswer {
  /** The input file's name. */
  readonly input: string;
  readonly outcome: RunOutcome;
  /** Why, where it was not acknowledged. */
  readonly reason: string;
  readonly rows: NonNullable<VerdictCell["rows"]>;
  /** Some rows that were lost, as text. */
  readonly lostRows: readonly string[];
  /** Why the table, or a part of it, cannot be read; undefined where all can be. */
  readonly unreadable: string | undefined;
  /** The steps at which the store answered wrongly. */
  readonly wrongAnswers: readonly TraceStep[];
  readonly steps: number;
  /** What the bucket holds at the end. */
  readonly objects: number;
  readonly bytes: number;
}

/** How many lost rows are shown. */
const lostRowsShown = 3;

export async function runOnce(job: RunJob, watch: Watch): Promise<RunAnswer> {
  const beat = (): void =>
    watch.progress({ phase: "sample", done: 0, waiting: 1, transitions: 0, depth: 0, bytes: 0 });
  const factory = await loadCommitter(job.committer);
  const input = await openInput(job.input);
  const rows = new RowMultisets();
  const parts = await FileParts.read(input, job, rows, beat);
  const bounds = { ...defaultBounds, tasks: job.tasks, files: job.files, rows: 0, anomalies: job.anomalies };
  const personality = findStore(job.store);
  const stage = await buildStage({ factory, personality, bounds, seed: job.seed, parts });
  const stepper = new Stepper(stage, []);
  const events: Event[] = [];
  const execution = await execute(stepper, wrongAnswersFirst(job.seed), {
    onStep: (row, option) => {
      const { world } = stepper;
      for (const id of world.eventsOf(stepper.worldOf(row), option))
        events.push(...world.words.events.get(id));
    },
  });
  beat();
  const { table } = (await stepper.ending(execution.last)).ending;
  const unreadable = countReadable(table, parts, rows, beat);
  const told = outcomeOf(events);
  const { left, right, missing, surplus } = rows.difference();
  const acked = told.outcome === "acknowledged";
  const counts = { in: left, acked: acked ? left : 0n, readable: right, lost: acked ? missing : 0n, surplus };
  const contents = contentsOf(stepper, execution.last);
  if (job.out !== undefined) await (await OutputFolder.open(job.out)).write(bucketFiles(contents));
  return {
    input: input.name,
    ...told,
    rows: rowTexts(counts),
    lostRows: counts.lost === 0n ? [] : await someLost(input, rows),
    unreadable,
    wrongAnswers: (await traceOf(stepper, execution.path)).filter(({ anomaly }) => anomaly !== undefined),
    steps: execution.path.length,
    objects: contents.size,
    bytes: [...contents.values()].reduce((sum, { body }) => sum + body.length, 0),
  };
}

function contentsOf(stepper: Stepper<Stage>, row: Int32Array): ReturnType<Stage["store"]["contents"]> {
  const { store, storeIndex } = stepper.stage;
  return store.contents(stepper.world.services[storeIndex]!.state(row[storeIndex]!) as StoreState);
}

/**
 * Decodes what a reader is led to, a row group at a time, with another library than wrote it, and counts it as the right
 * side of `rows`. Returns what cannot be read, if anything.
 */
function countReadable(
  table: TableSeen,
  parts: FileParts,
  rows: RowMultisets,
  beat: () => void,
): string | undefined {
  if (!table.ok) return table.error;
  let unreadable: string | undefined;
  for (const { key, digest } of table.parts) {
    try {
      const part = openPart(parts.bodyOf(digest).view());
      for (let group = 0; group < part.footer.groups.length; group++) {
        rows.addRight(part.group(group));
        beat();
      }
    } catch (error) {
      if (!(error instanceof UnreadablePart) && !(error instanceof UnsupportedColumn)) throw error;
      unreadable ??= `${key}: ${error.message}`;
    }
  }
  return unreadable;
}

function outcomeOf(events: readonly Event[]): { readonly outcome: RunOutcome; readonly reason: string } {
  for (const event of events) {
    if (event.type === "acked") return { outcome: "acknowledged", reason: "" };
    if (event.type === "unknown") return { outcome: "unknown", reason: "" };
    if (event.type === "failed" || event.type === "refused")
      return { outcome: event.type, reason: event.reason };
  }
  return { outcome: "none", reason: "the job came to no end" };
}

/** Reads the input again, as far as it takes to find some. */
async function someLost(input: Input, rows: RowMultisets): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const group of input.groups()) {
    found.push(...rows.samples("missing", group, lostRowsShown - found.length));
    if (found.length >= lostRowsShown) break;
  }
  return found;
}
