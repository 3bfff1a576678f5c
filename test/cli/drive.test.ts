/** serve, drive and judge on the command line. */
import type { ChildProcess } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { lakelitmus, paragraphPattern, readJson, temporaryFolder } from "./cli.js";

const append = fileURLToPath(new URL("../../examples/drive/append.mjs", import.meta.url));
const node = process.execPath;

describe("serve", () => {
  it("says in one line of JSON where it is, tells that it is on loopback, and ends with its history written", async () => {
    const folder = temporaryFolder();
    const history = path.join(folder, "history.jsonl");
    const args = ["serve", "--store", "aws", "--seed", "7", "--bucket", "lake", "--bucket", "old=s3-legacy"];
    const ask = async (url: string, child: ChildProcess): Promise<void> => {
      const answer = await fetch(`${url}/lake/key`);
      writeFileSync(path.join(folder, "answer.xml"), `${answer.status} ${await answer.text()}`);
      child.kill("SIGTERM");
    };
    const ended = await lakelitmus([...args, "--history", history], {
      started: (child) => {
        child.stdout?.once("data", (line: Buffer) => {
          const { url } = JSON.parse(line.toString()) as { url: string };
          void ask(url, child);
        });
      },
    });
    expect(ended.status).toBe(0);
    expect(JSON.parse(ended.stdout)).toMatchObject({
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) as string,
      seed: "7",
      accessKey: "lakelitmus",
      buckets: [
        { name: "lake", store: "strong" },
        { name: "old", store: "s3-legacy" },
      ],
    });
    expect(ended.stderr).toContain("loopback only");
    expect(readFileSync(path.join(folder, "answer.xml"), "utf8")).toMatch(
      /^403 .*<Code>AccessDenied<\/Code>/s,
    );
    const lines = readFileSync(history, "utf8").trimEnd().split("\n");
    expect(lines.map((line) => (JSON.parse(line) as { kind: string }).kind)).toEqual([
      "history",
      "bucket",
      "content",
      "content",
    ]);
    const judged = await lakelitmus(["judge", "--history", history]);
    expect(judged.status).toBe(0);
    expect(judged.stdout).toContain("No key was used");
  });

  it.each([
    [["--store", "strng"], 'Did you mean "strong"'],
    [["--store", "strong", "--bucket", "Not_A_Bucket"], "can be no bucket's name"],
    [["--store", "strong", "--anomalies", "often"], "must be a probability"],
    [["--store", "strong", "--faults", "no-such-file"], "no such file"],
    [["--store", "strong", "--lag", "5-1"], "--lag must be"],
    [["--store", "strong", "--time", "soon"], "virtual or real"],
    [["--store", "strong", "--port", "70000"], "--port must be"],
    [["--store", "strong", "--history", "package.json"], "there is one already"],
    [["--store", "strong", "--secret-key", ""], "must not be empty"],
  ])("refuses %j in one line", async (args, why) => {
    const ended = await lakelitmus(["serve", ...args]);
    expect(ended.status).toBe(2);
    expect(ended.stderr).toMatch(paragraphPattern);
    expect(ended.stderr).toContain(why);
  });
});

describe("drive", () => {
  const lost = {
    rules: [
      { op: "PutObject", nth: 2, when: "after", how: "500" },
      { op: "GetObject", nth: 1, how: "503" },
    ],
  };
  const options = (folder: string, reader: string) => [
    "--store",
    "strong",
    "--seeds",
    "5",
    "--anomalies",
    "0",
    "--faults",
    path.join(folder, "plan.json"),
    "--out",
    path.join(folder, "out"),
    "--reader",
    `${node} ${append} read${reader}`,
  ];

  it("finds the lost reply that makes a writer append its row twice, and nothing else", async () => {
    const folder = temporaryFolder({ "plan.json": JSON.stringify(lost) });
    const ended = await lakelitmus(["drive", ...options(folder, ""), "--", node, append, "--alone"]);
    expect(ended.stdout).toContain("seed 5  1 surplus row");
    expect(ended.stdout).toMatch(/PutObject table\/rows\.json, the \d\w\w: 500, applied\n\nTo see it again:/);
    expect(ended.stdout).not.toContain("GetObject");
    expect(ended.status).toBe(1);
    const { rules } = readJson(path.join(folder, "out"), "faults-5.json") as { rules: unknown[] };
    expect(rules).toHaveLength(1);
    const judged = await lakelitmus([
      "judge",
      "--history",
      path.join(folder, "out/history-5.jsonl"),
      "--json",
    ]);
    expect(JSON.parse(judged.stdout)).toMatchObject({ promised: 1, checked: 1, broken: [], faults: 2 });
  });

  it("finds nothing where the writer looks before it appends again", async () => {
    const folder = temporaryFolder({ "plan.json": JSON.stringify(lost) });
    const ended = await lakelitmus([
      "drive",
      ...options(folder, ""),
      "--json",
      "--",
      node,
      append,
      "--careful",
    ]);
    expect(ended.status).toBe(0);
    expect(JSON.parse(ended.stdout)).toMatchObject({
      broken: [],
      runs: [{ status: 0, rows: { acked: 6, read: 6, lost: [] } }],
    });
    expect(existsSync(path.join(folder, "out"))).toBe(false);
  });

  it("takes a reader that writes nothing for one that finds nothing, and says where no rows were told", async () => {
    const out = path.join(temporaryFolder(), "out");
    const common = ["drive", "--store", "strong", "--seeds", "1", "--tries", "0", "--out", out];
    const acks = `require("fs").writeFileSync(process.env.LAKELITMUS_ACKED, '"a row"')`;
    const silent = `${node} -e 0`;
    const lossy = await lakelitmus([...common, "--reader", silent, "--", node, "-e", acks]);
    expect(lossy.stdout).toContain("seed 1  1 lost row");
    expect(lossy.status).toBe(1);
    const untold = await lakelitmus([...common, "--reader", silent, "--", node, "-e", "0"]);
    expect(untold.stdout).toContain("Rows were not judged");
    expect(untold.status).toBe(0);
  });

  it("says so of a program that fails by itself, and of one that does not end", async () => {
    const out = path.join(temporaryFolder(), "out");
    const common = ["drive", "--store", "strong", "--seeds", "1..2", "--out", out];
    const fails = "console.error('no such table'); process.exit(3)";
    const failing = await lakelitmus([...common, "--", node, "-e", fails]);
    expect(failing.status).toBe(1);
    expect(failing.stdout).toContain("It printed last:\n  no such table");
    expect(failing.stdout).toContain("seed 2  exit status 3");
    expect(failing.stdout).toContain("breaks without any misfortune");
    const endless = [
      ...common,
      "--patience",
      "1",
      "--tries",
      "0",
      "--",
      node,
      "-e",
      "setInterval(() => 0, 1000)",
    ];
    const slow = await lakelitmus(endless);
    expect(slow.stdout).toContain("exit status timeout");
    const missing = await lakelitmus([...common, "--", "no-such-program"]);
    expect(missing.status).toBe(2);
    expect(missing.stderr).toMatch(paragraphPattern);
  });
});
