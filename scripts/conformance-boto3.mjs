/**
 * Runs the conformance cases through boto3, against an endpoint of its own.
 *
 *   npm run conformance:boto3
 *
 * scripts/python-env.sh installs boto3; its exit status is this one's where it cannot (75).
 */
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { tsImport } from "tsx/esm/api";

const root = fileURLToPath(new URL("..", import.meta.url));
const { status, stdout } = spawnSync("bash", [path.join(root, "scripts/python-env.sh")], {
  stdio: ["ignore", "pipe", "inherit"],
  encoding: "utf8",
});
if (status !== 0) process.exit(status ?? 2);

const { chapters } = await tsImport("../test/server/conformance/all.ts", import.meta.url);
const file = path.join(mkdtempSync(path.join(tmpdir(), "lakelitmus-boto3-")), "cases.json");
writeFileSync(file, JSON.stringify(chapters));

const server = spawn(process.execPath, [path.join(root, "dist/src/cli/main.js"), "serve", "--store", "aws"], {
  stdio: ["ignore", "pipe", "inherit"],
});
const { url } = JSON.parse(
  await new Promise((resolve) => server.stdout.once("data", (line) => resolve(line.toString()))),
);
const python = spawn(stdout.trim(), [path.join(root, "scripts/conformance_boto3.py"), url, file], {
  stdio: "inherit",
});
python.on("close", (status) => {
  server.kill();
  process.exitCode = status ?? 1;
});
