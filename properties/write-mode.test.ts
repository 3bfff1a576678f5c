import { describe, expect, it } from "vitest";
import { expectHolds, expectViolated } from "../test/support/claims.js";

const property = "write-mode";
const small = { tasks: 1, files: 1 };

describe("overwriting", () => {
  it.each(["file-output-v1", "magic-copy?find=handed"])(
    "%s deletes what it replaces before the job; where LIST lags, what it misses survives",
    async (committer) => {
      await expectHolds({ property, committer, store: "strong", scenario: "overwrite", bounds: small });
      const file = await expectViolated(
        { property, committer, store: "list-lag", scenario: "overwrite", bounds: small },
        committer === "file-output-v1"
          ? { cost: 1, silent: true, steps: 35, choices: "1:5" }
          : { cost: 1, silent: true, steps: 12, choices: "0:3" },
      );
      expect(file.rows).toMatchObject({ surplus: "2", lost: "0" });
    },
  );
});

describe("a job that must meet no rows", () => {
  it("fails where it meets some", async () => {
    await expectHolds({ property, committer: "file-output-v1", store: "strong", scenario: "fail-if-exists" });
  });

  it("succeeds where LIST does not show them", async () => {
    await expectViolated(
      { property, committer: "file-output-v1", store: "list-lag", scenario: "fail-if-exists" },
      { cost: 2, silent: true, steps: 33, choices: "0:5" },
    );
  });
});
