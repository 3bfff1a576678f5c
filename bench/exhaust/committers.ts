/**
 * How fast real committers are exhausted: each line a committer on a store in a scope, all properties in one search.
 *
 * Run: npx tsx bench/exhaust/committers.ts [LINE...]
 */
import { performance } from "node:perf_hooks";
import { committers } from "../../committers/index.js";
import { properties } from "../../properties/index.js";
import type { Bounds } from "../../src/check/verdict.js";
import { exhaust } from "../../src/explore/exhaust.js";
import { Stepper } from "../../src/explore/steps.js";
import { defaultBounds } from "../../src/job/scenario.js";
import { buildStage } from "../../src/job/stage.js";
import { GeneratedParts } from "../../src/parts/generated-parts.js";
import { personalityNamed } from "../../src/store/personalities/index.js";

interface Line {
  readonly committer: string;
  readonly store: string;
  readonly bounds: Partial<Bounds>;
}

const lines: Readonly<Record<string, Line>> = {
  "speculation-2": {
    committer: "file-output-v1",
    store: "s3-legacy",
    bounds: { speculative: 1, anomalies: 2 },
  },
  "fault-rerun": {
    committer: "file-output-v1",
    store: "strong",
    bounds: { tasks: 1, faults: 1, crashes: 1, reruns: 1, zombies: 1 },
  },
  "magic-crash": {
    committer: "magic-copy",
    store: "s3-legacy",
    bounds: { speculative: 1, anomalies: 1, crashes: 1, zombies: 1 },
  },
  "iceberg-writers": {
    committer: "iceberg-cas",
    store: "s3-legacy",
    bounds: { tasks: 1, files: 1, writers: 2, anomalies: 1 },
  },
};
const limit = 3_000_000;

function countOf(value: number): string {
  return value.toLocaleString("en");
}

async function run(name: string, { committer, store, bounds }: Line): Promise<void> {
  const entry = committers.find((one) => one.description.name === committer)!;
  const stage = await buildStage({
    factory: entry.withOptions({}),
    personality: personalityNamed(store),
    bounds: { ...defaultBounds, ...bounds },
    seed: "1",
    parts: new GeneratedParts("1"),
  });
  const stepper = new Stepper(stage, properties);
  const began = performance.now();
  const result = await exhaust(stepper, { states: limit });
  const seconds = (performance.now() - began) / 1000;
  const found = result.found.map(
    ({ property, cost, path }) => `${properties[property]!.name} ${cost}/${path.length}`,
  );
  const steps = stepper.world.automata.reduce((sum, { counts }) => sum + counts.steps, 0);
  process.stdout.write(
    `${name}: ${committer} on ${store} ${JSON.stringify(bounds)}\n` +
      `  ${result.complete ? "closed" : `open (limit)`}: ${countOf(result.states)} states, ${countOf(result.transitions)} transitions, ` +
      `${seconds.toFixed(2)} s, ${countOf(Math.round(result.states / seconds))} states/s, ` +
      `${(result.bytes / result.states).toFixed(0)} bytes a state, ` +
      `${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB at most\n` +
      `  code run ${countOf(steps)} steps; violated: ${found.join(", ") || "nothing"}\n` +
      `  witnesses ${JSON.stringify(result.witnesses.counts())}\n`,
  );
}

const asked = process.argv.slice(2);
for (const [name, line] of Object.entries(lines)) {
  if (asked.length === 0 || asked.includes(name)) await run(name, line);
}
