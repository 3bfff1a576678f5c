import { beforeEach, describe, expect, it } from "vitest";
import { icebergCas } from "../../../committers/index.js";
import { parseMetadata, snapshotIdOf, type TableMetadata } from "../../../committers/iceberg-cas/metadata.js";
import { Body } from "../../../src/store/body.js";
import {
  attemptOf,
  contextOf,
  failure,
  jobOf,
  lost,
  MemoryStore,
  partOf,
  replyLost,
  rowsOf,
  runAttempt,
  runJob,
} from "../support.js";

const factory = icebergCas.withOptions({});
const uuid = (process: number, count: number): string =>
  `0000000${process}-0000-4000-8000-${String(count).padStart(12, "0")}`;
const data = `t/data/${uuid(2, 1)}-part-00000-0-j1.parquet`;
const manifest = `t/metadata/${uuid(1, 2)}-m0.json`;
const slot = (version: number): string => `t/metadata/v${version}.metadata.json`;
const hint = "t/metadata/version-hint.text";

let store: MemoryStore;

beforeEach(() => {
  store = new MemoryStore();
});

function metadata(version: number): TableMetadata {
  return parseMetadata(store.text(slot(version)), slot(version));
}

function put(key: string, text: string): void {
  store.apply({ op: "put", key, body: Body.text(text) });
}

describe("iceberg-cas: the requests of each hook", () => {
  it("the first job of a table", async () => {
    const { outcome, phases } = await runJob(factory, store);
    expect(outcome).toBe("landed");
    expect(phases).toEqual({
      setupJob: [`PUT ${slot(0)} if-none-match`],
      write: [`PUT ${data}`],
      needsTaskCommit: [],
      commitTask: [],
      commitJob: [
        `PUT ${manifest}`,
        `GET ${hint}`,
        `GET ${slot(0)}`,
        `GET ${slot(1)}`,
        `PUT ${slot(1)} if-none-match`,
        `PUT ${hint}`,
      ],
    });
    expect(store.keys()).toEqual([data, manifest, slot(0), slot(1), hint].toSorted());
    expect(store.text(hint)).toBe("1");
  });

  it("the next job, and a reader", async () => {
    await runJob(factory, store);
    const { phases } = await runJob(factory, store, { id: "j2", process: 3 });
    expect(phases.setupJob).toEqual([`PUT ${slot(0)} if-none-match`]);
    expect(phases.commitJob).toEqual([
      `PUT t/metadata/${uuid(3, 2)}-m0.json`,
      `GET ${hint}`,
      `GET ${slot(1)}`,
      `GET ${slot(2)}`,
      `PUT ${slot(2)} if-none-match`,
      `PUT ${hint}`,
    ]);
    const parts = await factory().read("t/", contextOf(store));
    expect(store.take()).toEqual([
      `GET ${hint}`,
      `GET ${slot(2)}`,
      `GET ${slot(3)}`,
      `GET t/metadata/${uuid(3, 2)}-m0.json`,
      `GET ${manifest}`,
    ]);
    const stored = store.objects.get(data)!;
    expect(parts[1]).toEqual({ key: data, etag: stored.etag, size: stored.body.length });
    expect(await rowsOf(factory(), store)).toEqual(["j1/0.0/0", "j2/0.0/0"]);
  });

  it("probe=twice writes a key twice and deletes it, first of all", async () => {
    const { outcome, phases } = await runJob(icebergCas.withOptions({ probe: "twice" }), store);
    expect(outcome).toBe("landed");
    const probe = `t/metadata/probe-${uuid(1, 1)}`;
    expect(phases.setupJob).toEqual([
      `PUT ${probe} if-none-match`,
      `PUT ${probe} if-none-match`,
      `DELETE ${probe}`,
      `PUT ${slot(0)} if-none-match`,
    ]);
  });

  it("abortTask deletes what the attempt has begun to write", async () => {
    const attempt = attemptOf(jobOf());
    const committer = factory();
    const ctx = contextOf(store, 2);
    store.script(/^PUT t\/data/u, (_request, apply) => apply(), replyLost());
    await committer.write(attempt, partOf(attempt, 0), ctx);
    await expect(committer.write(attempt, partOf(attempt, 1), ctx)).rejects.toThrow();
    expect(store.keys()).toHaveLength(2);
    await committer.abortTask(attempt, ctx);
    expect(store.keys()).toEqual([]);
  });
});

