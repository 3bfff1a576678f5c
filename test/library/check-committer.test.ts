import { describe, expect, it } from "vitest";
import {
  Body,
  checkCommitter,
  defineCommitter,
  defineTable,
  ProcessFault,
  type Property,
  PropertyError,
  scenarios,
  stores,
  UsageError,
} from "../../src/index.js";

/** Writes to a hidden place, and copies what LIST shows. */
const lister = defineCommitter({
  async write({ job }, part, ctx) {
    await ctx.store.put({ key: `${job.table}_tmp/${part.name}`, body: part.body });
  },
  async commitJob(job, _commits, ctx) {
    const { objects } = await ctx.store.list({ prefix: `${job.table}_tmp/` });
    for (const { key } of objects) await ctx.store.copy({ source: key, key: key.replace("_tmp/", "") });
    return "landed";
  },
});

const quick = {
  scenarios: ["one-job"],
  properties: ["no-lost-rows"],
  effort: { states: 5000, executions: 50 },
};

describe("checkCommitter", () => {
  it("passes where the property holds", async () => {
    const checked = await checkCommitter(lister, { ...quick, stores: ["strong"] });
    checked.assertHolds();
    expect(checked.cell("strong", "one-job", "no-lost-rows")).toMatchObject({
      verdict: "holds",
      evidence: "exhaustive",
    });
  });

  it("throws where it does not, and the message tells the execution", async () => {
    const checked = await checkCommitter(lister, {
      ...quick,
      name: "lister",
      stores: ["strong", "list-lag"],
    });
    const failure = catchError(() => checked.assertHolds());
    expect(failure).toBeInstanceOf(PropertyError);
    expect(failure.message).toMatch(/^no-lost-rows is VIOLATED by lister on list-lag \(scenario one-job\)/u);
    expect(failure.message).toMatch(/LIST misses t\/_tmp\//u);
    expect(failure.message).toContain("What the store truly holds at the end");
    const [cell] = (failure as PropertyError).cells;
    expect(checked.counterexample(cell!)).toMatchObject({ committer: "lister", cost: { anomalies: 1 } });
    expect(() => checked.cell("delete-lag", "one-job", "no-lost-rows")).toThrow(RangeError);
  });

  it("throws where nothing is known, and where the committer declines, unless it may", async () => {
    const refuser = defineTable({
      setup: async (ctx, { table }) => {
        await ctx.store.put({ key: `${table}x`, body: Body.empty, ifNoneMatch: "*" });
      },
      commit: async () => "landed",
      snapshot: async () => [],
    });
    const refused = await checkCommitter(refuser, { ...quick, stores: ["no-conditional-writes"] });
    expect(() => refused.assertHolds()).toThrow(/refuses/u);
    refused.assertHolds({ mayRefuse: true });
    const limited = await checkCommitter(lister, {
      ...quick,
      stores: ["strong"],
      effort: { states: 2, executions: 0 },
    });
    expect(() => limited.assertHolds({ mayRefuse: true })).toThrow(
      /no-lost-rows .* is unknown: limit: .*Looked at: 2 states/su,
    );
  });

  it("takes stores, scenarios and properties as they are", async () => {
    const never: Property = {
      name: "never-acked",
      claim: "No job is acknowledged.",
      anomaly: { plain: "acknowledged", formal: "" },
      initial: null,
      step: (state, event) => (event.type === "acked" ? { message: "a job was acknowledged" } : state),
      atEnd: () => undefined,
    };
    const store = stores.find(({ name }) => name === "strong")!;
    const scenario = scenarios.find(({ name }) => name === "one-job")!;
    const checked = await checkCommitter(lister, {
      stores: [store],
      scenarios: [scenario],
      properties: [never],
    });
    expect(() => checked.assertHolds()).toThrow(/a job was acknowledged/u);
  });

  it("says the same twice", async () => {
    const at = async (): Promise<unknown> =>
      (await checkCommitter(lister, { ...quick, stores: ["s3-legacy"] })).cells;
    expect(await at()).toEqual(await at());
  });

  it("does not know names that there are not", async () => {
    await expect(checkCommitter(lister, { ...quick, stores: ["strng"] })).rejects.toThrow(UsageError);
  });

  it("throws where the committer breaks a rule of executions", async () => {
    const clock = defineCommitter({
      async setupJob() {
        Date.now();
      },
    });
    await expect(checkCommitter(clock, { ...quick, stores: ["strong"] })).rejects.toThrow(ProcessFault);
    expect(Date.now()).toBeGreaterThan(0);
  });
});

function catchError(work: () => void): Error {
  try {
    work();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("nothing was thrown");
}
