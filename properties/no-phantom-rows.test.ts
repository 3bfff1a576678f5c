import { describe, it } from "vitest";
import { expectHolds, expectViolated } from "../test/support/claims.js";

const property = "no-phantom-rows";

describe("a job that was reported failed", () => {
  it("file-output-v1 leaves rows behind: the reply of a DELETE is lost after the merge", async () => {
    await expectViolated(
      { property, committer: "file-output-v1", store: "strong", scenario: "reply-lost" },
      { cost: 1, silent: false, steps: 31, choices: "26:2" },
    );
  });

  it("iceberg-cas leaves nothing readable behind", async () => {
    await expectHolds({ property, committer: "iceberg-cas", store: "strong", scenario: "reply-lost" });
  });
});

describe("an attempt that was refused the commit", () => {
  it.each(["file-output-v1", "magic-copy?find=list", "iceberg-cas"])(
    "%s publishes none of its rows",
    async (committer) => {
      await expectHolds({ property, committer, store: "strong", scenario: "speculation" });
    },
  );
});
