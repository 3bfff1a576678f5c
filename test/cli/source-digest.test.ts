import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { computeDigests, digestsFile } from "../../src/cli/built-in-digests.js";
import { builtInCommitters } from "../../src/cli/registry.js";
import { sourceDigest } from "../../src/cli/source-digest.js";
import { packageRoot } from "../../src/cli/version.js";
import { temporaryFolder } from "./cli.js";

const files = {
  "mine.ts": `import { a } from "./lib/a.js";\nimport type { B } from "./lib/b";\nexport default a as B;\n`,
  "lib/a.ts": `export * from "../c.js";\nexport const a = await import("./d.mjs");\n`,
  "lib/b.ts": `export type B = number;\n`,
  "c.ts": `import "some-package";\nexport const c = 1;\n`,
  "lib/d.mts": `export const d = 1;\n`,
  "unrelated.ts": `export const e = 1;\n`,
};

function digestOf(changed: Readonly<Record<string, string>> = {}): string {
  return sourceDigest(path.join(temporaryFolder({ ...files, ...changed }), "mine.ts"));
}

describe("the digest of a module", () => {
  it("is the same in every folder", () => {
    expect(digestOf()).toMatch(/^[0-9a-f]{64}$/u);
    expect(digestOf()).toBe(digestOf());
  });

  it.each(["mine.ts", "lib/a.ts", "lib/b.ts", "c.ts", "lib/d.mts"])("changes with %s", (file) => {
    const content = files[file as keyof typeof files];
    expect(digestOf({ [file]: `${content}// changed\n` })).not.toBe(digestOf());
  });

  it("does not change with a file that is not imported, nor with line ends", () => {
    expect(digestOf({ "unrelated.ts": "" })).toBe(digestOf());
    expect(digestOf({ "c.ts": files["c.ts"].replaceAll("\n", "\r\n") })).toBe(digestOf());
  });

  it("changes where two files exchange their contents", () => {
    expect(digestOf({ "c.ts": files["lib/b.ts"], "lib/b.ts": files["c.ts"] })).not.toBe(digestOf());
  });

  it("ends where modules import each other", () => {
    expect(digestOf({ "c.ts": `import "./mine.js";\n` })).not.toBe(digestOf());
  });

  it("within a folder covers what is there", () => {
    const folder = temporaryFolder(files);
    const within = (): string => sourceDigest(path.join(folder, "lib/a.ts"), path.join(folder, "lib"));
    const other = temporaryFolder({ ...files, "c.ts": "" });
    expect(sourceDigest(path.join(other, "lib/a.ts"), path.join(other, "lib"))).toBe(within());
  });
});

describe("the digests of the built-in committers", () => {
  it("that the build has written are those of the sources", () => {
    const built: unknown = JSON.parse(readFileSync(new URL(digestsFile, packageRoot), "utf8"));
    expect(built).toEqual(computeDigests(builtInCommitters.map(({ name }) => name)));
  });

  it("differ, and know each committer", () => {
    const digests = computeDigests(builtInCommitters.map(({ name }) => name));
    expect(new Set(Object.values(digests)).size).toBe(builtInCommitters.length);
    expect(() => computeDigests(["nobody"])).toThrow(/nobody/);
  });

  it("stand in the package's folder", () => {
    expect(path.resolve(fileURLToPath(packageRoot))).toBe(process.cwd());
  });
});
