/** The requests of each hook, in their order: what a reader of the protocol's own description expects. */
import { beforeEach, describe, expect, it } from "vitest";
import { casPointer, casSlot } from "../../../committers/index.js";
import { committerNamed } from "../../support/claims.js";
import { contextOf, MemoryStore, rowsOf, runJob } from "../support.js";

const uuid = (process: number, count: number): string =>
  `0000000${process}-0000-4000-8000-${String(count).padStart(12, "0")}`;
const data = (process = 2): string => `t/data/${uuid(process, 1)}-part-00000-0-j${process - 1}.parquet`;
const slot = (number: number): string => `t/_log/${String(number).padStart(20, "0")}.json`;
const hint = "t/_log/_hint";

let store: MemoryStore;

beforeEach(() => {
  store = new MemoryStore();
});

describe("cas-slot", () => {
  const requests = async (options: Record<string, string>): Promise<readonly string[] | undefined> => {
    const { outcome, phases } = await runJob(casSlot.withOptions(options), store);
    expect(outcome).toBe("landed");
    expect(phases.setupJob).toEqual([]);
    expect(phases.write).toEqual([`PUT ${data()}`]);
    expect(phases.commitTask).toEqual([]);
    return phases.commitJob;
  };

  it("puts the next slot if it is absent, and leaves a hint", async () => {
    expect(await requests({})).toEqual([
      `GET ${hint}`,
      `GET ${slot(0)}`,
      `PUT ${slot(0)} if-none-match`,
      `PUT ${hint}`,
    ]);
    expect(JSON.parse(store.text(slot(0)))).toMatchObject({
      commits: [{ id: "j1", files: [{ key: data(), rows: 2 }] }],
    });
  });

  it("begins where the hint says, and a slot holds the whole table", async () => {
    await requests({});
    const { phases } = await runJob(casSlot.withOptions({}), store, { id: "j2", process: 2 });
    expect(phases.commitJob).toEqual([
      `GET ${hint}`,
      `GET ${slot(0)}`,
      `GET ${slot(1)}`,
      `PUT ${slot(1)} if-none-match`,
      `PUT ${hint}`,
    ]);
    expect(
      (JSON.parse(store.text(slot(1))) as { commits: { id: string }[] }).commits.map(({ id }) => id),
    ).toEqual(["j1", "j2"]);
  });

  it("layout=added: each slot holds what it adds, and all are read", async () => {
    const factory = casSlot.withOptions({ layout: "added" });
    await runJob(factory, store);
    await runJob(factory, store, { id: "j2", process: 2 });
    expect((JSON.parse(store.text(slot(1))) as { commits: unknown[] }).commits).toHaveLength(1);
    store.take();
    expect(await rowsOf(factory(), store)).toEqual(["j1/0.0/0", "j2/0.0/0"]);
    expect(store.take().slice(0, 3)).toEqual([`GET ${slot(0)}`, `GET ${slot(1)}`, `GET ${slot(2)}`]);
  });

  it("fill=rename: exists, then S3A's rename", async () => {
    const staged = `t/_log/${uuid(1, 1)}.tmp`;
    expect((await requests({ fill: "rename" }))?.slice(2, -1)).toEqual([
      `PUT ${staged}`,
      `HEAD ${slot(0)}`,
      `HEAD ${staged}`,
      `HEAD ${slot(0)}`,
      `HEAD ${staged}`,
      `COPY ${staged} -> ${slot(0)}`,
      `DELETE ${staged}`,
    ]);
  });

  it("lock=lease: around it", async () => {
    const commit = await requests({ fill: "exists-then-put", lock: "lease" });
    expect(commit?.slice(2, -1)).toEqual([
      `PutItem t/ lock (owner=${uuid(1, 1)}) lease=15000 if-absent if-lapsed`,
      `HEAD ${slot(0)}`,
      `PUT ${slot(0)}`,
      `DeleteItem t/ lock if(owner=${uuid(1, 1)})`,
    ]);
  });

  it("fill=delta-dynamodb: the entry decides, the copy is what is read", async () => {
    const name = "00000000000000000000.json";
    const temp = `t/_log/.tmp/${name}.${uuid(1, 1)}`;
    const commit = await requests({ fill: "delta-dynamodb", find: "start" });
    expect(commit?.slice(2)).toEqual([
      `HEAD ${slot(0)}`,
      `PUT ${temp}`,
      `PutItem t/ ${name} (tempPath=${temp} complete=false) if-absent`,
      `HEAD ${slot(0)}`,
      `COPY ${temp} -> ${slot(0)}`,
      `PutItem t/ ${name} (tempPath=${temp} complete=true)`,
    ]);
  });

  it("fill=delta-dynamodb: whoever reads makes the copy that a dead writer has left out", async () => {
    const factory = casSlot.withOptions({ fill: "delta-dynamodb", layout: "added" });
    store.script(/^COPY/u, () => ({ ok: false, code: "InternalError", message: "" }));
    expect((await runJob(factory, store)).outcome).toBe("landed");
    expect(store.keys("t/_log/0")).toEqual([]);
    expect(await rowsOf(factory(), store)).toEqual(["j1/0.0/0"]);
    expect(store.keys("t/_log/0")).toEqual([slot(0)]);
  });

  it("fill=lance-external: the entry decides, and says where the manifest is", async () => {
    const staged = `${slot(0)}-${uuid(1, 1)}`;
    const commit = await requests({ fill: "lance-external", find: "start" });
    expect(commit).toEqual([
      `GetItem t/ ${slot(0)}`,
      `PUT ${staged}`,
      `PutItem t/ ${slot(0)} (path=${staged}) if-absent`,
      `COPY ${staged} -> ${slot(0)}`,
      `PutItem t/ ${slot(0)} (path=${slot(0)}) if()`,
      `DELETE ${staged}`,
    ]);
  });

  it("clean=boundary: a version that holds all, the boundary, then the slots before it, oldest first", async () => {
    const factory = casSlot.withOptions({ clean: "boundary" });
    await runJob(factory, store);
    await runJob(factory, store, { id: "j2", process: 2 });
    store.take();
    await factory().maintain!("t/", contextOf(store, 5));
    expect(store.take().slice(4)).toEqual([
      `PUT ${slot(2)} if-none-match`,
      "GET t/_log/_boundary",
      `PUT ${hint}`,
      "LIST t/_log/",
      "GET t/_log/_boundary",
      "PUT t/_log/_boundary if-none-match",
      `DELETE ${slot(0)}`,
      `DELETE ${slot(1)}`,
    ]);
    expect(await rowsOf(factory(), store)).toEqual(["j1/0.0/0", "j2/0.0/0"]);
  });
});

