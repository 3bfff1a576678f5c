/** `run`: a real file, committed once, and every row of it accounted for. */
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { parquetjsCodec } from "../../src/parts/codec-parquetjs.js";
import { generatePart } from "../../src/parts/generate.js";
import { readPart } from "../../src/parts/read-part.js";
import { rowKeys } from "../../src/parts/row-key.js";
import { concatTables } from "../../src/parts/table-ops.js";
import { contentOf, type Ended, lakelitmus, readJson, temporaryFolder } from "./cli.js";

interface Told {
  readonly outcome: string;
  readonly reason?: string;
  readonly rows: Readonly<Record<"in" | "acked" | "readable" | "lost" | "surplus", string>>;
  readonly unreadable?: string;
  readonly lostRows: readonly string[];
  readonly wrongAnswers: readonly { readonly anomaly: string }[];
  readonly bucket: { readonly objects: number; readonly bytes: number };
}

const rowCount = 1003;
let folder: string;
/** The rows of the input as texts, some of them twice. */
let inputRows: readonly string[];

beforeAll(async () => {
  const plan = { seed: "1", jobKey: "job", task: 0, attempt: 0, file: 0 };
  const table = concatTables([generatePart({ ...plan, rows: 1000 }), generatePart({ ...plan, rows: 3 })]);
  inputRows = rowKeys(table);
  folder = temporaryFolder({
    "rows.parquet": await parquetjsCodec({ rowsPerGroup: 300 }).encode(table),
    "twice.ts": `
      import { defineCommitter } from "lakelitmus";
      export default defineCommitter({
        async write({ job }, part, ctx) {
          for (const copy of ["a", "b"]) await ctx.store.put({ key: job.table + copy + part.name, body: part.body });
        },
      });`,
    "text.ts": `
      import { Body, defineCommitter } from "lakelitmus";
      export default defineCommitter({
        async write({ job, task }, part, ctx) {
          const body = task === 1 ? Body.text("no Parquet at all") : part.body;
          await ctx.store.put({ key: job.table + part.name, body });
        },
      });`,
  });
});

const run = (committer: string, store: string, ...more: string[]): Promise<Ended> =>
  lakelitmus(["run", "--input", "rows.parquet", "--committer", committer, "--store", store, ...more], {
    cwd: folder,
  });

async function told(committer: string, store: string, ...more: string[]): Promise<Told> {
  const { status, stdout, stderr } = await run(committer, store, "--json", ...more);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return JSON.parse(stdout) as Told;
}

const all = String(rowCount);

