/** All litmus tests on many stores. Stores of the same rules are explored once. */
import type { LitmusTest, LitmusVerdict } from "../check/litmus.js";
import { canonical } from "../sim/canonical.js";
import type { Contract } from "../store/state.js";
import type { Personality } from "../store/personalities/index.js";
import { SimulatedStore } from "../store/simulated-store.js";
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
      const rules = canonical(store.capabilities);
      const explored = byCapabilities.get(rules) ?? (await exploreLitmus(test, storeFor(test, store)));
      byCapabilities.set(rules, explored);
      verdicts.push(await judgeLitmus(explored, store.name, detail));
    }
  }
  return verdicts;
}

/** The store with the faults that the test allows. */
export function storeFor(test: LitmusTest, personality: Personality): SimulatedStore {
  return new SimulatedStore(personality, { faults: test.faults?.kinds ?? [] });
}
