/** `lakelitmus litmus`, as users run it. */
import { describe, expect, it } from "vitest";
import { litmusTests } from "../../properties/litmus/index.js";
import type { LitmusResults } from "../../src/report/litmus-json.js";
import { allPersonalities } from "../../src/store/personalities/index.js";
import { lakelitmus, paragraphPattern } from "./cli.js";

describe.concurrent("lakelitmus litmus", () => {
  it("prints the table of all tests and stores, and ends with 0", async () => {
    const { status, stdout, stderr } = await lakelitmus(["litmus"]);
    expect(stderr).toBe("");
    expect(status).toBe(0);
    for (const { name } of litmusTests) expect(stdout).toMatch(new RegExp(`^${name}(?: |$)`, "mu"));
    expect(stdout).toContain(
      `${litmusTests.length} tests on ${allPersonalities.length} stores: every allowed`,
    );
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
  });

  it("prints them as JSON, one verdict for each test and store", async () => {
    const { status, stdout } = await lakelitmus(["litmus", "--json", "--store", "swift", "--store", "gcs"]);
    const { schema, verdicts } = JSON.parse(stdout) as LitmusResults;
    expect(status).toBe(0);
    expect(schema).toBe("lakelitmus/litmus@1");
    expect(verdicts).toHaveLength(litmusTests.length * 2);
    expect(verdicts.every(({ met }) => met)).toBe(true);
  });

  it("prints one test on one store step by step", async () => {
    const { status, stdout } = await lakelitmus(["litmus", "zombie-delete", "--store", "strong"]);
    expect(status).toBe(0);
    expect(stdout).toContain(
      "the zombie deletes it: allowed, and comes out with 1 wrong answer, fault or crash",
    );
    expect(stdout).toContain("store   applies late: DELETE k: nobody waits for it  [- k]");
    expect(stdout).not.toContain("On swift");
  });

  it.each([
    [["litmus", "own-421"], /There is no litmus test "own-421"\. Did you mean "own-412"\?/u],
    [["litmus", "--store", "swif"], /There is no store "swif"\. Did you mean "swift"\?/u],
  ])("refuses %j", async (args, said) => {
    const { status, stdout, stderr } = await lakelitmus(args);
    expect(stderr).toMatch(said);
    expect(stderr).toMatch(paragraphPattern);
    expect(stdout).toBe("");
    expect(status).toBe(2);
  });
});
