/** The portfolio: no sampler is best, and each misses what another finds (docs/decisions tells the measurements). */
import { pct } from "./pct.js";
import type { Sampler } from "./sampler.js";
import { swarm } from "./swarm.js";
import { urw } from "./urw.js";
import { walk } from "./walk.js";

export type { Sampler } from "./sampler.js";
export const portfolio: readonly Sampler[] = [urw, walk, pct(3), swarm];

/** Sampler by name; undefined where there is none. */
export function findSampler(name: string): Sampler | undefined {
  return portfolio.find((sampler) => sampler.name === name);
}
