/** How a served store behaves: what it answers wrongly, what faults look like on the wire, and how both are steered. */
import {
  CreateBucketCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
  type S3ClientConfig,
} from "@aws-sdk/client-s3";
import { afterEach, describe, expect, it } from "vitest";
import { ControlClient } from "../../src/server/control/client.js";
import { readFaultPlan, type FaultPlan } from "../../src/server/plan/fault-plan.js";
import type { Served, ServeOptions } from "../../src/server/serve.js";
import { clientOf, codeOf, secretKey, serveStore } from "./support.js";

const Bucket = "behaves";
const stale: FaultPlan = { rules: [{ how: "stale" }] };

const open: { served: Served; client: S3Client }[] = [];

async function start(store: string, options: Partial<ServeOptions> = {}, config: S3ClientConfig = {}) {
  const served = await serveStore(store, { buckets: [{ name: Bucket }], ...options });
  const client = clientOf(served.url, config);
  open.push({ served, client });
  const control = new ControlClient(served.url, secretKey);
  return {
    served,
    control,
    put: (Key: string, Body: string, more: object = {}) =>
      client.send(new PutObjectCommand({ Bucket, Key, Body, ...more })),
    get: async (Key: string) =>
      (await client.send(new GetObjectCommand({ Bucket, Key }))).Body!.transformToString(),
    list: async () =>
      (await client.send(new ListObjectsV2Command({ Bucket }))).Contents?.map(({ Key }) => Key) ?? [],
    client,
  };
}

afterEach(async () => {
  for (const { served, client } of open.splice(0)) {
    client.destroy();
    await served.close();
  }
});

describe("wrong answers", () => {
  it("are those of the store's contract, until the write has gone everywhere", async () => {
    const { put, get, list, control } = await start("s3-legacy", {
      plan: stale,
      lag: { from: 1000, to: 1000 },
    });
    await put("k", "old");
    await put("k", "new");
    // The two PUTs of a key that was never there before: nothing, or the first.
    expect(await codeOf(get("k"))).toBe("ok");
    expect(await get("k")).toBe("old");
    await control.advance(2000);
    expect(await get("k")).toBe("new");
    expect(await list()).toEqual(["k"]);
  });

  it("are none on a strong store, and none that nobody asks for", async () => {
    for (const [store, plan] of [
      ["strong", stale],
      ["s3-legacy", { rules: [] }],
    ] as const) {
      const { put, get } = await start(store, { plan, lag: "endless" });
      await put("k", "old");
      await put("k", "new");
      for (let round = 0; round < 5; round++) expect(await get("k")).toBe("new");
    }
  });

  it("end when the store is told to converge; its state tells what may be seen", async () => {
    const { put, get, control } = await start("s3-legacy", { plan: stale, lag: "endless" });
    await put("k", "old");
    await put("k", "new");
    const before = await control.state(Bucket);
    expect(before.objects[0]).toMatchObject({
      key: "k",
      size: 3,
      mayRead: ["149603e6c03516362a8da23f624db945"],
    });
    expect(before.objects[0]!.mayList).toEqual(["149603e6c03516362a8da23f624db945", null]);
    await control.converge();
    expect(await get("k")).toBe("new");
    expect((await control.state(Bucket)).objects[0]).toMatchObject({ mayRead: [], mayList: [] });
  });

  it("are each bucket's own", async () => {
    const buckets = [{ name: Bucket }, { name: "strong-one" }];
    const { client, control } = await start("strong", { plan: stale, buckets, lag: "endless" });
    await control.createBucket("lagging", "list-lag");
    await client.send(new CreateBucketCommand({ Bucket: "plain" }));
    for (const name of ["lagging", "plain"]) {
      for (let key = 0; key < 8; key++) {
        await client.send(new PutObjectCommand({ Bucket: name, Key: `k${key}`, Body: "x" }));
      }
    }
    const seen = async (name: string) =>
      (await client.send(new ListObjectsV2Command({ Bucket: name }))).KeyCount ?? 0;
    expect(await seen("plain")).toBe(8);
    expect(await seen("lagging")).toBeLessThan(8);
    expect((await control.status()).buckets.map(({ name, store }) => `${name} ${store}`)).toEqual([
      "behaves strong",
      "lagging list-lag",
      "plain strong",
      "strong-one strong",
    ]);
  });

  it("of an index cache with a thousand keys do not make a DeleteObjects explode", async () => {
    const { client, put } = await start("index-cache");
    const Objects = Array.from({ length: 1000 }, (_, at) => ({ Key: `k${at}` }));
    for (const { Key } of Objects.slice(0, 20)) await put(Key, "x");
    const { Deleted } = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(Deleted).toHaveLength(1000);
  });
});

