import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CounterexampleFile } from "../../src/check/verdict.js";
import {
  counterexamplePath,
  replayCommand,
  withCounterexamplePath,
} from "../../src/report/counterexample-path.js";
import { markerName, OutputFolder, OutputFolderError } from "../../src/report/output-folder.js";
import { reportFiles } from "../../src/report/report-files.js";
import { everyKind, hostileName, lossCounterexample, wholeComparison } from "./fixtures.js";

let top: string;
let folder: string;

beforeEach(async () => {
  top = await mkdtemp(join(tmpdir(), "lakelitmus-test-"));
  folder = join(top, "report");
});

afterEach(async () => {
  await rm(top, { recursive: true, force: true });
});

const files = (entries: Record<string, string>): ReadonlyMap<string, string> =>
  new Map(Object.entries(entries));

async function write(entries: Record<string, string>): Promise<void> {
  await (await OutputFolder.open(folder)).write(files(entries));
}

/** Every file under the folder with its text. */
async function contents(): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const found = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return Object.fromEntries(
    await Promise.all(
      found.map(async (path) => [path.slice(folder.length + 1), await readFile(path, "utf8")] as const),
    ),
  );
}

const theReport = (): ReadonlyMap<string, string> => {
  const found = new Map<string, CounterexampleFile>();
  for (const { counterexample } of everyKind.cells)
    if (counterexample) found.set(counterexample.file, lossCounterexample);
  return reportFiles(everyKind, found);
};

describe("a folder that is ours or empty", () => {
  it("is made with what is above it, and holds what was written and a marker", async () => {
    folder = join(top, "a/b/c");
    await write({ "verdicts.json": "1", "counterexamples/x.json": "2" });
    const { [markerName]: marker, ...rest } = await contents();
    expect(rest).toEqual({ "verdicts.json": "1", "counterexamples/x.json": "2" });
    expect(marker).toContain('"counterexamples/x.json"');
  });

  it("gets the same bytes when the same is written again", async () => {
    const report = theReport();
    await (await OutputFolder.open(folder)).write(report);
    const first = await contents();
    await (await OutputFolder.open(folder)).write(report);
    expect(await contents()).toEqual(first);
    expect(Object.keys(first)).toHaveLength(report.size + 1);
  });

  it("loses what an earlier run wrote and this one did not, with folders that are empty then", async () => {
    await write({ "a.txt": "1", "old/deep/b.txt": "2", "kept/c.txt": "3" });
    await writeFile(join(folder, "kept/mine.txt"), "mine");
    await write({ "a.txt": "new" });
    const { [markerName]: _, ...rest } = await contents();
    expect(rest).toEqual({ "a.txt": "new", "kept/mine.txt": "mine" });
    expect(await readdir(folder)).not.toContain("old");
  });

  it("keeps files that somebody put beside ours", async () => {
    await write({ "a.txt": "1" });
    await writeFile(join(folder, "notes.txt"), "mine");
    await write({ "a.txt": "2" });
    expect((await contents())["notes.txt"]).toBe("mine");
  });

  it("is known without its marker by a verdicts.json of ours", async () => {
    const report = theReport();
    await (await OutputFolder.open(folder)).write(report);
    await rm(join(folder, markerName));
    await writeFile(join(folder, "counterexamples/mine.json"), '{"schema": "mine"}');
    await (await OutputFolder.open(folder)).write(files({ "verdicts.json": report.get("verdicts.json")! }));
    const { [markerName]: _, ...rest } = await contents();
    expect(Object.keys(rest)).toEqual(["counterexamples/mine.json", "verdicts.json"]);
  });

  it("is still ours after a run that was killed between two files", async () => {
    await write({ "a.txt": "1", "b.txt": "1" });
    const before = await readFile(join(folder, markerName), "utf8");
    await write({ "a.txt": "2", "b.txt": "2" });
    // As it was when a.txt had been replaced and b.txt had not: the marker knows both.
    const after = JSON.parse(await readFile(join(folder, markerName), "utf8")) as {
      files: Record<string, string[]>;
    };
    const old = JSON.parse(before) as typeof after;
    for (const path of ["a.txt", "b.txt"]) after.files[path]!.push(...old.files[path]!);
    await writeFile(join(folder, markerName), JSON.stringify(after));
    await writeFile(join(folder, "b.txt"), "1");
    await writeFile(join(folder, ".lakelitmus-1.tmp"), "half of b");
    await write({ "a.txt": "3", "b.txt": "3" });
    const { [markerName]: _, ...rest } = await contents();
    expect(rest).toEqual({ "a.txt": "3", "b.txt": "3" });
  });

  it("can be written again after a run that failed half-way", async () => {
    await write({ "a.txt": "1" });
    // The name is longer than file systems take, which shows only when the file is put into its place.
    const long = `${"x".repeat(300)}.txt`;
    const open = await OutputFolder.open(folder);
    await expect(open.write(files({ "a.txt": "2", [long]: "2" }))).rejects.toThrow(OutputFolderError);
    expect(await readFile(join(folder, "a.txt"), "utf8")).toBe("2");
    expect((await readdir(folder)).sort()).toEqual([markerName, "a.txt"]);
    await write({ "a.txt": "3" });
    expect(await readFile(join(folder, "a.txt"), "utf8")).toBe("3");
  });
});

