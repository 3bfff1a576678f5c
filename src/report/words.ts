/** What verdicts are called and how evidence, bounds and costs are said: the same words in the terminal, in Markdown and in HTML. */
import { circumstancesOf, coordinations, faultChoices, idRules, writeModes } from "../check/bounds.js";
import type { Bounds, Cost, CounterexampleFile, VerdictCell } from "../check/verdict.js";

/**
 * What a cell of the matrix can be: `violated` silently or not, `holds` in two strengths, `unknown` because what the property watches never
 * happened (vacuous) or for another reason, the other answers, and `not-run` where nobody asked. What several scenarios
 * together amount to is the first of theirs in this order: the worst comes first, and what says nothing comes last.
 */
export const kinds = [
  "violated-silent",
  "violated-loud",
  "unknown",
  "refuses",
  "holds-sampled",
  "holds-exhaustive",
  "vacuous",
  "not-run",
] as const;

export type Kind = (typeof kinds)[number];

export interface KindWords {
  /** Tells the kinds apart without colour and without reading. One column wide. */
  readonly sign: string;
  /** The word in a cell. */
  readonly word: string;
  /** Where it is heard, not seen, and the word is not enough. */
  readonly spoken?: string;
  /** What the word means, for a legend. */
  readonly meaning: string;
}

export const wordsOf: Readonly<Record<Kind, KindWords>> = {
  "violated-silent": {
    sign: "✗",
    word: "VIOLATED",
    spoken: "violated silently",
    meaning:
      "silently: an execution breaks the property, and nobody whose rows it is about is told; replay shows it",
  },
  "violated-loud": {
    sign: "!",
    word: "violated",
    spoken: "violated, not silently",
    meaning:
      "not silently: an execution breaks the property, and the job whose rows it is about reports failure, or a reader gets an error, or somebody waits for ever",
  },
  unknown: { sign: "?", word: "unknown", meaning: "not decided: the search was not ended" },
  refuses: {
    sign: "⊘",
    word: "refuses",
    meaning: "the committer declines the store and acknowledges nothing",
  },
  "holds-sampled": {
    sign: "≈",
    word: "sampled",
    meaning: "holds in every sampled execution; others may differ",
  },
  "holds-exhaustive": { sign: "✓", word: "holds", meaning: "holds in every execution within the bounds" },
  vacuous: { sign: "∅", word: "vacuous", meaning: "says nothing: what the property watches never happened" },
  "not-run": { sign: "·", word: "not run", meaning: "nobody asked" },
};

/** Silently or not. */
export function isViolated(kind: Kind): boolean {
  return kind === "violated-silent" || kind === "violated-loud";
}

export function kindOf(cell: VerdictCell): Kind {
  if (cell.verdict === "violated") {
    return cell.counterexample?.silent === false ? "violated-loud" : "violated-silent";
  }
  if (cell.verdict === "holds") return `holds-${cell.evidence}`;
  return cell.verdict === "unknown" && /^vacuous\b/.test(cell.reason ?? "") ? "vacuous" : cell.verdict;
}

/** Digits in threes: `12,345`. Takes what stands in the JSON: a number or decimal digits. */
export function digits(value: number | string): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ",");
}

