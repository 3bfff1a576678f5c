/** Runs a program on our strong store and on an independent server, step by step, and compares what they say. */
import { isDeepStrictEqual } from "node:util";
import { strong } from "../../src/store/personalities/strong.js";
import { sequentialStore } from "../../src/store/sequential-store.js";
import { SimulatedStore } from "../../src/store/simulated-store.js";
import { type Difference, errorIn, knownDifference } from "./differences.js";
import { type Said, Side } from "./run.js";
import type { Server } from "./servers.js";
import type { Step } from "./steps.js";

/** A step of which the two said different things. */
export interface Differs {
  readonly at: number;
  readonly step: Step;
  readonly ours: Said;
  readonly theirs: Said;
  /** Which of the known differences it is. */
  readonly known?: Difference;
}

export interface Compared {
  /** How many steps both have run. */
  readonly steps: number;
  readonly differs: readonly Differs[];
}

/** Ends at the first difference that is not known, and where the two do not hold the same any more. */
export async function compare(
  program: readonly Step[],
  server: Server,
  our = new SimulatedStore(strong),
): Promise<Compared> {
  const ours = new Side(sequentialStore(our).store);
  const theirs = new Side(await server.bucket());
  const differs: Differs[] = [];
  for (const [at, step] of program.entries()) {
    const said = { ours: await ours.run(step), theirs: await theirs.run(step) };
    if (isDeepStrictEqual(said.ours, said.theirs)) continue;
    const known = knownDifference(step, said.ours, said.theirs);
    differs.push({ at, step, ...said, ...(known === undefined ? {} : { known }) });
    const parted = errorIn(said.ours) === undefined || errorIn(said.theirs) === undefined;
    if (known === undefined || (parted && !isRead(step))) return { steps: at + 1, differs };
  }
  return { steps: program.length, differs };
}

function isRead({ op }: Step): boolean {
  return ["get", "head", "list", "list-next", "list-uploads", "list-parts"].includes(op);
}
