/** Bugs that were shipped, found again by general scenarios and properties. */
import type { Regression } from "../../src/check/regression.js";
import { cleanUpAfterDoubt } from "./clean-up.js";
import { duplicates } from "./duplicates.js";
import { garbage } from "./garbage.js";
import { notExclusive } from "./not-exclusive.js";
import { ownConflicts } from "./own-conflicts.js";

/** By class, in the order in which docs/regressions.md has them. */
export const regressions: readonly {
  readonly title: string;
  readonly regressions: readonly Regression[];
}[] = [
  { title: "Clean-up after an unknown outcome", regressions: cleanUpAfterDoubt },
  { title: "One's own success met as a conflict", regressions: ownConflicts },
  { title: "A commit that does not exclude others", regressions: notExclusive },
  { title: "Garbage collection", regressions: garbage },
  { title: "Commits that land twice", regressions: duplicates },
];
