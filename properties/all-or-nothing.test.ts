import { describe, it } from "vitest";
import { expectHolds, expectViolated } from "../test/support/claims.js";

const property = "all-or-nothing";
const scenario = "reader-polling";

describe("a reader during a job commit", () => {
  it.each([
    ["file-output-v1", 34, "31:1"],
    ["magic-copy?find=list", 12, "9:1"],
    ["magic-copy?find=handed", 11, "8:1"],
  ])("%s shows half of a job even on strong", async (committer, steps, choices) => {
    await expectViolated(
      { property, committer, store: "strong", scenario },
      { cost: 0, silent: true, steps, choices },
    );
  });

  it.each(["strong", "s3-legacy-cas", "list-lag", "overwrite-lag", "delete-lag", "negative-cache"])(
    "iceberg-cas shows all or nothing on %s",
    async (store) => {
      await expectHolds({ property, committer: "iceberg-cas", store, scenario });
    },
  );
});
