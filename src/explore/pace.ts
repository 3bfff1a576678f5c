/** How long requests are taken to last, and how long a graph of requests lasts at that pace. */
import { type LatencyRange, operations, type Pace } from "../check/cost.js";
import type { RequestNode, Timed } from "./request-graph.js";
import type { Random } from "./random.js";

const documented = { p50: 100, p99: 200 };

/**
 * What Amazon documents, with the lower end of its range read as the median and the upper end as the 99th percentile.
 * The bytes cost no time here: what is told is what the round trips cost.
 */
export const documentedPace: Pace = {
  name: "s3-documented",
  about:
    "Every request takes 100 ms in the median and 200 ms at the 99th percentile, whatever its size: the two ends of what Amazon documents for small objects; of a key-value table 5 and 10 ms. An assumption, not a measurement.",
  source:
    'Amazon S3 User Guide, "Performance design patterns for Amazon S3": small object latencies of roughly 100-200 milliseconds; Amazon DynamoDB Developer Guide, "What is Amazon DynamoDB?": single-digit millisecond performance',
  latency: Object.fromEntries(operations.map((operation) => [operation, documented])) as Pace["latency"],
  table: { p50: 5, p99: 10 },
};

/** Milliseconds that one request takes. */
export type Delay = (operation: Timed) => number;

const noTime: LatencyRange = { p50: 0, p99: 0 };

function rangeFor({ latency, table }: Pace, timed: Timed): LatencyRange {
  return timed === "table" ? (table ?? noTime) : latency[timed];
}

export function medianDelay(pace: Pace): Delay {
  return (timed) => rangeFor(pace, timed).p50;
}

/** How many quantiles of each operation are kept; a draw is one of them. */
const quantiles = 1024;

/** The 99th percentile of the standard normal distribution. */
const z99 = 2.3263478740408408;

/** Draws from the log-normal distributions with the pace's medians and 99th percentiles. */
export function sampledDelay(pace: Pace, random: Random): Delay {
  const all: readonly Timed[] = [...operations, "table"];
  const draws = new Map(
    all.map((timed) => {
      const range = rangeFor(pace, timed);
      return [timed, range.p50 === 0 ? () => 0 : logNormal(range, random)] as const;
    }),
  );
  return (timed) => draws.get(timed)!();
}

/** Draws from the log-normal distribution with this median and 99th percentile. */
export function logNormal({ p50, p99 }: LatencyRange, random: Random): () => number {
  const table = tableOf(p50, p99);
  return () => table[random.below(quantiles)]!;
}

/** By median and 99th percentile: estimates begin thousands of runs with the same few. */
const tables = new Map<string, Float64Array>();
const tablesMax = 1000;

function tableOf(p50: number, p99: number): Float64Array {
  const name = `${p50} ${p99}`;
  let table = tables.get(name);
  if (table === undefined) {
    const sigma = Math.log(p99 / p50) / z99;
    table = Float64Array.from({ length: quantiles }, (_, index) => {
      return p50 * Math.exp(sigma * normalQuantile((index + 0.5) / quantiles));
    });
    if (tables.size < tablesMax) tables.set(name, table);
  }
  return table;
}

/** Abramowitz and Stegun 26.2.23: wrong by less than 4.5e-4, and the same on every machine. */
function normalQuantile(probability: number): number {
  if (probability > 0.5) return -normalQuantile(1 - probability);
  const t = Math.sqrt(-2 * Math.log(probability));
  const above = 2.515517 + t * (0.802853 + t * 0.010328);
  const below = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308));
  return above / below - t;
}

export interface FinishOptions {
  /** Let no step take effect before the one that stands before it: the order of the recorded execution. */
  readonly ordered?: boolean;
}

/** When each request of a graph takes effect: milliseconds from the start. What is no request of store or table takes no time. */
export function finishTimes(
  graph: readonly RequestNode[],
  delay: Delay,
  options: FinishOptions = {},
): Float64Array {
  const times = new Float64Array(graph.length);
  graph.forEach(({ operation, pause, after }, index) => {
    let start = 0;
    for (const earlier of after) start = Math.max(start, times[earlier]!);
    const finish = start + pause + (operation === undefined ? 0 : delay(operation));
    const before = options.ordered === true && index > 0 ? times[index - 1]! : 0;
    times[index] = Math.max(finish, before);
  });
  return times;
}

/** The smallest of `values` that at least the fraction `part` of them do not exceed; `values` are sorted. */
export function percentile(values: readonly number[], part: number): number {
  return values[Math.max(0, Math.ceil(part * values.length) - 1)] ?? 0;
}
