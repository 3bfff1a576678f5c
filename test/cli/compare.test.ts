/**
 * The default comparison, run once as a user runs it: what README shows of it, and what must be true of it.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { VerdictCell, Verdicts } from "../../src/check/verdict.js";
import { type Ended, lakelitmus, temporaryFolder } from "./cli.js";

const file = new URL("../../README.md", import.meta.url);
const write = process.env["LAKELITMUS_README"] === "write";

/** The properties whose matrices README shows. */
const shown = ["no-lost-rows", "all-or-nothing"];

/** The block of code in a part of README that begins with `start`. */
const block = (start: string): RegExp =>
  new RegExp(`(${start}[\\s\\S]*?\`\`\`(?:text|ts)\\n)([\\s\\S]*?)(\`\`\`)`, "u");
const matrixBlock = block("<!-- matrix");
const exampleBlock = block("## A committer of your own");

/** From what compare prints: the matrices of some properties, then how to read them. */
function matrixOf(stdout: string): string {
  const sections = stdout.split(/^(?=[a-z-]+: of |Each place shows |Evidence: )/mu);
  const wanted = [...shown.map((name) => `${name}: of `), "Each place shows "];
  const found = wanted.map((start) => sections.find((section) => section.startsWith(start)) ?? "");
  expect(found).not.toContain("");
  return found.join("").trimEnd();
}

const folder = temporaryFolder();
let compared: Ended;
let cells: readonly VerdictCell[] = [];

beforeAll(async () => {
  compared = await lakelitmus(["compare"], { cwd: folder });
  cells = (JSON.parse(readFileSync(path.join(folder, "report/verdicts.json"), "utf8")) as Verdicts).cells;
}, 600_000);

describe("docs/exhausting.md", () => {
  it("tells how many cells are proven", () => {
    const sampled = new Map<string, boolean>();
    for (const { committer, store, scenario, evidence } of cells) {
      const cell = [committer, store, scenario].join();
      sampled.set(cell, sampled.get(cell) === true || evidence === "sampled");
    }
    const proven = [...sampled.values()].filter((one) => !one).length;
    const page = readFileSync(new URL("../../docs/exhausting.md", import.meta.url), "utf8");
    const told = `all of its ${sampled.size} cells, and proves ${proven}, `;
    expect(page.replaceAll(/\s+/gu, " ")).toContain(told);
  });
});

describe("README", () => {
  beforeAll(() => {
    if (!write) return;
    const example = readFileSync(new URL("../../examples/pointer-swap.ts", import.meta.url), "utf8");
    const text = readFileSync(file, "utf8")
      .replace(
        matrixBlock,
        (_all, start: string, _old, end: string) => `${start}${matrixOf(compared.stdout)}\n${end}`,
      )
      .replace(exampleBlock, (_all, start: string, _old, end: string) => `${start}${example}${end}`);
    writeFileSync(file, text);
  });

  it("shows the matrix as compare prints it", () => {
    expect(compared.status).toBe(0);
    const [, , matrix] = matrixBlock.exec(readFileSync(file, "utf8")) ?? [];
    expect(matrix?.trimEnd()).toBe(matrixOf(compared.stdout));
    expect(matrix).toContain("✗ VIOLATED");
  });

  it("shows the example that is tested", () => {
    const [, , example] = exampleBlock.exec(readFileSync(file, "utf8")) ?? [];
    expect(example).toBe(readFileSync(new URL("../../examples/pointer-swap.ts", import.meta.url), "utf8"));
  });

  it("names only counterexamples that there are", () => {
    const text = readFileSync(file, "utf8");
    for (const [, name] of text.matchAll(/replay report\/(\S+\.json)/gu))
      expect(compared.stdout).toContain(name);
  });
});

function verdicts(wanted: Partial<VerdictCell>): readonly VerdictCell[] {
  const found = cells.filter((cell) =>
    Object.entries(wanted).every(([name, value]) => cell[name as keyof VerdictCell] === value),
  );
  expect(found, JSON.stringify(wanted)).not.toHaveLength(0);
  return found;
}

function expectAll(wanted: Partial<VerdictCell>, verdict: VerdictCell["verdict"]): void {
  for (const cell of verdicts(wanted)) {
    expect(cell.verdict, `${cell.committer} ${cell.store} ${cell.scenario} ${cell.property}`).toBe(verdict);
  }
}

const conditionsWork = [
  "strong",
  "s3-legacy-cas",
  "list-lag",
  "overwrite-lag",
  "delete-lag",
  "negative-cache",
];