describe.concurrent("run", () => {
  it("counts exactly the rows that a lagging LIST has cost, and shows some", async () => {
    const { outcome, rows, lostRows, wrongAnswers } = await told("file-output-v1", "list-lag");
    expect(outcome).toBe("acknowledged");
    // The rows are dealt out to four parts of 250, 251, 251 and 251 rows, and one LIST misses the first part.
    expect(rows).toEqual({ in: all, acked: all, readable: "753", lost: "250", surplus: "0" });
    expect(lostRows).toHaveLength(3);
    for (const row of lostRows) expect(inputRows.slice(0, 250)).toContain(row);
    expect(wrongAnswers).toMatchObject([{ anomaly: expect.stringMatching(/^LIST misses /u) }]);
  });

  it.each([
    ["iceberg-cas", "list-lag"],
    ["iceberg-cas", "s3-legacy-cas"],
    ["magic-copy?find=handed", "list-lag"],
    ["file-output-v1", "strong"],
  ])("finds every row that %s commits on %s, and each as often as it was", async (committer, store) => {
    const { outcome, rows, lostRows } = await told(committer, store, "--tasks", "3", "--files", "2");
    expect(outcome).toBe("acknowledged");
    expect(rows).toEqual({ in: all, acked: all, readable: all, lost: "0", surplus: "0" });
    expect(lostRows).toEqual([]);
  });

  it("behind a defence that knows what to wait for, loses nothing to a lagging LIST", async () => {
    const { rows, wrongAnswers } = await told("file-output-v1", "list-lag", "--defence", "list-until-keys");
    expect(rows).toEqual({ in: all, acked: all, readable: all, lost: "0", surplus: "0" });
    expect(wrongAnswers).toHaveLength(1);
  });

  it("with no wrong answers loses nothing on any store", async () => {
    const { rows, wrongAnswers } = await told("file-output-v1", "s3-legacy", "--anomalies", "0");
    expect(rows.lost).toBe("0");
    expect(wrongAnswers).toEqual([]);
  });

  it("counts rows beyond those of the input as surplus", async () => {
    const { rows } = await told("./twice.ts", "strong");
    expect(rows).toEqual({ in: all, acked: all, readable: "2006", lost: "0", surplus: all });
  });

  it("counts rows of a part that cannot be decoded as lost, and says why", async () => {
    const { rows, unreadable } = await told("./text.ts", "strong");
    expect(rows).toEqual({ in: all, acked: all, readable: "752", lost: "251", surplus: "0" });
    expect(unreadable).toMatch(/^t\/part-00001-0-.*\.parquet: .*Parquet/u);
  });

  it("acknowledges nothing where the committer declines the store", async () => {
    const { outcome, rows } = await told("iceberg-cas", "no-conditional-writes");
    expect(outcome).toBe("refused");
    expect(rows).toEqual({ in: all, acked: "0", readable: "0", lost: "0", surplus: "0" });
  });

  it("says it in words", async () => {
    const { stdout } = await run("magic-copy", "list-lag");
    expect(stdout).toMatch(/^ {2}lost +250 {2}acknowledged, but not readable$/mu);
    expect(stdout).toMatch(/step \d+ {2}w1\.driver: LIST/u);
    const strong = await run("magic-copy", "strong");
    expect(strong.stdout).toMatch(/the committer never asked anything that strong may answer wrongly/u);
  });

  it("tells the same twice, and another seed may tell otherwise", async () => {
    const at = async (seed: string): Promise<string> =>
      (await run("magic-copy", "list-lag", "--files", "5", "--seed", seed)).stdout;
    const [first, again, ...others] = await Promise.all(["1", "1", "2", "3", "4"].map(at));
    expect(again).toBe(first);
    expect(
      new Set(others.map((text) => text.replace(/seed \d/u, "seed 1"))).add(first!).size,
    ).toBeGreaterThan(1);
  });

  it("writes the bucket to a folder, in files that hold what the objects hold", async () => {
    const { bucket } = await told("iceberg-cas", "strong", "--out", "bucket-out");
    const table = readJson(folder, "bucket-out/bucket.json") as {
      readonly objects: readonly {
        readonly key: string;
        readonly file: string;
        size: number;
        sha256: string;
      }[];
    };
    expect(table.objects).toHaveLength(bucket.objects);
    const files = contentOf(path.join(folder, "bucket-out"));
    const rows: string[] = [];
    for (const { key, file, size, sha256 } of table.objects) {
      const bytes = Buffer.from(files[file]!, "hex");
      expect(bytes.length).toBe(size);
      expect(createHash("sha256").update(bytes).digest("hex")).toBe(sha256);
      if (key.endsWith(".parquet")) rows.push(...rowKeys(readPart(bytes)));
    }
    expect(rows.toSorted()).toEqual([...inputRows].toSorted());
    await told("iceberg-cas", "strong", "--out", "bucket-out");
    expect(contentOf(path.join(folder, "bucket-out"))).toEqual(files);
  });
});

describe("run on 3,000,000 real rows", () => {
  const require = createRequire(import.meta.url);
  const flights = path.join(path.dirname(require.resolve("vega-datasets")), "../data/flights-3m.parquet");
  /** Prints the peak of the process's memory when it ends. */
  const hook = `process.on("exit", () => process.stderr.write("peak " + process.resourceUsage().maxRSS + "\\n"))`;

  it.each([
    [
      "file-output-v1",
      { in: "3000000", acked: "3000000", readable: "2250000", lost: "750000", surplus: "0" },
    ],
    ["iceberg-cas", { in: "3000000", acked: "3000000", readable: "3000000", lost: "0", surplus: "0" }],
  ])("with 4 tasks by %s on list-lag accounts for each, in less than 1 GiB", async (committer, rows) => {
    const args = [
      "--input",
      flights,
      "--committer",
      committer,
      "--store",
      "list-lag",
      "--tasks",
      "4",
      "--json",
    ];
    const { status, stdout, stderr } = await lakelitmus(["run", ...args], {
      env: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(hook)}` },
    });
    expect(status).toBe(0);
    expect((JSON.parse(stdout) as Told).rows).toEqual(rows);
    const peaks = [...stderr.matchAll(/peak (\d+)/gu)].map(([, kib]) => Number(kib));
    expect(Math.max(...peaks)).toBeGreaterThan(50 * 1024);
    expect(Math.max(...peaks)).toBeLessThan(1024 * 1024);
  });
});
