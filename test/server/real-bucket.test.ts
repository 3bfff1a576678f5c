/** The adapter, the probe and the committers, on our own endpoint: over HTTP everything is as it is in the simulator, on every store. */
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { probeStore } from "../../committers/shared/probe/index.js";
import pointerSwap from "../../examples/pointer-swap.js";
import { directContext } from "../../src/job/context.js";
import { bucketContext } from "../../src/library/bucket-context.js";
import { commitOnce } from "../../src/library/commit-once.js";
import type { Served } from "../../src/server/serve.js";
import { type Bucket, openBucket } from "../../src/store/aws/open-bucket.js";
import { Body } from "../../src/store/body.js";
import type { ObjectStore } from "../../src/store/object-store.js";
import { allPersonalities, type Personality, personalityNamed } from "../../src/store/personalities/index.js";
import { sequentialStore } from "../../src/store/sequential-store.js";
import { SimulatedStore } from "../../src/store/simulated-store.js";
import { compare } from "../differential/compare.js";
import { allOps, programs, versionedPrograms } from "../differential/steps.js";
import { committerNamed } from "../support/claims.js";
import { accessKey, secretKey, serveStore } from "./support.js";

let endpoint: Served;
const opened: Bucket[] = [];

/** Each store has a bucket of its name; nothing lags. */
beforeAll(async () => {
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";
  const buckets = [
    ...allPersonalities.map((store) => ({ name: `on-${store.name}`, store })),
    ...Array.from({ length: 100 }, (_, index) => ({ name: `program-${index}` })),
    ...Array.from({ length: 80 }, (_, index) => ({
      name: `versioned-${index}`,
      store: personalityNamed("s3-versioned"),
    })),
  ];
  endpoint = await serveStore("strong", { lag: { from: 0, to: 0 }, buckets });
});
afterAll(async () => {
  for (const bucket of opened) bucket.close();
  await endpoint.close();
});

async function storeOver(bucket: string): Promise<ObjectStore> {
  const credentials = { accessKeyId: accessKey, secretAccessKey: secretKey };
  const one = await openBucket({ bucket, endpoint: endpoint.url, credentials, attempts: 1 });
  opened.push(one);
  return one.store;
}

function simulated(personality: Personality): ObjectStore {
  return sequentialStore(new SimulatedStore(personality, { faults: [] })).store;
}

const sources = { uuid: () => crypto.randomUUID(), now: () => 0 };

describe("over HTTP", () => {
  it("random programs are answered as the strong store answers them", async () => {
    let made = 0;
    const server = {
      name: "moto" as const,
      bucket: () => storeOver(`program-${made++}`),
      stop: () => undefined,
    };
    await fc.assert(
      fc.asyncProperty(programs(allOps), async (program) => {
        expect((await compare(program, server)).differs).toEqual([]);
      }),
      { seed: 1, numRuns: 60, endOnFailure: true },
    );
  });

  it("and those of a bucket with versioning as one that has versions", async () => {
    let made = 0;
    const server = {
      name: "moto" as const,
      bucket: () => storeOver(`versioned-${made++}`),
      stop: () => undefined,
    };
    const versioned = personalityNamed("s3-versioned");
    await fc.assert(
      fc.asyncProperty(versionedPrograms, async (program) => {
        const { differs } = await compare(program, server, new SimulatedStore(versioned));
        expect(differs).toEqual([]);
      }),
      { seed: 1, numRuns: 40, endOnFailure: true },
    );
  });

  // A served minio-quorum-loss loses its quorum when the seed says so, and the probe finds it out or not.
  const steady = allPersonalities.filter(({ name }) => name !== "minio-quorum-loss");
  it.each(steady.map((one) => [one.name, one] as const))(
    "the probe finds of %s what it finds in the simulator",
    async (name, personality) => {
      const real = await probeStore(bucketContext(await storeOver(`on-${name}`)), "p/");
      const here = await probeStore(directContext(simulated(personality), sources), "p/");
      expect(real.findings).toEqual(here.findings);
      expect(real.leftBehind).toBe(undefined);
    },
  );
});

describe("the committers", () => {
  const names = ["file-output-v1", "magic-copy", "iceberg-cas", "cas-slot", "cas-pointer?holds=name"];
  const protocols = [
    ...names.map((name) => [name, committerNamed(name)] as const),
    ["pointer-swap", pointerSwap] as const,
  ];
  const part = (id: string, task: number, file: number) => ({
    name: `part-0000${task}-${file}-${id}.parquet`,
    body: Body.text(`${task}/${file}`),
    rows: 1,
  });

  /** What a job of 2 tasks x 2 files comes to, and what the table holds then. */
  async function ran(store: ObjectStore, factory: (typeof protocols)[number][1], table: string) {
    const ctx = directContext(store, sources);
    const id = ctx.uuid();
    const tasks = [0, 1].map((task) => [part(id, task, 0), part(id, task, 1)]);
    const { outcome } = await commitOnce(factory, ctx, { id, table, tasks });
    if (outcome !== "landed") return { outcome };
    const files = await factory().read(table, ctx);
    const rows = await Promise.all(files.map(async ({ key }) => (await store.get({ key })).body.text()));
    return { outcome, rows: rows.sort() };
  }

  it.each(allPersonalities.map((one) => [one.name, one] as const))(
    "end on %s as in the simulator, with the same rows",
    async (name, personality) => {
      for (const [protocol, factory] of protocols) {
        const table = `${protocol}/`;
        const real = await ran(await storeOver(`on-${name}`), factory, table);
        expect([protocol, real]).toEqual([protocol, await ran(simulated(personality), factory, table)]);
        if (real.outcome === "landed") expect(real.rows).toEqual(["0/0", "0/1", "1/0", "1/1"]);
      }
    },
  );
});