/** `1 task`, `2 tasks`, `no tasks`. */
export function count(value: number | string, one: string, many = `${one}s`): string {
  const text = String(value);
  return text === "0" ? `no ${many}` : `${digits(text)} ${text === "1" ? one : many}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[], last = "and"): string {
  return items.length < 2
    ? items.join("")
    : `${items.slice(0, -1).join(", ")} ${last} ${items[items.length - 1] ?? ""}`;
}

/** Begins with a capital letter. */
export function capital(text: string): string {
  return `${text[0]?.toUpperCase() ?? ""}${text.slice(1)}`;
}

/** With the full stop that it may lack: titles and sources are written without, some of them. */
export function fullStop(text: string): string {
  return /[.!?]$/u.test(text) ? text : `${text}.`;
}

/** A phrase as a sentence. */
export function sentence(text: string): string {
  return fullStop(capital(text));
}

/** `once`, `twice`, `3 times`. */
export function timesWords(times: number): string {
  return times === 1 ? "once" : times === 2 ? "twice" : `${digits(times)} times`;
}

/** Who does what in the scope: `2 tasks x 2 files x 3 rows, 2 writers`. What is at its plainest (one writer, no reader) is left out. */
export function scopeWords(bounds: Bounds): string {
  const { tasks, files, rows, writers, attempts, speculative, reruns, readers, polls } = bounds;
  const optional: readonly (readonly [boolean, string])[] = [
    [writers !== 1, count(writers, "writer")],
    [attempts > 1, `up to ${count(attempts, "attempt")} of a task`],
    [speculative > 0, `${count(speculative, "task")} with a speculative attempt`],
    [reruns > 0, `up to ${count(reruns, "rerun")} after a crash of the driver`],
    [readers > 0, `${count(readers, "reader")} reading ${timesWords(polls)}`],
    [bounds.coordinator === 0, "no commit coordinator"],
    [bounds.lingering === 0, "a job is given up only when its attempts have ended"],
    ...circumstanceWords(bounds),
  ];
  return [
    [count(tasks, "task"), count(files, "file"), count(rows, "row")].join(" x "),
    ...optional.filter(([said]) => said).map(([, words]) => words),
  ].join(", ");
}

/** What most scenarios do not have, each with whether it is there. */
function circumstanceWords(bounds: Bounds): readonly (readonly [boolean, string])[] {
  const all = circumstancesOf(bounds);
  const { cleaners, losses, drivers, prior, killed, partitions, mode, ids, names, engine } = all;
  return [
    [cleaners > 0, count(cleaners, "cleaner")],
    [
      losses > 0,
      `up to ${count(losses, "executor")} taken for lost that ${losses === 1 ? "runs" : "run"} on`,
    ],
    [bounds.crashes > 0 && all.dying > 0, "attempts alone may die"],
    [all.coordination > 0, coordinationWords[coordinations[all.coordination] ?? "full"]],
    [drivers > 1, "a second driver that commits the same tasks"],
    [prior > 0, "rows there before"],
    [killed > 0, "what a killed job has left"],
    [partitions > 0, count(partitions, "partition")],
    [mode > 0, `mode ${writeModes[mode] ?? mode}`],
    [ids > 0, idWords[idRules[ids] ?? "unique"]],
    [names > 0, names === 1 ? "file names by attempt" : "file names that all jobs have in common"],
    [engine > 0, "MapReduce's engine"],
  ];
}

const coordinationWords: Readonly<Record<(typeof coordinations)[number], string>> = {
  full: "the coordinator's full rules",
  "clears-on-any-failure": "a coordinator that clears a task's lock when any attempt of it fails",
  "grants-to-failed": "a coordinator that lets attempts commit that count as failed",
};

const idWords: Readonly<Record<(typeof idRules)[number], string>> = {
  unique: "ids all different",
  rerun: "a rerun has the id of the run before it",
  equal: "all jobs have the same id",
  unstable: "the attempts of a task have task ids of their own",
};

/** The one kind of fault that there is. */
function onlyWords(bounds: Bounds): string {
  const { fault } = circumstancesOf(bounds);
  return fault === 0 ? "" : ` (${faultChoices[fault] ?? fault} only)`;
}

/** Faults that were asked for. */
function alsoWords(bounds: Bounds): string {
  const { throttling, resumes, lifecycle } = circumstancesOf(bounds);
  const also = [
    ...(throttling > 0 ? ["throttling"] : []),
    ...(resumes > 0 ? ["resumed reads"] : []),
    ...(lifecycle > 0 ? ["lifecycle rules"] : []),
  ];
  return also.length === 0 ? "" : ` (${listed(also)} among them)`;
}

/** How much bad luck is allowed: `at most 2 anomalies, no faults or crashes`. */
export function luckWords(bounds: Bounds): string {
  const { anomalies, faults, crashes, zombies } = bounds;
  const some = [
    ...(anomalies > 0 ? [count(anomalies, "anomaly", "anomalies")] : []),
    ...(faults > 0 ? [count(faults, "fault") + onlyWords(bounds) + alsoWords(bounds)] : []),
    ...(crashes > 0 ? [count(crashes, "crash", "crashes")] : []),
    ...(zombies > 0
      ? [count(zombies, "request in flight on its own", "requests in flight on their own")]
      : []),
  ];
  const none = [
    ...(anomalies > 0 ? [] : ["anomalies"]),
    ...(faults > 0 ? [] : ["faults"]),
    ...(crashes > 0 ? [] : ["crashes"]),
  ];
  return [
    ...(some.length > 0 ? [`at most ${listed(some)}`] : []),
    ...(none.length > 0 ? [`no ${listed(none, "or")}`] : []),
  ].join(", ");
}

/** Scope and luck in one phrase. */
export function boundsWords(bounds: Bounds): string {
  return `${scopeWords(bounds)}, with ${luckWords(bounds)}`;
}

/** `1 anomaly`, `1 fault and 2 crashes`; what was none is left out. */
export function costWords(cost: Cost): string {
  const parts = [
    ...(cost.anomalies > 0 ? [count(cost.anomalies, "anomaly", "anomalies")] : []),
    ...(cost.faults > 0 ? [count(cost.faults, "fault")] : []),
    ...(cost.crashes > 0 ? [count(cost.crashes, "crash", "crashes")] : []),
  ];
  return parts.length === 0 ? "no bad luck at all (the order of the steps is enough)" : listed(parts);
}

/** The plain name with the formal one in brackets: `lost commit (lost update, P4)`. */
export function anomalyWords(anomaly: { readonly plain: string; readonly formal: string }): string {
  // A formal name such as "lost update (P4)" has brackets of its own: brackets within brackets read badly.
  const formal = anomaly.formal.replace(/ *\(([^()]*)\)$/, ", $1").trim();
  if (formal === "" || formal === anomaly.plain) return anomaly.plain;
  // `dangling reference (dangling reference, no Adya name)` says the same twice.
  const twice = `${anomaly.plain}, `;
  return `${anomaly.plain} (${formal.startsWith(twice) ? formal.slice(twice.length) : formal})`;
}

/** Silent or not, in words that say what the user of the job was told. */
export function silentWords(silent: boolean): string {
  return silent
    ? "silently: nobody is told"
    : "not silently: a job reports failure, a reader gets an error, or somebody waits for ever";
}

/**
 * An upper bound of a probability with two significant digits, rounded up, so that what is said is still a bound.
 * @throws RangeError if `bound` is not in (0, 1].
 */
export function boundWords(bound: number): string {
  if (!(bound > 0 && bound <= 1))
    throw new RangeError(`a probability's upper bound cannot be ${String(bound)}`);
  const exponent = Math.floor(Math.log10(bound)) - 1;
  // Twelve digits take off what the product adds in binary; the bound itself is never known that well.
  const significand = Math.ceil(Number((bound * 10 ** -exponent).toPrecision(12)));
  const value = Number(`${significand}e${exponent}`);
  return value < 1e-7 ? String(value) : value.toFixed(Math.max(0, -exponent)).replace(/\.?0+$/, "");
}

