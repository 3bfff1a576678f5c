import { beforeAll, describe, expect, it } from "vitest";
import type { CounterexampleFile, RowEvent } from "../../src/check/verdict.js";
import { lastCopyGone } from "../../src/report/last-copy.js";
import { story } from "../../src/report/story.js";
import { verdictOf } from "../support/claims.js";

/** `6 written, 7 hidden`. */
function lifeOf(file: CounterexampleFile, group: number): string {
  const words = ({ step, what }: RowEvent): string => `${step} ${what}`;
  return file.story!.groups[group]!.life.map(words).join(", ");
}

async function counterexample(
  committer: string,
  store: string,
  scenario: string,
  property: string,
): Promise<CounterexampleFile> {
  const { file } = await verdictOf({ committer, store, scenario, property }, 60_000);
  return file!;
}

describe("file-output-v1 under list-lag", () => {
  let file: CounterexampleFile;
  beforeAll(async () => {
    file = await counterexample("file-output-v1", "list-lag", "one-job", "no-lost-rows");
  });

  it("loses what its task asked for and was not shown", () => {
    const marked = file.trace.filter(({ anomaly }) => anomaly !== undefined);
    expect(marked.map(({ process, hook }) => [process, hook])).toEqual([["w1.t0.a0", "needsTaskCommit"]]);
  });

  it("is in the hook that makes each request, and in none where the engine speaks", () => {
    const hooks = file.trace.map(({ hook, request }) => [hook, /^[A-Z]{3,}\b/.test(request)] as const);
    for (const [hook, isRequest] of hooks) expect(hook !== undefined).toBe(isRequest);
    const order = hooks.flatMap(([hook]) => hook ?? []).filter((hook, i, all) => hook !== all[i - 1]);
    expect(order).toEqual(["setupJob", "write", "needsTaskCommit", "commitJob"]);
  });

  it("has its rows followed from the write to the end", () => {
    expect(file.story!.groups).toHaveLength(1);
    const [group] = file.story!.groups;
    expect(group).toMatchObject({ job: "job-w1", task: 0, rows: 2, fate: "lost" });
    expect(group!.first).toContain("job-w1/0/0/0");
    expect(lifeOf(file, 0)).toBe("6 written, 7 hidden, 14 deleted, 16 acked");
  });

  it("tells the table as it is at each step where it changed, and since when rows are lost", () => {
    const { trace, story: told } = file;
    expect(trace[0]!.table).toEqual({ files: [], acked: 0, readable: 0, lost: 0 });
    expect(trace.at(-1)!.table).toEqual({ files: [], acked: 2, readable: 0, lost: 2 });
    expect(trace.filter(({ table }) => table !== undefined)).toHaveLength(2);
    expect(told).toMatchObject({ meant: 2, lossAt: 16 });
  });

  it("tells what each key holds that changed", () => {
    const written = file.trace[5]!;
    expect(written.changed).toHaveLength(1);
    expect(written.holds).toEqual([
      {
        key: written.changed[0]!.slice(2),
        size: 1100,
        rows: "2 rows of job-w1, task 0, attempt 0",
        group: 0,
      },
    ]);
    expect(file.trace[13]!.holds).toBeUndefined();
  });

  it("would have passed with the well-behaved answer, and then asks to commit", () => {
    const { passing } = file.story!;
    expect(passing).toMatchObject({ same: 6, instead: "misfortune", choices: [] });
    const [first, second] = passing!.trace;
    expect(first).toMatchObject({ step: 7, hook: "needsTaskCommit", answer: file.trace[6]!.wouldHaveBeen });
    expect(second!.request).toBe("asks the driver whether it may commit");
    expect(passing!.trace.findLast(({ table }) => table !== undefined)!.table).toMatchObject({
      acked: 2,
      readable: 2,
      lost: 0,
    });
  });

  it("takes virtual time that never goes back: a median a request, none for the engine's messages", () => {
    const times = file.trace.map(({ at }) => at!);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    const requests = file.trace.filter(({ hook }) => hook !== undefined).length;
    expect(times.at(-1)).toBe(requests * 100);
  });

  it("is told in words that name the cause and what followed", () => {
    const told = story(file);
    expect(told).toMatch(
      /^Let .* w1\.t0\.a0 \(writer 1, task 0, attempt 0\) .* Then .* However, in step 7, while /,
    );
    expect(told).toMatch(
      /asks itself whether there is anything to commit \(needsTaskCommit\), LIST misses \S+, which w1\.t0\.a0 wrote in step 6: w1\.t0\.a0 gets "no keys" instead of "1 key: \S+"\./,
    );
    expect(told).toContain(
      "With the well-behaved answer w1.t0.a0 next asks the driver whether it may commit; here it reports success.",
    );
    expect(told).toContain(
      'So it never commits its task (commitTask), and w1.driver never asks "COPY t/_temporary/0/task_e208ff59-3712-4752-a267-2c9c274ca39f_m_000000/part-00000-0-e208ff59-3712-4752-a267-2c9c274ca39f.parquet -> t/part-00000-0-e208ff59-3712-4752-a267-2c9c274ca39f.parquet", which otherwise brings rows into the table.',
    );
    expect(told).toContain(
      'are written in step 6 while w1.t0.a0 writes its rows and lose their last copy in step 14 while w1.driver commits the job; no key holds them from then on; their job is acknowledged in step 16; nobody can read them. That copy was found by "LIST t/_temporary/", which w1.driver asked in step 12.',
    );
  });
});

