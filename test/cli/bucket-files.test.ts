import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bucketFiles, bucketPaths } from "../../src/cli/bucket-files.js";
import { Body } from "../../src/store/body.js";

const pathOf = (key: string): string => bucketPaths([key]).get(key)!;

describe("the path of an object", () => {
  it.each([
    ["t/part-0.parquet", "bucket/t/part-0.parquet"],
    ["t/dt=2024-01-01/x,y+z@w_1", "bucket/t/dt=2024-01-01/x,y+z@w_1"],
    ["a b", "bucket/a%20b"],
    ["ünder", "bucket/%C3%BCnder"],
    ["100%", "bucket/100%25"],
    ["../../etc/passwd", "bucket/.%2E/.%2E/etc/passwd"],
    ["./x", "bucket/%2E/x"],
    ["/x", "bucket/%/x"],
    ["t//x", "bucket/t/%/x"],
    ["t/", "bucket/t/%"],
    ["C:\\x", "bucket/C%3A%5Cx"],
    ["con", "bucket/%63on"],
    ["AUX.txt", "bucket/%41UX.txt"],
    ["x.", "bucket/x%2E"],
    ["a\u0000b\nc", "bucket/a%00b%0Ac"],
  ])("%j is %s", (key, path) => {
    expect(pathOf(key)).toBe(path);
  });

  it("is not too long for a file system", () => {
    const [a, b] = ["x".repeat(1000), `${"x".repeat(999)}y`];
    const paths = [...bucketPaths([a, b]).values()];
    expect(paths[0]!.length).toBeLessThan(220);
    expect(paths[0]).not.toBe(paths[1]);
  });

  it("is not taken by another object: a key that is also a folder, keys that differ in case", () => {
    const paths = bucketPaths(["a", "a/b", "A/B", "x", "X"]);
    expect(paths.get("a")).toBe("bucket/a%");
    expect(paths.get("a/b")).toBe("bucket/a/b");
    const all = [...paths.values()].map((path) => path.toLowerCase());
    expect(new Set(all).size).toBe(5);
  });

  it("of any keys are different, stay in the folder, and none is below another", () => {
    const unit = fc.constantFrom("a", "A", "/", ".", "%", "~", "é", " ", "\\");
    const keys = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 6, unit }), { maxLength: 30 });
    fc.assert(
      fc.property(keys, (some) => {
        const paths = [...bucketPaths(some).values()].map((path) => path.toLowerCase());
        expect(new Set(paths).size).toBe(some.length);
        for (const path of paths) {
          expect(path).toMatch(/^bucket\/[\w.=+@,%~/-]+$/u);
          expect(path.split("/")).not.toContain("");
          expect(path.split("/")).not.toContain("..");
          expect(path.split("/")).not.toContain(".");
          expect(paths.some((other) => other.startsWith(`${path}/`))).toBe(false);
        }
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});

describe("the files of a bucket", () => {
  it("are its objects, and a table of them", () => {
    const body = Body.text("rows");
    const files = bucketFiles(new Map([["t/a b", { etag: "e", body, metadata: {} }]]));
    expect([...files.keys()]).toEqual(["bucket/t/a%20b", "bucket.json"]);
    expect(files.get("bucket/t/a%20b")).toEqual(new TextEncoder().encode("rows"));
    expect(JSON.parse(files.get("bucket.json") as string)).toEqual({
      schema: "lakelitmus/bucket@1",
      objects: [{ key: "t/a b", file: "bucket/t/a%20b", size: 4, etag: "e", sha256: body.digest }],
    });
  });
});
