/**
 * What goes wrong, as data: rules that pick requests, and what becomes of those. A plan and a seed decide everything; there is no
 * other source of misfortune in a served bucket.
 */

/**
 * When the request takes effect: not at all; before its answer goes wrong; or after its caller has given up (a zombie: at some later
 * time, or never).
 */
export type FaultWhen = "before" | "after" | "late";

/**
 * What the client is told instead of the answer:
 *
 * - `stale`: nothing wrong on the wire; a read or listing may show what the store's contract allows beside the truth;
 * - `500`, `503`, `409`: InternalError, SlowDown, OperationAborted;
 * - `200-error`: status 200 with an `<Error>` for a body (CopyObject, CompleteMultipartUpload; 500 for others);
 * - `reset`: the connection is reset; `timeout`: nothing comes; `truncated`: the answer breaks off in the middle.
 */
export type FaultHow = "stale" | "500" | "503" | "409" | "200-error" | "reset" | "timeout" | "truncated";

export interface FaultRule {
  /** S3's name of the operation, with `*` for any signs: `PutObject`, `*Multipart*`. Left out: all. */
  readonly op?: string;
  /** The key, or the prefix of a listing, with `*` for any signs. Left out: all. */
  readonly key?: string;
  /** The bucket, with `*` for any signs. Left out: all. */
  readonly bucket?: string;
  /** Only the so-manieth request that the rule fits, counted from 1. */
  readonly nth?: number;
  /** Each request that the rule fits, with this probability. With neither: every one. */
  readonly probability?: number;
  /** Never for `stale`; "before" when left out. */
  readonly when?: FaultWhen;
  readonly how: FaultHow;
}

export interface FaultPlan {
  readonly rules: readonly FaultRule[];
}

/** Thrown for a plan that is none; says where. */
export class FaultPlanError extends Error {
  override readonly name = "FaultPlanError";
}

const whens: readonly string[] = ["before", "after", "late"] satisfies FaultWhen[];
const hows: readonly string[] = [
  "stale",
  "500",
  "503",
  "409",
  "200-error",
  "reset",
  "timeout",
  "truncated",
] satisfies FaultHow[];

/** Wrong reads, and nothing else. */
export function staleReads(probability: number): FaultPlan {
  return { rules: probability === 0 ? [] : [{ probability, how: "stale" }] };
}

/** A few of every fault: what a client must live with. */
export const lightFaults: FaultPlan = {
  rules: [
    { op: "*", probability: 0.01, how: "503" },
    { op: "*", probability: 0.01, when: "after", how: "500" },
    { op: "*", probability: 0.01, when: "after", how: "reset" },
    { op: "*", probability: 0.01, when: "late", how: "500" },
  ],
};

/** Every fifth request or so goes wrong. */
export const heavyFaults: FaultPlan = {
  rules: lightFaults.rules.map((rule) => ({ ...rule, probability: 0.05 })),
};

export const noFaults: FaultPlan = { rules: [] };

export const namedPlans: Readonly<Record<string, FaultPlan>> = {
  none: noFaults,
  light: lightFaults,
  heavy: heavyFaults,
};

export function joinPlans(...plans: readonly FaultPlan[]): FaultPlan {
  return { rules: plans.flatMap(({ rules }) => rules) };
}

/** Reads `{"rules": […]}`. @throws FaultPlanError */
export function readFaultPlan(value: unknown): FaultPlan {
  const rules = isRecord(value) ? value["rules"] : undefined;
  if (!Array.isArray(rules)) throw new FaultPlanError('A fault plan is {"rules": [...]}; this is not.');
  return {
    rules: rules.map((rule: unknown, index) => readRule(rule, `rule ${index + 1} of the fault plan`)),
  };
}

function readRule(value: unknown, where: string): FaultRule {
  if (!isRecord(value)) throw new FaultPlanError(`In ${where}: it is no object.`);
  const { op, key, bucket, nth, probability, when, how, ...unknown } = value;
  const [strange] = Object.keys(unknown);
  if (strange !== undefined) throw new FaultPlanError(`In ${where}: there is no "${strange}".`);
  const check = (name: string, fits: boolean, what: string): void => {
    if (!fits) throw new FaultPlanError(`In ${where}: "${name}" must be ${what}.`);
  };
  for (const [name, text] of Object.entries({ op, key, bucket })) {
    check(name, text === undefined || typeof text === "string", "a text");
  }
  check("how", typeof how === "string" && hows.includes(how), `one of ${hows.join(", ")}`);
  check(
    "when",
    when === undefined || (typeof when === "string" && whens.includes(when)),
    `one of ${whens.join(", ")}`,
  );
  check("when", when === undefined || how !== "stale", "left out where how is stale");
  const counted = typeof nth === "number" && Number.isInteger(nth) && nth >= 1;
  check("nth", nth === undefined || counted, "a whole number from 1 on");
  const chance = typeof probability === "number" && probability >= 0 && probability <= 1;
  check("probability", probability === undefined || chance, "a number from 0 to 1");
  return value as unknown as FaultRule;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
