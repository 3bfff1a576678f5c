/** The engines that search the commit log, each as a program of its own, so that each pays for its own start. */
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { type Ran, run } from "./child.js";
import type { Tlc } from "./tools.js";

/** `writers` append `commits` entries each; where `safe` is false PUT overwrites, and an entry is lost. */
export interface Scope {
  readonly writers: number;
  readonly commits: number;
  readonly safe: boolean;
}

/** One search of one engine. */
export interface Search {
  readonly ran: Ran;
  readonly verdict: "holds" | "violated";
  readonly states: number;
  readonly transitions: number;
  /** Bytes that the engine says it keeps, or undefined where it does not say. */
  readonly bytes?: number;
  /** Seconds for what must be done before the search can start, and is not in {@link Ran.seconds}. */
  readonly compiling?: number;
}

export interface Engine {
  readonly name: string;
  search(scope: Scope, folder: string): Promise<Search>;
}

/** The folder with the models and the sources, seen from where this file is compiled to. */
const sources = fileURLToPath(new URL("../../../../bench/exhaust/", import.meta.url));

/** An engine that ended otherwise than with a verdict. */
export class EngineFailure extends Error {}

export const ours: Engine = {
  name: "lakelitmus",
  async search({ writers, commits, safe }, folder) {
    const program = fileURLToPath(new URL("ours.js", import.meta.url));
    const ran = await run(
      [process.execPath, program, String(writers), String(commits), safe ? "safe" : "unsafe"],
      folder,
    );
    const line = ran.output.split("\n")[0]!;
    if (ran.status !== 0 || !line.startsWith("{")) throw new EngineFailure(`lakelitmus: ${ran.output}`);
    const { states, transitions, bytes, complete, violated } = JSON.parse(line) as OursSaid;
    if (!complete) throw new EngineFailure("lakelitmus: the search did not close");
    return { ran, verdict: violated ? "violated" : "holds", states, transitions, bytes };
  },
};

interface OursSaid {
  readonly states: number;
  readonly transitions: number;
  readonly bytes: number;
  readonly complete: boolean;
  readonly violated: boolean;
}

export const spin: Engine = {
  name: "SPIN",
  async search({ writers, commits, safe }, folder) {
    mkdirSync(folder, { recursive: true });
    copyFileSync(path.join(sources, "commit-log.pml"), path.join(folder, "commit-log.pml"));
    const model = [`-DN=${writers}`, `-DK=${commits}`, ...(safe ? [] : ["-DUNSAFE"]), "commit-log.pml"];
    const generated = await run(["spin", "-a", ...model], folder);
    const compiled = await run(["gcc", "-O2", "-DSAFETY", "-DNOFAIR", "-o", "pan", "pan.c"], folder);
    if (generated.status !== 0 || compiled.status !== 0)
      throw new EngineFailure(`SPIN: ${generated.output}${compiled.output}`);
    const ran = await run(["./pan", "-m100000"], folder);
    const megabytes = numberIn(ran.output, /([\d.]+)\s+actual memory usage for states/u);
    const errors = numberIn(ran.output, /errors: (\d+)/u);
    return {
      ran,
      verdict: errors > 0 ? "violated" : "holds",
      states: numberIn(ran.output, /(\d+) states, stored/u),
      // It counts coming to the first state as one.
      transitions: numberIn(ran.output, /(\d+) transitions/u) - 1,
      bytes: megabytes * 2 ** 20,
      compiling: generated.seconds + compiled.seconds,
    };
  },
};

/** TLC with one worker: with more, a counterexample need not be the shortest. */
export function tlc({ classPath }: Tlc): Engine {
  return {
    name: "TLC",
    async search({ writers, commits, safe }, folder) {
      mkdirSync(folder, { recursive: true });
      copyFileSync(path.join(sources, "CommitLog.tla"), path.join(folder, "CommitLog.tla"));
      writeFileSync(
        path.join(folder, "CommitLog.cfg"),
        `CONSTANTS N = ${writers} K = ${commits} Safe = ${safe ? "TRUE" : "FALSE"}\n` +
          `SPECIFICATION Spec\nINVARIANT NothingLost\nCHECK_DEADLOCK FALSE\n`,
      );
      const java = ["java", "-XX:+UseParallelGC", "-cp", classPath, "tlc2.TLC"];
      const ran = await run([...java, "-workers", "1", "-config", "CommitLog.cfg", "CommitLog.tla"], folder);
      const holds = ran.output.includes("No error has been found");
      if (!holds && !ran.output.includes("Invariant NothingLost is violated"))
        throw new EngineFailure(`TLC: ${ran.output}`);
      const counts = /^(\d+) states generated, (\d+) distinct states found/mu.exec(ran.output);
      return {
        ran,
        verdict: holds ? "holds" : "violated",
        states: Number(counts?.[2]),
        // It counts the first state as generated, too.
        transitions: Number(counts?.[1]) - 1,
      };
    },
  };
}

function numberIn(text: string, pattern: RegExp): number {
  const found = pattern.exec(text);
  if (found === null) throw new EngineFailure(`SPIN said nothing of ${pattern.source}:\n${text}`);
  return Number(found[1]);
}
