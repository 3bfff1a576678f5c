import { describe, it } from "vitest";
import { expectHolds, expectViolated } from "../test/support/claims.js";

const property = "acked-rows-seen";
const bounds = { tasks: 1, files: 1 };
const claim = { property, scenario: "reader-polling", bounds } as const;

describe("a reader that begins after a job was acknowledged", () => {
  it("sees its rows on a store that is up to date", async () => {
    await expectHolds({ ...claim, store: "strong", committer: "magic" });
  });

  it("may miss them where LIST lags, whoever has committed them", async () => {
    await expectViolated(
      { ...claim, store: "list-lag", committer: "magic" },
      { cost: 1, silent: true, steps: 30, choices: "8:3" },
    );
  });

  it("is told 404 where the committer has asked for a file before it wrote it, and the store remembers", async () => {
    await expectViolated(
      { ...claim, store: "negative-cache", committer: "file-output-v1" },
      { cost: 1, silent: false, steps: 37, choices: "17:1 18:1 35:1" },
    );
    await expectHolds({ ...claim, store: "negative-cache", committer: "magic" });
  });
});
