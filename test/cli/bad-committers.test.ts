/** What becomes of committers that cannot be run: each ends with status 2 and one paragraph that says what is wrong. */
import { describe, expect, it } from "vitest";
import { contentOf, lakelitmus, paragraphPattern, temporaryFolder } from "./cli.js";

const cell = ["--store", "strong", "--scenario", "one-job"];

async function check(source: string, patience: string): ReturnType<typeof lakelitmus> {
  const folder = temporaryFolder({ "mine.ts": source });
  const args = ["check", "./mine.ts", ...cell, "--patience", patience];
  const ended = await lakelitmus(args, { cwd: folder });
  // Nothing was decided, so nothing is written.
  expect(Object.keys(contentOf(folder))).toEqual(["mine.ts"]);
  expect(ended.stdout).not.toContain("VIOLATED");
  return ended;
}

const define = `import { defineCommitter } from "lakelitmus";\n`;

/** Source of a committer, and what is said about it. */
const bad: readonly (readonly [what: string, source: string, said: RegExp])[] = [
  [
    "uses the real clock",
    `${define}export default defineCommitter({ async setupJob() { Date.now(); } });`,
    /strong in the scenario one-job.*w1\.driver: used Date\.now inside an execution.*ctx\.now\(\)/u,
  ],
  [
    "uses randomness",
    `${define}export default defineCommitter({ async setupJob() { try { Math.random(); } catch {} } });`,
    /w1\.driver: used Math\.random inside an execution.*ctx\.uuid\(\)/u,
  ],
  [
    "uses randomness of node:crypto",
    `import { randomUUID } from "node:crypto";\n${define}export default defineCommitter({ async setupJob() { randomUUID(); } });`,
    /used crypto\.randomUUID inside an execution/u,
  ],
  [
    "waits for a timer",
    `${define}export default defineCommitter({ async setupJob() { await new Promise((r) => setTimeout(r, 1)); } });`,
    /used setTimeout inside an execution.*ctx\.loop/u,
  ],
  [
    "waits outside its context",
    `${define}export default defineCommitter({ async setupJob() { await new Promise(() => {}); } });`,
    /w1\.driver: waits for something that is not its context/u,
  ],
  [
    "waits for real I/O",
    `import { readFile } from "node:fs/promises";\n${define}export default defineCommitter({ async setupJob() { await readFile("mine.ts"); } });`,
    /w1\.driver: waits for something that is not its context/u,
  ],
  [
    "runs in a circle without a request",
    `${define}export default defineCommitter({ async setupJob() { for (;;); } });`,
    /committer \.\/mine\.ts on the store strong in the scenario one-job has shown no sign of life for 3 s/u,
  ],
  [
    "runs in a circle of promises",
    `${define}export default defineCommitter({ async setupJob() { for (;;) await null; } });`,
    /has shown no sign of life for 3 s/u,
  ],
  [
    "never comes to an end of its requests",
    `${define}export default defineCommitter({ async setupJob(job, ctx) { for (;;) await ctx.store.list({}); } });`,
    /w1\.driver: made 10000 requests one after the other; does it ever end\? Poll and retry with ctx\.loop/u,
  ],
  [
    "shares memory between processes",
    `${define}let n = 0;\nexport default defineCommitter({ async write(attempt, part, ctx) { await ctx.store.put({ key: "t/" + n++, body: part.body }); } });`,
    /told the same, it did something else than before|did something else before/u,
  ],
  [
    "makes two requests of one context at once",
    `${define}export default defineCommitter({ async setupJob(job, ctx) { await Promise.all([ctx.store.list({}), ctx.store.list({})]); } });`,
    /while another request of the same context has no answer yet; do independent work at once with ctx\.parallel/u,
  ],
  [
    "ends its process",
    `${define}export default defineCommitter({ async setupJob() { process.exit(0); } });`,
    /was ended from within|process\.exit/u,
  ],
  [
    "throws when it is made",
    `export default () => { throw new Error("no licence"); };`,
    /The committer \.\/mine\.ts cannot be made: its factory throws Error: no licence\./u,
  ],
  ["does not compile", `export default () => {{{ ;`, /The committer module \.\/mine\.ts cannot be loaded: /u],
  [
    "imports what is not there",
    `import "not-installed-anywhere";\nexport default () => ({});`,
    /cannot be loaded: .*not-installed-anywhere/u,
  ],
  [
    "throws when it is imported",
    `throw new RangeError("too early");`,
    /The committer module \.\/mine\.ts cannot be loaded: RangeError: too early\./u,
  ],
  [
    "exports nothing",
    `const committer = 1;`,
    /exports no committer \(it exports nothing\).*defineCommitter/u,
  ],
  ["exports something else", `export const answer = 42;`, /exports no committer \(it exports answer\)/u],
  [
    "returns no outcome",
    `${define}export default defineCommitter({ async commitJob() { return "done"; } });`,
    /commitJob: returned 'done'; it must return "landed", "failed" or "unknown"/u,
  ],
  [
    "reads no list",
    `${define}export default defineCommitter({ async read() {} });`,
    /read: returned undefined; it must return a list of \{ key \}/u,
  ],
  [
    "reads something that has no key",
    `import { defineTable } from "lakelitmus";\nexport default defineTable({ commit: async () => "landed", snapshot: async () => ["t/x"] });`,
    /read: returned a list with 't\/x' in it/u,
  ],
  [
    "lets go of a promise that is rejected",
    `${define}export default defineCommitter({ async commitJob() { void Promise.reject(new Error("nobody waits")); return "landed"; } });`,
    /failed outside of its hooks: .*nobody waits/u,
  ],
  [
    "misspells a hook",
    `${define}export default defineCommitter({ async commitjob() {} });`,
    /cannot be loaded: TypeError: "commitjob" is no hook of a committer; "commitJob" is\./u,
  ],
  [
    "is half a table format",
    `import { defineTable } from "lakelitmus";\nexport default defineTable({ async snapshot() { return []; } });`,
    /cannot be loaded: TypeError: a table format needs commit, a function\./u,
  ],
  [
    "lacks hooks",
    `export default () => ({ async setupJob() {} });`,
    /lacks setupTask, write, .*read\. Give it to defineCommitter/u,
  ],
  [
    "is one object for all processes",
    `${define}const one = defineCommitter({})();\nexport default () => one;`,
    /returns the same object each time/u,
  ],
];

