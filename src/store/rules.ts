import type { Capabilities } from "./capabilities.js";
import type { Eye } from "./eye.js";
import type { Contract } from "./state.js";

/** The rules of one store: what its reads may answer, and what it can do. */
export interface Rules {
  readonly contract: Contract;
  readonly capabilities: Capabilities;
  /** Chooses what each read sees; left out: every sight is an outcome of its own. */
  readonly eye?: Eye;
}
