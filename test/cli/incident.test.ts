/** `lakelitmus incident`. */
import { describe, expect, it } from "vitest";
import type { IncidentReport } from "../../src/check/incident.js";
import { incidents } from "../../src/cli/registry.js";
import { parseIncident } from "../../src/report/json.js";
import { lakelitmus, paragraphPattern } from "./cli.js";

describe("lakelitmus incident", () => {
  it("lists the incidents with their figures", async () => {
    const { status, stdout } = await lakelitmus(["incident", "--list"]);
    expect(status).toBe(0);
    for (const { name } of incidents) expect(stdout).toContain(`  ${name}`);
    expect(stdout.replace(/\s+/gu, " ")).toContain("350 of 1.5 million objects");
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
    const json = await lakelitmus(["incident", "--list", "--json"]);
    const list = JSON.parse(json.stdout) as { readonly incidents: readonly { readonly name: string }[] };
    expect(list.incidents.map(({ name }) => name)).toEqual(incidents.map(({ name }) => name));
  });

  it("runs one again: the story, its rate, a timeline, the remedies", async () => {
    const { status, stdout, stderr } = await lakelitmus(["incident", "avatar-404", "--runs", "40"]);
    expect([status, stderr]).toEqual([0, ""]);
    const text = stdout.replace(/\s+/gu, " ");
    expect(text).toContain("A page saves avatar.png, is told 200");
    expect(text).toMatch(/Measured read-your-writes violated in \d+ of 40 runs, \d+ % \(95 %: /u);
    expect(text).toMatch(/remedy: a consistent read .* ✓ every execution of 1 item/u);
    expect(text).toMatch(/one run by these delays .* GET avatar\.png ⇒ 404 NoSuchKey ! GET says 404/u);
    expect(text).toContain("Why it is no fix: one retry after 200 ms");
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
  });

  it("says it as JSON, the same each time", async () => {
    const args = ["incident", "avatar-404", "--runs", "10", "--json"];
    const one = await lakelitmus([...args, "--workers", "1"]);
    const other = await lakelitmus([...args, "--workers", "2"]);
    expect(other.stdout).toBe(one.stdout);
    const report: IncidentReport = parseIncident(one.stdout, "stdout");
    expect(report).toMatchObject({ schema: "lakelitmus/incident@1", incident: "avatar-404", seed: "1" });
    expect(report.setups[0]).toMatchObject({ runs: 10, asked: 10, claim: "story" });
  });

  it("knows no other", async () => {
    const { status, stdout, stderr } = await lakelitmus(["incident", "avatar"]);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(paragraphPattern);
    expect(stderr).toContain("avatar-404");
  });
});
