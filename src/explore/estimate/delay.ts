/** Draws from the delays of a profile. */
import type { Delay, Quantile } from "../../check/profile.js";
import type { Random } from "../random.js";

/** Milliseconds. */
export type Draw = () => number;

export function never(): number {
  return 0;
}

/** Draws by inverting the distribution that the quantiles describe. */
export function drawOf(delay: Delay | undefined, random: Random): Draw {
  if (delay === undefined) return never;
  return () => quantile(delay, random.fraction());
}

/** The delay that the share `share` of all does not exceed. */
export function quantile(delay: Delay, share: number): number {
  for (let at = 1; at < delay.length; at++) {
    const upper = delay[at]!;
    // A draw is below 1, so at a jump the upper side is taken only above it.
    if (share < upper.share || at === delay.length - 1) return between(delay[at - 1]!, upper, share);
  }
  return delay[0]?.ms ?? 0;
}

function between(lower: Quantile, upper: Quantile, share: number): number {
  const width = upper.share - lower.share;
  if (width <= 0) return upper.ms;
  const part = (share - lower.share) / width;
  if (lower.ms <= 0 || upper.ms <= 0) return lower.ms + (upper.ms - lower.ms) * part;
  return lower.ms * (upper.ms / lower.ms) ** part;
}

/** No draw is above this. */
export function longest(delay: Delay | undefined): number {
  return delay?.at(-1)?.ms ?? 0;
}
