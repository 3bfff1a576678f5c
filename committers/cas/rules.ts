/** Rules by the words of the options that choose them. */
import type { Context, Plain } from "../../src/job/committer.js";
import { failAtOnce, lookThenFail, rebase, retryWithNewIds } from "../shared/publish/controls.js";
import type { Rule, Rules } from "../shared/publish/publish.js";
import { readBack, unknownAtOnce } from "../shared/publish/read-back.js";
import type { Commit } from "./committer.js";

export interface RuleWords {
  readonly "on-refusal": "read-back" | "rebase" | "fail";
  readonly "on-doubt": "read-back" | "unknown" | "rebase" | "retry-new-ids" | "look-then-fail" | "fail";
  readonly "found-own": "landed" | "append-again" | "roll-back";
}

export function rulesOf<V extends Plain>(
  words: RuleWords,
  stage: (ctx: Context) => Promise<Commit>,
): Rules<V, Commit> {
  const rules: Readonly<Record<RuleWords["on-doubt"], Rule<V, Commit>>> = {
    "read-back": readBack,
    unknown: unknownAtOnce,
    rebase,
    "look-then-fail": lookThenFail,
    "retry-new-ids": retryWithNewIds(stage),
    fail: failAtOnce,
  };
  return {
    onRefusal: rules[words["on-refusal"]],
    onDoubt: rules[words["on-doubt"]],
    recognisesItself: words["found-own"] === "landed",
  };
}
