import { beforeEach, describe, expect, it } from "vitest";
import { HadoopFs, type PathKind } from "../../../committers/shared/hadoop-fs.js";
import type { Context } from "../../../src/job/committer.js";
import { Body } from "../../../src/store/body.js";
import { after, contextOf, failure, hiding, MemoryStore } from "../support.js";

const full = new HadoopFs({ markers: true, parentMarkers: true, kindOf: () => "either" });
const lean = new HadoopFs({
  markers: true,
  parentMarkers: false,
  kindOf: (path): PathKind => (path.endsWith(".f") ? "file" : "directory"),
});

let store: MemoryStore;
let ctx: Context;

beforeEach(() => {
  store = new MemoryStore();
  ctx = contextOf(store);
});

function put(...keys: readonly string[]): void {
  for (const key of keys) {
    store.apply({ op: "put", key, body: key.endsWith("/") ? Body.empty : Body.text(key) });
  }
}

const overwrite = { overwrite: true };
const keep = { overwrite: false };
const recursive = { recursive: true };

describe("getFileStatus", () => {
  it("asks HEAD, then LIST", async () => {
    put("d/x", "d/e/");
    expect(await full.getFileStatus("d/x", ctx)).toMatchObject({ kind: "file", path: "d/x" });
    expect(store.take()).toEqual(["HEAD d/x"]);
    expect(await full.getFileStatus("d", ctx)).toEqual({ kind: "directory", path: "d", empty: false });
    expect(store.take()).toEqual(["HEAD d", "LIST d/ delimiter max=2"]);
    expect(await full.getFileStatus("d/e", ctx)).toEqual({ kind: "directory", path: "d/e", empty: true });
    expect(await full.getFileStatus("d/y", ctx)).toBeUndefined();
  });

  it("does not take a key with the same beginning for a child", async () => {
    put("dd/x");
    expect(await full.exists("d", ctx)).toBe(false);
  });

  it("leaves out the probe that can tell nothing", async () => {
    put("d/x.f");
    expect(await lean.exists("d/x.f", ctx)).toBe(true);
    expect(await lean.exists("d/y.f", ctx)).toBe(false);
    expect(await lean.exists("d", ctx)).toBe(true);
    expect(store.take()).toEqual(["HEAD d/x.f", "HEAD d/y.f", "LIST d/ delimiter max=2"]);
  });

  it("passes on every other error", async () => {
    store.script(/HEAD/u, () => failure("SlowDown"));
    await expect(full.exists("d", ctx)).rejects.toMatchObject({ code: "SlowDown" });
  });
});

describe("create", () => {
  it("without overwrite probes the file and the directory, then puts", async () => {
    await full.create("d/x", Body.text("1"), keep, ctx);
    expect(store.take()).toEqual(["HEAD d/x", "LIST d/x/ delimiter max=2", "PUT d/x"]);
    await expect(full.create("d/x", Body.text("2"), keep, ctx)).rejects.toThrow(/FileAlreadyExists/u);
    expect(store.text("d/x")).toBe("1");
  });

  it("with overwrite asks no HEAD (HADOOP-16490)", async () => {
    put("d/x", "d/e/y");
    store.take();
    await full.create("d/x", Body.text("2"), overwrite, ctx);
    expect(store.take()).toEqual(["LIST d/x/ delimiter max=2", "PUT d/x"]);
    await expect(full.create("d/e", Body.text("2"), overwrite, ctx)).rejects.toThrow(/is a directory/u);
  });

  it("is not exclusive: a file that comes after the probe is overwritten", async () => {
    store.script(
      /PUT/u,
      after(async () => put("d/x")),
    );
    await full.create("d/x", Body.text("mine"), keep, ctx);
    expect(store.text("d/x")).toBe("mine");
  });
});

describe("mkdirs", () => {
  it("walks up to the first directory that exists, then puts a marker", async () => {
    put("a/x");
    await full.mkdirs("a/b/c", ctx);
    expect(store.take()).toEqual([
      "LIST a/b/c/ delimiter max=2",
      "HEAD a/b/c",
      "LIST a/b/ delimiter max=2",
      "HEAD a/b",
      "LIST a/ delimiter max=2",
      "PUT a/b/c/",
    ]);
    await full.mkdirs("a/b/c", ctx);
    expect(store.take()).toEqual(["LIST a/b/c/ delimiter max=2"]);
  });

  it("looks at no ancestor that can only be a directory", async () => {
    await lean.mkdirs("a/b/c", ctx);
    expect(store.take()).toEqual(["LIST a/b/c/ delimiter max=2", "PUT a/b/c/"]);
  });

  it("refuses where the path or an ancestor is a file", async () => {
    put("a/x");
    await expect(full.mkdirs("a/x", ctx)).rejects.toThrow(/a\/x is a file/u);
    await expect(full.mkdirs("a/x/y", ctx)).rejects.toThrow(/a\/x is a file/u);
  });

  it("writes nothing without markers", async () => {
    const fs = new HadoopFs({ markers: false, parentMarkers: false, kindOf: () => "either" });
    await fs.mkdirs("a", ctx);
    expect(store.keys()).toEqual([]);
  });
});