/** How much was looked at: `12,345 states`, `2,000 executions of urw`. Empty where it is not told. */
export function amountWords(cell: VerdictCell): string {
  if (cell.evidence === "exhaustive") return cell.states === undefined ? "" : count(cell.states, "state");
  return `${count(cell.executions, "execution")} of ${cell.sampler ?? "a sampler without a name"}`;
}

/** What may be said otherwise where a cell is not alone. */
export interface EvidenceSaid {
  /** Instead of the bounds, spelt out: "within the scenario's bounds". */
  readonly within?: string;
  /** Instead of {@link amountWords}. */
  readonly amount?: string;
  /** Instead of {@link closedWords}. */
  readonly closed?: string;
}

/** What a verdict stands on, in one clause without the final full stop. */
export function evidenceWords(cell: VerdictCell, said: EvidenceSaid = {}): string {
  const amount = said.amount ?? amountWords(cell);
  const within = said.within ?? `of ${boundsWords(cell.bounds)}`;
  const sampledWithin = said.within === undefined ? `, each ${within}` : ` ${within}`;
  switch (cell.verdict) {
    case "holds":
      return cell.evidence === "exhaustive"
        ? `every execution ${within}${amount === "" ? "" : ` (${amount})`}`
        : `no violation in ${amount}${sampledWithin}${sampledBound(cell)}${said.closed ?? closedWords(cell)}`;
    case "violated": {
      const search =
        cell.evidence === "exhaustive" ? `an exhaustive search ${within}` : `${amount}${sampledWithin}`;
      return `found in ${search}; ${minimalWords(cell.counterexample?.minimal ?? false)}`;
    }
    case "refuses":
      return cell.reason ?? "the committer declines the store and acknowledges nothing";
    case "unknown": {
      const reason = (cell.reason ?? "no reason given").replace(/^vacuous: +/, "");
      const nothing = amount === "" || (cell.evidence === "sampled" && cell.executions === 0);
      const looked = nothing ? "" : ` (looked at ${amount}${sampledWithin.replace(/^,/, "")})`;
      return `${reason}${looked}${closedCostWords(cell)}`;
    }
  }
}

