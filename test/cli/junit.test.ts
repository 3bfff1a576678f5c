/** `--junit`: a case fails exactly where the exit status says that something is not as expected. */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { lakelitmus, temporaryFolder } from "./cli.js";

const cells = [
  "--store=list-lag",
  "--scenario=one-job",
  "--property=no-lost-rows",
  "--no-html",
  "--junit=j.xml",
];

function counts(folder: string): string | undefined {
  const xml = readFileSync(path.join(folder, "j.xml"), "utf8");
  return /<testsuites [^>]*(tests="\d+" failures="\d+" errors="\d+" skipped="\d+")/u.exec(xml)?.[1];
}

describe.concurrent("--junit", () => {
  it("of check fails what is violated, and is written over when it is run again", async () => {
    const folder = temporaryFolder();
    const check = ["check", "magic-copy", "--committer=magic-copy?find=handed", ...cells];
    for (let time = 0; time < 2; time++) {
      expect((await lakelitmus(check, { cwd: folder })).status).toBe(1);
      expect(counts(folder)).toBe('tests="2" failures="1" errors="0" skipped="0"');
    }
    const xml = readFileSync(path.join(folder, "j.xml"), "utf8");
    expect(xml).toContain('<testcase classname="magic-copy on list-lag" name="one-job: no-lost-rows">');
    expect(xml).toContain(
      "npx lakelitmus replay report/counterexamples/magic-copy.list-lag.one-job.no-lost-rows.json",
    );
  });

  it("of compare fails nothing, and of an expectation what it misses", async () => {
    const folder = temporaryFolder();
    const compare = ["compare", "--committer=magic-copy", ...cells];
    expect((await lakelitmus(compare, { cwd: folder })).status).toBe(0);
    expect(counts(folder)).toBe('tests="1" failures="0" errors="0" skipped="0"');
    const recorded = await lakelitmus([...compare, "--write-expect=e.json"], { cwd: folder });
    expect(recorded.status).toBe(0);
    const expected = readFileSync(path.join(folder, "e.json"), "utf8");
    writeFileSync(path.join(folder, "e.json"), expected.replace('"violated"', '"holds"'));
    expect((await lakelitmus([...compare, "--expect=e.json"], { cwd: folder })).status).toBe(1);
    expect(counts(folder)).toBe('tests="1" failures="1" errors="0" skipped="0"');
    expect(readFileSync(path.join(folder, "j.xml"), "utf8")).toContain(
      "verdict is &quot;violated&quot;, expected &quot;holds&quot;",
    );
  });

  it("is written over nothing else", async () => {
    const folder = temporaryFolder({ "j.xml": "<mine/>\n" });
    const { status, stderr } = await lakelitmus(["check", "magic-copy", ...cells], { cwd: folder });
    expect(status).toBe(2);
    expect(stderr.replaceAll(/\s+/g, " ")).toContain("--junit would overwrite j.xml");
    expect(readFileSync(path.join(folder, "j.xml"), "utf8")).toBe("<mine/>\n");
  });
});
