/** Options that several defences have. */
import type { OptionDescription } from "../../../options.js";

/** How often is asked before the defence gives up. */
export const attemptsOption = {
  name: "attempts",
  values: { from: 0, to: 20 },
  default: "5",
  meaning: "How often is asked in all before it gives up; 0: it never does, and the store has to get there.",
} as const satisfies OptionDescription;

/** What happens when it has given up. */
export const otherwiseOption = {
  name: "otherwise",
  values: ["fail", "go-on"],
  default: "fail",
  meaning:
    "Where it gives up. fail: the request fails, loudly. go-on: it is as if there were no defence, as in most runbooks.",
} as const satisfies OptionDescription;
