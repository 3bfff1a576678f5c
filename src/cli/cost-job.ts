/** What commits cost: planned for the committers of a comparison, measured on workers. */
import type { CommitterCost, CostFile } from "../check/cost.js";
import { costDraws, measureCost } from "../explore/cost.js";
import { documentedPace } from "../explore/pace.js";
import { defaultBounds } from "../job/scenario.js";
import type { PartSource } from "../job/stage.js";
import type { CostJob } from "./jobs.js";
import { findStore, loadCommitter } from "./registry.js";
import { readDefended } from "./spelling.js";
import { tool } from "./version.js";

/** Where costs are measured: where every answer is well-behaved, stores differ in what they refuse only. */
const costStore = "strong";

/** The size at which a defence is compared with none. */
const oneSize = [{ tasks: 2, files: 2 }] as const;

/**
 * One job a committer, in the order of the comparison. Charts are of committers; of one behind defences it is told how many
 * times as much it costs. `charts`: are there any?
 */
export function planCosts(
  cells: readonly { readonly committer: string; readonly seed: string }[],
  charts: boolean,
): readonly CostJob[] {
  const named = [...new Set(cells.map(({ committer }) => committer))];
  const defended = named.filter((name) => readDefended(name).defences.length > 0);
  const plain = charts || defended.length > 0 ? named.filter((name) => !defended.includes(name)) : [];
  const alone = defended.map((name) => readDefended(name).committer);
  const seed = cells[0]?.seed ?? "";
  return [...new Set([...plain, ...alone, ...defended])].map((committer) => {
    const sizes = charts && plain.includes(committer) ? "all" : "one";
    return { kind: "cost", committer, store: costStore, seed, sizes };
  });
}

/** A committer that breaks the rules of executions in so large a job only has no cost, and verdicts all the same. */
export async function measure(job: CostJob, parts: PartSource): Promise<CommitterCost> {
  const { committer, store, seed, sizes } = job;
  const factory = await loadCommitter(committer);
  try {
    return await measureCost({
      committer,
      factory,
      personality: findStore(store),
      seed,
      parts,
      rows: defaultBounds.rows,
      pace: documentedPace,
      ...(sizes === "one" ? { sizes: oneSize } : {}),
    });
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "ProcessFault") throw error;
    return { committer, reason: error.message, points: [] };
  }
}

/** `answers` as the pool gives them; undefined where one is missing, because the run was interrupted. */
export function costFile(
  jobs: readonly CostJob[],
  answers: readonly (CommitterCost | undefined)[],
): CostFile | undefined {
  const committers = answers.flatMap((answer) => (answer === undefined ? [] : [answer]));
  const [first] = jobs;
  if (first === undefined || committers.length < jobs.length) return undefined;
  return {
    schema: "lakelitmus/cost@1",
    tool,
    store: first.store,
    seed: first.seed,
    rows: defaultBounds.rows,
    pace: documentedPace,
    draws: costDraws,
    committers,
  };
}
