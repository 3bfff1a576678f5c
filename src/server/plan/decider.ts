/**
 * Decides what becomes of each request, from the plan and the seed alone. A decision hangs on which request it is (bucket, operation,
 * key, and the so-manieth such), not on what others do in between: clients that run side by side meet the same misfortunes
 * whichever of them is faster.
 */
import { type Random, seededRandom } from "../../explore/random.js";
import type { FaultHow, FaultPlan, FaultRule, FaultWhen } from "./fault-plan.js";

/** A request, as far as decisions go by it. */
export interface Subject {
  readonly bucket: string;
  /** S3's name of the operation. */
  readonly op: string;
  /** The key, or the prefix of a listing. */
  readonly key: string;
}

export interface Decision {
  /** The so-manieth request of this operation at this key. */
  readonly nth: number;
  /** The reads of this request may be answered wrongly. */
  readonly stale: boolean;
  readonly fault: { readonly when: FaultWhen; readonly how: Exclude<FaultHow, "stale"> } | undefined;
  /** Random numbers of this request alone. */
  readonly random: Random;
}

/** So many different requests are counted; then counting begins again. Bounds the memory that strange clients can take. */
const mostCounted = 2_000_000;

interface CompiledRule extends FaultRule {
  fits(subject: Subject): boolean;
  seen: number;
}

/** Used where nothing can go wrong, so that nothing need be counted. */
const calm = { nth: 0, stale: false, fault: undefined };

export class Decider {
  #seed: string;
  #rules: readonly CompiledRule[] = [];
  readonly #counts = new Map<string, number>();

  constructor(seed: string, plan: FaultPlan) {
    this.#seed = seed;
    this.plan = plan;
  }

  get seed(): string {
    return this.#seed;
  }

  /** Counting begins again, with another seed. */
  restart(seed: string): void {
    this.#seed = seed;
    this.#counts.clear();
    for (const rule of this.#rules) rule.seen = 0;
  }

  get plan(): FaultPlan {
    return { rules: this.#rules.map(({ fits: _fits, seen: _seen, ...rule }) => rule) };
  }

  set plan(plan: FaultPlan) {
    this.#rules = plan.rules.map((rule) => ({ ...rule, fits: compile(rule), seen: 0 }));
  }

  /** Counts the request, and decides. */
  decide(subject: Subject): Decision {
    const name = JSON.stringify([subject.bucket, subject.op, subject.key]);
    if (this.#rules.length === 0) return { ...calm, random: seededRandom(`${this.seed}/${name}`) };
    if (this.#counts.size === mostCounted) this.#counts.clear();
    const nth = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, nth);
    const random = seededRandom(`${this.seed}/${name}/${nth}`);
    let stale = false;
    let fault: Decision["fault"];
    for (const rule of this.#rules) {
      if (!rule.fits(subject)) continue;
      rule.seen += 1;
      if (rule.nth !== undefined && rule.nth !== rule.seen) continue;
      // Each rule draws from numbers of its own, so that a rule less changes nothing for the others.
      if (rule.probability !== undefined) {
        const own = `${this.seed}/${name}/${nth}/${rule.how}/${rule.when ?? ""}`;
        if (seededRandom(own).fraction() >= rule.probability) continue;
      }
      if (rule.how === "stale") stale = true;
      else fault ??= { when: rule.when ?? "before", how: rule.how };
    }
    return { nth, stale, fault, random };
  }
}

function compile({ op, key, bucket }: FaultRule): (subject: Subject) => boolean {
  const [fitsOp, fitsKey, fitsBucket] = [op, key, bucket].map(glob);
  return (subject) => fitsOp!(subject.op) && fitsKey!(subject.key) && fitsBucket!(subject.bucket);
}

/** `*` stands for any signs, `\*` for a star. Undefined fits everything. */
function glob(pattern: string | undefined): (text: string) => boolean {
  if (pattern === undefined || pattern === "*") return () => true;
  const parts = pattern
    .split(/(?<!\\)\*/)
    .map((part) => part.replaceAll("\\*", "*").replaceAll("\\\\", "\\"));
  if (parts.length === 1) return (text) => text === parts[0];
  return (text) => fitsParts(parts, text);
}

/** Without a regular expression, whose time could explode. */
function fitsParts(parts: readonly string[], text: string): boolean {
  const first = parts[0]!;
  const last = parts.at(-1)!;
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last))
    return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= text.length - last.length;
}

/** The key as a pattern that fits it alone. */
export function exactly(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("*", "\\*");
}
