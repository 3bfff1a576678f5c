import { describe, it } from "vitest";
import { expectHolds, expectViolated } from "../test/support/claims.js";

const property = "no-duplicate-rows";

describe("a job run again after its driver has died", () => {
  it.each([
    ["file-output-v1", 58, "17:1"],
    ["magic-copy?find=handed", 19, "7:1"],
    ["iceberg-cas", 29, "13:1"],
  ])(
    "%s publishes rows twice: the new run does not know of the old one's commit",
    async (committer, steps, choices) => {
      const bounds = { tasks: 1, files: 1, faults: 0 };
      await expectViolated(
        { property, committer, store: "strong", scenario: "driver-crash", bounds },
        { cost: 1, silent: true, steps, choices },
      );
    },
  );

  it("iceberg-cas with the job's own commit id finds the old run's commit in the history", async () => {
    await expectHolds({
      property,
      committer: "iceberg-cas?commit-id=job",
      store: "strong",
      scenario: "driver-crash",
    });
  });
});

describe("a lost reply", () => {
  it("iceberg-cas knows its own commit again", async () => {
    await expectHolds({ property, committer: "iceberg-cas", store: "strong", scenario: "reply-lost" });
  });

  it("on-error=retry-new-ids is caught: it commits again what had landed", async () => {
    await expectViolated(
      { property, committer: "iceberg-cas?on-error=retry-new-ids", store: "strong", scenario: "reply-lost" },
      { cost: 1, silent: true, steps: 20, choices: "11:2" },
    );
  });
});
