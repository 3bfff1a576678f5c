/**
 * What was proven, in a file: for each search its bounds and numbers, and the code that it is about. `verify` searches
 * again, and must come to the same numbers. A certificate covers what an exhaustive search closed; nothing sampled.
 */
import { boundNames, boundOf, boundRanges } from "../check/bounds.js";
import type { Bounds, Cost } from "../check/verdict.js";
import { NotOurFile, WrongVersion } from "../report/json.js";
import {
  array,
  constant,
  flag,
  integer,
  object,
  oneOf,
  optional,
  record,
  type Shape,
  text,
} from "../report/shape.js";
import type { CellAnswer } from "./jobs.js";
import type { CellJob } from "./plan.js";
import { tool } from "./version.js";
import { wholeNumber } from "./whole-number.js";

/** One property, in all executions within the bounds. */
export interface Proven {
  readonly property: string;
  readonly verdict: "holds" | "violated" | "refuses";
  readonly bounds: Bounds;
  readonly states: number;
  readonly transitions: number;
  /** Of a violation: the least bad luck, and the fewest steps with it. */
  readonly cost?: Cost;
  readonly steps?: number;
}

/** One search: all that decides its numbers, and what it proved. */
export interface Proof {
  readonly committer: string;
  readonly committerDigest: string;
  readonly store: string;
  readonly scenario: {
    readonly name: string;
    readonly bounds: Bounds;
    readonly smaller?: Bounds;
    readonly requires: readonly string[];
  };
  /** All that were watched: what a search watches is part of its states. */
  readonly properties: readonly string[];
  readonly seed: string;
  /** The search's limit of states. */
  readonly limit: number;
  /** Every order of steps was searched. */
  readonly plain?: boolean;
  readonly proven: readonly Proven[];
}

export interface Certificate {
  readonly schema: "lakelitmus/certificate@1";
  readonly tool: string;
  readonly proofs: readonly Proof[];
}

/** What of the answers is proven. */
export function certificateOf(
  jobs: readonly CellJob[],
  answers: readonly (CellAnswer | undefined)[],
): Certificate {
  const proofs = jobs.flatMap((job, index): readonly Proof[] => {
    const proven = provenIn(answers[index]);
    if (proven.length === 0) return [];
    const { committer, committerDigest, store, properties, seed, effort } = job;
    const { name, bounds, smaller, requires } = job.scenario;
    const scenario = { name, bounds, ...(smaller === undefined ? {} : { smaller }), requires };
    const limits = { limit: effort.states, ...(effort.plain === true ? { plain: true } : {}) };
    return [{ committer, committerDigest, store, scenario, properties, seed, ...limits, proven }];
  });
  return { schema: "lakelitmus/certificate@1", tool, proofs };
}

/** What an answer proves. */
export function provenIn(answer: CellAnswer | undefined): readonly Proven[] {
  return (answer?.cells ?? []).flatMap((cell): readonly Proven[] => {
    const { property, verdict, evidence, bounds, states = 0, transitions = 0, counterexample } = cell;
    if (evidence !== "exhaustive" || verdict === "unknown") return [];
    if (counterexample === undefined) return [{ property, verdict, bounds, states, transitions }];
    const { cost, steps } = counterexample;
    return [{ property, verdict, bounds, states, transitions, cost, steps }];
  });
}

/** The search that a proof is about, as a job. */
export function jobOf(proof: Proof): CellJob {
  const { scenario, limit, plain = false, proven: _proven, ...rest } = proof;
  return {
    kind: "cell",
    ...rest,
    scenario: { about: "", ...scenario },
    effort: { states: limit, executions: 0, plain },
  };
}

const boundsShape = record(integer("Count."), "Bounds by name.") as unknown as Shape<Bounds>;

const provenShape = object<Proven>("One property, in all executions within the bounds.", {
  property: text("Name."),
  verdict: oneOf(["holds", "violated", "refuses"], "The answer."),
  bounds: boundsShape,
  states: integer("Distinct states."),
  transitions: integer("Transitions."),
  cost: optional(
    object<Cost>("The least bad luck.", {
      anomalies: integer("Wrong answers."),
      faults: integer("Lost or late requests and replies."),
      crashes: integer("Processes that die."),
    }),
  ),
  steps: optional(integer("The fewest steps with it.")),
});

const certificateShape: Shape<Certificate> = object<Certificate>("What was proven.", {
  schema: constant("lakelitmus/certificate@1", "What kind of file this is, and its version."),
  tool: text("lakelitmus and its version."),
  proofs: array(
    object<Proof>("One search.", {
      committer: text("Name, with its options."),
      committerDigest: text("Digest of its source."),
      store: text("Name."),
      scenario: object<Proof["scenario"]>("What runs.", {
        name: text("Name."),
        bounds: boundsShape,
        smaller: optional(boundsShape),
        requires: array(text("Circumstance."), "What must have been seen."),
      }),
      properties: array(text("Name."), "All that were watched.", 1),
      seed: text("The seed."),
      limit: integer("The search's limit of states."),
      plain: optional(flag("Whether every order of steps was searched, also of those that cannot meet.")),
      proven: array(provenShape, "What the search proved.", 1),
    }),
    "The searches.",
  ),
});

export function printCertificate(certificate: Certificate): string {
  return `${certificateShape.print(certificate, "")}\n`;
}

/** @param where the file's name, for errors. @throws NotOurFile @throws WrongVersion @throws UsageError */
export function parseCertificate(content: string, where: string): Certificate {
  const value = parseJson(content, where);
  const schema = typeof value === "object" && value !== null && "schema" in value ? value.schema : undefined;
  const [kind, version] = typeof schema === "string" ? schema.split("@") : [];
  if (kind !== "lakelitmus/certificate") throw new NotOurFile(`${where} is no certificate: ${origin}.`);
  if (version !== "1") {
    throw new WrongVersion(
      `${where} is version ${version ?? ""} of lakelitmus/certificate, and this lakelitmus reads version 1: make it again.`,
    );
  }
  const wrong = certificateShape.problem(value, "");
  if (wrong !== undefined) throw new NotOurFile(`${where} is damaged: ${wrong}; ${origin}.`);
  const certificate = value as Certificate;
  for (const { scenario } of certificate.proofs) {
    for (const bounds of [scenario.bounds, scenario.smaller ?? scenario.bounds]) checkBounds(bounds, where);
  }
  return certificate;
}

const origin = "`lakelitmus check --certificate FILE` writes such files";

function parseJson(content: string, where: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    throw new NotOurFile(`${where} is not JSON: ${origin}.`);
  }
}

/** @throws UsageError where a bound is missing, or nobody could search so far. */
export function checkBounds(bounds: Bounds, where: string): void {
  for (const name of boundNames) {
    const { from, to } = boundRanges[name];
    wholeNumber(`In ${where}, the bound ${name}`, String(boundOf(bounds, name)), from, to);
  }
}