describe("delete", () => {
  it("says false where there is nothing", async () => {
    expect(await full.delete("a", recursive, ctx)).toBe(false);
  });

  it("deletes a file and marks the parent that it emptied", async () => {
    put("a/x");
    expect(await full.delete("a/x", recursive, ctx)).toBe(true);
    expect(store.take()).toEqual(["HEAD a/x", "DELETE a/x", "LIST a/ delimiter max=2", "PUT a/"]);
  });

  it("deletes a directory by one flat LIST, and only what that shows", async () => {
    put("a/", "a/b/x", "a/y", "ab");
    store.script(/^LIST a\/$/u, hiding(/^a\/y$/u));
    expect(await full.delete("a", recursive, ctx)).toBe(true);
    expect(store.keys()).toEqual(["a/y", "ab"]);
    expect(store.take()).toEqual([
      "HEAD a",
      "LIST a/ delimiter max=2",
      "LIST a/",
      "DELETE a/",
      "DELETE a/b/x",
    ]);
  });

  it("deletes an empty directory without listing it, and no other without being told to", async () => {
    put("a/", "b/x");
    const flat = { recursive: false };
    expect(await lean.delete("a", flat, ctx)).toBe(true);
    expect(store.take()).toEqual(["LIST a/ delimiter max=2", "DELETE a/"]);
    await expect(lean.delete("b", flat, ctx)).rejects.toThrow(/NotEmpty/u);
  });

  it("reads all pages of a large directory", async () => {
    put(...Array.from({ length: 2001 }, (_, i) => `a/${i}`), "b");
    await full.delete("a", recursive, ctx);
    expect(store.take().filter((line) => line.startsWith("LIST"))).toEqual([
      "LIST a/ delimiter max=2",
      "LIST a/",
      "LIST a/ next",
      "LIST a/ next",
    ]);
    expect(store.keys()).toEqual(["b"]);
  });
});

describe("listStatus", () => {
  it("lists once where there are children, and leaves out the directory's own marker", async () => {
    put("a/", "a/b/x", "a/y");
    const found = await full.listStatus("a", ctx);
    expect(found.map(({ kind, path }) => `${kind} ${path}`)).toEqual(["file a/y", "directory a/b"]);
    expect(store.take()).toEqual(["LIST a/ delimiter"]);
  });

  it("tells an empty directory, a file and nothing apart", async () => {
    put("e/", "f");
    expect(await full.listStatus("e", ctx)).toEqual([]);
    expect(store.take()).toEqual(["LIST e/ delimiter", "HEAD e", "LIST e/ delimiter max=2"]);
    expect(await full.listStatus("f", ctx)).toMatchObject([{ kind: "file", path: "f" }]);
    await expect(full.listStatus("g", ctx)).rejects.toMatchObject({ problem: "FileNotFound", path: "g" });
  });
});

