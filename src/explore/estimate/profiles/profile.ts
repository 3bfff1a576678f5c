/** What the named profiles are put together from. */
import type { Delay, DelayProfile, Latency } from "../../../check/profile.js";
import { documentedPace } from "../../pace.js";

/** Every request as Amazon documents small objects; its source is {@link documentedPace}'s. */
export const documentedLatency: DelayProfile["latency"] = Object.freeze({
  all: documentedPace.latency.get,
  of: Object.freeze(documentedPace.table === undefined ? {} : { table: documentedPace.table }),
});

/** A profile, frozen with all that it holds. */
export function profile(parts: Omit<DelayProfile, "schema">): DelayProfile {
  return deepFrozen({ schema: "lakelitmus/profile@1", ...parts });
}

/** A delay from pairs of a share and the milliseconds that it does not exceed. */
export function quantiles(...points: readonly (readonly [share: number, ms: number])[]): Delay {
  return points.map(([share, ms]) => ({ share, ms }));
}

/** All delays are the same. */
export function exactly(ms: number): Delay {
  return quantiles([0, ms], [1, ms]);
}

export function latency(p50: number, p99: number): Latency {
  return { p50, p99 };
}

function deepFrozen<T>(value: T): T {
  if (typeof value === "object" && value !== null) {
    Object.values(value).forEach(deepFrozen);
    Object.freeze(value);
  }
  return value;
}
