import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { lakelitmus } from "./cli.js";
import { driveFiles, refuseOthersDriveFiles } from "../../src/cli/drive-files.js";
import { UsageError } from "../../src/cli/errors.js";
import { isThere } from "../../src/cli/target-file.js";

const top = mkdtempSync(path.join(tmpdir(), "lakelitmus-test-"));
afterAll(() => rmSync(top, { recursive: true }));
mkdirSync(path.join(top, "folder"));
writeFileSync(path.join(top, "file"), "mine");

describe("a file that is to be written", () => {
  it("is there or not", () => {
    expect(isThere("--junit", path.join(top, "file"))).toBe(true);
    expect(isThere("--junit", path.join(top, "new"))).toBe(false);
    expect(isThere("--junit", "new-in-the-current-folder")).toBe(false);
  });

  it.each([
    ["", /^--junit must name a file, and is empty/u],
    ["folder", /is a folder\.$/u],
    ["none/new", /there is no folder .*none\. Make it/u],
    ["file/new", /there is no folder .*file\. Make it/u],
  ])("cannot be %j", (name, said) => {
    const asked = name === "" ? "" : path.join(top, name);
    expect(() => isThere("--junit", asked)).toThrow(UsageError);
    expect(() => isThere("--junit", asked)).toThrow(said);
  });
});

describe("what drive leaves of a seed", () => {
  const folder = path.join(top, "drive");
  const { history, faults } = driveFiles(folder, "7");
  const refuse = (): void => refuseOthersDriveFiles(folder, ["6", "7"]);

  it("is written into a new folder, and over what it left before", () => {
    expect(refuse).not.toThrow();
    mkdirSync(folder);
    writeFileSync(history, '{"kind":"history","schema":"lakelitmus/history@1"}\n');
    writeFileSync(faults, '{"rules":[]}');
    expect(refuse).not.toThrow();
  });

  it("is not written over somebody's file, nor where a file is", () => {
    writeFileSync(history, "mine");
    expect(refuse).toThrow(/would overwrite .*history-7\.jsonl/u);
    writeFileSync(history, '{"kind":"history","schema":"lakelitmus/history@1"}\n');
    writeFileSync(faults, '{"mine":1}');
    expect(refuse).toThrow(/would overwrite .*faults-7\.json/u);
    expect(() => refuseOthersDriveFiles(path.join(top, "file"), ["7"])).toThrow(/is a file\.$/u);
  });
});

it("a file may stand in the folder of the report, which is made first", async () => {
  const args = ["check", "magic-copy", "--store=strong", "--scope=tasks=1,files=1", "--no-html"];
  const ended = await lakelitmus([...args, "--out=report", "--junit=report/junit.xml"], { cwd: top });
  expect(ended.stderr).toBe("");
  expect(ended.status).toBe(0);
  expect(existsSync(path.join(top, "report/junit.xml"))).toBe(true);
});
