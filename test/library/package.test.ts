/** The package as users get it: packed, installed in another folder with nothing but its own dependencies, and used there. */
import { execFileSync, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

interface Lock {
  readonly packages: Readonly<Record<string, { readonly dev?: boolean }>>;
}

let project: string;
let packed: readonly string[];

beforeAll(() => {
  project = mkdtempSync(path.join(tmpdir(), "lakelitmus-package-"));
  // Without scripts: the build that is tested here is the one that is there.
  const pack = ["pack", "--json", "--ignore-scripts", "--silent", "--pack-destination", project];
  const [tarball] = JSON.parse(execFileSync("npm", pack, { cwd: root, encoding: "utf8" })) as [
    { filename: string; files: readonly { path: string }[] },
  ];
  packed = tarball.files.map((file) => file.path);
  const home = path.join(project, "node_modules/lakelitmus");
  mkdirSync(home, { recursive: true });
  execFileSync("tar", ["-xzf", path.join(project, tarball.filename), "-C", home, "--strip-components=1"]);
  linkDependencies(path.join(project, "node_modules"));
  writeFileSync(path.join(project, "package.json"), `{ "private": true }`);
}, 120_000);

afterAll(() => rmSync(project, { recursive: true, force: true }));

/** What the lock file says that the package needs to run, and nothing that it needs to be developed. */
function linkDependencies(modules: string): void {
  const lock = JSON.parse(readFileSync(path.join(root, "package-lock.json"), "utf8")) as Lock;
  for (const [place, { dev }] of Object.entries(lock.packages)) {
    const isTop = /^node_modules\/(?:@[^/]+\/)?[^/]+$/u.test(place);
    if (!isTop || dev === true || !existsSync(path.join(root, place))) continue;
    const link = path.join(modules, place.slice("node_modules/".length));
    mkdirSync(path.dirname(link), { recursive: true });
    symlinkSync(path.join(root, place), link, "dir");
  }
}

function node(...args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  const { FORCE_COLOR: _force, NODE_OPTIONS: _options, ...env } = process.env;
  return spawnSync(process.execPath, args, { cwd: project, encoding: "utf8", env });
}

/** The program that `npx lakelitmus` would run. */
function program(): string {
  const home = path.join(project, "node_modules/lakelitmus");
  const { bin } = JSON.parse(readFileSync(path.join(home, "package.json"), "utf8")) as {
    bin: Readonly<Record<string, string>>;
  };
  return path.join(home, bin["lakelitmus"]!);
}

const mine = `
import { defineCommitter, isS3Error, StoreRefused } from "lakelitmus";

// Refuses a store without conditional writes, by the library's own errors.
export default defineCommitter({
  async setupJob(job: { table: string }, ctx) {
    try {
      await ctx.store.head({ key: job.table + "none" });
    } catch (error) {
      if (!isS3Error(error, "NoSuchKey")) throw new StoreRefused("the store's errors are not the library's");
    }
  },
});
`;

describe("the packed package", () => {
  it("holds what is needed, and nothing of the workshop", () => {
    expect(packed).toContain("dist/src/index.js");
    expect(packed).toContain("dist/src/index.d.ts");
    expect(packed).toContain("dist/src/cli/main.js");
    expect(packed).toContain("dist/committers/digests.json");
    expect(packed).toContain("schemas/verdicts.schema.json");
    expect(packed.filter((file) => /^(?:test|src|bench|node_modules|report)\/|\.test\./u.test(file))).toEqual(
      [],
    );
    expect(readFileSync(program(), "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/u);
  });

  it("is a library", () => {
    writeFileSync(
      path.join(project, "use.mjs"),
      `import { checkCommitter, defineCommitter, PropertyError, StoreRefused } from "lakelitmus";
       const options = { stores: ["strong"], scenarios: ["one-job"] };
       const direct = defineCommitter({});
       const checked = await checkCommitter(direct, options);
       console.log(checked.cells.map(({ property, verdict }) => property + " " + verdict).join("\\n"));
       const failing = await checkCommitter(direct, { stores: ["strong"], scenarios: ["reader-polling"] });
       try { failing.assertHolds(); } catch (error) { console.log(error instanceof PropertyError, error.message.split("\\n")[0]); }`,
    );
    const { stdout, stderr, status } = node("use.mjs");
    expect(stderr).toBe("");
    expect(stdout).toContain("no-lost-rows holds\n");
    expect(stdout).toMatch(/true .*is VIOLATED by/u);
    expect(status).toBe(0);
  });

  it("is a program, which takes a committer of the user's", () => {
    writeFileSync(path.join(project, "mine.ts"), mine);
    const { stdout, stderr, status } = node(
      program(),
      "check",
      "./mine.ts",
      "--store=strong",
      "--scenario=one-job",
    );
    expect(stderr).toBe("");
    expect(stdout).toContain("./mine.ts  ✓ holds");
    expect(status).toBe(0);
    const compared = node(
      program(),
      "compare",
      "--committer=magic-copy",
      "--store=list-lag",
      "--scenario=one-job",
    );
    expect(compared.status).toBe(0);
    const file = "report/counterexamples/magic-copy.list-lag.one-job.no-lost-rows.json";
    expect(node(program(), "replay", file)).toMatchObject({ status: 0 });
    expect(existsSync(path.join(project, "report/report.md"))).toBe(true);
  });

  it("runs incidents again, which come with it", () => {
    const told = node(program(), "incident", "avatar-404", "--runs=5", "--workers=1");
    expect(told).toMatchObject({ status: 0, stderr: "" });
    expect(told.stdout).toMatch(/✓ every execution of 1 item/u);
    expect(node(program(), "incident", "--list").stdout).toContain("s3guard-bill");
  });

  it("opens real buckets, and says what to install where the AWS SDK is not", () => {
    writeFileSync(
      path.join(project, "bucket.mjs"),
      `import { bucketContext, openBucket, SdkMissing } from "lakelitmus/aws";
       try { await openBucket({ bucket: "b" }); } catch (error) { console.log(error instanceof SdkMissing, error.message); }
       console.log(bucketContext({}).uuid().length);`,
    );
    const { stdout, stderr } = node("bucket.mjs");
    expect(stderr).toBe("");
    expect(stdout).toBe(
      "true Real buckets need the package @aws-sdk/client-s3, which is not installed. Install it: npm install @aws-sdk/client-s3@3\n36\n",
    );
  });

  // Most people's compilers are strict without exactOptionalPropertyTypes, which sees other types in the rounds of a loop.
  it.each([true, false])("has types that a strict compiler takes, exactOptionalPropertyTypes %s", (exact) => {
    const examples = ["pointer-swap.ts", "own-committer/log-table.ts"];
    const sources = [
      mine,
      ...examples.map((file) => readFileSync(path.join(root, "examples", file), "utf8")),
    ];
    const files = sources.map((text, index) => {
      writeFileSync(path.join(project, `typed-${index}.mts`), text);
      return `typed-${index}.mts`;
    });
    writeFileSync(
      path.join(project, "tsconfig.json"),
      JSON.stringify({
        compilerOptions: {
          module: "nodenext",
          target: "es2023",
          lib: ["es2023"],
          types: [],
          strict: true,
          exactOptionalPropertyTypes: exact,
          noEmit: true,
        },
        files,
      }),
    );
    const tsc = path.join(root, "node_modules/typescript/bin/tsc");
    expect(node(tsc, "-p", "tsconfig.json")).toMatchObject({ stdout: "", status: 0 });
  });
});
