/**
 * bench/endpoint: our endpoint against s3rver (npm), in the same run, driven by the same client over bare sockets: PUT, GET and LIST
 * of 1 KiB objects at 32 connections, requests signed and verified; and, for ours alone, LIST of 1,000 of 1,000,000 keys.
 *
 *   node bench/endpoint.mjs [--seconds 5] [--keys 1000000] [--json file]
 *
 * s3rver is installed into a folder of its own, outside this project.
 */
import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Connection, signedHead, target } from "../scripts/raw-client.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const args = process.argv.slice(2);
const option = (name, usual) => (args.includes(name) ? args[args.indexOf(name) + 1] : usual);
const seconds = Number(option("--seconds", "5"));
const million = Number(option("--keys", "1000000"));
const connections = 32;
const listed = 1000;
const body = Buffer.alloc(1024, "x");
const bodyHash = createHash("sha256").update(body).digest("hex");

const servers = {
  lakelitmus: () =>
    start(
      process.execPath,
      [
        path.join(root, "dist/src/cli/main.js"),
        "serve",
        "--store",
        "strong",
        "--bucket",
        "bench",
        "--access-key",
        "S3RVER",
        "--secret-key",
        "S3RVER",
      ],
      (line) => JSON.parse(line).port,
    ),
  s3rver: () => {
    const folder = path.join(os.tmpdir(), "lakelitmus-bench-s3rver");
    if (!existsSync(path.join(folder, "node_modules/s3rver"))) {
      mkdirSync(folder, { recursive: true });
      execFileSync("npm", ["install", "--prefix", folder, "--no-audit", "--no-fund", "s3rver@3.7.1"], {
        stdio: "ignore",
      });
    }
    const data = mkdtempSync(path.join(os.tmpdir(), "lakelitmus-bench-data-"));
    const port = 20_000 + (process.pid % 10_000);
    const started = start(
      process.execPath,
      [
        path.join(folder, "node_modules/s3rver/bin/s3rver.js"),
        "--directory",
        data,
        "--port",
        String(port),
        "--address",
        "127.0.0.1",
        "--silent",
        "--no-vhost-buckets",
        "--configure-bucket",
        "bench",
      ],
      undefined,
      port,
    );
    return started.then((server) => ({
      ...server,
      end: () => (server.end(), rmSync(data, { recursive: true, force: true })),
    }));
  },
};

async function start(command, commandArgs, portOf, port) {
  const child = spawn(command, commandArgs, { stdio: ["ignore", "pipe", "ignore"] });
  const found =
    portOf === undefined
      ? port
      : portOf(await new Promise((resolve) => child.stdout.once("data", (line) => resolve(line.toString()))));
  for (let tries = 0; ; tries++) {
    try {
      const probe = new Connection(found);
      await probe.ask(`GET / HTTP/1.1\r\nhost: 127.0.0.1:${found}\r\n\r\n`);
      probe.close();
      break;
    } catch (error) {
      if (tries === 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  return { port: found, pid: child.pid, end: () => child.kill("SIGKILL") };
}

function memoryOf(pid) {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)[1]) / 1024);
}

function request(port, method, key, query, payload) {
  const url = target(`/bench${key === "" ? "" : `/${key}`}`, query);
  const headers = payload === undefined ? {} : { "content-length": String(payload.length) };
  return signedHead({
    method,
    url,
    host: `127.0.0.1:${port}`,
    headers,
    accessKey: "S3RVER",
    secretKey: "S3RVER",
    payload: payload === undefined ? undefined : bodyHash,
  });
}

/** Seconds that the server has computed: what it takes on a machine that others use as well. */
function cpuOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** As many as can be in the time, each connection one after the other. `make(n)`: head and body of the n-th. */
async function load({ port, pid }, make, until) {
  const times = [];
  let made = 0;
  const cpu = cpuOf(pid);
  const begin = performance.now();
  const end = begin + until * 1000;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const connection = new Connection(port);
      while (performance.now() < end) {
        const [head, payload] = make(made++);
        const sent = performance.now();
        const { status, body: answer } = await connection.ask(head, payload);
        if (status >= 300) throw new Error(`${status} ${answer.toString().slice(0, 300)}`);
        times.push(performance.now() - sent);
      }
      connection.close();
    }),
  );
  const took = (performance.now() - begin) / 1000;
  times.sort((a, b) => a - b);
  const at = (share) =>
    Number(times[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(2));
  const computed = Math.max(0.01, cpuOf(pid) - cpu);
  const perCpuSecond = Math.round(times.length / computed);
  return {
    perSecond: Math.round(times.length / took),
    perCpuSecond,
    p50: at(0.5),
    p99: at(0.99),
    requests: times.length,
  };
}

