/** How effects of defences are said: the same words in the terminal, in Markdown and in HTML. */
import type { VerdictCell } from "../check/verdict.js";
import type { Change, DefenceEffect, Effect, Factor } from "./defence-effects.js";
import { anomalyWords, costWords, count, listed } from "./words.js";

/** What documentation says of a defence. */
export interface DefenceDescription {
  readonly name: string;
  readonly title: string;
  readonly source: string;
  readonly promises: string;
  readonly leavesOpen: string;
  readonly options: readonly { readonly name: string; readonly default: string; readonly meaning: string }[];
}

export const effectWords: Readonly<
  Record<Effect, { readonly sign: string; readonly word: string; readonly meaning: string }>
> = {
  harms: {
    sign: "✗",
    word: "harms",
    meaning: "something is broken that was not, or with less bad luck, or silently now",
  },
  trades: { sign: "±", word: "trades", meaning: "it helps against one thing, and breaks another" },
  stops: { sign: "∅", word: "stops", meaning: "no job is acknowledged any more" },
  unknown: { sign: "?", word: "unknown", meaning: "a search was not ended, so nothing is said" },
  "no-help": { sign: "=", word: "no help", meaning: "what was broken is broken as before" },
  dearer: {
    sign: "↑",
    word: "dearer",
    meaning: "what was broken takes more bad luck now, or is loud now",
  },
  "rescues-some": {
    sign: "◐",
    word: "rescues some",
    meaning: "some of what was broken holds in every execution within the bounds",
  },
  rescues: {
    sign: "✓",
    word: "rescues",
    meaning: "all that was broken holds in every execution within the bounds",
  },
  refuses: { sign: "⊘", word: "refuses", meaning: "the committer declines the store" },
  holds: { sign: "·", word: "holds", meaning: "nothing was broken, and nothing is" },
};

const signs: Readonly<Record<Change["way"], string>> = {
  broken: "✗",
  cheaper: "✗",
  rescued: "✓",
  dearer: "↑",
};

/** A change, wherever it came out: `lost commit (lost update, P4): with 2 anomalies instead of 1 anomaly`. */
export function changeWords({ way, before, after }: Change): string {
  const name = nameOf(after) ?? nameOf(before) ?? after.property;
  const [was, is] = [before.counterexample, after.counterexample];
  if (way === "rescued") return `${name}: does not happen any more`;
  const loud = (silent: boolean): string => (silent ? "silently" : "not silently");
  if (way === "broken" || was === undefined || is === undefined) {
    return `${name}: new, ${is === undefined ? "" : `${loud(is.silent)}, with ${costWords(is.cost)}`}`;
  }
  const [then, now] = [costWords(was.cost), costWords(is.cost)];
  if (then === now) return `${name}: ${loud(is.silent)} instead of ${loud(was.silent)}, with ${now}`;
  return `${name}: with ${now} instead of ${then}`;
}

function nameOf({ anomaly }: VerdictCell): string | undefined {
  return anomaly === undefined ? undefined : anomalyWords(anomaly);
}

export interface ChangeGroup {
  readonly way: Change["way"];
  readonly sign: string;
  readonly words: string;
  /** `list-lag, s3-legacy (one-job)`. */
  readonly where: string;
  /** The first of them. */
  readonly change: Change;
}

/** The changes of one defence on the stores of its table, those that say the same together; what it breaks first. */
export function changeGroups(
  effects: readonly DefenceEffect[],
  stores: readonly string[],
): readonly ChangeGroup[] {
  const groups = new Map<string, [Change, ...Change[]]>();
  for (const change of effects.flatMap(({ changes }) => changes)) {
    const key = JSON.stringify([change.way, changeWords(change)]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [change]);
    else group.push(change);
  }
  const order: readonly Change["way"][] = ["broken", "cheaper", "dearer", "rescued"];
  return [...groups.values()]
    .map((changes) => {
      const [change] = changes;
      const distinct = (of: (cell: VerdictCell) => string): readonly string[] => [
        ...new Set(changes.map(({ after }) => of(after))),
      ];
      const on = distinct(({ store }) => store);
      const all = on.length === stores.length && stores.length > 1;
      return {
        way: change.way,
        sign: signs[change.way],
        words: changeWords(change),
        where: `${all ? "every store" : listed(on)} (${listed(distinct(({ scenario }) => scenario))})`,
        change,
      };
    })
    .toSorted((a, b) => order.indexOf(a.way) - order.indexOf(b.way));
}

/** `x1.3`, to one digit: how many times as much. */
export function timesText({ before, after }: { readonly before: number; readonly after: number }): string {
  return `x${(after / before).toFixed(1)}`;
}

/** `31 requests instead of 23 (x1.3), a job takes 3.1 s instead of 2.3 s (x1.3), …`. */
export function factorWords({ tasks, files, requests, table, job }: Factor): string {
  const size = `${count(tasks, "task")} x ${count(files, "file")}`;
  const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;
  return (
    `a job of ${size} makes ${requests.after} requests instead of ${requests.before} (${timesText(requests)})${table === 0 ? "" : `, ${table} of them of a table beside the store,`} ` +
    `and takes ${seconds(job.after)} instead of ${seconds(job.before)} (${timesText(job)}), where nothing goes wrong`
  );
}
