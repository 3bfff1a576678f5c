/** From the answers of the workers to verdicts, files and text. */
import type { CounterexampleFile, VerdictCell, Verdicts } from "../check/verdict.js";
import { portfolioName } from "../explore/sample.js";
import { withCounterexamplePath } from "../report/counterexample-path.js";
import type { CellAnswer } from "./jobs.js";
import { type CellJob, reproduceCell } from "./plan.js";
import { tool } from "./version.js";

export interface CellsReport {
  readonly verdicts: Verdicts;
  /** By the paths that the cells give them. */
  readonly counterexamples: ReadonlyMap<string, CounterexampleFile>;
  readonly interrupted: boolean;
}

/** `answers` as the pool gives them: one a job, and none for a job that was not begun. */
export function reportOf(
  command: string,
  jobs: readonly CellJob[],
  answers: readonly (CellAnswer | undefined)[],
): CellsReport {
  const counterexamples = new Map<string, CounterexampleFile>();
  const cells = jobs.flatMap((job, index) => {
    const answer = answers[index];
    if (answer === undefined) return job.properties.map((property) => notRun(job, property));
    const files = new Map(answer.counterexamples);
    return answer.cells.map((cell): VerdictCell => {
      const placed = withCounterexamplePath(cell);
      const file = files.get(cell.property);
      if (placed.counterexample !== undefined && file !== undefined) {
        counterexamples.set(placed.counterexample.file, file);
      }
      return placed.counterexample === undefined ? { ...cell, reproduce: reproduceCell(job, cell) } : placed;
    });
  });
  return {
    verdicts: {
      schema: "lakelitmus/verdicts@1",
      tool,
      command,
      input: `generated(seed=${jobs[0]?.seed ?? ""})`,
      cells,
    },
    counterexamples,
    interrupted: answers.some((answer) => answer === undefined || answer.interrupted),
  };
}

/** A cell that nobody came to look at. */
function notRun(job: CellJob, property: string): VerdictCell {
  const cell: VerdictCell = {
    committer: job.committer,
    store: job.store,
    scenario: job.scenario.name,
    property,
    verdict: "unknown",
    reason: "interrupted",
    evidence: "sampled",
    bounds: { ...job.scenario.bounds },
    executions: 0,
    sampler: portfolioName,
    seed: job.seed,
    witnessed: {},
  };
  return { ...cell, reproduce: reproduceCell(job, cell) };
}
