/** Runs a program to its end and says what it took. */
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";

export interface Ran {
  readonly status: number;
  /** Standard output and standard error. */
  readonly output: string;
  /** From its start to its end. */
  readonly seconds: number;
  /** Of all its threads. */
  readonly cpuSeconds: number;
  /** Most that was resident at once, in bytes; undefined where the system does not say (it is read off /proc). */
  readonly peak: number | undefined;
}

/** Milliseconds between two looks at a program's memory. */
const lookEvery = 20;

/** Runs `command` in `folder`, which is made where there is none. The shell's `times` says what its child took. */
export function run(command: readonly string[], folder: string): Promise<Ran> {
  mkdirSync(folder, { recursive: true });
  const script = '"$@"; status=$?; times >&2; exit $status';
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const child = spawn("sh", ["-c", script, "sh", ...command], { cwd: folder });
    let output = "";
    let told = "";
    let peak: number | undefined;
    const timer = setInterval(() => {
      const seen = residentOf(child.pid!);
      if (seen !== undefined) peak = Math.max(peak ?? 0, seen);
    }, lookEvery);
    child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (told += text));
    child.on("error", reject);
    child.on("close", (status) => {
      const seconds = (performance.now() - began) / 1000;
      clearInterval(timer);
      resolve({ status: status ?? 1, output: output + told, seconds, cpuSeconds: cpuOf(told), peak });
    });
  });
}

/** The last line of `times` is what children took: `0m0.21s 0m0.09s`, of their own and of the system's. */
function cpuOf(told: string): number {
  const [user, system] = [
    ...told
      .trimEnd()
      .split("\n")
      .at(-1)!
      .matchAll(/(\d+)m([\d.]+)s/gu),
  ];
  return secondsOf(user) + secondsOf(system);
}

function secondsOf(time: RegExpMatchArray | undefined): number {
  return time === undefined ? 0 : Number(time[1]) * 60 + Number(time[2]);
}

/** The most that the shell's child had resident so far. */
function residentOf(shell: number): number | undefined {
  try {
    const child = readFileSync(`/proc/${shell}/task/${shell}/children`, "utf8").trim().split(" ")[0];
    const peak = /^VmHWM:\s+(\d+) kB$/mu.exec(readFileSync(`/proc/${child}/status`, "utf8"));
    return peak === null ? undefined : Number(peak[1]) * 1024;
  } catch {
    return undefined;
  }
}
