/** The three main committers, through HTTP and the AWS SDK, do what they do in the simulator. */
import type { S3Client } from "@aws-sdk/client-s3";
import { describe, expect, it } from "vitest";
import { properties } from "../../../properties/index.js";
import { loadCommitter } from "../../../src/cli/registry.js";
import { execute } from "../../../src/explore/execute.js";
import { seededRandom } from "../../../src/explore/random.js";
import { portfolio } from "../../../src/explore/samplers/index.js";
import { Stepper } from "../../../src/explore/steps.js";
import { directContext } from "../../../src/job/context.js";
import { readTable } from "../../../src/job/read-table.js";
import { scenarios } from "../../../src/job/scenario.js";
import { buildStage, tablePrefix } from "../../../src/job/stage.js";
import { GeneratedParts } from "../../../src/parts/generated-parts.js";
import { VirtualClock } from "../../../src/server/clock.js";
import type { Served } from "../../../src/server/serve.js";
import { openBucket } from "../../../src/store/aws/open-bucket.js";
import type { StoreState } from "../../../src/store/simulated-store.js";
import { personalityNamed } from "../../../src/store/personalities/index.js";
import { accessKey, clientOf, secretKey, serveStore } from "../support.js";
import { runLive, SteppedGate } from "./live.js";

const parts = new GeneratedParts("1");

async function compareRuns(committer: string, store: string, scenarioName: string, seeds: number) {
  const factory = await loadCommitter(committer);
  const scenario = scenarios.find(({ name }) => name === scenarioName)!;
  const bounds = { ...scenario.bounds, ...scenario.smaller };
  const stage = await buildStage({ factory, personality: personalityNamed(store), bounds, seed: "1", parts });
  const stepper = new Stepper(stage, properties);
  // Time stands still: two writes of the same bytes are one and the same in the simulator, too.
  const served = await serveStore(store, { clock: new VirtualClock(0), lag: "endless" });
  const clients = new Map<string, S3Client>();
  const seen = { runs: 0, lost: 0, steps: 0 };
  try {
    for (let seed = 1; seen.runs < seeds; seed++) {
      const sampler = portfolio[seed % portfolio.length]!;
      const chooser = sampler.start(stepper)(seededRandom(`gate/${seed}`));
      const execution = await execute(stepper, chooser);
      // What a bound on requests in flight leaves out has no counterpart over HTTP.
      if (execution.end !== "ended" || execution.path.some(({ kept }) => kept > 0)) continue;
      seen.runs += 1;
      seen.steps += execution.path.length;
      const bucket = served.endpoint.parts.buckets.create(`run-${seed}`);
      bucket.steered = true;
      const gate = new SteppedGate();
      served.endpoint.gate = gate;
      await runLive({
        stepper,
        path: execution.path,
        bucket,
        gate,
        clientOf: (name) => client(served, clients, name),
      });
      served.endpoint.gate = undefined;
      while (gate.waiting.length > 0) gate.waiting[0]!.drop();
      const { world } = stepper;
      const last = world.services[stage.storeIndex]!.state(execution.last[stage.storeIndex]!) as StoreState;
      const etags = (contents: ReadonlyMap<string, { readonly etag: string }>) =>
        [...contents].map(([key, { etag }]) => `${key} ${etag}`);
      expect(etags(bucket.store.contents(bucket.state))).toEqual(etags(stage.store.contents(last)));
      bucket.converge();
      const { store: reading } = await openBucket({
        bucket: bucket.name,
        client: client(served, clients, "reader"),
      });
      const ctx = directContext(reading, { uuid: () => "judge", now: () => 0 });
      const table = await readTable(factory(), tablePrefix, ctx, (body) => parts.resolve(body));
      const { ending } = await stepper.ending(execution.last);
      expect(table).toEqual(ending.table);
      if (execution.violations.some((violation) => violation !== undefined)) seen.lost += 1;
    }
  } finally {
    for (const one of clients.values()) one.destroy();
    await served.close();
  }
  return seen;
}

function client({ url }: Served, clients: Map<string, S3Client>, name: string): S3Client {
  const known =
    clients.get(name) ??
    clientOf(url, { credentials: { accessKeyId: `${accessKey}.${name}`, secretAccessKey: secretKey } });
  clients.set(name, known);
  return known;
}

/** More are compared by LAKELITMUS_GATE_SEEDS=100. */
const seeds = Number(process.env["LAKELITMUS_GATE_SEEDS"] ?? 4);

describe("through HTTP and the AWS SDK, the same rows as in the simulator for the same seeds", () => {
  it.each([
    ["file-output-v1", "s3-legacy", "one-job", true],
    ["magic-copy?find=list", "list-lag", "speculation", true],
    ["iceberg-cas", "strong", "reply-lost", false],
    ["iceberg-cas?on-error=clean-up", "strong", "two-writers", false],
  ])("%s on %s, %s", async (committer, store, scenario, loses) => {
    const seen = await compareRuns(committer, store, scenario, seeds);
    expect(seen.runs).toBe(seeds);
    expect(seen.steps).toBeGreaterThan(40);
    // Executions that violate a property must be among those that agree.
    if (loses) expect(seen.lost).toBeGreaterThan(0);
  });
});
