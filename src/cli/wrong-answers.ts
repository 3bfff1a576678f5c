/** The schedule of a single run: everything goes well, but for some wrong answers that the store's contract allows. */
import type { Chooser } from "../explore/execute.js";
import { seededRandom } from "../explore/random.js";

/**
 * Takes the well-behaved option, unless the request that it answers could be answered wrongly: then one of the wrong
 * answers, which the seed chooses. So the wrong answers that the bounds allow are used up at the first places where the
 * store can give any.
 */
export function wrongAnswersFirst(seed: string): Chooser {
  const random = seededRandom(`${seed}/wrong-answers`);
  return {
    choose: (options) => {
      const well = options[0];
      if (well === undefined || well === "stop" || well.kind !== "outcome") return 0;
      const wrong = options.flatMap((option, index) =>
        option !== "stop" &&
        option.kind === "outcome" &&
        option.process === well.process &&
        option.pending === well.pending &&
        option.anomalies > 0
          ? [index]
          : [],
      );
      return wrong.length === 0 ? 0 : wrong[random.below(wrong.length)]!;
    },
  };
}
