/** Choice lists as fast-check generates and shrinks them. */
import * as fc from "fast-check";

/**
 * Lists of choices for {@link ../explore/execute.replayChooser}: mostly 0, so that an execution is mostly the happy
 * path, and numbers large enough to reach every option. `size: "max"` is needed: without it fast-check stops at 10.
 */
export function choiceLists(maxLength = 120): fc.Arbitrary<number[]> {
  const choice = fc.oneof({ weight: 7, arbitrary: fc.constant(0) }, { weight: 3, arbitrary: fc.nat(255) });
  return fc.array(choice, { maxLength, size: "max" });
}
