/**
 * For those who do not take every choice but go by time (estimating, serving): somebody who says, for one request, how much of
 * the past it sees of each key. All that may be seen comes from the contract; an eye only chooses among it.
 */
import type { ListedObject } from "./object-store.js";
import type { Found, ReadVerb } from "./state.js";

export interface Eye {
  /** Which of `may` a GET, HEAD or COPY finds at the key: its position. What is true now is first; then what else there may be. */
  found(key: string, verb: ReadVerb, may: readonly Found[]): number;
  /** Which of `may` a LIST shows of the key: its position. What an up-to-date listing shows is first. Asked only where there is a choice. */
  listed(key: string, may: readonly (ListedObject | null)[]): number;
}
