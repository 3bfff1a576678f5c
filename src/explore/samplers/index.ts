/** The samplers by name. Those of the portfolio take turns where none is named: no sampler is best, and each misses what another finds. */
import { fastCheck } from "./fast-check.js";
import { pct } from "./pct.js";
import type { Sampler } from "./sampler.js";
import { swarm } from "./swarm.js";
import { urw } from "./urw.js";
import { walk } from "./walk.js";

export type { Sampler } from "./sampler.js";
export const portfolio: readonly Sampler[] = [urw, walk, pct(3), swarm];

/** All that can be named. */
export const samplers: readonly Sampler[] = [...portfolio, fastCheck];

/** Sampler by name; undefined where there is none. */
export function findSampler(name: string): Sampler | undefined {
  return samplers.find((sampler) => sampler.name === name);
}
