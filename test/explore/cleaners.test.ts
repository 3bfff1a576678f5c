/** A process that tidies up beside the jobs, and scopes that have one kind of fault alone. */
import { describe, expect, it } from "vitest";
import { noLostRows } from "../../properties/no-lost-rows.js";
import { faultChoices } from "../../src/check/bounds.js";
import { checkCommitter } from "../../src/library/check-committer.js";
import { defineCommitter } from "../../src/library/define-committer.js";
import { defaultBounds, findScenario, withBounds } from "../../src/job/scenario.js";
import { Body } from "../../src/store/body.js";
import { isS3Error } from "../../src/store/object-store.js";

const cleaner = withBounds(findScenario("cleaner")!, { tasks: 1, files: 1, writers: 1 });

describe("a cleaner", () => {
  /** Deletes what has no `_SUCCESS` beside it: nobody tells it of jobs that still run. */
  const sweeping = defineCommitter({
    commitJob: async ({ table }, _commits, { store }) => {
      await store.put({ key: `${table}_SUCCESS`, body: Body.empty });
      return "landed";
    },
    maintain: async (table, { store }) => {
      try {
        await store.head({ key: `${table}_SUCCESS` });
      } catch (error) {
        if (!isS3Error(error, "NoSuchKey")) throw error;
        const { objects } = await store.list({ prefix: table });
        for (const { key } of objects) await store.delete({ key });
      }
    },
  });

  it("runs once, at any time, and what it deletes is lost", async () => {
    const checked = await checkCommitter(sweeping, {
      stores: ["strong"],
      scenarios: [cleaner],
      properties: [noLostRows],
    });
    const file = checked.counterexample(checked.cells[0]!)!;
    expect(file.cost).toEqual({ anomalies: 0, faults: 0, crashes: 0 });
    const own = file.trace.filter(({ process, hook }) => process === "cleaner1" && hook !== undefined);
    expect(own.map(({ request, hook }) => [request.split(" ")[0], hook])).toEqual([
      ["HEAD", "maintain"],
      ["LIST", "maintain"],
      ["DELETE", "maintain"],
    ]);
  });

  it("that has nothing to do is still seen to have been there", async () => {
    const checked = await checkCommitter(defineCommitter({}), {
      stores: ["strong"],
      scenarios: [cleaner],
      properties: [noLostRows],
    });
    expect(checked.cells[0]).toMatchObject({ verdict: "holds" });
    expect(checked.cells[0]!.witnessed["maintained"]).toBeGreaterThan(0);
  });
});

describe("a scope has the faults that it asks for", () => {
  const marking = defineCommitter({
    commitJob: async ({ table }, _commits, { store }) => {
      await store.put({ key: `${table}_SUCCESS`, body: Body.empty, ifNoneMatch: "*" });
      return "landed";
    },
  });
  const seen = async (fault: number): Promise<string[]> => {
    const bounds = { ...defaultBounds, tasks: 1, files: 1, faults: 1, zombies: 1, attempts: 2, fault };
    const scenario = { name: "faults", about: "", requires: [], bounds };
    const checked = await checkCommitter(marking, {
      stores: ["strong"],
      scenarios: [scenario],
      properties: [noLostRows],
    });
    const kinds = ["request-lost", "reply-lost", "retried", "late"];
    return kinds.filter((kind) => (checked.cells[0]!.witnessed[kind] ?? 0) > 0);
  };

  it.each([
    ["any", ["request-lost", "reply-lost", "retried", "late"]],
    ["request-lost", ["request-lost"]],
    ["reply-lost", ["reply-lost"]],
    ["reply-lost-retried", ["reply-lost", "retried"]],
    ["late", ["retried", "late"]],
    ["lease-lapsed", []],
  ] as const)("%s", async (choice, kinds) => {
    expect(await seen(faultChoices.indexOf(choice))).toEqual(kinds);
  });
});