describe("faults", () => {
  const rule = (how: string, more: object = {}): FaultPlan =>
    readFaultPlan({ rules: [{ op: "PutObject", nth: 1, how, ...more }] });

  it.each([
    ["500", "500 InternalError"],
    ["503", "503 SlowDown"],
    ["409", "409 OperationAborted"],
    ["200-error", "500 InternalError"],
    ["reset", "none Error"],
    ["truncated", "none Error"],
  ])("%s: the client is told %s, before and after the effect", async (how, told) => {
    for (const when of ["before", "after"]) {
      const { put, get } = await start("strong", { plan: rule(how, { when }) });
      const code = await codeOf(put("k", "x"));
      if (told.startsWith("none")) expect(code).toMatch(/^none /);
      else expect(code).toBe(told);
      expect(await codeOf(get("k"))).toBe(when === "after" ? "ok" : "404 NoSuchKey");
    }
  });

  it("timeout: nothing comes, until the client gives up", async () => {
    const { put, get } = await start("strong", { plan: rule("timeout", { when: "after" }) });
    const controller = new AbortController();
    const asked = put("k", "x");
    setTimeout(() => controller.abort(), 200);
    const first = await Promise.race([
      asked.then(
        () => "answered",
        () => "failed",
      ),
      new Promise((resolve) => setTimeout(() => resolve("silent"), 300)),
    ]);
    expect(first).toBe("silent");
    expect(await get("k")).toBe("x");
  });

  it("a CopyObject may say 200 and then that it failed", async () => {
    const { put, client, served } = await start("strong", {
      plan: readFaultPlan({ rules: [{ op: "CopyObject", how: "200-error" }] }),
    });
    await put("k", "x");
    const { CopyObjectCommand } = await import("@aws-sdk/client-s3");
    const code = await codeOf(
      client.send(new CopyObjectCommand({ Bucket, Key: "c", CopySource: `${Bucket}/k` })),
    );
    expect(code).toMatch(/InternalError/);
    expect(served.endpoint.parts.recorder.kept.lines.at(-1)).toContain('"status":200');
  });

  it("the SDK's own retry of a conditional PUT meets its own success", async () => {
    const plan = rule("500", { when: "after" });
    const { put, get } = await start("strong", { plan }, { maxAttempts: 3 });
    expect(await codeOf(put("k", "x", { IfNoneMatch: "*" }))).toBe("412 PreconditionFailed");
    expect(await get("k")).toBe("x");
  });

  it("a late PUT lands after later ones, or when the store is told to let it", async () => {
    const { put, get, control } = await start("strong", { plan: rule("500", { when: "late" }) });
    expect(await codeOf(put("k", "late"))).toBe("500 InternalError");
    await put("k", "later");
    expect((await control.status()).buckets[0]!.zombies).toBe(1);
    await control.converge({ zombies: "land" });
    expect(await get("k")).toBe("late");
    expect(await control.history()).toContain('"kind":"landed"');
  });

  it("come by operation, key, count and chance, and rules count from when they were set", async () => {
    const { put, control, list } = await start("strong");
    await control.setFaults(readFaultPlan({ rules: [{ op: "Put*", key: "a/*", nth: 2, how: "503" }] }));
    const codes = [];
    for (const key of ["a/1", "b/1", "a/2", "a/3"]) codes.push(await codeOf(put(key, "x")));
    expect(codes).toEqual(["ok", "ok", "503 SlowDown", "ok"]);
    await control.setFaults(readFaultPlan({ rules: [{ op: "PutObject", probability: 0.5, how: "500" }] }));
    const chance = [];
    for (let at = 0; at < 40; at++) chance.push((await codeOf(put(`k${at}`, "x"))) === "ok");
    expect(chance.filter(Boolean).length).toBeGreaterThan(10);
    expect(chance.filter(Boolean).length).toBeLessThan(30);
    expect(await codeOf(list())).toBe("ok");
  });

  it("hang on the seed and on the request alone, not on what others ask in between", async () => {
    const plan = readFaultPlan({ rules: [{ op: "PutObject", probability: 0.5, how: "500" }] });
    const ask = async (seed: string, between: boolean) => {
      const { put, list } = await start("strong", { plan, seed });
      const codes: string[] = [];
      for (let at = 0; at < 12; at++) {
        codes.push(await codeOf(put(`k${at % 4}`, "x")));
        if (between) await Promise.all([list(), codeOf(put("other", "x"))]);
      }
      return codes.join();
    };
    const alone = await ask("7", false);
    expect(await ask("7", true)).toBe(alone);
    expect(await ask("8", false)).not.toBe(alone);
  });

  it.each([
    [{}, "A fault plan is"],
    [{ rules: [1] }, "rule 1 of the fault plan: it is no object"],
    [{ rules: [{ how: "flood" }] }, '"how" must be one of'],
    [{ rules: [{ how: "500", when: "never" }] }, '"when" must be one of'],
    [{ rules: [{ how: "500", nth: 0 }] }, '"nth" must be'],
    [{ rules: [{ how: "500", probability: 2 }] }, '"probability" must be'],
    [{ rules: [{ how: "stale", when: "after" }] }, "left out where how is stale"],
    [{ rules: [{ how: "500", colour: "red" }] }, 'there is no "colour"'],
  ])("a plan that is none is refused: %j", (plan, why) => {
    expect(() => readFaultPlan(plan)).toThrow(why);
  });
});

