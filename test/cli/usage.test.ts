/** Bad input on the command line: status 2, one paragraph, nothing of the user's changed. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { contentOf, lakelitmus, paragraphPattern, temporaryFolder } from "./cli.js";

const rows = "rows.parquet";
const run = ["run", "--input", rows, "--committer", "iceberg-cas", "--store", "strong"];

/** Arguments, files that are there, and what is said. */
const bad: readonly (readonly [
  what: string,
  args: readonly string[],
  files: Record<string, string>,
  said: RegExp,
])[] = [
  ["an unknown store", ["check", "iceberg-cas", "--store", "strng"], {}, /Did you mean "strong"\?/u],
  ["an unknown scenario", ["check", "--scenario", "one"], {}, /no scenario "one"/u],
  ["an unknown property", ["compare", "--property", "acid"], {}, /no property "acid"/u],
  ["an unknown committer", ["check", "iceberg"], {}, /Did you mean "iceberg-cas"\?/u],
  ["a committer's file that is not there", ["check", "./mine.ts"], {}, /There is no file \.\/mine\.ts/u],
  ["an unknown option of a committer", ["check", "magic-copy?x=1"], {}, /no option "x". It has: find/u],
  ["an unknown bound", ["check", "--scope", "task=1"], {}, /Did you mean "tasks"\?/u],
  ["a number that is none", ["check", "--workers", "two"], {}, /--workers must be a whole number/u],
  [
    "a counterexample that is not there",
    ["replay", "x.json"],
    {},
    /Cannot open x\.json: there is no such file/u,
  ],
  ["a folder for a counterexample", ["replay", "."], {}, /it is a folder/u],
  ["a counterexample that is no JSON", ["replay", "x.json"], { "x.json": "{" }, /x\.json is not JSON/u],
  [
    "a counterexample that is something else",
    ["replay", "x.json"],
    { "x.json": "{}" },
    /has no field `schema`/u,
  ],
  [
    "a counterexample of another version",
    ["replay", "x.json"],
    { "x.json": `{ "schema": "lakelitmus/counterexample@7" }` },
    /version 7 .* reads version 1/u,
  ],
  [
    "an expectation of another version",
    ["check", "--expect", "x.json"],
    { "x.json": `{ "schema": "lakelitmus/verdicts@2" }` },
    /version 2 .* reads version 1/u,
  ],
  [
    "--expect beside --write-expect",
    ["check", "--expect", "x", "--write-expect", "y"],
    {},
    /give one of them/u,
  ],
  [
    "--write-expect over somebody's file",
    ["check", "--write-expect", "notes.json"],
    { "notes.json": "[]" },
    /would overwrite notes\.json/u,
  ],
  [
    "a folder that is not ours",
    ["check", "magic-copy", "--store", "strong"],
    { "report/notes.txt": "mine" },
    /the folder report is not empty, and lakelitmus did not write it \(it holds notes\.txt\)/u,
  ],
  [
    "a file for a folder",
    ["compare", "--out", "notes.txt"],
    { "notes.txt": "mine" },
    /notes\.txt cannot be an output folder: a file is in the way/u,
  ],
  ["an input that is not there", run, {}, /Cannot read rows\.parquet: there is no such file/u],
  ["an input that is empty", run, { [rows]: "" }, /it is empty/u],
  [
    "an input that is not what its ending says",
    run,
    { [rows]: "a,b\n1,2\n" },
    /its content is something else/u,
  ],
  [
    "an input of another ending",
    run.with(2, "rows.csv"),
    { "rows.csv": "a\n1\n" },
    /end in \.parquet or \.arrow/u,
  ],
  ["an input that is truncated", run, { [rows]: `PAR1${"x".repeat(99)}` }, /It is truncated|truncated/u],
  ["an output folder of run that is not ours", [...run, "--out", "."], { [rows]: "PAR1" }, /is not empty/u],
  ["too many wrong answers", [...run, "--anomalies", "9"], { [rows]: "PAR1" }, /from 0 to 3/u],
];

