/** Runs a program on our strong store and on an independent server, step by step, and compares what they say. */
import { isDeepStrictEqual } from "node:util";
import { strong } from "../../src/store/personalities/strong.js";
import { sequentialStore } from "../../src/store/sequential-store.js";
import { SimulatedStore, type StoreState } from "../../src/store/simulated-store.js";
import { recordAt } from "../../src/store/store-state.js";
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

/** `leftOut`: steps that neither is asked. Ends at the first difference that is not known, and where the two do not hold the same any more. */
export async function compare(
  program: readonly Step[],
  server: Server,
  our = new SimulatedStore(strong),
  leftOut: (step: Step, state: StoreState) => boolean = () => false,
): Promise<Compared> {
  const sequential = sequentialStore(our);
  const ours = new Side(sequential.store);
  const versioned = our.capabilities.versioning === "enabled";
  const theirs = new Side(await server.bucket(versioned ? "Enabled" : undefined));
  const differs: Differs[] = [];
  for (const [at, step] of program.entries()) {
    if (leftOut(step, sequential.state)) continue;
    const said = { ours: await ours.run(step), theirs: await theirs.run(step) };
    if (isDeepStrictEqual(said.ours, said.theirs)) continue;
    const known = knownDifference(step, said.ours, said.theirs, versioned);
    differs.push({ at, step, ...said, ...(known === undefined ? {} : { known }) });
    const parted = errorIn(said.ours) === undefined || errorIn(said.theirs) === undefined;
    if (known === undefined || (parted && !isRead(step))) return { steps: at + 1, differs };
  }
  return { steps: program.length, differs };
}

/** A DELETE of a key without versions, which moto takes for none: what comes after it would differ as well. */
export function marksNothing(step: Step, state: StoreState): boolean {
  const keys = step.op === "delete" ? [step.key] : step.op === "deleteObjects" ? step.keys : [];
  return keys.some((key) => (recordAt(state, key).history?.versions.length ?? 0) === 0);
}

function isRead({ op }: Step): boolean {
  const reads = ["get", "head", "list", "list-next", "list-uploads", "list-parts"];
  return [...reads, "get-version", "head-version", "list-versions"].includes(op);
}
