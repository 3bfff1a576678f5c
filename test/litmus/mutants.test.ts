/**
 * The suite against stores that are a little wrong. Each contract and each capability has a weakened mutant, which allows one
 * thing more, and a strengthened one, which allows one thing less; the test and the outcome that catch it are named.
 */
import { describe, expect, it } from "vitest";
import { exploreLitmus, judgeLitmus } from "../../src/explore/litmus.js";
import { storeFor } from "../../src/explore/litmus-suite.js";
import type { Capabilities } from "../../src/store/capabilities.js";
import { allPersonalities, type Personality, personalityNamed } from "../../src/store/personalities/index.js";
import { type Change, litmusNamed, type Mutant } from "./changes.js";
import { storeMutants } from "./mutants-of-stores.js";
import { uploadMutants } from "./mutants-of-uploads.js";

const tables = [storeMutants, uploadMutants];
const stores = allPersonalities.map(({ name }) => name);

/** In the order in which the name of a case tells them. */
function titled(all: readonly Mutant[]): readonly (readonly [string, string, string, Change])[] {
  return all.map(([what, change, test, outcome]) => [what, test, outcome, change]);
}

describe.each(stores)("%s", (name) => {
  const weakened = tables.flatMap((table) => table[name]?.weakened ?? []);
  const strengthened = tables.flatMap((table) => table[name]?.strengthened ?? []);
  const original = personalityNamed(name);

  async function outcomeOn(change: Change, test: string, outcome: string) {
    const { contract, replaced, capabilities, without = [], store } = change;
    const all = Object.entries({ ...original.capabilities, ...capabilities });
    const mutated: Personality = {
      ...original,
      contract: replaced ?? { ...original.contract, ...contract?.(original.contract) },
      capabilities: Object.fromEntries(
        all.filter(([name]) => !without.includes(name as keyof Capabilities)),
      ) as unknown as Capabilities,
    };
    const litmus = litmusNamed(test);
    const built = store?.(mutated, test) ?? storeFor(litmus, mutated);
    const verdict = await judgeLitmus(await exploreLitmus(litmus, built), name);
    return { met: verdict.met, ...verdict.outcomes.find((one) => one.outcome === outcome) };
  }

  it.each(titled(weakened))("weakened: %s; caught by %s (%s)", async (_what, test, outcome, change) => {
    expect(await outcomeOn({}, test, outcome)).toMatchObject({ met: true, expected: "forbidden" });
    expect(await outcomeOn(change, test, outcome)).toMatchObject({ met: false, witnessed: true });
  });

  it.each(titled(strengthened))(
    "strengthened: %s; caught by %s (%s)",
    async (_what, test, outcome, change) => {
      expect(await outcomeOn({}, test, outcome)).toMatchObject({ met: true, expected: "allowed" });
      expect(await outcomeOn(change, test, outcome)).toMatchObject({ met: false, witnessed: false });
    },
  );
});

describe("mutants", () => {
  it("are there for every store", () => {
    for (const table of tables) {
      expect(Object.keys(table).toSorted()).toEqual(stores.toSorted());
      for (const { weakened, strengthened } of Object.values(table)) {
        expect(weakened.length).toBeGreaterThan(0);
        expect(strengthened.length).toBeGreaterThan(0);
      }
    }
  });
});