describe("the default comparison", () => {
  const property = "no-lost-rows";

  it("finds that file-output-v1 loses rows silently, with one anomaly, where LIST lags", () => {
    for (const store of ["list-lag", "s3-legacy"]) {
      const [cell] = verdicts({ committer: "file-output-v1", store, scenario: "one-job", property });
      expect(cell).toMatchObject({
        verdict: "violated",
        evidence: "exhaustive",
        counterexample: { cost: { anomalies: 1, faults: 0, crashes: 0 }, silent: true },
      });
      expect(BigInt(cell!.rows!.lost)).toBeGreaterThan(0n);
    }
    for (const scenario of ["one-job", "speculation"]) {
      expectAll({ committer: "file-output-v1", store: "strong", scenario, property }, "holds");
    }
  });

  it("finds that magic-copy loses rows where it lists, and not where it is handed the keys", () => {
    for (const store of ["list-lag", "s3-legacy"]) {
      expectAll({ committer: "magic-copy?find=list", store, scenario: "one-job", property }, "violated");
      expectAll({ committer: "magic-copy?find=handed", store, property }, "holds");
    }
  });

  it("finds that iceberg-cas loses none where conditions work, loses some where they are ignored, refuses where there are none", () => {
    const committer = "iceberg-cas";
    for (const store of conditionsWork) expectAll({ committer, store, property }, "holds");
    expectAll({ committer, store: "conditions-ignored", scenario: "two-writers", property }, "violated");
    for (const store of ["s3-legacy", "no-conditional-writes"]) expectAll({ committer, store }, "refuses");
  });

  it("catches each control", () => {
    const caught: readonly (readonly [string, string, string])[] = [
      ["iceberg-cas?rebase=next-free-number", "two-writers", "no-lost-rows"],
      ["iceberg-cas?on-error=clean-up", "reply-lost", "readable"],
      ["iceberg-cas?on-error=retry-new-ids", "reply-lost", "no-duplicate-rows"],
    ];
    for (const [committer, scenario, property] of caught) {
      for (const store of conditionsWork) {
        expectAll({ committer, store, scenario, property }, "violated");
      }
    }
  });

  it("finds that only iceberg-cas shows all or nothing to a reader, even on strong", () => {
    const wanted = { store: "strong", scenario: "reader-polling", property: "all-or-nothing" };
    expectAll({ ...wanted, committer: "file-output-v1" }, "violated");
    expectAll({ ...wanted, committer: "magic-copy?find=list" }, "violated");
    expectAll({ ...wanted, committer: "magic-copy?find=handed" }, "violated");
    expectAll({ ...wanted, committer: "iceberg-cas" }, "holds");
  });

  it("says nothing that rests on nothing: every pass has seen an acknowledgement and its scenario's circumstance", () => {
    for (const cell of cells.filter(({ verdict }) => verdict === "holds"))
      expect(cell.witnessed["ack"]).toBeGreaterThan(0);
  });

  it("has a counterexample file for every violation, and each replays", async () => {
    const violated = cells.filter(({ verdict }) => verdict === "violated");
    const files = readdirSync(path.join(folder, "report/counterexamples"));
    expect(files).toHaveLength(violated.length);
    // All of them would take minutes: one of each committer and property.
    const chosen = new Map(violated.map((cell) => [`${cell.committer} ${cell.property}`, cell]));
    for (const cell of chosen.values()) {
      const run = await lakelitmus(["replay", path.join("report", cell.counterexample!.file)], {
        cwd: folder,
      });
      expect(run.status, `${cell.counterexample!.file}: ${run.stderr}`).toBe(0);
    }
  }, 600_000);

  it("gives the same bytes again", async () => {
    const some = ["--committer", "file-output-v1", "--store", "list-lag", "--scenario", "one-job"];
    const folders = [temporaryFolder(), temporaryFolder()];
    const outputs = await Promise.all(
      folders.map((cwd) => lakelitmus(["compare", ...some, "--scenario", "speculation"], { cwd })),
    );
    expect(outputs[1]).toEqual(outputs[0]);
    const [first = "", second = ""] = folders.map((cwd) => path.join(cwd, "report"));
    const names = readdirSync(first, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(first, path.join(entry.parentPath, entry.name)));
    expect(names.length).toBeGreaterThan(3);
    expect(readdirSync(second, { recursive: true })).toHaveLength(
      readdirSync(first, { recursive: true }).length,
    );
    for (const name of names) {
      const same = readFileSync(path.join(first, name)).equals(readFileSync(path.join(second, name)));
      expect(same, name).toBe(true);
    }
  }, 600_000);
});