describe("a folder that is not ours", () => {
  async function refused(
    pattern: RegExp,
    work: () => Promise<unknown> = () => OutputFolder.open(folder),
  ): Promise<void> {
    const before = await contents().catch(() => undefined);
    await expect(work()).rejects.toThrow(OutputFolderError);
    await expect(work()).rejects.toThrow(pattern);
    expect(await contents().catch(() => undefined)).toEqual(before);
  }

  it("is refused if anything is in it", async () => {
    await mkdir(folder);
    await writeFile(join(folder, "thesis.txt"), "three years");
    await refused(/not empty, and lakelitmus did not write it \(it holds thesis\.txt\).*--out/);
  });

  it("is refused if its verdicts.json is somebody else's", async () => {
    await mkdir(folder);
    await writeFile(join(folder, "verdicts.json"), '{"schema": "court/verdicts@1"}');
    await refused(/did not write it/);
  });

  it.each(["", "{}", "not JSON", '{"schema": "lakelitmus/output@1", "files": {"../x": ["1"]}}'])(
    "is refused if its marker is %j",
    async (marker) => {
      await mkdir(folder);
      await writeFile(join(folder, markerName), marker);
      await refused(/did not write it/);
    },
  );

  it("is refused if it is a file", async () => {
    await writeFile(folder, "a file");
    await expect(OutputFolder.open(folder)).rejects.toThrow(OutputFolderError);
    expect(await readFile(folder, "utf8")).toBe("a file");
  });

  it("is refused where no folder can be made", async () => {
    await writeFile(join(top, "file"), "mine");
    await expect(OutputFolder.open(join(top, "file/report"))).rejects.toThrow(/a file is in the way/);
    await expect(OutputFolder.open("")).rejects.toThrow(/--out must name a folder/);
    // Node's own way to make folders never comes back from here.
    if (process.platform === "linux")
      await expect(OutputFolder.open("/proc/none/report")).rejects.toThrow(OutputFolderError);
  });

  it("is refused if one of our files was changed by hand", async () => {
    await write({ "report.md": "ours" });
    await writeFile(join(folder, "report.md"), "ours, with notes");
    await refused(/report\.md was changed after lakelitmus wrote it.*move it away/);
  });

  it("is refused if a file of somebody else stands where one is to be written, and nothing else is written", async () => {
    await write({ "a.txt": "1" });
    await writeFile(join(folder, "b.txt"), "mine");
    const open = await OutputFolder.open(folder);
    await refused(/b\.txt is in the way/, () => open.write(files({ "a.txt": "2", "b.txt": "2" })));
  });

  it("is refused if a link leads out of it", async () => {
    await write({ "a.txt": "1" });
    await mkdir(join(top, "elsewhere"));
    await symlink(join(top, "elsewhere"), join(folder, "counterexamples"));
    const open = await OutputFolder.open(folder);
    await refused(/counterexamples is in the way/, () =>
      open.write(files({ "counterexamples/x.json": "2" })),
    );
    expect(await readdir(join(top, "elsewhere"))).toEqual([]);
  });

  it.each(["../x", "/x", "a/../../x", "a//x", "", ".", "a\\..\\x", "C:/x", ".lakelitmus", "a/\0"])(
    "is left alone by the path %j",
    async (path) => {
      const open = await OutputFolder.open(folder);
      await refused(/is no path for a file/, () => open.write(new Map([[path, "x"]])));
    },
  );
});

