import { describe, it } from "vitest";
import { expectHolds, expectViolated } from "../test/support/claims.js";

const property = "prior-rows-kept";
const small = { tasks: 1, files: 1 };

describe("appending", () => {
  it.each(["file-output-v1", "magic-copy?find=handed"])(
    "%s leaves what it finds alone, whatever goes wrong",
    async (committer) => {
      await expectHolds({
        property,
        committer,
        store: "s3-legacy",
        scenario: "append-partitions",
        bounds: small,
      });
    },
  );
});

describe("overwriting", () => {
  it("by deleting before the job loses the old rows of a job that fails: one lost reply", async () => {
    await expectViolated(
      {
        property,
        committer: "magic-copy?find=handed",
        store: "strong",
        scenario: "overwrite",
        bounds: small,
      },
      { cost: 1, silent: false, steps: 4, choices: "2:2" },
    );
  });
});
