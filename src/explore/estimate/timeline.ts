/** A run by the clock in which a property is violated, as people read it. */
import type { TraceStep } from "../../check/verdict.js";
import { storeService } from "../../job/context.js";
import { describeAsked, describeTold } from "../trace.js";
import type { StoreRequest } from "../../store/requests.js";
import type { StoreState } from "../../store/simulated-store.js";
import type { Watch } from "../watch.js";
import { type SampledRun, type SamplePlan, sampleRun } from "./sample-run.js";
import type { RunWatcher, Taken } from "./timed-run.js";

/** What processes say to each other to begin or to wait: it takes no time worth telling. */
const quiet: ReadonlySet<string> = new Set([
  "await-launch",
  "await-tasks",
  "launch",
  "may-commit",
  "hear",
  "look",
]);

export interface Timeline {
  /** Its number: the same seed and number make it again. */
  readonly run: number;
  readonly steps: readonly TraceStep[];
}

/**
 * The first of so many runs in which the plan's first property is violated, or some answer is out of date; undefined where there
 * is none.
 */
export async function firstRun(
  which: "violated" | "out-of-date",
  plan: SamplePlan,
  runs: number,
  watch: Watch,
): Promise<Timeline | undefined> {
  for (let run = 0; run < runs; run++) {
    if (run % 64 === 0) {
      watch.progress({ phase: "sample", done: 0, waiting: 1, transitions: run, depth: 0, bytes: 0 });
      if (watch.interrupted()) return undefined;
    }
    const { violated, anomalies } = await sampleRun(plan, run);
    if (which === "violated" ? violated[0] === true : anomalies > 0)
      return { run, steps: (await tellRun(plan, run)).steps };
  }
  return undefined;
}

/** Run number `run`, and its steps. @throws ProcessFault */
export async function tellRun(
  plan: SamplePlan,
  run: number,
): Promise<{ readonly sampled: SampledRun; readonly steps: readonly TraceStep[] }> {
  const steps: TraceStep[] = [];
  const add = (step: Omit<TraceStep, "step">): void => {
    steps.push({ step: steps.length + 1, ...step });
  };
  const watcher: RunWatcher = {
    taken: (taken) => {
      if (!quiet.has((taken.request as { readonly op: string }).op)) add(stepOf(plan, taken));
    },
    landed: (service, request, before, after, at) => {
      const changed = plan.stage.store.diff(before as StoreState, after as StoreState);
      const told = `applies late: ${describeAsked(service, request)}`;
      add({ process: "store", request: told, answer: "nobody waits for it", changed, at: Math.round(at) });
    },
  };
  const sampled = await sampleRun(plan, run, watcher);
  return { sampled, steps };
}

function stepOf({ stage }: SamplePlan, taken: Taken): Omit<TraceStep, "step"> {
  const { process, service, request, outcome, before, conflicted, at } = taken;
  const isStore = service === storeService;
  const told = {
    process,
    request: describeAsked(service, request),
    answer: describeTold(service, request, outcome.answer),
    changed: isStore ? stage.store.diff(before as StoreState, outcome.next as StoreState) : [],
    at: Math.round(at),
  };
  if (outcome.label === undefined || !isStore) return told;
  const limits = { anomalies: 0, faults: 0 };
  const [well] = stage.store.outcomes(before as StoreState, request as StoreRequest, { conflicted }, limits);
  return {
    ...told,
    anomaly: outcome.label,
    wouldHaveBeen: describeTold(service, request, well!.answer),
  };
}
