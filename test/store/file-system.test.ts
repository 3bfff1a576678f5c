/** The cluster's file system: its rules, and that a folder of this machine goes by the same. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { Body } from "../../src/store/body.js";
import { type FileSystem, isFileSystemError } from "../../src/store/file-system.js";
import { filesIn, treeText } from "../../src/store/file-tree.js";
import { localFiles } from "../../src/store/local/local-files.js";
import { memoryFiles } from "../../src/store/memory-files.js";

const folder = mkdtempSync(path.join(tmpdir(), "lakelitmus-files-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let folders = 0;

const kinds: readonly (readonly [string, () => FileSystem])[] = [
  ["in memory", () => memoryFiles().files],
  ["in a folder", () => localFiles(path.join(folder, String(folders++)))],
];

async function problemOf(call: Promise<unknown>): Promise<string> {
  try {
    return JSON.stringify(await call) ?? "done";
  } catch (error) {
    if (isFileSystemError(error)) return error.problem;
    throw error;
  }
}

describe.each(kinds)("a file system %s", (_, make) => {
  it("makes directories above what is made", async () => {
    const files = make();
    await files.create({ path: "a/b/f", body: Body.text("1") });
    await files.mkdirs({ path: "a/c/d" });
    expect(await files.list({ path: "a" })).toEqual([
      { path: "a/b", kind: "directory", size: 0 },
      { path: "a/c", kind: "directory", size: 0 },
    ]);
    expect(await problemOf(files.mkdirs({ path: "a/b/f/x" }))).toBe("FileAlreadyExists");
    expect(await problemOf(files.create({ path: "a/b", body: Body.empty }))).toBe("FileAlreadyExists");
  });

  it("creates a file once, unless it may replace it", async () => {
    const files = make();
    await files.create({ path: "f", body: Body.text("1") });
    expect(await problemOf(files.create({ path: "f", body: Body.text("2") }))).toBe("FileAlreadyExists");
    await files.create({ path: "f", body: Body.text("3"), overwrite: true });
    expect((await files.open({ path: "f" })).text()).toBe("3");
    expect(await files.status({ path: "f" })).toEqual({ path: "f", kind: "file", size: 1 });
  });

  it("moves a directory with all that is in it, and replaces nothing by that", async () => {
    const files = make();
    await files.create({ path: "a/x/f", body: Body.text("1") });
    await files.create({ path: "b/f", body: Body.text("2") });
    expect(await problemOf(files.rename({ source: "a", destination: "b" }))).toBe("FileAlreadyExists");
    expect(await problemOf(files.rename({ source: "a/x/f", destination: "b/f" }))).toBe("FileAlreadyExists");
    expect(await problemOf(files.rename({ source: "a", destination: "c/d" }))).toBe("FileNotFound");
    await files.rename({ source: "a", destination: "c" });
    expect(await files.status({ path: "a" })).toBeUndefined();
    expect((await files.open({ path: "c/x/f" })).text()).toBe("1");
    // As HDFS's own rename does, which commit protocols stumble over.
    await files.rename({ source: "c", destination: "b", below: true });
    expect((await files.open({ path: "b/c/x/f" })).text()).toBe("1");
  });

  it("deletes what is there, a directory that is not empty only if told so", async () => {
    const files = make();
    await files.create({ path: "a/b/f", body: Body.empty });
    expect(await problemOf(files.delete({ path: "a" }))).toBe("NotEmpty");
    expect(await files.delete({ path: "a", recursive: true })).toBe(true);
    expect(await files.delete({ path: "a", recursive: true })).toBe(false);
    expect(await problemOf(files.list({ path: "a" }))).toBe("FileNotFound");
    expect(await problemOf(files.open({ path: "a/b/f" }))).toBe("FileNotFound");
  });

  it.each(["../f", "a//b", "/a", "a/", "."])("refuses %j, which is no path", async (wrong) => {
    expect(await problemOf(make().create({ path: wrong, body: Body.empty }))).toBe("InvalidPath");
  });
});

type Step = (files: FileSystem) => Promise<unknown>;

// "a.b" comes between "a" and what is in it.
const paths = fc.constantFrom("a", "b", "a.b", "a/b", "a/c", "b/a", "a/b/c", "");
const steps: fc.Arbitrary<Step> = fc.oneof(
  paths.map(
    (path): Step =>
      (files) =>
        files.mkdirs({ path }),
  ),
  fc.tuple(paths, fc.boolean(), fc.constantFrom("1", "22")).map(([path, again, text]): Step => {
    const how = again ? { overwrite: true as const } : {};
    return (files) => files.create({ path, body: Body.text(text), ...how });
  }),
  paths.map(
    (path): Step =>
      async (files) =>
        (await files.open({ path })).text(),
  ),
  paths.map(
    (path): Step =>
      (files) =>
        files.status({ path }),
  ),
  paths.map(
    (path): Step =>
      (files) =>
        files.list({ path }),
  ),
  fc.tuple(paths, fc.boolean()).map(([path, all]): Step => {
    return (files) => files.delete({ path, ...(all ? { recursive: true as const } : {}) });
  }),
  fc.tuple(paths, paths, fc.boolean()).map(([source, destination, into]): Step => {
    return (files) => files.rename({ source, destination, ...(into ? { below: true as const } : {}) });
  }),
);

describe("both", () => {
  it("answer the same calls the same", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { maxLength: 12 }), async (calls) => {
        const [memory, local] = kinds.map(([, make]) => make());
        for (const call of calls) {
          expect(await problemOf(call(local!))).toBe(await problemOf(call(memory!)));
        }
      }),
      { seed: 7, numRuns: 200 },
    );
  });
});

describe("a tree", () => {
  it("is equal text for equal content, however it came about", async () => {
    const [one, other] = [memoryFiles(), memoryFiles()];
    await one.files.create({ path: "a/f", body: Body.text("1") });
    await other.files.create({ path: "f", body: Body.text("1") });
    await other.files.mkdirs({ path: "a" });
    await other.files.rename({ source: "f", destination: "a/f" });
    expect(treeText(other.tree)).toBe(treeText(one.tree));
    expect([...filesIn(one.tree).keys()]).toEqual(["a/f"]);
    await one.files.mkdirs({ path: "b" });
    expect(treeText(other.tree)).not.toBe(treeText(one.tree));
  });
});
