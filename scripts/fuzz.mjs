/**
 * Fuzzes the endpoint over raw HTTP: malformed heads, targets, ranges, XML, chunks, lengths, part numbers and tokens, slow clients and
 * half-closed sockets. The endpoint must never crash, hang, tell a secret of another bucket, answer an error that is not S3's XML, or
 * take memory without bound.
 *
 *   npm run fuzz -- [--seconds 600] [--seed 1] [--case seed]
 *
 * `--case` sends one case alone, and shows it and its answer.
 */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import net from "node:net";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { buckets, caseOf, secretOf } from "./fuzz-cases.mjs";
import { Connection, signedHead, target } from "./raw-client.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const args = process.argv.slice(2);
const option = (name, usual) => (args.includes(name) ? args[args.indexOf(name) + 1] : usual);
const seconds = Number(option("--seconds", "600"));
if (!(seconds > 0)) throw new Error("--seconds takes a number above 0");
const seed = option("--seed", "1");
const only = option("--case", undefined);
const keys = { accessKey: "fuzz", secretKey: "fuzz-secret" };
const connections = 16;
/** Longer than the server waits for anybody. */
const patience = 20_000;

const server = spawn(
  process.execPath,
  [
    path.join(root, "dist/src/cli/main.js"),
    "serve",
    "--store",
    "s3-legacy",
    ...buckets.flatMap((name) => ["--bucket", name]),
    "--access-key",
    keys.accessKey,
    "--secret-key",
    keys.secretKey,
    "--faults",
    "none",
    "--patience",
    "3",
  ],
  { stdio: ["ignore", "pipe", "pipe"] },
);
let stderr = "";
const end = { how: undefined };
server.stderr.on("data", (chunk) => (stderr += chunk));
server.on("exit", (code, signal) => (end.how = `exit ${code ?? signal}`));
const { port } = JSON.parse(
  await new Promise((resolve) => server.stdout.once("data", (line) => resolve(line.toString()))),
);
const host = `127.0.0.1:${port}`;

function memory() {
  return Math.round(
    Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, "utf8"))[1]) / 1024,
  );
}

async function fill() {
  const connection = new Connection(port);
  for (const bucket of buckets) {
    for (const key of ["k/1", "k/2", `secret/${bucket}`]) {
      const body = Buffer.from(secretOf(bucket));
      const head = signedHead({
        method: "PUT",
        url: target(`/${bucket}/${key}`),
        host,
        headers: { "content-length": String(body.length) },
        payload: "UNSIGNED-PAYLOAD",
        ...keys,
      });
      const { status } = await connection.ask(head, body);
      if (status !== 200) throw new Error(`PUT answered ${status}`);
    }
  }
  connection.close();
}

/** Sends a case on a connection of its own. Resolves with all that comes back. */
function send({ bytes, slowly, half }) {
  return new Promise((resolve) => {
    const socket = net.connect({ port, host: "127.0.0.1", allowHalfOpen: true });
    const pieces = [];
    let late = false;
    const timer = setTimeout(() => ((late = true), socket.destroy()), patience);
    socket.on("data", (piece) => {
      pieces.push(piece);
      // What keeps the connection open for a next request is an answer, too.
      if (!half) finishSoon();
    });
    let soon;
    const finishSoon = () => {
      clearTimeout(soon);
      soon = setTimeout(() => socket.destroy(), 50);
    };
    socket.on("error", () => undefined);
    socket.on("end", () => socket.destroy());
    socket.on("close", () => {
      clearTimeout(timer);
      clearTimeout(soon);
      resolve({ answer: Buffer.concat(pieces), late });
    });
    socket.on("connect", () => void write(socket, bytes, slowly).then(() => half && socket.end()));
  });
}