async function fill(port, from, to) {
  let next = from;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const connection = new Connection(port);
      while (next < to) {
        const key = `fill/${String(next++).padStart(8, "0")}`;
        const { status } = await connection.ask(request(port, "PUT", key, {}, body), body);
        if (status !== 200) throw new Error(`PUT answered ${status}`);
      }
      connection.close();
    }),
  );
}

async function measure(name) {
  const server = await servers[name]();
  const { port, pid } = server;
  try {
    const idle = memoryOf(pid);
    await load(server, (n) => [request(port, "PUT", `warm/${n % 100}`, {}, body), body], 1);
    const put = await load(server, (n) => [request(port, "PUT", `put/${n}`, {}, body), body], seconds);
    const afterPuts = memoryOf(pid);
    const get = await load(server, (n) => [request(port, "GET", `put/${n % put.requests}`, {})], seconds);
    await fill(port, 0, listed);
    const listHead = () =>
      request(port, "GET", "", { "list-type": "2", prefix: "fill/", "max-keys": String(listed) });
    const list = await load(server, () => [listHead()], seconds);
    const result = {
      put,
      get,
      list,
      memory: {
        idle,
        afterPuts,
        objects: put.requests,
        bytesPerObject: Math.round(((afterPuts - idle) * 1048576) / put.requests),
      },
    };
    if (name === "lakelitmus" && million > 0) {
      const few = list;
      await fillLarge(port, million);
      const many = await load(server, () => [listHead()], seconds);
      result.listOfMany = {
        keys: million,
        few: few.perSecond,
        fewPerCpuSecond: few.perCpuSecond,
        manyPerCpuSecond: many.perCpuSecond,
        many: many.perSecond,
        p99: many.p99,
        memory: memoryOf(pid),
      };
    }
    return result;
  } finally {
    server.end();
  }
}

/** Beside the thousand that are listed. */
async function fillLarge(port, keys) {
  let next = 0;
  const small = Buffer.from("x");
  const hash = createHash("sha256").update(small).digest("hex");
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const connection = new Connection(port);
      while (next < keys) {
        const url = target(`/bench/other/${String(next++).padStart(9, "0")}`);
        const head = signedHead({
          method: "PUT",
          url,
          host: `127.0.0.1:${port}`,
          headers: { "content-length": "1" },
          accessKey: "S3RVER",
          secretKey: "S3RVER",
          payload: hash,
        });
        const { status } = await connection.ask(head, small);
        if (status !== 200) throw new Error(`PUT answered ${status}`);
      }
      connection.close();
    }),
  );
}

const results = {};
for (const name of Object.keys(servers)) results[name] = await measure(name);
const { lakelitmus: ours, s3rver: theirs } = results;
const line = (what, a, b) =>
  `${what.padEnd(28)}${String(a).padStart(12)}${String(b).padStart(12)}${(a / b).toFixed(1).padStart(8)}x`;
const out = [
  `${"".padEnd(28)}${"lakelitmus".padStart(12)}${"s3rver".padStart(12)}`,
  ...["put", "get", "list"].flatMap((what) => [
    line(`${what.toUpperCase()}, requests a second`, ours[what].perSecond, theirs[what].perSecond),
    line(`${what.toUpperCase()}, a second of its CPU`, ours[what].perCpuSecond, theirs[what].perCpuSecond),
    `${`${what.toUpperCase()}, p99 in ms`.padEnd(28)}${String(ours[what].p99).padStart(12)}${String(theirs[what].p99).padStart(12)}`,
  ]),
  `${"memory when idle, MiB".padEnd(28)}${String(ours.memory.idle).padStart(12)}${String(theirs.memory.idle).padStart(12)}`,
  `${"memory after the PUTs, MiB".padEnd(28)}${String(ours.memory.afterPuts).padStart(12)}${String(theirs.memory.afterPuts).padStart(12)}   (${ours.memory.objects} and ${theirs.memory.objects} objects)`,
];
if (ours.listOfMany !== undefined) {
  const { keys, few, many, memory, fewPerCpuSecond, manyPerCpuSecond } = ours.listOfMany;
  out.push(
    `LIST of ${listed} keys a second: ${few} among few others, ${many} among ${keys.toLocaleString("en-US")}; a second of its CPU: ${fewPerCpuSecond} and ${manyPerCpuSecond}; memory then ${memory} MiB`,
  );
}
process.stdout.write(`${out.join("\n")}\n`);
if (args.includes("--json"))
  writeFileSync(option("--json", "endpoint.json"), `${JSON.stringify(results, null, 2)}\n`);
process.exitCode = ["put", "get", "list"].every(
  (what) => ours[what].perCpuSecond >= 3 * theirs[what].perCpuSecond,
)
  ? 0
  : 1;
