import type { Capabilities } from "../capabilities.js";
import type { Contract } from "../state.js";

/** A named store: what its reads may answer, what it can do, and of what real store that is true. */
export interface Personality {
  readonly name: string;
  readonly contract: Contract;
  readonly capabilities: Capabilities;
  /** What it is true of, in one sentence. */
  readonly trueOf: string;
  /** From when it was true: a date or a year. */
  readonly since: string;
  /** Until when; left out where it still is. */
  readonly until?: string;
  /** Where that is written. */
  readonly source: string;
  /** No store is known to behave so: it isolates one thing. */
  readonly hypothetical?: boolean;
}

/** A personality, frozen with all that it holds. */
export function personality(parts: Personality): Personality {
  return Object.freeze({ ...parts, capabilities: Object.freeze({ ...parts.capabilities }) });
}