describe("rename of a directory", () => {
  it("is status, status, parent, one LIST, HEAD and COPY of each, then the deletes", async () => {
    put("a/src/x", "a/src/y");
    store.take();
    expect(await full.rename("a/src", "b/dst", ctx)).toBe(true);
    const log = store.take();
    expect(log.slice(0, 6)).toEqual([
      "HEAD a/src",
      "LIST a/src/ delimiter max=2",
      "HEAD b/dst",
      "LIST b/dst/ delimiter max=2",
      "HEAD b",
      "LIST a/src/",
    ]);
    expect(log.slice(6, 10).toSorted()).toEqual([
      "COPY a/src/x -> b/dst/x",
      "COPY a/src/y -> b/dst/y",
      "HEAD a/src/x",
      "HEAD a/src/y",
    ]);
    expect(log.slice(10)).toEqual(["DELETE a/src/x", "DELETE a/src/y", "LIST a/ delimiter max=2", "PUT a/"]);
    expect(store.keys()).toEqual(["a/", "b/dst/x", "b/dst/y"]);
  });

  it("leaves out what can tell nothing", async () => {
    put("src/x.f");
    await lean.rename("src", "dst", ctx);
    expect(store.take()).toEqual([
      "LIST src/ delimiter max=2",
      "LIST dst/ delimiter max=2",
      "LIST src/",
      "HEAD src/x.f",
      "COPY src/x.f -> dst/x.f",
      "DELETE src/x.f",
    ]);
  });

  it("moves silently less than there is, where LIST shows less", async () => {
    put("src/x", "src/y");
    store.script(/^LIST src\/$/u, hiding(/y/u));
    expect(await full.rename("src", "dst", ctx)).toBe(true);
    expect(store.keys()).toEqual(["dst/x", "src/y"]);
  });

  it("says false where the destination has children, and goes into an empty one", async () => {
    put("src/x", "dst/y", "empty/");
    expect(await full.rename("src", "dst", ctx)).toBe(false);
    expect(await full.rename("src", "empty", ctx)).toBe(true);
    expect(store.keys()).toEqual(["dst/y", "empty/x"]);
  });

  it("moves markers of empty directories only", async () => {
    put("src/", "src/a/", "src/a/x", "src/b/");
    await lean.rename("src", "dst", ctx);
    expect(store.keys()).toEqual(["dst/a/x", "dst/b/"]);
  });

  it("is loud where the source is missing, changed or gone, and where a file is in the way", async () => {
    await expect(full.rename("src", "dst", ctx)).rejects.toMatchObject({ problem: "FileNotFound" });
    put("src/x", "file");
    await expect(full.rename("src", "file", ctx)).rejects.toMatchObject({ problem: "FileAlreadyExists" });
    await expect(full.rename("src", "file/z", ctx)).rejects.toMatchObject({ problem: "FileAlreadyExists" });
    const changes = [
      ["HEAD", () => store.apply({ op: "put", key: "src/x", body: Body.text("other") })],
      ["COPY", () => store.apply({ op: "put", key: "src/x", body: Body.text("another") })],
      ["COPY", () => store.apply({ op: "delete", key: "src/x" })],
    ] as const;
    for (const [op, change] of changes) {
      store.script(
        new RegExp(`^${op} src/x`, "u"),
        after(async () => change()),
      );
      store.take();
      await expect(full.rename("src", "dst", ctx)).rejects.toMatchObject({ problem: "RemoteFileChanged" });
      expect(store.take().at(-1)).toMatch(new RegExp(`^${op} src/x`, "u"));
      expect(store.keys("dst")).toEqual([]);
    }
  });

  it("copies ten at once, and deletes after each 250", async () => {
    put(...Array.from({ length: 251 }, (_, i) => `src/${String(i).padStart(3, "0")}.f`));
    await lean.rename("src", "dst", ctx);
    const log = store.take().slice(3);
    const ops = log.map((line) => line.slice(0, 1)).join("");
    expect(ops).toBe(`${"HHHHHHHHHHCCCCCCCCCC".repeat(25)}${"D".repeat(250)}HCD`);
  });

  it("leaves its state at both ends when a copy fails", async () => {
    put("src/x.f", "src/y.f");
    store.script(/^COPY src\/y/u, () => failure("InternalError"));
    await expect(lean.rename("src", "dst", ctx)).rejects.toMatchObject({ code: "InternalError" });
    expect(store.keys()).toEqual(["dst/x.f", "src/x.f", "src/y.f"]);
  });
});

describe("rename of a file", () => {
  it("is status, status, parent, HEAD, COPY, DELETE", async () => {
    put("a/x");
    expect(await full.rename("a/x", "b/y", ctx)).toBe(true);
    expect(store.take()).toEqual([
      "HEAD a/x",
      "HEAD b/y",
      "LIST b/y/ delimiter max=2",
      "HEAD b",
      "HEAD a/x",
      "COPY a/x -> b/y",
      "DELETE a/x",
      "LIST a/ delimiter max=2",
      "PUT a/",
    ]);
  });

  it("goes under a directory, and over no file", async () => {
    put("x", "d/z", "y");
    expect(await full.rename("x", "d", ctx)).toBe(true);
    expect(store.keys()).toEqual(["d/x", "d/z", "y"]);
    await expect(full.rename("y", "d/z", ctx)).rejects.toMatchObject({ problem: "FileAlreadyExists" });
  });
});
