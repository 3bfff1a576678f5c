/**
 * Intervals for rates. All are two-sided; 95 % where nothing else is said: of many such intervals 19 in 20 contain the true rate of
 * the profile (not of the world: a profile is an assumption).
 */

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** A rate of rows: of all the rows that jobs acknowledged, the part that something happened to. */
export interface RowRate extends Interval {
  readonly rate: number;
  readonly method: RowMethod;
}

/**
 * How a rate of rows got its interval. Rows of one job share their fate, so the job is the unit:
 *
 * - `ratio`: the ratio of two sums over jobs, with the variance of its residuals between jobs (cluster-robust), where at least
 *   {@link manyJobs} jobs are affected;
 * - `gamma`: where they are fewer, the interval for a weighted sum of rare events of Fay and Feuer (Statistics in Medicine 16, 1997);
 * - `none-seen`: where no job is affected, the upper end for jobs, because a job can lose all its rows at once.
 */
export type RowMethod = "ratio" | "gamma" | "none-seen";

/** From so many affected jobs on their number is taken for normally distributed. */
export const manyJobs = 30;

const confidence = 0.95;

/** Of `n` independent runs `k` did: the exact interval of Clopper and Pearson (Biometrika 26, 1934). */
export function clopperPearson(k: number, n: number, level = confidence): Interval {
  if (n === 0) return { low: 0, high: 1 };
  const tail = (1 - level) / 2;
  return {
    low: k === 0 ? 0 : solve((p) => betaBelow(k, n - k + 1, p), tail, 1),
    high: k === n ? 1 : solve((p) => betaBelow(k + 1, n - k, p), 1 - tail, 1),
  };
}

/** `part[j]` of the `whole[j]` rows of job j were affected. */
export function rowRate(part: readonly number[], whole: readonly number[], level = confidence): RowRate {
  const rows = sum(whole);
  if (rows === 0) return { rate: 0, low: 0, high: 1, method: "none-seen" };
  const affected = part.filter((count) => count > 0);
  const rate = sum(part) / rows;
  if (affected.length === 0) {
    return { rate, ...clopperPearson(0, part.length, level), method: "none-seen" };
  }
  if (affected.length < manyJobs) {
    return {
      rate,
      ...clamped(
        gammaInterval(
          affected.map((count) => count / rows),
          level,
        ),
      ),
      method: "gamma",
    };
  }
  const jobs = part.length;
  const squares = part.reduce((total, count, job) => total + (count - rate * whole[job]!) ** 2, 0);
  const deviation = Math.sqrt((squares * jobs) / (jobs - 1)) / rows;
  const reach = normalQuantile((1 + level) / 2) * deviation;
  return { rate, ...clamped({ low: rate - reach, high: rate + reach }), method: "ratio" };
}

/** For the sum of the weights of rare, independent events that happened. */
function gammaInterval(weights: readonly number[], level: number): Interval {
  const tail = (1 - level) / 2;
  const total = sum(weights);
  const variance = sum(weights.map((weight) => weight ** 2));
  const most = Math.max(...weights);
  const above = total + most;
  const varianceAbove = variance + most ** 2;
  return {
    low: gammaQuantile(total ** 2 / variance, tail) * (variance / total),
    high: gammaQuantile(above ** 2 / varianceAbove, 1 - tail) * (varianceAbove / above),
  };
}

function clamped({ low, high }: Interval): Interval {
  return { low: Math.max(0, low), high: Math.min(1, high) };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Where a function that grows from 0 at 0 comes to `level`, between 0 and `end`. */
function solve(growing: (x: number) => number, level: number, end: number): number {
  let low = 0;
  let high = end;
  for (let round = 0; round < 200 && high - low > 1e-15 * high; round++) {
    const middle = (low + high) / 2;
    if (growing(middle) < level) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function gammaQuantile(shape: number, level: number): number {
  let end = Math.max(1, shape);
  while (gammaBelow(shape, end) < level) end *= 2;
  return solve((x) => gammaBelow(shape, x), level, end);
}

const precision = 1e-16;
const roundsMost = 10_000;

/** The regularised incomplete beta function, by the continued fraction of DLMF 8.17.22. */
export function betaBelow(a: number, b: number, x: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // The fraction converges fast below the mean.
  if (x > (a + 1) / (a + b + 2)) return 1 - betaBelow(b, a, 1 - x);
  const front =
    Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) / a;
  return (
    front /
    lentz((round) => {
      if (round === 0) return 1;
      const m = round >> 1;
      if (round % 2 === 0) return (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
      return (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    })
  );
}

/** 1 + d1/(1 + d2/(1 + ...)) by the modified method of Lentz. */
function lentz(coefficient: (round: number) => number): number {
  const tiny = 1e-300;
  let value = coefficient(0);
  let c = value;
  let d = 0;
  for (let round = 1; round < roundsMost; round++) {
    const term = coefficient(round);
    d = 1 + term * d;
    d = 1 / (Math.abs(d) < tiny ? tiny : d);
    c = 1 + term / c;
    if (Math.abs(c) < tiny) c = tiny;
    value *= c * d;
    if (Math.abs(c * d - 1) < precision) break;
  }
  return value;
}

/** The regularised lower incomplete gamma function: the series of DLMF 8.7.1, above the mean the fraction of 8.9.2. */
export function gammaBelow(shape: number, x: number): number {
  if (x <= 0) return 0;
  const front = Math.exp(shape * Math.log(x) - x - logGamma(shape));
  if (x < shape + 1) {
    let term = 1 / shape;
    let total = term;
    for (let n = 1; n < roundsMost && term > total * precision; n++) {
      term *= x / (shape + n);
      total += term;
    }
    return front * total;
  }
  let b = x + 1 - shape;
  let c = 1e300;
  let d = 1 / b;
  let value = d;
  for (let n = 1; n < roundsMost; n++) {
    const an = -n * (n - shape);
    b += 2;
    d = 1 / (an * d + b);
    c = b + an / c;
    value *= d * c;
    if (Math.abs(d * c - 1) < precision) break;
  }
  return 1 - front * value;
}

/** Lanczos' approximation with the coefficients of g = 7, n = 9: right to 15 digits. */
const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

function logGamma(x: number): number {
  const [first = 0, ...rest] = lanczos;
  const y = x - 1;
  const series = rest.reduce((total, coefficient, index) => total + coefficient / (y + index + 1), first);
  const t = y + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (y + 0.5) * Math.log(t) - t + Math.log(series);
}

/** By the incomplete gamma function, of which the normal distribution is a case. */
function normalQuantile(level: number): number {
  return Math.sqrt(2 * gammaQuantile(0.5, 2 * level - 1));
}