describe("iceberg-cas: what it writes", () => {
  it("metadata with the specification's fields, and totals that add up", async () => {
    await runJob(factory, store, { files: 2 });
    await runJob(factory, store, { id: "j2", process: 3 });
    const { snapshots, ...rest } = metadata(2);
    expect(rest).toMatchObject({
      "format-version": 2,
      "table-uuid": uuid(1, 1),
      location: "t",
      "last-sequence-number": 2,
      "last-partition-id": 999,
      "current-snapshot-id": snapshots[1]!["snapshot-id"],
      refs: { main: { "snapshot-id": snapshots[1]!["snapshot-id"], type: "branch" } },
    });
    expect(rest["metadata-log"].map((entry) => entry["metadata-file"])).toEqual([slot(0), slot(1)]);
    expect(rest["snapshot-log"].map((entry) => entry["snapshot-id"])).toEqual(
      snapshots.map((one) => one["snapshot-id"]),
    );
    expect(snapshots.map((one) => one["sequence-number"])).toEqual([1, 2]);
    expect(snapshots[0]).not.toHaveProperty("parent-snapshot-id");
    expect(snapshots[1]!["parent-snapshot-id"]).toBe(snapshots[0]!["snapshot-id"]);
    expect(snapshots[1]!.summary).toEqual({
      operation: "append",
      "commit-id": "j2",
      "added-data-files": "1",
      "added-records": "2",
      "added-files-size": "8",
      "total-data-files": "3",
      "total-records": "6",
      "total-files-size": "24",
    });
    // What an earlier version said stays as it was.
    expect(metadata(1).snapshots).toEqual([snapshots[0]]);
    expect(metadata(0)).toMatchObject({ "current-snapshot-id": -1, snapshots: [] });
  });

  it("manifests of added entries", async () => {
    await runJob(factory, store);
    expect(JSON.parse(store.text(manifest))).toEqual({
      "format-version": 2,
      entries: [
        {
          status: 1,
          snapshot_id: snapshotIdOf(uuid(1, 2)),
          data_file: {
            content: 0,
            file_path: data,
            file_format: "PARQUET",
            partition: {},
            record_count: 2,
            file_size_in_bytes: 8,
            etag: store.objects.get(data)!.etag,
          },
        },
      ],
    });
  });

  it("timestamps that do not go back, whatever a writer's clock says", async () => {
    await runJob(factory, store);
    const ahead = { ...metadata(1), "last-updated-ms": 1e12 };
    put(slot(1), JSON.stringify(ahead));
    await runJob(factory, store, { id: "j2", process: 3 });
    expect(metadata(2)["last-updated-ms"]).toBe(1e12);
    expect(metadata(2).snapshots[1]!["timestamp-ms"]).toBe(1e12);
  });

  it("snapshot ids that JSON keeps exactly", () => {
    const id = snapshotIdOf("f81d4fae-7dec-41d0-a765-00a0c91e6bf6");
    expect(Number.isSafeInteger(id)).toBe(true);
    expect(JSON.parse(JSON.stringify(id))).toBe(id);
    expect(id).not.toBe(snapshotIdOf("f81d4fae-7dec-41d0-a765-00a0c91e6bf7"));
  });

  it("only the files whose messages the driver has", async () => {
    const job = jobOf();
    const driver = factory();
    const ctx = contextOf(store, 1);
    await driver.setupJob(job, ctx);
    const commit = await runAttempt(factory, attemptOf(job, 0, 1), contextOf(store, 2), 2);
    await runAttempt(factory, attemptOf(job, 0, 0), contextOf(store, 3), 3);
    expect(await driver.commitJob(job, [commit, null], ctx)).toBe("landed");
    expect(await rowsOf(factory(), store)).toEqual(["j1/0.1/0", "j1/0.1/1"]);
  });
});

describe("iceberg-cas: finding the current version", () => {
  it.each([
    ["none", undefined, [hint, slot(0), slot(1), slot(2), slot(3)]],
    ["old", "1", [hint, slot(1), slot(2), slot(3)]],
    ["not a number", "x", [hint, slot(0), slot(1), slot(2), slot(3)]],
    ["ahead of what can be read", "7\n", [hint, slot(7), slot(0), slot(1), slot(2), slot(3)]],
  ])("a hint that is %s costs requests, nothing else", async (_name, text, gets) => {
    await runJob(factory, store);
    await runJob(factory, store, { id: "j2", process: 3 });
    if (text === undefined) store.apply({ op: "delete", key: hint });
    else put(hint, text);
    expect(await rowsOf(factory(), store)).toEqual(["j1/0.0/0", "j2/0.0/0"]);
    expect(store.take().slice(0, gets.length)).toEqual(gets.map((key) => `GET ${key}`));
  });

  it("a table that does not exist has no rows, and takes no commit", async () => {
    expect(await factory().read("t/", contextOf(store))).toEqual([]);
    const driver = factory();
    await expect(driver.commitJob(jobOf(), [], contextOf(store))).rejects.toThrow(
      /there is no table at t\//u,
    );
  });

  it.each([
    ["{", /not JSON/u],
    ["[]", /not a JSON object/u],
    ['{"format-version":1,"table-uuid":"x"}', /not table metadata/u],
    ['{"format-version":2,"table-uuid":"x"}', /no list of snapshots/u],
    [
      '{"format-version":2,"table-uuid":"x","snapshots":[],"current-snapshot-id":5}',
      /current snapshot that it does not list/u,
    ],
  ])("a slot that holds %s is loud", async (text, message) => {
    put(slot(0), text);
    await expect(factory().read("t/", contextOf(store))).rejects.toThrow(message);
  });

  it("a table that was replaced by another is loud", async () => {
    await runJob(factory, store);
    put(slot(2), JSON.stringify({ ...metadata(1), "table-uuid": "another" }));
    await expect(factory().read("t/", contextOf(store))).rejects.toThrow(/the table was replaced/u);
    expect(await runJob(factory, store, { id: "j2", process: 3 })).toMatchObject({ outcome: "failed" });
  });

  it("a manifest that is missing or broken is loud", async () => {
    await runJob(factory, store);
    put(manifest, "{}");
    await expect(factory().read("t/", contextOf(store))).rejects.toThrow(/not a manifest/u);
    store.apply({ op: "delete", key: manifest });
    await expect(factory().read("t/", contextOf(store))).rejects.toMatchObject({ code: "NoSuchKey" });
  });

  it("an error of a read is passed on", async () => {
    store.script(/version-hint/u, () => failure("SlowDown"));
    await expect(factory().read("t/", contextOf(store))).rejects.toMatchObject({ code: "SlowDown" });
  });
});

