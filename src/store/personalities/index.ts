/** Every store by name: those that protocols are compared on, and further ones. */
import { conditionsIgnored } from "./conditions-ignored.js";
import { deleteLag } from "./delete-lag.js";
import { listLag } from "./list-lag.js";
import { negativeCache } from "./negative-cache.js";
import { noConditionalWrites } from "./no-conditional-writes.js";
import { overwriteLag } from "./overwrite-lag.js";
import type { Personality } from "./personality.js";
import { s3LegacyCas } from "./s3-legacy-cas.js";
import { s3Legacy } from "./s3-legacy.js";
import { strong } from "./strong.js";

export type { Personality } from "./personality.js";

/** What protocols are compared on where nothing is chosen: each isolates one thing, or was the most used store of its time. */
export const personalities: readonly Personality[] = Object.freeze([
  strong,
  s3Legacy,
  s3LegacyCas,
  listLag,
  overwriteLag,
  deleteLag,
  negativeCache,
  noConditionalWrites,
  conditionsIgnored,
]);

/** Further stores, for those who ask for them. */
export const furtherPersonalities: readonly Personality[] = Object.freeze([]);

export const allPersonalities: readonly Personality[] = Object.freeze([
  ...personalities,
  ...furtherPersonalities,
]);

/** Thrown where a store is asked for by a name that none has. */
export class UnknownPersonality extends Error {
  override readonly name = "UnknownPersonality";

  constructor(asked: string) {
    const known = allPersonalities.map((personality) => personality.name).join(", ");
    super(`There is no store "${asked}". The stores are: ${known}.`);
  }
}

/** The store with this name; throws {@link UnknownPersonality}. */
export function personalityNamed(name: string): Personality {
  const found = allPersonalities.find((personality) => personality.name === name);
  if (found === undefined) throw new UnknownPersonality(name);
  return found;
}
