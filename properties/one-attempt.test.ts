import { describe, it } from "vitest";
import { kindNumber } from "../src/check/bounds.js";
import { expectHolds, expectViolated } from "../test/support/claims.js";

const property = "one-attempt";
const dying = kindNumber("dying", "attempts");
const bounds = { tasks: 1, attempts: 2, anomalies: 0, crashes: 1, zombies: 1, dying };
const claim = { property, store: "strong", scenario: "one-job", bounds } as const;

describe("an attempt dies with a request on its way, and another one takes its place", () => {
  it("direct: the table has files of both", async () => {
    await expectViolated(
      { ...claim, committer: "direct" },
      { cost: 1, silent: true, steps: 11, choices: "2:1 10:1" },
    );
  });

  it("magic: it has those of one", async () => {
    await expectHolds({ ...claim, committer: "magic" });
  });
});
