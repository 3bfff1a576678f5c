import { describe, expect, it } from "vitest";
import { expectHolds, expectRefuses, expectViolated } from "../test/support/claims.js";
import { personalities } from "../src/store/personalities/index.js";

const property = "no-lost-rows";
const conditionsWork = personalities
  .filter((store) => store.capabilities.conditionalWrites === "honoured")
  .map(({ name }) => name);

describe("file-output-v1", () => {
  const committer = "file-output-v1";

  it.each(["list-lag", "s3-legacy"])("loses rows silently on %s, with one anomaly", async (store) => {
    const file = await expectViolated(
      { property, committer, store, scenario: "one-job" },
      { cost: 1, silent: true, steps: 16, choices: "6:1" },
    );
    expect(file.cost.anomalies).toBe(1);
    expect(file.rows).toMatchObject({ in: "2", acked: "2", readable: "0", lost: "2" });
    expect(file.trace.find((step) => step.anomaly !== undefined)?.anomaly).toMatch(/^LIST misses /);
  });

  it.each(["one-job", "speculation"])(
    "holds on strong without faults, with the coordinator: %s",
    async (scenario) => {
      await expectHolds({ property, committer, store: "strong", scenario });
    },
  );

  it("loses rows on strong without the coordinator, though nothing goes wrong", async () => {
    await expectViolated(
      {
        property,
        committer,
        store: "strong",
        scenario: "speculation-uncoordinated",
        bounds: { tasks: 1, files: 1 },
      },
      { cost: 0, silent: true, steps: 36, choices: "16:1 25:1" },
    );
  });
});

describe("magic-copy", () => {
  it.each(["list-lag", "s3-legacy"])(
    "find=list loses rows silently on %s, with one anomaly",
    async (store) => {
      await expectViolated(
        { property, committer: "magic-copy?find=list", store, scenario: "one-job" },
        { cost: 1, silent: true, steps: 11, choices: "6:1" },
      );
    },
  );

  it.each(["list-lag", "s3-legacy"])(
    "find=handed holds on %s: a staging key's 404 is loud",
    async (store) => {
      for (const scenario of ["one-job", "speculation", "two-writers"]) {
        await expectHolds({ property, committer: "magic-copy?find=handed", store, scenario });
      }
    },
  );
});

describe("iceberg-cas", () => {
  const committer = "iceberg-cas";

  it.each(conditionsWork)("holds on %s, with two writers and with a lost reply", async (store) => {
    await expectHolds({ property, committer, store, scenario: "two-writers" });
    await expectHolds({ property, committer, store, scenario: "reply-lost" });
  });

  it("loses rows on conditions-ignored with two writers", async () => {
    await expectViolated(
      { property, committer, store: "conditions-ignored", scenario: "two-writers" },
      { cost: 0, silent: true, steps: 28, choices: "11:1 13:1 17:1" },
    );
  });

  it.each(["s3-legacy", "no-conditional-writes"])("refuses %s", async (store) => {
    await expectRefuses({ property, committer, store, scenario: "two-writers" });
  });

  it("probe=twice refuses a store that ignores conditions", async () => {
    await expectRefuses({
      property,
      committer: "iceberg-cas?probe=twice",
      store: "conditions-ignored",
      scenario: "two-writers",
    });
  });

  it("rebase=next-free-number is caught: it never reads the winner", async () => {
    await expectViolated(
      {
        property,
        committer: "iceberg-cas?rebase=next-free-number",
        store: "strong",
        scenario: "two-writers",
      },
      { cost: 0, silent: true, steps: 29, choices: "11:1 13:1 17:1" },
    );
  });
});
