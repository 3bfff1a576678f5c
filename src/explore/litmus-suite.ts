/** All litmus tests on many stores. Stores of the same rules are explored once. */
import type { LitmusStep, LitmusTest, LitmusVerdict } from "../check/litmus.js";
import { canonical } from "../sim/canonical.js";
import type { Capabilities } from "../store/capabilities.js";
import type { Contract } from "../store/state.js";
import type { Personality } from "../store/personalities/index.js";
import { SimulatedStore, type StoreOptions } from "../store/simulated-store.js";
import { type Explored, exploreLitmus, judgeLitmus, type WitnessDetail } from "./litmus.js";

/** Runs each test on each store; by tests, then by stores. @throws LitmusError */
export async function runLitmusSuite(
  tests: readonly LitmusTest[],
  stores: readonly Personality[],
  detail: WitnessDetail = "unexpected",
): Promise<readonly LitmusVerdict[]> {
  const verdicts: LitmusVerdict[] = [];
  for (const test of tests) {
    const known = new Map<Contract, Map<string, Explored>>();
    for (const store of stores) {
      const byCapabilities = known.get(store.contract) ?? new Map<string, Explored>();
      known.set(store.contract, byCapabilities);
      const rules = canonical(capabilitiesUsed(test, store.capabilities));
      const explored = byCapabilities.get(rules) ?? (await exploreLitmus(test, storeFor(test, store)));
      byCapabilities.set(rules, explored);
      verdicts.push(await judgeLitmus(explored, store.name, detail));
    }
  }
  return verdicts;
}

/** Capabilities that make no difference to a test without a request of these kinds. */
const usedBy: Partial<Record<keyof Capabilities, (step: LitmusStep, test: LitmusTest) => boolean>> = {
  completeConditions: isOfUpload,
  repeatedComplete: isOfUpload,
  overtakenUpload: isOfUpload,
  minPartBytes: isOfUpload,
  conditionalDeletes: isConditionalDelete,
  deleteMissing: isConditionalDelete,
  copyConditions: ({ op }) => op === "copy",
  renames: ({ op }) => op === "rename",
  notifications: ({ op }) => op === "receive",
  listOrder: ({ op }) => op === "list",
  listsUploads: ({ op }) => op === "createMultipartUpload",
  versioning: isOfVersions,
  conditionsWhenVersioned: isConditionalWrite,
  keyWrites: (_step, { faults }) => faults?.kinds.includes("busy-key") === true,
};

function isOfUpload({ op }: LitmusStep): boolean {
  return op === "createMultipartUpload";
}

function isOfVersions(step: LitmusStep): boolean {
  return (
    step.op === "listObjectVersions" ||
    ("version" in step && step.version !== undefined) ||
    isConditionalWrite(step)
  );
}

function isConditionalWrite(step: LitmusStep): boolean {
  return "ifNoneMatch" in step || "ifMatch" in step;
}

function isConditionalDelete(step: LitmusStep): boolean {
  return step.op === "delete" && step.ifMatch !== undefined;
}

/** Those that can make a difference to the test. */
function capabilitiesUsed(test: LitmusTest, capabilities: Capabilities): Partial<Capabilities> {
  const steps = [...(test.start ?? []), ...Object.values(test.processes).flat()];
  return Object.fromEntries(
    Object.entries(capabilities).filter(([name]) => {
      const uses = usedBy[name as keyof Capabilities];
      return uses === undefined || steps.some((step) => uses(step, test));
    }),
  );
}

/** The store with the faults that the test allows. */
export function storeFor(test: LitmusTest, personality: Personality): SimulatedStore {
  return new SimulatedStore(personality, optionsOf(test));
}

export function optionsOf({ faults, minPartBytes = 1 }: LitmusTest): StoreOptions {
  return { faults: faults?.kinds ?? [], minPartBytes };
}