describe("cas-pointer", () => {
  it("makes the pointer, then swaps it", async () => {
    const factory = casPointer.withOptions({});
    const first = await runJob(factory, store);
    expect(first.phases.commitJob).toEqual(["GET t/_current", "PUT t/_current if-none-match"]);
    const second = await runJob(factory, store, { id: "j2", process: 2 });
    expect(second.phases.commitJob).toEqual(["GET t/_current", "PUT t/_current if-match"]);
    expect(await rowsOf(factory(), store)).toEqual(["j1/0.0/0", "j2/0.0/0"]);
  });

  it("holds=name: a version's object, then its name", async () => {
    const { phases } = await runJob(casPointer.withOptions({ holds: "name" }), store);
    const version = `t/_versions/${uuid(1, 1)}.json`;
    expect(phases.commitJob).toEqual(["GET t/_current", `PUT ${version}`, "PUT t/_current if-none-match"]);
    expect(store.text("t/_current")).toBe(version);
  });

  it("swap=catalog: a row instead of an object", async () => {
    const factory = casPointer.withOptions({ swap: "catalog", holds: "name" });
    await runJob(factory, store);
    const version = (process: number): string => `t/_versions/${uuid(process, 1)}.json`;
    const { phases } = await runJob(factory, store, { id: "j2", process: 2 });
    expect(phases.commitJob).toEqual([
      "GetItem t/ current",
      `GET ${version(1)}`,
      `PUT ${version(2)}`,
      `PutItem t/ current (current=${version(2)}) if(current=${version(1)})`,
    ]);
  });

  it("swap=locked-catalog: compared and overwritten under a lock, which is looked at before and after", async () => {
    const { phases } = await runJob(casPointer.withOptions({ swap: "locked-catalog" }), store);
    expect(phases.commitJob?.map((request) => request.replace(/\(current=.*\)/u, "(…)"))).toEqual([
      "GetItem t/ current",
      `PutItem t/ lock (owner=${uuid(1, 1)}) lease=15000 if-absent if-lapsed`,
      "GetItem t/ current",
      "GetItem t/ lock",
      "PutItem t/ current (…)",
      "GetItem t/ lock",
      `DeleteItem t/ lock if(owner=${uuid(1, 1)})`,
    ]);
  });

  it("remembered=1: older commits have no ids any more", async () => {
    const factory = casPointer.withOptions({ remembered: "1" });
    await runJob(factory, store);
    await runJob(factory, store, { id: "j2", process: 2 });
    const { commits } = JSON.parse(store.text("t/_current")) as { commits: { id: string | null }[] };
    expect(commits.map(({ id }) => id)).toEqual([null, "j2"]);
  });
});

describe("probe=on", () => {
  it.each([casSlot, casPointer])(
    "%# leaves nothing, and refuses a store that ignores conditions",
    async (entry) => {
      const factory = entry.withOptions({ probe: "on" });
      store.conditions = "ignored";
      const { outcome, error } = await runJob(factory, store);
      expect(outcome).toBe("refused");
      expect(String(error)).toMatch(/create-if-absent is "ignored"/u);
      expect(store.keys()).toEqual([]);
    },
  );

  /** The conditions that are asked for below the probe's own prefix, and how the job ends. */
  const probed = async (committer: string) => {
    const { outcome } = await runJob(committerNamed(committer), store);
    const asked = store.log.filter((line) => line.includes("_probe/"));
    const conditions = asked.flatMap((line) => / (if-(?:none-)?match)\b/u.exec(line)?.[1] ?? []);
    return { outcome, asked: asked.length, conditions: [...new Set(conditions)] };
  };

  it.each([
    "cas-slot?fill=rename&lock=lease&probe=on",
    "cas-slot?fill=files-rename&probe=on",
    "cas-slot?fill=delta-dynamodb&probe=on",
    "cas-slot?fill=lance-external&probe=on",
    "cas-pointer?swap=catalog&holds=name&probe=on",
    "cas-pointer?swap=locked-catalog&holds=name&probe=on",
  ])("%s stands on no condition of the store, and asks for none", async (committer) => {
    store.conditions = "ignored";
    expect(await probed(committer)).toEqual({ outcome: "landed", asked: 0, conditions: [] });
  });

  it.each([
    ["cas-slot?probe=on", ["if-none-match"]],
    ["cas-slot?clean=boundary&probe=on", ["if-none-match", "if-match"]],
    ["cas-pointer?probe=on", ["if-none-match", "if-match"]],
  ])("%s asks for the conditions that it stands on: %o", async (committer, conditions) => {
    expect(await probed(committer)).toMatchObject({ outcome: "landed", conditions });
  });
});
