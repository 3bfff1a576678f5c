/** What mutants of stores are made of: changes that allow one thing more, or one thing less. */
import { litmusTests } from "../../properties/litmus/index.js";
import { optionsOf } from "../../src/explore/litmus-suite.js";
import type { Capabilities } from "../../src/store/capabilities.js";
import { record } from "../../src/store/contracts/past.js";
import type { Personality } from "../../src/store/personalities/index.js";
import { SimulatedStore } from "../../src/store/simulated-store.js";
import type { Contract, Found, KeyRecord } from "../../src/store/state.js";

/** What is changed of a store. */
export interface Change {
  readonly contract?: (own: Contract) => Partial<Contract>;
  readonly replaced?: Contract;
  readonly capabilities?: Partial<Capabilities>;
  /** Capabilities that are as S3 has them. */
  readonly without?: readonly (keyof Capabilities)[];
  readonly store?: (personality: Personality, test: string) => SimulatedStore;
}

export type Mutant = readonly [what: string, change: Change, test: string, outcome: string];

export interface Mutants {
  readonly weakened: readonly Mutant[];
  readonly strengthened: readonly Mutant[];
}

export const litmusNamed = (name: string) => litmusTests.find((test) => test.name === name)!;

/** A record with more that may be found, once each. */
export function also(known: KeyRecord, where: "readable" | "listable", found: Found): KeyRecord {
  if (known.current === found || known[where].includes(found)) return known;
  return record({ ...known, [where]: [...known[where], found] });
}

export const afterWrite = (change: (after: KeyRecord, before: KeyRecord) => KeyRecord): Change => ({
  contract: (own) => ({ afterWrite: (before, next) => change(own.afterWrite(before, next), before) }),
});

export const afterDelete = (change: (after: KeyRecord, before: KeyRecord) => KeyRecord): Change => ({
  contract: (own) => ({ afterDelete: (before) => change(own.afterDelete(before), before) }),
});

export const forgetsMisses: Change = { contract: () => ({ afterMiss: (before) => before }) };
export const readsOldVersions = afterWrite((after, before) => also(after, "readable", before.current));
export const listsOldStates = afterWrite((after, before) => also(after, "listable", before.current));
export const listsDeleted = afterDelete((after, before) => also(after, "listable", before.current));
export const readsDeleted = afterDelete((after, before) => also(after, "readable", before.current));
export const missesNewObjects = afterWrite((after) => also(after, "readable", null));
export const readsOneVersionBack = afterWrite((after) =>
  record({ ...after, readable: after.readable.slice(0, 1) }),
);
export const readsTheTruth = afterWrite((after) => record({ ...after, readable: [] }));
export const listsTheTruth = afterWrite((after) => record({ ...after, listable: [] }));
export const ignoresConditions: Change = { capabilities: { conditionalWrites: "ignored" } };
export const honoursConditions: Change = { capabilities: { conditionalWrites: "honoured" } };
export const as = (contract: Contract): Change => ({ replaced: contract });
export const able = (capabilities: Partial<Capabilities>): Change => ({ capabilities });
export const asS3 = (...without: readonly (keyof Capabilities)[]): Change => ({ without });
export const refusesConditions: Change = { capabilities: { conditionalWrites: "absent" } };

/** Never sees that another request came between. */
export class NoConflicts extends SimulatedStore {
  override collides(): boolean {
    return false;
  }
}

/** What is late never takes effect. */
export class NoZombies extends SimulatedStore {
  override deliver(): [] {
    return [];
  }
}

/** Takes the oldest notification, once. */
export class DeliversInOrder extends SimulatedStore {
  override outcomes(
    ...given: Parameters<SimulatedStore["outcomes"]>
  ): ReturnType<SimulatedStore["outcomes"]> {
    const outcomes = super.outcomes(...given);
    return given[1].op === "receive" ? outcomes.slice(0, 1) : outcomes;
  }
}

/** Lists the bucket itself where it is asked to list the replica. */
export class ListsTheBucket extends SimulatedStore {
  override outcomes(
    ...given: Parameters<SimulatedStore["outcomes"]>
  ): ReturnType<SimulatedStore["outcomes"]> {
    const [state, request, ...rest] = given;
    if (request.op !== "list") return super.outcomes(...given);
    const { replica: _, ...asked } = request;
    return super.outcomes(state, asked, ...rest);
  }
}

/** Brings all changes of a key to the replica before those of the next. */
export class ReplicatesInOrder extends SimulatedStore {
  override steps(...given: Parameters<SimulatedStore["steps"]>): ReturnType<SimulatedStore["steps"]> {
    return super.steps(...given).slice(0, 1);
  }
}

export const built = (
  store: new (...given: ConstructorParameters<typeof SimulatedStore>) => SimulatedStore,
): Change => ({
  store: (personality, test) => new store(personality, optionsOf(litmusNamed(test))),
});
