/** One run of an outside program against an endpoint of its own. */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ControlClient } from "../server/control/client.js";
import { noFaults, type FaultPlan } from "../server/plan/fault-plan.js";
import { parseHistory } from "../server/judge/history-file.js";
import { type HistoryVerdict, judgeHistory } from "../server/judge/judge.js";
import { judgeRows, parseRows, type RowVerdict } from "../server/judge/rows.js";
import { serve, type ServeOptions } from "../server/serve.js";
import { personalityNamed } from "../store/personalities/index.js";
import { tool } from "./version.js";

export interface DrivePlan {
  readonly command: readonly string[];
  /** Run by a shell when the command has ended and everything has propagated: the program's reader. */
  readonly reader: string | undefined;
  readonly endpoint: (seed: string) => Omit<ServeOptions, "seed" | "plan">;
  readonly bucket: string;
  readonly clients: number | undefined;
  /** Milliseconds. */
  readonly patience: number;
}

export interface DriveRun {
  readonly seed: string;
  /** Of the command; "timeout" where it had to be ended. */
  readonly status: number | string;
  /** Of the reader, where there is one. */
  readonly readerStatus?: number | string;
  readonly history: HistoryVerdict;
  /** JSON lines. */
  readonly historyText: string;
  /** Where the program has said what it committed and what it read. */
  readonly rows?: RowVerdict;
  readonly stdout: string;
  readonly stderr: string;
  /** Why it counts as broken; empty: it does not. */
  readonly broken: readonly string[];
}

/** What is kept of what a program prints. */
const mostPrinted = 64 * 1024;

export async function driveOnce(
  plan: DrivePlan,
  seed: string,
  faults: FaultPlan,
  stop: AbortSignal,
): Promise<DriveRun> {
  const lines: string[] = [];
  const options = plan.endpoint(seed);
  const served = await serve({
    ...options,
    seed,
    plan: faults,
    tool,
    history: (line) => void lines.push(line),
  });
  const folder = mkdtempSync(path.join(tmpdir(), "lakelitmus-drive-"));
  try {
    const files = { acked: path.join(folder, "acked.jsonl"), read: path.join(folder, "read.jsonl") };
    const control = new ControlClient(served.url, options.secretKey);
    if (plan.clients !== undefined) await control.closeGate({ clients: plan.clients });
    const env = environment(served.url, options, plan.bucket, seed, files);
    const [program = "", ...args] = plan.command;
    const ended = await run(program, args, false, env, plan.patience, stop);
    await control.openGate();
    let readerEnded: Ended | undefined;
    if (plan.reader !== undefined && !stop.aborted) {
      await control.converge({ zombies: "land" });
      await control.setFaults(noFaults);
      readerEnded = await run(plan.reader, [], true, env, plan.patience, stop);
    }
    served.finish();
    const historyText = lines.join("");
    const history = judgeHistory(parseHistory(historyText, "the history"), personalityNamed);
    const rows = rowsOf(files, readerEnded !== undefined);
    return {
      seed,
      status: ended.status,
      ...(readerEnded === undefined ? {} : { readerStatus: readerEnded.status }),
      history,
      historyText,
      ...(rows === undefined ? {} : { rows }),
      stdout: ended.stdout + (readerEnded?.stdout ?? ""),
      stderr: ended.stderr + (readerEnded?.stderr ?? ""),
      broken: brokenBy(ended, readerEnded, history, rows),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await served.close();
  }
}

function environment(
  url: string,
  { accessKey, secretKey }: Pick<ServeOptions, "accessKey" | "secretKey">,
  bucket: string,
  seed: string,
  { acked, read }: { readonly acked: string; readonly read: string },
): NodeJS.ProcessEnv {
  return {
    ...process.env,
    AWS_ENDPOINT_URL: url,
    AWS_ENDPOINT_URL_S3: url,
    AWS_ACCESS_KEY_ID: accessKey,
    AWS_SECRET_ACCESS_KEY: secretKey,
    AWS_REGION: "us-east-1",
    AWS_DEFAULT_REGION: "us-east-1",
    AWS_EC2_METADATA_DISABLED: "true",
    LAKELITMUS_URL: url,
    LAKELITMUS_BUCKET: bucket,
    LAKELITMUS_SEED: seed,
    LAKELITMUS_ACKED: acked,
    LAKELITMUS_READ: read,
  };
}

interface Ended {
  readonly status: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

function run(
  program: string,
  args: readonly string[],
  shell: boolean,
  env: NodeJS.ProcessEnv,
  patience: number,
  stop: AbortSignal,
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    // A group of its own, so that what it starts ends with it.
    const child = spawn(program, [...args], {
      env,
      shell,
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    let stdout = "";
    let stderr = "";
    let reason: string | undefined;
    const end = (why: string): void => {
      reason = why;
      try {
        if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
      } catch {
        // It has ended by itself.
      }
    };
    const timer = setTimeout(() => end("timeout"), patience);
    const interrupted = (): void => end("interrupted");
    stop.addEventListener("abort", interrupted, { once: true });
    child.stdout?.on("data", (chunk: Buffer) => (stdout = (stdout + chunk.toString()).slice(-mostPrinted)));
    child.stderr?.on("data", (chunk: Buffer) => (stderr = (stderr + chunk.toString()).slice(-mostPrinted)));
    child.on("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      stop.removeEventListener("abort", interrupted);
      resolve({ status: reason ?? code ?? signal ?? "unknown", stdout, stderr });
    });
  });
}

/** Undefined where the program says nothing of rows. A reader that has been run and has written nothing has found none. */
function rowsOf(
  { acked, read }: { readonly acked: string; readonly read: string },
  readerRan: boolean,
): RowVerdict | undefined {
  const said = textOf(acked);
  const found = textOf(read) ?? (readerRan ? "" : undefined);
  if (said === undefined || found === undefined) return undefined;
  return judgeRows(parseRows(said, "$LAKELITMUS_ACKED"), parseRows(found, "$LAKELITMUS_READ"));
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function brokenBy(
  ended: Ended,
  readerEnded: Ended | undefined,
  history: HistoryVerdict,
  rows: RowVerdict | undefined,
): readonly string[] {
  const why: string[] = [];
  if (ended.status !== 0) why.push(`exit status ${ended.status}`);
  if (readerEnded !== undefined && readerEnded.status !== 0)
    why.push(`exit status ${readerEnded.status} of --reader`);
  for (const kind of ["lost", "phantom", "surplus"] as const) {
    const count = rows?.[kind].length ?? 0;
    if (count > 0) why.push(`${count} ${kind} ${count === 1 ? "row" : "rows"}`);
  }
  if (history.broken.length > 0) why.push("the store itself broke its promise, which is a bug in lakelitmus");
  return why;
}
