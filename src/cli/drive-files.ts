/** The files that `drive` leaves of a seed that broke the program: they are written over what drive wrote, and over nothing else. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { readFaultPlan } from "../server/plan/fault-plan.js";
import { UsageError } from "./errors.js";
import { refuseAsFolder } from "./target-file.js";

export interface DriveFiles {
  readonly history: string;
  readonly faults: string;
}

export function driveFiles(folder: string, seed: string): DriveFiles {
  const name = seed.replaceAll(/[^\w.-]/g, "_");
  return {
    history: path.join(folder, `history-${name}.jsonl`),
    faults: path.join(folder, `faults-${name}.json`),
  };
}

/** Before the work. @throws UsageError where one of the files that may be written is somebody else's. */
export function refuseOthersDriveFiles(folder: string, seeds: readonly string[]): void {
  refuseAsFolder("--out", folder);
  if (!existsSync(folder)) return;
  for (const seed of seeds) {
    const { history, faults } = driveFiles(folder, seed);
    refuseUnless(history, (text) => text.split("\n", 1)[0]!.includes('"lakelitmus/history@'));
    refuseUnless(faults, isPlan);
  }
}

function refuseUnless(file: string, isOurs: (text: string) => boolean): void {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return;
    throw error;
  }
  if (isOurs(text)) return;
  throw new UsageError(
    `drive would overwrite ${file}, which lakelitmus has not made. Name another folder with --out, or move the file away.`,
  );
}

function isPlan(text: string): boolean {
  try {
    readFaultPlan(JSON.parse(text));
    return true;
  } catch {
    return false;
  }
}
