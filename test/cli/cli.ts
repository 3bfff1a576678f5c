/** Runs the command line as users do: the built program, in a process of its own. */
import { type ChildProcess, spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";

const program = fileURLToPath(new URL("../../dist/src/cli/main.js", import.meta.url));

if (!existsSync(program)) throw new Error("dist/ is missing: run `npm run build` first");

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Called with the process once it has started. */
  readonly started?: (child: ChildProcess) => void;
}

/** Runs `lakelitmus` with these arguments and waits for its end. */
export function lakelitmus(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], {
      cwd: options.cwd ?? process.cwd(),
      env: { ...plainEnvironment(), ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, stdout, stderr }));
    options.started?.(child);
  });
}

/** Sends the signal once the process has printed `sign` to one of its outputs. */
export function signalAt(
  child: ChildProcess,
  output: "stdout" | "stderr",
  sign: string,
  signal: NodeJS.Signals,
): void {
  let text = "";
  let sent = false;
  child[output]?.on("data", (chunk: Buffer) => {
    text += chunk.toString();
    if (sent || !text.includes(sign)) return;
    sent = true;
    child.kill(signal);
  });
}

/** Without what vitest and a terminal say about colours and Node. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const { FORCE_COLOR: _force, NO_COLOR: _no, NODE_OPTIONS: _options, ...rest } = process.env;
  return rest;
}

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder that is gone after the tests. `files`: by relative path. */
export function temporaryFolder(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const folder = mkdtempSync(path.join(tmpdir(), "lakelitmus-test-"));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  return folder;
}

/** Every file below a folder with its content in hexadecimal, by relative path. */
export function contentOf(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).toSorted();
  return Object.fromEntries(
    files
      .filter((file) => statSync(path.join(folder, file)).isFile())
      .map((file) => [file, readFileSync(path.join(folder, file)).toString("hex")]),
  );
}

export function readJson(folder: string, file: string): unknown {
  return JSON.parse(readFileSync(path.join(folder, file), "utf8"));
}

/** One paragraph, one line, without a stack trace. */
export const paragraphPattern = /^lakelitmus: [^\n]+\n$/u;