function reasonAfter(cell: VerdictCell): string {
  return cell.reason === undefined ? "" : `: ${cell.reason}`;
}

/** What was looked at completely where the bounds as a whole were not; empty where nothing was. */
export function closedWords({ closed }: Pick<VerdictCell, "closed">): string {
  if (closed === undefined) return "";
  return `; and it holds in every execution of ${boundsWords(closed.bounds)} (${count(closed.states, "state")})`;
}

/** What a search that did not end has shown all the same; empty where that is nothing. */
function closedCostWords({ closedCost }: VerdictCell): string {
  if (closedCost === undefined) return "";
  const few =
    closedCost === 0
      ? "without anomalies, faults and crashes"
      : `with at most ${count(closedCost, "anomaly, fault or crash", "anomalies, faults and crashes together")}`;
  return `; it holds in every execution ${few}`;
}

function sampledBound(cell: VerdictCell): string {
  if (cell.bound95 === undefined) return "";
  return `: if one execution violates, it does so with probability < ${boundWords(cell.bound95)} (95 %)`;
}

/** Whether a smaller counterexample may exist. */
export function minimalWords(minimal: boolean): string {
  return minimal
    ? "it is proven that none needs less bad luck, and none with as little takes fewer steps"
    : "shrunk, so one that needs less may exist";
}

/** The verdict of a cell as a sentence, with the final full stop. */
export function verdictSentence(cell: VerdictCell): string {
  const who = `${cell.committer} on ${cell.store} (scenario ${cell.scenario})`;
  switch (cell.verdict) {
    case "holds": {
      const executions = cell.evidence === "exhaustive" ? "execution within the bounds" : "sampled execution";
      return `${cell.property} holds for ${who} in every ${executions}.`;
    }
    case "violated": {
      const name = cell.anomaly === undefined ? "" : `: ${anomalyWords(cell.anomaly)}`;
      const told = cell.counterexample === undefined ? "" : `, ${silentWords(cell.counterexample.silent)}`;
      return `${cell.property} is VIOLATED by ${who}${name}${told}.`;
    }
    case "refuses":
      return `${who} refuses, so ${cell.property} was not put to the test${reasonAfter(cell)}.`;
    case "unknown":
      return `Whether ${cell.property} holds for ${who} is unknown${reasonAfter(cell)}.`;
  }
}

/** The row counts in one sentence: what went in, what was promised, what is there. */
export function rowsSentence(rows: NonNullable<VerdictCell["rows"]>): string {
  const wrong = [
    ...(rows.lost === "0" ? [] : [`${digits(rows.lost)} lost`]),
    ...(rows.surplus === "0" ? [] : [`${digits(rows.surplus)} surplus`]),
  ];
  const verdict = wrong.length === 0 ? "none lost, none surplus" : listed(wrong);
  return `${count(rows.in, "row")} meant, ${digits(rows.acked)} acknowledged, ${digits(rows.readable)} readable: ${verdict}.`;
}

/** What a counterexample shows, as a headline without the final full stop. */
export function counterexampleTitle(
  file: Pick<CounterexampleFile, "committer" | "store" | "scenario" | "property">,
): string {
  return `${file.committer} on ${file.store} violates ${file.property} (scenario ${file.scenario})`;
}