describe("the control API", () => {
  it("is for those who know the secret, and says what there is", async () => {
    const { served } = await start("strong");
    await expect(new ControlClient(served.url, "wrong").status()).rejects.toThrow("Bearer");
    const answer = await fetch(`${served.url}/_lakelitmus/nonsense`, {
      headers: { authorization: `Bearer ${secretKey}` },
    });
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain("PUT faults");
  });

  it("gives turns by the seed, whoever comes first", async () => {
    const orders = new Set<string>();
    for (const [seed, first] of [
      ["1", "a"],
      ["1", "b"],
      ["2", "a"],
      ["3", "b"],
    ] as const) {
      const { served, control } = await start("strong", { seed });
      await control.closeGate({ clients: 2 });
      const clients = ["a", "b"].map((name) =>
        clientOf(served.url, {
          credentials: { accessKeyId: `lakelitmus.${name}`, secretAccessKey: secretKey },
        }),
      );
      const work = async (at: number) => {
        for (let step = 0; step < 4; step++) {
          const Key = `${"ab"[at]}${step}`;
          await clients[at]!.send(new PutObjectCommand({ Bucket, Key, Body: "x" }));
        }
        await control.done("ab"[at]!);
      };
      await Promise.all(first === "a" ? [work(0), work(1)] : [work(1), work(0)]);
      for (const client of clients) client.destroy();
      const asked = (await control.history())
        .split("\n")
        .filter((line) => line.includes('"PutObject"'))
        .map((line) => JSON.parse(line) as { key: string; returned: number })
        .sort((x, y) => x.returned - y.returned)
        .map(({ key }) => key);
      orders.add(`${seed} ${asked.join(" ")}`);
    }
    // One order a seed.
    expect(orders.size).toBe(3);
  });
});
