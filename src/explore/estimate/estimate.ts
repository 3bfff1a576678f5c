/** Adds up the runs of an estimate. */
import type { Estimate, Rate, RowsRate, RunEnding } from "../../check/estimate.js";
import { runEndings } from "../../check/estimate.js";
import type { LatencyRange } from "../../check/cost.js";
import type { Property } from "../../check/property.js";
import { percentile } from "../pace.js";
import type { Watch } from "../watch.js";
import { type SampledRun, type SamplePlan, sampleRun } from "./sample-run.js";
import { clopperPearson, rowRate } from "./statistics.js";

/** How many runs are made before anybody is told of them. */
const runsTold = 4;

/** Work of codecs that is kept from run to run, at most. */
const computedMost = 20_000;

/** Makes the runs from number `from` to before `to`, or those until it is interrupted. @throws ProcessFault */
export async function sampleRuns(
  plan: Omit<SamplePlan, "computed">,
  { from, to }: { readonly from: number; readonly to: number },
  watch: Watch,
): Promise<readonly SampledRun[]> {
  const computed = new Map<string, unknown>();
  const runs: SampledRun[] = [];
  let steps = 0;
  for (let number = from; number < to; number++) {
    if (computed.size > computedMost) computed.clear();
    const run = await sampleRun({ ...plan, computed }, number);
    runs.push(run);
    steps += Object.values(run.requests).reduce((sum, count) => sum + count, 0);
    if (runs.length % runsTold !== 0) continue;
    watch.progress({
      phase: "sample",
      done: runs.length,
      waiting: to - number - 1,
      transitions: steps,
      depth: 0,
      bytes: 0,
    });
    await watch.breathe();
    if (watch.interrupted()) break;
  }
  return runs;
}

/** What runs say together. */
export type Summary = Pick<
  Estimate,
  "runs" | "endings" | "jobs" | "rows" | "properties" | "latency" | "mean"
>;

export function summarise(
  runs: readonly SampledRun[],
  properties: readonly Pick<Property, "name">[],
): Summary {
  const acked = runs.filter(({ told }) => told.includes("acked"));
  return {
    runs: runs.length,
    endings: endingsOf(runs),
    jobs: {
      lost: rateOf(acked, ({ lost }) => lost > 0),
      duplicated: rateOf(runs, ({ surplus }) => surplus > 0),
      unreadable: rateOf(runs, ({ unreadable }) => unreadable),
    },
    rows: {
      lost: rowsRate(acked, ({ lost }) => lost),
      duplicated: rowsRate(acked, ({ surplus }) => surplus),
    },
    properties: properties.map(({ name }, index) => ({
      property: name,
      violated: rateOf(runs, ({ violated }) => violated[index]!),
    })),
    ...latencyOf(acked),
    mean: {
      requests: meanRequests(runs),
      anomalies: mean(runs, ({ anomalies }) => anomalies),
      faults: mean(runs, ({ faults }) => faults),
    },
  };
}

/** What the user of the run's last job was told. */
export function endingOf({ end, told }: SampledRun): RunEnding {
  return told.at(-1) ?? (end === "ended" ? "crashed" : end);
}

function endingsOf(runs: readonly SampledRun[]): Estimate["endings"] {
  const counts = Object.fromEntries(runEndings.map((ending) => [ending, 0])) as Record<RunEnding, number>;
  for (const run of runs) counts[endingOf(run)] += 1;
  return counts;
}

function rateOf(runs: readonly SampledRun[], is: (run: SampledRun) => boolean): Rate {
  const count = runs.filter(is).length;
  const of = runs.length;
  return { count, of, rate: of === 0 ? 0 : count / of, ...clopperPearson(count, of) };
}

function rowsRate(runs: readonly SampledRun[], countOf: (run: SampledRun) => number): RowsRate {
  const part = runs.map(countOf);
  const whole = runs.map(({ acked }) => acked);
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  return { count: sum(part), of: sum(whole), ...rowRate(part, whole) };
}

function latencyOf(acked: readonly SampledRun[]): Pick<Estimate, "latency"> {
  if (acked.length === 0) return {};
  return {
    latency: {
      job: rangeOf(acked.flatMap(({ jobTime }) => jobTime ?? [])),
      commit: rangeOf(acked.flatMap(({ commitTime }) => commitTime ?? [])),
    },
  };
}

function rangeOf(times: readonly number[]): LatencyRange {
  const sorted = times.toSorted((a, b) => a - b);
  return { p50: Math.round(percentile(sorted, 0.5)), p99: Math.round(percentile(sorted, 0.99)) };
}

function mean(runs: readonly SampledRun[], of: (run: SampledRun) => number): number {
  return runs.length === 0 ? 0 : runs.reduce((sum, run) => sum + of(run), 0) / runs.length;
}

function meanRequests(runs: readonly SampledRun[]): Readonly<Record<string, number>> {
  const operations = [...new Set(runs.flatMap(({ requests }) => Object.keys(requests)))].toSorted();
  return Object.fromEntries(
    operations.map((operation) => [operation, mean(runs, ({ requests }) => requests[operation] ?? 0)]),
  );
}
