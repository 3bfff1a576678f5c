/**
 * Runs the conformance cases through boto3, against an endpoint of its own.
 *
 *   npm run conformance:boto3
 *
 * Needs python3 with boto3 (Debian: python3-boto3; PyPI: boto3).
 */
import { spawn } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { tsImport } from "tsx/esm/api";

const root = fileURLToPath(new URL("..", import.meta.url));
const { chapters } = await tsImport("../test/server/conformance/all.ts", import.meta.url);
const file = path.join(mkdtempSync(path.join(tmpdir(), "lakelitmus-boto3-")), "cases.json");
writeFileSync(file, JSON.stringify(chapters));

const server = spawn(process.execPath, [path.join(root, "dist/src/cli/main.js"), "serve", "--store", "aws"], {
  stdio: ["ignore", "pipe", "inherit"],
});
const { url } = JSON.parse(
  await new Promise((resolve) => server.stdout.once("data", (line) => resolve(line.toString()))),
);
const python = spawn("python3", [path.join(root, "scripts/conformance_boto3.py"), url, file], {
  stdio: "inherit",
});
python.on("error", (error) => {
  process.stderr.write(`python3 cannot be run: ${error.message}\n`);
  server.kill();
  process.exitCode = 2;
});
python.on("close", (status) => {
  server.kill();
  process.exitCode = status ?? 1;
});
