/** examples/own-committer: what its README promises of a broken table comes out, and the command of its workflow runs. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { Verdicts } from "../../src/check/verdict.js";
import { lakelitmus, temporaryFolder } from "../cli/cli.js";

const folder = fileURLToPath(new URL("../../examples/own-committer", import.meta.url));
const read = (file: string): string => readFileSync(path.join(folder, file), "utf8");
const source = read("log-table.ts");

function broken(piece: string, instead: string): string {
  expect(source.split(piece)).toHaveLength(2);
  return temporaryFolder({ "log-table.ts": source.replace(piece, instead) });
}

async function violated(cwd: string, scenario: string): Promise<readonly string[]> {
  const args = ["check", "./log-table.ts", "--store=strong", `--scenario=${scenario}`, "--workers=1"];
  const { stdout } = await lakelitmus([...args, "--no-html", "--json"], { cwd });
  const { cells } = JSON.parse(stdout) as Verdicts;
  return cells.filter(({ verdict }) => verdict === "violated").map(({ property }) => property);
}

describe("examples/own-committer", () => {
  it.each([
    [
      "a commit does not know itself again",
      `if (there?.job === job) return { done: "landed" };`,
      "",
      "no-duplicate-rows",
      "driver-crash",
    ],
    ["no condition", `, ifNoneMatch: "*" });`, " });", "no-lost-rows", "two-writers"],
    [
      "an error is taken for a failure",
      'return left > 0 ? { again: { number, left: left - 1 } } : { done: "unknown" };',
      `return { done: "failed" };`,
      "no-phantom-rows",
      "reply-lost",
    ],
  ])("broken, it shows what README says: %s", async (_what, piece, instead, property, scenario) => {
    expect(await violated(broken(piece, instead), scenario)).toContain(property);
  });

  it("is checked by the command of its workflow, which leaves a report", async () => {
    const workflow = read(".github/workflows/commit-protocol.yml").replace(/\n {10,}/gu, " ");
    const [, words] = /npx lakelitmus (check .*)$/mu.exec(workflow)!;
    const cwd = temporaryFolder({ "log-table.ts": source });
    const { status } = await lakelitmus(words!.trim().split(" "), { cwd });
    expect(status).toBe(0);
    for (const file of ["junit.xml", "report/report.html"])
      expect(existsSync(path.join(cwd, file)), file).toBe(true);
  });
});
