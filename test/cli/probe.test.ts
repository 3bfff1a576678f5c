/** `lakelitmus probe`, as users run it. A real bucket is asked in the tests of the server. */
import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { allQuestions } from "../../committers/shared/probe/index.js";
import type { ProbeResults } from "../../src/report/probe.js";
import { lakelitmus, paragraphPattern } from "./cli.js";

const nowhere = { AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: "b" };

describe.concurrent("lakelitmus probe", () => {
  it("prints what a simulated store was found to do, and always the same", async () => {
    const args = ["probe", "--store", "minio"];
    const { status, stdout, stderr } = await lakelitmus(args);
    expect([status, stderr]).toEqual([0, ""]);
    for (const question of allQuestions) expect(stdout).toMatch(new RegExp(`^[✓✗ ] ${question} `, "mu"));
    expect(stdout).toMatch(
      /^✓ create-if-absent +honoured +The second create was refused: 412 PreconditionFailed\.$/mu,
    );
    expect(stdout).toMatch(/^✗ copy-if-absent +ignored /mu);
    expect(stdout).toMatch(/^ {2}etag +content /mu);
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
    expect((await lakelitmus(args)).stdout).toBe(stdout);
  });

  it("prints JSON of the schema that is shipped, also of a store at its worst", async () => {
    const { stdout } = await lakelitmus(["probe", "--store", "minio-quorum-loss", "--worst", "--json"]);
    const schema = new URL("../../schemas/probe.schema.json", import.meta.url);
    const validate = new Ajv2020({ strict: true }).compile(
      JSON.parse(readFileSync(schema, "utf8")) as object,
    );
    const results = JSON.parse(stdout) as ProbeResults;
    expect(validate(results), JSON.stringify(validate.errors)).toBe(true);
    expect(stdout.endsWith("}\n")).toBe(true);
    expect(results.findings.map(({ question }) => question)).toEqual(allQuestions);
    expect(results.findings[0]).toMatchObject({
      question: "create-if-absent",
      answer: "ignored",
      wanted: "honoured",
    });
  });

  it("ends with 1 where the store lacks what is needed", async () => {
    const needs = ["--need", "create-if-absent", "--need", "copy-if-absent"];
    const { status, stdout } = await lakelitmus(["probe", "--store", "ceph-rgw", ...needs]);
    expect(status).toBe(1);
    expect(stdout).toContain("It lacks what is needed: copy-if-absent.\n");
    expect((await lakelitmus(["probe", "--store", "strong", ...needs])).status).toBe(0);
  });

  it.each([
    [["probe"], /Name a bucket \(--bucket\) or a simulated store/u],
    [["probe", "--store", "strnog"], /There is no store "strnog"\. Did you mean "strong"/u],
    [["probe", "--store", "strong", "--bucket", "b"], /not both/u],
    [["probe", "--bucket", "b", "--worst"], /--worst is for a simulated store/u],
    [["probe", "--store", "strong", "--need", "etga"], /There is no need "etga"\. Did you mean "etag"/u],
    [["probe", "--bucket", "b", "--endpoint", "localhost:9"], /"localhost:9" is no URL/u],
    [
      ["probe", "--bucket", "b", "--endpoint", "http://127.0.0.1:9"],
      /Cannot list the bucket b at http:\/\/127\.0\.0\.1:9: No answer came \(ECONNREFUSED/u,
    ],
  ])("refuses %j", async (args, said) => {
    const { status, stdout, stderr } = await lakelitmus(args, { env: nowhere });
    expect(stderr).toMatch(said);
    expect(stderr).toMatch(paragraphPattern);
    expect([stdout, status]).toEqual(["", 2]);
  });
});