async function write(socket, bytes, slowly) {
  if (!slowly) return socket.write(bytes);
  for (let at = 0; at < bytes.length && !socket.destroyed; at += 200) {
    socket.write(bytes.subarray(at, at + 200));
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** What is wrong with an answer; undefined: nothing. */
function wrongIn(given, { answer, late }) {
  if (late) return "no answer and no end";
  const text = answer.toString("latin1");
  for (const bucket of buckets) {
    if (
      bucket !== given.bucket &&
      text.includes(secretOf(bucket)) &&
      !given.bytes.toString("latin1").includes(bucket)
    )
      return `tells what ${bucket} holds`;
  }
  if (text === "") return undefined;
  const status = /^HTTP\/1\.1 (\d{3}) /.exec(text)?.[1];
  if (status === undefined) return "no HTTP answer";
  if (Number(status) >= 500 && status !== "501" && status !== "503") return `status ${status}`;
  if (Number(status) < 400) return undefined;
  // Of several answers to requests sent at once, those to HEAD have no body.
  if (text.split("HTTP/1.1 ").length > 2) return undefined;
  const [head, ...rest] = text.split("\r\n\r\n");
  const body = rest.join("\r\n\r\n");
  const json = head.includes("application/json");
  if (body !== "" && !json && !/<Error><Code>\w+<\/Code><Message>/.test(body))
    return `status ${status} without S3's error`;
  return undefined;
}

await fill();
if (only !== undefined) {
  const given = caseOf(only, { host, ...keys });
  process.stdout.write(`${given.bytes.toString("latin1").slice(0, 4000)}\n---\n`);
  const got = await send(given);
  process.stdout.write(
    `${got.answer.toString("latin1").slice(0, 4000)}\n---\n${wrongIn(given, got) ?? "fine"}\n${stderr}`,
  );
  server.kill("SIGKILL");
  process.exit();
}

const begin = performance.now();
const wrong = [];
const statuses = new Map();
const memories = [];
let sent = 0;
const watch = setInterval(() => memories.push(memory()), 1000);
await Promise.all(
  Array.from({ length: connections }, async () => {
    while (performance.now() - begin < seconds * 1000 && end.how === undefined && wrong.length < 10) {
      const name = `${seed}/${sent++}`;
      const given = caseOf(name, { host, ...keys });
      const got = await send(given);
      const status = /^HTTP\/1\.1 (\d{3})/.exec(got.answer.toString("latin1"))?.[1] ?? "closed";
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      const why = wrongIn(given, got);
      if (why !== undefined) wrong.push(`case ${name}: ${why}`);
    }
  }),
);
clearInterval(watch);
let alive = "no";
if (end.how === undefined) {
  const connection = new Connection(port);
  const { status, body } = await connection.ask(
    signedHead({ method: "GET", url: target(`/${buckets[0]}/secret/${buckets[0]}`), host, ...keys }),
  );
  alive = status === 200 && body.toString() === secretOf(buckets[0]) ? "yes" : `${status}`;
  connection.close();
}
const tenth = Math.max(1, Math.floor(memories.length / 10));
const middle = (list) => list.toSorted((a, b) => a - b)[list.length >> 1] ?? 0;
const early = middle(memories.slice(tenth, 3 * tenth));
const late = middle(memories.slice(-2 * tenth));
process.stdout.write(
  [
    `${sent} cases in ${Math.round((performance.now() - begin) / 1000)} s: ${[...statuses]
      .toSorted()
      .map(([status, count]) => `${count} x ${status}`)
      .join(", ")}`,
    `server: ${end.how ?? "running"}, answers as it should: ${alive}; memory ${early} MiB early, ${late} MiB late, ${Math.max(...memories, 0)} MiB at most`,
    ...wrong,
    stderr.includes("bug") ? stderr : "",
  ].join("\n") + "\n",
);
server.kill("SIGKILL");
const flat = late <= early * 1.5 + 64;
process.exitCode = sent > 0 && end.how === undefined && wrong.length === 0 && alive === "yes" && flat ? 0 : 1;
