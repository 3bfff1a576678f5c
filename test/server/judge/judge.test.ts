/** The judge, over what the server itself records. */
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { describe, expect, it } from "vitest";
import { parseHistory } from "../../../src/server/judge/history-file.js";
import { judgeHistory } from "../../../src/server/judge/judge.js";
import { judgeRows, parseRows } from "../../../src/server/judge/rows.js";
import type { FaultPlan } from "../../../src/server/plan/fault-plan.js";
import { personalityNamed } from "../../../src/store/personalities/index.js";
import { clientOf, serveStore } from "../support.js";

const Bucket = "judged";

async function recorded(store: string, plan: FaultPlan, work: (client: S3Client) => Promise<void>) {
  const lines: string[] = [];
  const served = await serveStore(store, {
    buckets: [{ name: Bucket }],
    plan,
    history: (line) => lines.push(line),
  });
  const client = clientOf(served.url);
  try {
    await work(client);
    served.finish();
  } finally {
    client.destroy();
    await served.close();
  }
  return {
    text: lines.join(""),
    verdict: judgeHistory(parseHistory(lines.join(""), "test"), personalityNamed),
  };
}

const quietly = (work: Promise<unknown>): Promise<unknown> => work.catch(() => undefined);

async function everything(client: S3Client): Promise<void> {
  const put = (Key: string, Body: string) =>
    quietly(client.send(new PutObjectCommand({ Bucket, Key, Body })));
  const get = (Key: string) =>
    quietly(client.send(new GetObjectCommand({ Bucket, Key })).then(({ Body }) => Body?.transformToString()));
  const list = () => quietly(client.send(new ListObjectsV2Command({ Bucket })));
  await get("k");
  for (const body of ["a", "b", "c", "d"]) {
    await put("k", body);
    await get("k");
    await list();
  }
  await quietly(client.send(new CopyObjectCommand({ Bucket, Key: "copy", CopySource: `${Bucket}/k` })));
  await quietly(client.send(new DeleteObjectCommand({ Bucket, Key: "k" })));
  for (let round = 0; round < 4; round++) {
    await get("k");
    await list();
  }
}

/** Old versions are read, and the newest ones deleted for good: what was below them comes to light. */
async function versions(client: S3Client): Promise<void> {
  const VersioningConfiguration = { Status: "Enabled" } as const;
  await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
  const put = async (Body: string) =>
    (await client.send(new PutObjectCommand({ Bucket, Key: "k", Body }))).VersionId;
  const get = (VersionId?: string) =>
    quietly(client.send(new GetObjectCommand({ Bucket, Key: "k", VersionId })));
  const drop = (VersionId?: string) => client.send(new DeleteObjectCommand({ Bucket, Key: "k", VersionId }));
  const [one, two] = [await put("one"), await put("two")];
  await get(one);
  const { VersionId: marker } = await drop();
  for (const id of [marker, undefined, one]) await get(id);
  for (const id of [marker, two, one]) {
    await drop(id);
    await get();
  }
}

const always: FaultPlan = { rules: [{ how: "stale" }] };

describe("a history", () => {
  it("of versions is that of the objects on top", async () => {
    const { verdict, text } = await recorded("strong", { rules: [] }, versions);
    expect(verdict).toMatchObject({ promised: 1, checked: 1, broken: [] });
    expect(Object.values(verdict.anomalies)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(text.match(/"versionId":"v1"/gu)).toHaveLength(3);
  });

  it("of a strong store is linearizable and shows no anomaly, whatever is lost on the way", async () => {
    const plan: FaultPlan = {
      rules: [
        { op: "PutObject", nth: 2, when: "after", how: "500" },
        { op: "PutObject", nth: 3, when: "late", how: "reset" },
        { op: "CopyObject", when: "before", how: "503" },
        { op: "GetObject", nth: 3, how: "truncated" },
        ...always.rules,
      ],
    };
    const { verdict } = await recorded("strong", plan, everything);
    expect(verdict).toMatchObject({
      promised: 1,
      checked: 1,
      broken: [],
      wrongAnswers: 0,
      faults: 4,
      unknown: 4,
    });
    expect(Object.values(verdict.anomalies)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it("of s3-legacy shows every anomaly, and promises nothing", async () => {
    const { verdict } = await recorded("s3-legacy", always, everything);
    expect(verdict.promised).toBe(0);
    const { readAfterCreate, readAfterOverwrite, readAfterDelete, listAfterCreate, listAfterDelete } =
      verdict.anomalies;
    expect(readAfterCreate).toBeGreaterThan(0);
    expect(readAfterOverwrite).toBeGreaterThan(0);
    expect(readAfterDelete).toBeGreaterThan(0);
    expect(listAfterCreate + verdict.anomalies.listAfterOverwrite).toBeGreaterThan(0);
    expect(listAfterDelete).toBeGreaterThan(0);
  });

  it("that a strong store could not have is found out", async () => {
    const { text } = await recorded("s3-legacy", always, everything);
    const claimed = text.replace('"store":"s3-legacy"', '"store":"strong"');
    const verdict = judgeHistory(parseHistory(claimed, "test"), personalityNamed);
    expect(verdict.broken.map(({ key }) => key)).toContain("k");
    expect(verdict.broken[0]).toHaveProperty("said");
  });

  it("is the same for the same seed", async () => {
    const plan: FaultPlan = {
      rules: [
        { probability: 0.5, how: "stale" },
        { probability: 0.2, when: "after", how: "500" },
      ],
    };
    const first = await recorded("s3-legacy", plan, everything);
    const second = await recorded("s3-legacy", plan, everything);
    expect(second.text).toBe(first.text);
    expect(first.text).toContain('"wrong"');
  });

  it.each([
    ["is no JSON", "{", "line 1 is not JSON"],
    ["is none of ours", '{"kind":"letter"}', "its kind is none of"],
    ["has no beginning", "", "no first line"],
  ])("that %s is refused", (_what, text, why) => {
    expect(() => parseHistory(text, "file")).toThrow(why);
  });
});

describe("rows", () => {
  const said = parseRows(
    '{"rows":[1,{"b":1,"a":2}]}\n{"rows":["u"],"outcome":"unknown"}\n{"rows":["f"],"outcome":"failed"}\n"x"\n',
    "acked",
  );

  it("are lost, of failed commits, or too many", () => {
    const read = parseRows('{"rows":[1,1,"f","stranger","u"]}\n', "read");
    expect(judgeRows(said, read)).toEqual({
      acked: 3,
      read: 5,
      lost: ['{"a":2,"b":1}', '"x"'],
      phantom: ['"f"'],
      surplus: ["1", '"stranger"'],
    });
  });

  it("are right where all acknowledged are there once, and unknown ones may be", () => {
    for (const more of ["", ',"u"']) {
      const verdict = judgeRows(said, parseRows(`{"rows":[{"a":2,"b":1},1,"x"${more}]}`, "read"));
      expect([verdict.lost, verdict.phantom, verdict.surplus]).toEqual([[], [], []]);
    }
  });

  it.each([
    ["{", "is not JSON"],
    ['{"rows":1}', "is no list"],
    ['{"rows":[],"outcome":"good"}', "none of"],
  ])("%s: %s", (text, why) => {
    expect(() => parseRows(text, "file")).toThrow(why);
  });
});
