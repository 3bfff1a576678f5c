/** An estimate for a terminal. */
import type { Estimate, Rate, RunEnding } from "../check/estimate.js";
import { hang, narrowest, type TextOptions, widthOf, wrap } from "./layout.js";
import { paints } from "./paint.js";
import { visible } from "./visible.js";
import { count, digits, listed, scopeWords } from "./words.js";

/** A share as people read it: `0.8 %`, `0.023 %`, `12 %`; two significant digits. */
export function percent(share: number): string {
  if (share === 0) return "0 %";
  const value = share * 100;
  // Close to all is not all.
  if (value > 99 && share < 1) return `${trimmed(100 - Number((100 - value).toPrecision(2)), value)} %`;
  return `${trimmed(Number(value.toPrecision(2)), value)} %`;
}

/** Without exponents, down to a millionth of a per cent. */
function trimmed(rounded: number, exact: number): string {
  if (exact < 1e-6) return "< 0.000001";
  return rounded.toFixed(10).replace(/\.?0+$/u, "");
}

/** `0.8 % (95 %: 0.61 % to 1 %)`. */
export function rateWords({ rate, low, high }: Pick<Rate, "rate" | "low" | "high">): string {
  return `${percent(rate)} (95 %: ${percent(low)} to ${percent(high)})`;
}

/** Milliseconds as people read them: `640 ms`, `34 s`, `4 min 50 s`. */
export function timeWords(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 120_000) return `${Number((milliseconds / 1000).toPrecision(3))} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${digits(Math.floor(seconds / 60))} min ${seconds % 60} s`;
}

export const endingWords: Readonly<Record<RunEnding, string>> = {
  acked: "acknowledged",
  failed: "failed",
  unknown: "unknown to their own driver",
  refused: "refused by the committer",
  crashed: "ended by a crash",
  wedged: "stuck",
  "too-long": "given up as too long",
};

type Line = readonly [label: string, count: string, rate: string];

function rateLine(label: string, unit: string, rate: Rate): Line {
  if (rate.of === 0) return [label, "none was acknowledged", ""];
  return [label, `${digits(rate.count)} of ${digits(rate.of)} ${unit}`, rateWords(rate)];
}

/** The lines under each other in columns; where they do not fit, the rate stands below. */
function rateLines(lines: readonly Line[], width: number, alarm: (text: string) => string): string[] {
  const label = Math.max(...lines.map(([text]) => widthOf(text)));
  const counts = Math.max(...lines.map(([, text]) => widthOf(text)));
  return lines.flatMap(([text, counted, rate]) => {
    const first = `  ${text.padEnd(label)}  ${counted.padEnd(counts)}`;
    if (rate === "") return [first.trimEnd()];
    const told =
      widthOf(first) + 2 + widthOf(rate) <= width
        ? [`${first}  ${rate}`]
        : [first.trimEnd(), `      ${rate}`];
    return counted.startsWith("0 of ") ? told : told.map(alarm);
  });
}

/** Text that ends in a line feed. */
export function renderEstimate(estimate: Estimate, options: TextOptions): string {
  const width = Math.max(narrowest, options.width);
  const paint = paints(options.color);
  const { profile, jobs, rows, mean } = estimate;
  const several = estimate.bounds.writers > 1 || estimate.bounds.reruns > 0;
  const unit = several ? "runs" : "jobs";
  const lines = [
    ...wrap(headline(estimate), width).map(paint.heading),
    ...hang("  profile  ", visible(profile.about), width, paint.dim),
    "",
    ...rateLines(
      [
        rateLine(`${several ? "Runs" : "Jobs"} that lost rows`, unit, jobs.lost),
        rateLine("Rows lost", "rows", rows.lost),
        rateLine(`${several ? "Runs" : "Jobs"} that doubled rows`, unit, jobs.duplicated),
        rateLine("Rows too many", "rows", rows.duplicated),
        rateLine("Tables not readable", unit, jobs.unreadable),
      ],
      width,
      paint.alarm,
    ),
    "",
    ...wrap(endingsSentence(estimate, several), width),
    ...latencyLines(estimate, width),
    ...wrap(requestsSentence(estimate, several), width),
    ...(estimate.firstLost === undefined
      ? []
      : wrap(
          `Run ${digits(estimate.firstLost)} is the first that lost rows: --run ${estimate.firstLost} tells it.`,
          width,
        )),
    ...(mean.anomalies === 0
      ? wrap(
          `No answer was out of date: ${visible(estimate.store)} forbids it, or every delay was over by then.`,
          width,
        )
      : []),
    "",
    ...wrap(
      "A rate says how often this happens if delays are as the profile has them. What can happen at all, the profile does not say: lakelitmus check does.",
      width,
    ).map(paint.dim),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

function headline(estimate: Estimate): string {
  const { tool, seed, committer, store, profile, scenario, bounds, runs, asked } = estimate;
  const made = runs === asked ? count(runs, "run") : `${digits(runs)} of ${count(asked, "run")}`;
  return visible(
    `${tool}, seed ${seed}: ${committer} on ${store} by the delays of ${profile.name}, ${made} of ${scenario}: ${scopeWords(bounds)}`,
  );
}

function endingsSentence({ endings, runs, jobs }: Estimate, several: boolean): string {
  const parts = Object.entries(endings)
    .filter(([, number]) => number > 0)
    .map(([ending, number]) => `${digits(number)} ${endingWords[ending as RunEnding]}`);
  const silent =
    jobs.lost.of > 0
      ? ""
      : " As no job was acknowledged, nothing is said of how often rows are lost; --run 1 tells why one was not.";
  return `Of ${count(runs, several ? "run" : "job")}: ${listed(parts)}.${silent}`;
}

function latencyLines({ latency }: Estimate, width: number): string[] {
  if (latency === undefined) return [];
  const { job, commit } = latency;
  return wrap(
    `The driver's commit takes ${timeWords(commit.p50)} in the median, ${timeWords(commit.p99)} at the 99th percentile; the whole job ${timeWords(job.p50)} and ${timeWords(job.p99)} (virtual time).`,
    width,
  );
}

function requestsSentence({ mean }: Estimate, several: boolean): string {
  const total = Object.values(mean.requests).reduce((sum, one) => sum + one, 0);
  const each = Object.entries(mean.requests)
    .toSorted(([, a], [, b]) => b - a)
    .map(([operation, number]) => `${operation} ${short(number)}`);
  const late = `${short(mean.anomalies)} ${mean.anomalies === 1 ? "part" : "parts"} of answers out of date`;
  const faults = `${short(mean.faults)} ${mean.faults === 1 ? "fault" : "faults"}`;
  return `${short(total)} requests a ${several ? "run" : "job"} on average: ${each.join(", ")}; ${late}, ${faults}.`;
}

/** A mean: three significant digits. */
function short(value: number): string {
  return value >= 1000 ? digits(Math.round(value)) : String(Number(value.toPrecision(3)));
}
