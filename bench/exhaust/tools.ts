/** The model checkers: where they are, and a word where they are not. */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/** Why an engine is left out, in one line. */
export class Missing {
  readonly why: string;

  constructor(why: string) {
    this.why = why;
  }
}

export interface Spin {
  readonly version: string;
}

/** SPIN and a C compiler. Where Debian's package can be had and we may install it, it is. */
export function findSpin(): Spin | Missing {
  if (!runs("gcc", "--version")) return new Missing("no gcc, which SPIN's verifiers are compiled with");
  if (!runs("spin", "-V")) {
    const why = installSpin();
    if (why !== undefined) return new Missing(why);
  }
  const said = spawnSync("spin", ["-V"], { encoding: "utf8" }).stdout;
  return { version: /Version (\S+)/u.exec(said)?.[1] ?? "of unknown version" };
}

function installSpin(): string | undefined {
  if (!runs("apt-get", "--version")) return "spin is not installed (Debian has it as the package spin)";
  if (process.getuid?.() !== 0)
    return "spin is not installed, and this is not root: sudo apt-get install spin";
  process.stderr.write("Installing Debian's package spin…\n");
  const install = (): boolean =>
    spawnSync("apt-get", ["install", "-y", "--no-install-recommends", "spin"], { stdio: "ignore" }).status ===
    0;
  if (!install()) spawnSync("apt-get", ["update"], { stdio: "ignore" });
  return runs("spin", "-V") || install() ? undefined : "the package spin could not be installed";
}

export interface Tlc {
  /** Of Java. */
  readonly classPath: string;
  readonly version: string;
}

const noJar =
  "no tla2tools.jar: put its path into TLA2TOOLS, or make one of a checkout of tlaplus/tlaplus with bench/exhaust/build-tlc.sh";

/** TLC: TLA2TOOLS (a class path), or tla2tools.jar in the places where it usually is. */
export function findTlc(): Tlc | Missing {
  if (!runs("java", "-version")) return new Missing("no Java");
  const classPath = process.env["TLA2TOOLS"] ?? usualJars().find((jar) => existsSync(jar));
  if (classPath === undefined) return new Missing(noJar);
  // It prints its version and then complains that no specification is named.
  const said = spawnSync("java", ["-cp", classPath, "tlc2.TLC"], { encoding: "utf8" });
  const version = /^TLC2 Version (.+)$/mu.exec(said.stdout ?? "")?.[1];
  if (version === undefined) return new Missing(`${classPath} holds no tlc2.TLC`);
  return { classPath, version };
}

function usualJars(): readonly string[] {
  const maven = path.join(os.homedir(), ".m2/repository/org/lamport/tla2tools");
  const versions = existsSync(maven) ? readdirSync(maven) : [];
  return [
    ...versions.map((version) => path.join(maven, version, `tla2tools-${version}.jar`)),
    path.join(os.homedir(), "tla2tools.jar"),
    "/usr/share/java/tla2tools.jar",
    "/usr/local/lib/tla2tools.jar",
    "/opt/tla2tools.jar",
    "/opt/TLA+Toolbox/tla2tools.jar",
  ];
}

function runs(command: string, argument: string): boolean {
  try {
    execFileSync(command, [argument], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