describe.concurrent("a committer that", () => {
  it.each(bad)("%s is an error of its own", async (_what, source, said) => {
    const hangs = said.source.includes("no sign of life");
    const { status, stderr } = await check(source, hangs ? "3" : "60");
    expect(stderr).toMatch(said);
    expect(stderr).toMatch(paragraphPattern);
    expect(status).toBe(2);
  });

  it("throws in a hook fails its job, and that is a verdict", async () => {
    const folder = temporaryFolder({
      "mine.ts": `${define}export default defineCommitter({ async commitJob() { throw new Error("no"); } });`,
    });
    const { status, stdout } = await lakelitmus(["check", "./mine.ts", ...cell, "--json"], { cwd: folder });
    const { cells } = JSON.parse(stdout) as {
      cells: { property: string; verdict: string; reason?: string }[];
    };
    expect(cells.find(({ property }) => property === "no-lost-rows")).toMatchObject({
      verdict: "unknown",
      reason:
        "vacuous: never seen: ack; even where nothing goes wrong, w1.driver tells its user: the job has failed (commitJob: Error: no)",
    });
    // The direct write makes rows visible that the failed job wrote.
    expect(cells.find(({ property }) => property === "no-phantom-rows")?.verdict).toBe("violated");
    expect(status).toBe(1);
  });

  it("fails in a task says which, and why", async () => {
    const folder = temporaryFolder({
      "mine.ts": `${define}export default defineCommitter({ async write(attempt, part, ctx) { await ctx.store.putt({}); } });`,
    });
    const { stdout } = await lakelitmus(["check", "./mine.ts", ...cell, "--property", "no-lost-rows"], {
      cwd: folder,
    });
    expect(stdout.replaceAll(/\s+/gu, " ")).toContain(
      "even where nothing goes wrong, w1.t0.a0 reports failure (TypeError: ctx.store.putt is not a function)",
    );
  });

  it("prints does not get into what is piped on", async () => {
    const folder = temporaryFolder({
      "mine.ts": `${define}export default defineCommitter({ async setupJob() { console.log("hello"); } });`,
    });
    const { stdout, stderr } = await lakelitmus(["check", "./mine.ts", ...cell, "--json"], { cwd: folder });
    expect(() => JSON.parse(stdout)).not.toThrow();
    expect(stderr).toContain("hello");
  });
});

describe.concurrent("a committer module", () => {
  const body = `export default defineCommitter({});`;
  it.each([
    ["mine.ts", `{ "type": "module" }`, define + body],
    ["mine.ts", `{ "type": "commonjs" }`, define + body],
    ["mine.mts", `{}`, define + body],
    ["mine.js", `{}`, define + body],
    ["mine.mjs", `{ "type": "commonjs" }`, define + body],
    ["mine.ts", `{}`, `${define}export const committer = defineCommitter({});`],
    [
      "sub dir/mine.ts",
      `{}`,
      `import { x } from "../other.js";\n${define}export default x(defineCommitter({}));`,
    ],
  ])("%s beside a package.json %s is loaded", async (file, manifest, source) => {
    const folder = temporaryFolder({
      [file]: source,
      "package.json": manifest,
      "other.ts": `export const x = <T>(value: T): T => value;`,
    });
    const { status, stdout } = await lakelitmus(
      ["check", `./${file}`, ...cell, "--property", "no-lost-rows", "--json"],
      { cwd: folder },
    );
    const { cells } = JSON.parse(stdout) as { cells: { committer: string; verdict: string }[] };
    expect(cells).toMatchObject([{ committer: `./${file}`, verdict: "holds" }]);
    expect(status).toBe(0);
  });

  it("may have options of its own", async () => {
    const source = `
      import { defineCommitter } from "lakelitmus";
      const table = { a: "t/a-", b: "t/b-" };
      export default {
        description: { name: "mine", title: "", source: "", options: [] },
        withOptions: (given) => {
          if (!(given.kind in table)) throw new TypeError("kind is a or b");
          return defineCommitter({});
        },
      };`;
    const folder = temporaryFolder({ "mine.ts": source });
    const good = await lakelitmus(["check", "./mine.ts?kind=a", ...cell], { cwd: folder });
    expect(good.stdout).toContain("./mine.ts?kind=a");
    const plain = temporaryFolder({ "mine.ts": `${define}${body}` });
    const { status, stderr } = await lakelitmus(["check", "./mine.ts?kind=a", ...cell], { cwd: plain });
    expect(stderr).toMatch(/takes no options/u);
    expect(status).toBe(2);
  });
});