describe("two writers of which one never reads the winner", () => {
  let file: CounterexampleFile;
  beforeAll(async () => {
    file = await counterexample(
      "iceberg-cas?rebase=next-free-number",
      "strong",
      "two-writers",
      "no-lost-rows",
    );
  });

  it("lose rows that were in the table before, though the file is still there", () => {
    const lost = file.story!.groups.findIndex(({ fate }) => fate === "lost");
    const events = file.story!.groups[lost]!.life.map(({ what }) => what);
    expect(
      events
        .filter((what) => what !== "written")
        .slice(0, 3)
        .toSorted(),
    ).toEqual(["acked", "published", "withdrawn"]);
    expect(events).not.toContain("deleted");
    const { key } = file.story!.groups[lost]!.life[0]!;
    expect(file.ending.map((one) => one.key)).toContain(key);
    expect(lastCopyGone(file.story!.groups[lost]!, file)).toBeUndefined();
  });

  it("pass when one of them goes on where the other came between", () => {
    const { passing } = file.story!;
    expect(passing!.instead).toBe("order");
    const there = passing!.trace[0]!;
    const here = file.trace[passing!.same]!;
    expect(there.process).not.toBe(here.process);
    expect(passing!.trace.findLast(({ table }) => table !== undefined)!.table!.lost).toBe(0);
  });

  it("begin to lose in the step after which an up-to-date reader misses acknowledged rows", () => {
    const { lossAt } = file.story!;
    const before = file.trace.slice(0, lossAt! - 1).findLast(({ table }) => table !== undefined)!.table!;
    expect(before.lost).toBe(0);
    const from = file.trace.slice(lossAt! - 1).flatMap(({ table }) => table ?? []);
    expect(from[0]!.lost).toBeGreaterThan(0);
    expect(from.every(({ lost }) => lost > 0)).toBe(true);
  });
});

describe("a reader that comes between", () => {
  it("is told of a part of the job, and the rest is missing", async () => {
    const file = await counterexample("magic-copy", "strong", "reader-polling", "all-or-nothing");
    const told = file.trace.at(-1)!.told!;
    expect(told).toMatchObject({ reader: "reader1", jobs: [{ job: "job-w1", seen: 2, of: 4 }] });
    expect(told.files).toHaveLength(1);
    expect(file.story!.groups.map(({ fate }) => fate).toSorted()).toEqual(["missing", "readable"]);
    expect(file.story!.lossAt).toBeUndefined();
    const missing = file.story!.groups.find(({ fate }) => fate === "missing")!;
    expect(missing.life.at(-1)).toMatchObject({ what: "unseen", step: file.trace.length });
  });
});

describe("a crash and a rerun", () => {
  it("leave rows in the table twice, once from each run", async () => {
    const file = await counterexample(
      "magic-copy?find=handed",
      "strong",
      "driver-crash",
      "no-duplicate-rows",
    );
    const [group] = file.story!.groups;
    expect(group).toMatchObject({ fate: "repeated" });
    expect(group!.life.filter(({ what }) => what === "published")).toHaveLength(2);
    expect(file.story!.passing).toMatchObject({ instead: "misfortune" });
    expect(file.trace[file.story!.passing!.same]!.request).toBe("dies");
    const told = story(file);
    expect(told).toMatch(/Only here w1r1\.driver sets out \(in step \d+\) and w1r1\.t0\.a0 sets out/);
    expect(told).not.toContain("no key holds them");
  });
});
