/** What tests of estimates share: stages by names, and a profile under which everything goes wrong. */
import { committers } from "../../../committers/index.js";
import type { DelayProfile } from "../../../src/check/profile.js";
import type { Bounds } from "../../../src/check/verdict.js";
import { exactly, latency, profile, quantiles } from "../../../src/explore/estimate/profiles/profile.js";
import { sampleRun, type SampledRun } from "../../../src/explore/estimate/sample-run.js";
import type { RunWatcher } from "../../../src/explore/estimate/timed-run.js";
import { defaultBounds } from "../../../src/job/scenario.js";
import { buildStage, type Stage } from "../../../src/job/stage.js";
import { GeneratedParts } from "../../../src/parts/generated-parts.js";
import { personalityNamed } from "../../../src/store/personalities/index.js";
import { properties } from "../../../properties/index.js";

const parts = new GeneratedParts("1");

export function stageOf(committer: string, store: string, bounds: Partial<Bounds> = {}): Promise<Stage> {
  const [name, ...rest] = committer.split("?");
  const options = Object.fromEntries(
    rest
      .join("?")
      .split("&")
      .filter(Boolean)
      .map((setting) => setting.split("=") as [string, string]),
  );
  const entry = committers.find(({ description }) => description.name === name);
  if (entry === undefined) throw new Error(`no committer ${name}`);
  return buildStage({
    factory: entry.withOptions(options),
    personality: personalityNamed(store),
    bounds: { ...defaultBounds, ...bounds },
    seed: "1",
    parts,
  });
}

const slow = quantiles([0, 0], [0.3, 0], [0.8, 300], [1, 20_000]);
const changes = { created: slow, overwritten: slow, deleted: slow };

/** Everything lags, requests are lost and late, processes die. */
export const harsh: DelayProfile = profile({
  name: "harsh",
  about: "Everything goes wrong.",
  source: "made up for tests",
  latency: { all: latency(100, 300), of: { engine: latency(2, 5) } },
  propagation: { reads: changes, copies: changes, listings: changes, replica: changes, notFound: slow },
  places: 2,
  engine: { slots: 2, task: latency(500, 2000) },
  faults: {
    chance: {
      "request-lost": 0.01,
      "reply-lost": 0.01,
      late: 0.01,
      "reply-lost-retried": 0.01,
      "late-retried": 0.01,
    },
    timeout: 1000,
    late: exactly(3000),
  },
  chances: { overtaken: 0.5, rare: 0.2 },
  crashesPerHour: 60,
});

export function runOf(
  stage: Stage,
  delays: DelayProfile,
  number = 0,
  watcher: RunWatcher = {},
): Promise<SampledRun> {
  return sampleRun({ stage, profile: delays, properties, seed: "1", computed: new Map() }, number, watcher);
}