describe.concurrent("bad input:", () => {
  it.each(bad)("%s", async (_what, args, files, said) => {
    const folder = temporaryFolder(files);
    const before = contentOf(folder);
    const { status, stdout, stderr } = await lakelitmus(args, { cwd: folder });
    expect(stderr).toMatch(said);
    expect(stderr).toMatch(paragraphPattern);
    expect(stdout).toBe("");
    expect(status).toBe(2);
    expect(contentOf(folder)).toEqual(before);
  });

  it.each([
    [[], /Usage: lakelitmus/u],
    [["chek"], /unknown command 'chek'\n\(Did you mean check\?\)/u],
    [["check", "--stor", "x"], /unknown option '--stor'\n\(Did you mean --store\?\)/u],
    [["check", "a", "b"], /too many arguments/u],
    [["replay"], /missing required argument 'file'/u],
    [["run"], /required option '--input <file>' not specified/u],
  ])("the command line %j", async (args, said) => {
    const { status, stderr } = await lakelitmus(args);
    expect(stderr).toMatch(said);
    expect(status).toBe(2);
  });
});

describe.concurrent("what can be asked without work", () => {
  it("--version and --help", async () => {
    const [version, help] = await Promise.all([lakelitmus(["--version"]), lakelitmus(["compare", "--help"])]);
    expect(version).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^lakelitmus \d+\.\d+\.\d+\n$/u),
    });
    expect(help).toMatchObject({ status: 0, stdout: expect.stringContaining("--write-expect") });
  });

  it("list names everything that can be given, a line or some each", async () => {
    const [text, json] = await Promise.all([lakelitmus(["list"]), lakelitmus(["list", "--json"])]);
    expect(text.status).toBe(0);
    const lists = JSON.parse(json.stdout) as Record<string, readonly { readonly name: string }[]>;
    for (const kind of [
      "committers",
      "defences",
      "stores",
      "scenarios",
      "properties",
      "profiles",
      "samplers",
    ]) {
      expect(lists[kind]?.length).toBeGreaterThan(2);
      for (const { name } of lists[kind]!) expect(text.stdout).toMatch(new RegExp(`^  ${name}( |$)`, "mu"));
    }
    expect(text.stdout.split("\n").every((line) => line.length <= 100)).toBe(true);
  });

  it("list tells all about what is named, and nothing else", async () => {
    const [one, kind, json] = await Promise.all([
      lakelitmus(["list", "magic-copy", "tasks"]),
      lakelitmus(["list", "properties"]),
      lakelitmus(["list", "list-lag", "--json"]),
    ]);
    expect(one.stdout).toMatch(/^Committers .*\n {2}magic-copy\n/u);
    expect(one.stdout).toContain("find: list or handed; list where it is left out.");
    expect(one.stdout).toMatch(/^ {2}tasks=\d/mu);
    expect(one.stdout).not.toMatch(/Stores|file-output/u);
    expect(kind.stdout).toContain("  no-lost-rows\n");
    expect(Object.keys(JSON.parse(json.stdout) as object)).toEqual(["schema", "stores"]);
  });

  it("list does not know what there is not, and says what is near", async () => {
    expect(await lakelitmus(["list", "list-lagg"])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('Did you mean "list-lag"?'),
    });
  });

  it.runIf(process.platform === "linux")("says so where the output cannot be written", async () => {
    const program = new URL("../../dist/src/cli/main.js", import.meta.url).pathname;
    const child = spawn("sh", ["-c", `"${process.execPath}" "${program}" list > /dev/full`]);
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    expect(await once(child, "close")).toEqual([2, null]);
    expect(stderr).toBe("lakelitmus: Cannot write the output: the disk is full.\n");
  });

  it("ends quietly where nobody reads on", async () => {
    const ended = await lakelitmus(["list"], { started: (child) => child.stdout?.destroy() });
    expect(ended).toMatchObject({ status: 0, stderr: "" });
  });
});

describe("files that lakelitmus has written and somebody has changed", () => {
  it("are not overwritten", async () => {
    const folder = temporaryFolder();
    const args = ["check", "magic-copy", "--store", "strong", "--scenario", "one-job"];
    await lakelitmus(args, { cwd: folder });
    writeFileSync(path.join(folder, "report/report.md"), "my notes");
    const before = contentOf(folder);
    const { status, stderr } = await lakelitmus(args, { cwd: folder });
    expect(stderr).toMatch(/report\.md was changed after lakelitmus wrote it/u);
    expect(status).toBe(2);
    expect(contentOf(folder)).toEqual(before);
  });
});
