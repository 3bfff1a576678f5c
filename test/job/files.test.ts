/** A committer that uses the cluster's file system: what its jobs, its readers and the judge see of it. */
import { describe, expect, it } from "vitest";
import { exhaust } from "../../src/explore/exhaust.js";
import { execute, replayChooser } from "../../src/explore/execute.js";
import { Stepper } from "../../src/explore/steps.js";
import { traceOf } from "../../src/explore/trace.js";
import type { CommitterFactory } from "../../src/job/committer.js";
import { properties } from "../../properties/index.js";
import { committerOf, job } from "../explore/jobs.js";

/** Writes aside in the file system, and moves the job's directory to where readers look, in one step. */
const renames: CommitterFactory = () =>
  committerOf({
    uses: ["files"],
    write: async ({ job, attemptId }, { name, body }, { files }) => {
      await files.create({ path: `work/${job.id}/${attemptId}/${name}`, body });
    },
    needsTaskCommit: () => Promise.resolve(true),
    commitTask: async ({ job, attemptId }, { files }) => {
      await files.mkdirs({ path: `work/${job.id}/done` });
      const [file] = await files.list({ path: `work/${job.id}/${attemptId}` });
      await files.rename({ source: file!.path, destination: `work/${job.id}/done/${attemptId}` });
      return null;
    },
    commitJob: async ({ id }, _commits, { files }) => {
      await files.mkdirs({ path: "out" });
      await files.rename({ source: `work/${id}/done`, destination: `out/${id}` });
      return "landed";
    },
    read: async (_table, { files }) => {
      const jobs =
        (await files.status({ path: "out" })) === undefined ? [] : await files.list({ path: "out" });
      const found = [];
      for (const { path } of jobs) found.push(...(await files.list({ path })));
      return found.map(({ path }) => ({ key: path, on: "files" as const }));
    },
  });

const forgets: CommitterFactory = () => committerOf({ ...renames(), uses: [] });

async function search(factory: CommitterFactory, bounds: Parameters<typeof job>[2]) {
  const { arena } = await job(factory, "strong", bounds, properties);
  const stepper = new Stepper(arena, properties);
  const { complete, found, witnesses } = await exhaust(stepper, { states: 100_000 });
  return { complete, violated: found.map(({ property }) => properties[property]!.name), witnesses };
}

describe("a committer over the file system", () => {
  it("publishes a job in one step: readers see all of it or nothing, and a driver that dies leaves it so", async () => {
    const { complete, violated, witnesses } = await search(renames, {
      tasks: 2,
      readers: 1,
      polls: 1,
      crashes: 1,
      zombies: 1,
    });
    expect(complete).toBe(true);
    expect(violated).toEqual([]);
    expect(witnesses.has("crashed")).toBe(true);
    expect(witnesses.has("read-during-commit")).toBe(true);
  });

  it("may lose calls and replies", async () => {
    const { violated, witnesses } = await search(renames, { attempts: 2, faults: 1, zombies: 1 });
    // The rename of a job or of a task has happened, and its reply was lost: what comes after is done beside it.
    expect(violated).toEqual(["no-phantom-rows", "no-duplicate-rows"]);
    expect(witnesses.has("late")).toBe(true);
  });

  it("is told in traces with the files that come and go", async () => {
    const { arena } = await job(renames, "strong", {}, []);
    const stepper = new Stepper(arena, []);
    const { path } = await execute(stepper, replayChooser([]));
    const steps = await traceOf(stepper, path);
    const publishing = steps.find(
      ({ request }) => request.startsWith("RENAME") && request.includes("hdfs:/out"),
    );
    expect(publishing?.changed.map((line) => line.slice(0, 8))).toEqual(["- hdfs:/", "+ hdfs:/"]);
  });

  it("begins with the files of a job that was there before", async () => {
    const { arena } = await job(renames, "strong", { prior: 1 }, []);
    const beside = arena.judgedBeside.map((index) => arena.world.services[index]!.initial);
    const { table } = await arena.ending(arena.store.initial, beside);
    expect(table.ok && table.parts.length).toBe(1);
  });

  it("must name it", async () => {
    await expect(search(forgets, {})).rejects.toThrow(/asks for "files", which the scenario does not have/u);
  });
});

describe("a committer that does not use it", () => {
  it("has no such service in its scenario", async () => {
    const { arena } = await job(() => committerOf({}), "strong", {}, []);
    expect(arena.world.services.map(({ name }) => name)).toEqual(["store", "engine"]);
  });
});