describe("names of counterexamples", () => {
  const name = {
    committer: "file-output-v1",
    store: "list-lag",
    scenario: "one-job",
    property: "no-lost-rows",
  };

  it("are the cell's names where these are plain", () => {
    expect(counterexamplePath(name)).toBe(
      "counterexamples/file-output-v1.list-lag.one-job.no-lost-rows.json",
    );
  });

  it("are safe and short whatever the committer is called", () => {
    const names = [
      "magic-copy?find=list",
      "../../etc/passwd",
      "C:\\x",
      "é",
      "",
      ".",
      "x".repeat(500),
      hostileName,
    ];
    const paths = names.map((committer) => counterexamplePath({ ...name, committer }));
    for (const path of paths) {
      expect(path).toMatch(/^counterexamples\/[a-z0-9][a-z0-9.-]*\.json$/);
      expect(path.length).toBeLessThanOrEqual(170);
      expect(path).not.toContain("..");
    }
    expect(new Set(paths).size).toBe(names.length);
  });

  it("differ where only signs, case or the far end do", () => {
    const alike = [
      "magic-copy?find=list",
      "magic-copy?find-list",
      "magic-copy-find-list",
      "Magic-copy-find-list",
      `${"x".repeat(40)}1`,
      `${"x".repeat(40)}2`,
    ];
    const paths = alike.map((committer) => counterexamplePath({ ...name, committer }).toLowerCase());
    expect(new Set(paths).size).toBe(alike.length);
    const split = [
      { ...name, committer: "a", store: "b-c" },
      { ...name, committer: "a-b", store: "c" },
      { ...name, committer: "a.b", store: "c" },
      { ...name, committer: "a", store: "b.c" },
    ];
    expect(new Set(split.map(counterexamplePath)).size).toBe(split.length);
  });

  it("differ for all cells of a comparison", () => {
    expect(new Set(wholeComparison.cells.map(counterexamplePath)).size).toBe(wholeComparison.cells.length);
  });

  it("come into the cell with a command line that replays from the report's folder", () => {
    const violated = everyKind.cells.find((cell) => cell.verdict === "violated")!;
    const { counterexample, reproduce } = withCounterexamplePath(violated);
    expect(counterexample?.file).toBe(counterexamplePath(violated));
    expect(reproduce).toBe(`npx lakelitmus replay ${counterexamplePath(violated)}`);
    const held = everyKind.cells[0]!;
    expect(withCounterexamplePath(held)).toBe(held);
  });

  it("are quoted for a shell where they must be", () => {
    expect(replayCommand("x.json", "report/")).toBe("npx lakelitmus replay report/x.json");
    expect(replayCommand("x.json", "my report's")).toBe(`npx lakelitmus replay 'my report'\\''s/x.json'`);
    expect(replayCommand("x.json", "-out")).toBe("npx lakelitmus replay ./-out/x.json");
  });
});

describe("the files of a report", () => {
  it("are the verdicts, the page, and each counterexample where its cell says", () => {
    const violated = everyKind.cells.find((cell) => cell.verdict === "violated")!;
    expect([...theReport().keys()]).toEqual(["verdicts.json", "report.md", violated.counterexample!.file]);
  });

  it("are not made where a counterexample is missing", () => {
    expect(() => reportFiles(everyKind, new Map())).toThrow(/is not there/);
  });
});
