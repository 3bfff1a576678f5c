/** Every variant, without the kernel: over a strong store in memory two jobs append, one after the other, and both are read. */
import { describe, expect, it } from "vitest";
import { casPointer, casSlot } from "../../../committers/index.js";
import type { CommitterFactory, Context } from "../../../src/job/committer.js";
import { directContext } from "../../../src/job/context.js";
import { memoryFiles } from "../../../src/store/memory-files.js";
import { strong } from "../../../src/store/personalities/strong.js";
import { sequentialStore } from "../../../src/store/sequential-store.js";
import { SimulatedStore } from "../../../src/store/simulated-store.js";
import { sequentialTable } from "../../../src/store/true-view.js";
import { attemptOf, jobOf, partOf } from "../support.js";

/** A context as on a real bucket: it knows nothing of choices. */
function directly(): Context {
  let ids = 0;
  const { store } = sequentialStore(new SimulatedStore(strong, { faults: [] }));
  const { table } = sequentialTable();
  const { files } = memoryFiles();
  return directContext(store, { uuid: () => `id-${++ids}`, now: () => ids }, { table, files });
}

async function append(factory: CommitterFactory, id: string, ctx: Context): Promise<string> {
  const job = jobOf({ id });
  const driver = factory();
  await driver.setupJob(job, ctx);
  const attempt = attemptOf(job);
  const task = factory();
  await task.setupTask(attempt, ctx);
  await task.write(attempt, partOf(attempt), ctx);
  return driver.commitJob(job, [await task.commitTask(attempt, ctx)], ctx);
}

async function rows(factory: CommitterFactory, ctx: Context): Promise<string[]> {
  const refs = await factory().read("t/", ctx);
  return Promise.all(refs.map(async ({ key }) => (await ctx.store.get({ key })).body.text()));
}

/** Each value of each option, with all others as they are by default. */
function variants({ description }: typeof casSlot) {
  return description.options.flatMap(({ name, values }) => {
    const words = Array.isArray(values) ? (values as readonly string[]) : ["0", "1"];
    return words.map((value) => [{ [name]: value }] as const);
  });
}

const together: Readonly<Record<string, readonly Record<string, string>[]>> = {
  "cas-slot": [
    { fill: "delta-dynamodb", layout: "added", clean: "ttl" },
    { fill: "rename", lock: "lease" },
    { fill: "put-if-absent", find: "list", clean: "boundary" },
    { fill: "files-rename", find: "list", clean: "delete" },
  ],
  "cas-pointer": [
    { swap: "catalog", holds: "name" },
    { holds: "name", remembered: "1", clean: "orphans" },
  ],
};

describe.each([
  ["cas-slot", casSlot],
  ["cas-pointer", casPointer],
] as const)("%s", (name, entry) => {
  it.each([...variants(entry), ...together[name]!.map((options) => [options] as const)])(
    "%j appends, and is read",
    async (options) => {
      const factory = entry.withOptions(options);
      const ctx = directly();
      expect(await rows(factory, ctx)).toEqual([]);
      expect(await append(factory, "j1", ctx)).toBe("landed");
      await factory().maintain?.("t/", ctx);
      expect(await append(factory, "j2", ctx)).toBe("landed");
      await factory().maintain?.("t/", ctx);
      expect(await rows(factory, ctx)).toEqual(["j1/0.0/0", "j2/0.0/0"]);
    },
  );
});

describe("combinations that mean nothing are refused", () => {
  it.each([
    [casSlot, { clean: "delete", layout: "added" }, "clean=delete of cas-slot needs layout=table"],
    [casSlot, { clean: "empty", fill: "delta-dynamodb" }, "needs slots that are objects or files"],
  ])("%#", (entry, options, message) => {
    expect(() => entry.withOptions(options as Record<string, string>)).toThrow(message);
  });
});
