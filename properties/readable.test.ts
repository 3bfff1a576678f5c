import { describe, it } from "vitest";
import { expectHolds, expectViolated } from "../test/support/claims.js";

const property = "readable";

describe("files that the table refers to", () => {
  it("on-error=clean-up is caught: it deletes what a commit that had landed refers to", async () => {
    await expectViolated(
      { property, committer: "iceberg-cas?on-error=clean-up", store: "strong", scenario: "reply-lost" },
      { cost: 1, silent: false, steps: 15, choices: "11:2" },
    );
  });

  it.each(["strong", "s3-legacy-cas", "negative-cache"])("iceberg-cas keeps them on %s", async (store) => {
    await expectHolds({ property, committer: "iceberg-cas", store, scenario: "reply-lost" });
    await expectHolds({ property, committer: "iceberg-cas", store, scenario: "two-writers" });
  });
});