describe("iceberg-cas: setting up", () => {
  it.each(["none", "twice"])(
    "refuses a store without conditional writes, having written nothing (%s)",
    async (probe) => {
      store.conditions = "absent";
      const end = await runJob(icebergCas.withOptions({ probe }), store);
      expect(end.outcome).toBe("refused");
      expect((end.error as Error).message).toMatch(/no conditional writes \(501/u);
      expect(store.keys()).toEqual([]);
    },
  );

  it("refuses such a store also where the table exists already", async () => {
    await runJob(factory, store);
    store.conditions = "absent";
    expect(await runJob(factory, store, { id: "j2", process: 3 })).toMatchObject({ outcome: "refused" });
  });

  it("probe=twice refuses a store that ignores conditions; without it, nobody notices", async () => {
    store.conditions = "ignored";
    const end = await runJob(icebergCas.withOptions({ probe: "twice" }), store);
    expect(end.outcome).toBe("refused");
    expect((end.error as Error).message).toMatch(/it ignores conditions/u);
    expect(store.keys()).toEqual([]);
    expect(await runJob(factory, store)).toMatchObject({ outcome: "landed" });
  });

  it("where conditions are ignored, one of two writers loses its rows in silence", async () => {
    store.conditions = "ignored";
    await runJob(factory, store, { id: "j0", process: 3 });
    store.script(/^PUT .*v2\.metadata/u, async (_request, apply) => {
      store.script(/^PUT .*v0\.metadata/u, () => failure("PreconditionFailed"));
      expect(await runJob(factory, store, { id: "j2", process: 6 })).toMatchObject({ outcome: "landed" });
      return apply();
    });
    store.script(/^PUT .*v0\.metadata/u, () => failure("PreconditionFailed"));
    expect(await runJob(factory, store, { id: "j1", process: 1 })).toMatchObject({ outcome: "landed" });
    expect(await rowsOf(factory(), store)).toEqual(["j0/0.0/0", "j1/0.0/0"]);
  });

  it.each([
    ["lost", lost()],
    ["lost after it was applied", replyLost("InternalError")],
    ["in conflict", () => failure("ConditionalRequestConflict")],
  ])("creates the table although the first request is %s", async (_name, reaction) => {
    store.script(/^PUT .*v0\.metadata/u, reaction);
    const { outcome, phases } = await runJob(factory, store);
    expect(outcome).toBe("landed");
    expect(phases.setupJob).toHaveLength(2);
  });

  it("fails at once where the store says that the request is wrong", async () => {
    store.script(/^PUT .*v0\.metadata/u, lost("InvalidRequest"));
    const end = await runJob(factory, store);
    expect(end).toMatchObject({ outcome: "failed", error: { code: "InvalidRequest" } });
    expect(store.log).toHaveLength(1);
  });

  it("fails where the table's creation stays unknown", async () => {
    const factory = icebergCas.withOptions({ retries: "2" });
    store.script(/^PUT .*v0\.metadata/u, lost(), lost(), lost());
    const { outcome, phases } = await runJob(factory, store);
    expect(outcome).toBe("failed");
    expect(phases.setupJob ?? phases.abortJob).toHaveLength(3);
  });

  it("probe=twice is not misled by a lost reply", async () => {
    const probing = icebergCas.withOptions({ probe: "twice" });
    store.script(/probe/u, replyLost(), (_request, apply) => apply(), replyLost());
    expect(await runJob(probing, store)).toMatchObject({ outcome: "landed" });
    store.script(/probe/u, lost(), (_request, apply) => apply(), lost());
    expect(await runJob(probing, store, { id: "j2", process: 3 })).toMatchObject({ outcome: "landed" });
    expect(store.keys("t/metadata/probe")).toEqual([]);
  });
});
