/**
 * Litmus tests: tiny programs against one store, with every way in which they may come out and, for each store, whether that
 * outcome is allowed or forbidden. As those who study memory models write them (herd, diy): the test is plain data, what
 * it expects is typed from the store's documentation, and a runner that takes every choice tells what truly may be.
 */
import type { TraceStep } from "./verdict.js";

/** A read's answer whose ETag a later request of the same process carries. */
export interface EtagOf {
  readonly etagOf: string;
}

/** What every request of a test may say besides what it asks. */
interface Asked {
  /** The register that its answer goes to: unique in the test. Left out: nobody looks at the answer. */
  readonly as?: string;
  /** Made only if a register of the same process has this value; else its own register says {@link notAsked}. */
  readonly when?: { readonly register: string; readonly is: string };
}

export type Metadata = Readonly<Record<string, string>>;

/** How new a read's answer must be, where the store lets its reader ask. */
interface Fresh {
  readonly consistent?: true;
  /** Not older than what this register's write wrote. */
  readonly atLeast?: EtagOf;
  /** What the replica of the bucket has. */
  readonly replica?: true;
  /** The how-manieth version of the key, delete markers counted. */
  readonly version?: number;
}

/** Which upload a line is about. Any process may know of one that another has begun. */
interface OfUpload {
  readonly key: string;
  /** The how-manieth upload of its key; the first where this is left out. */
  readonly upload?: number;
}

/** One line of a process. Bodies are texts. */
export type LitmusStep =
  | (Asked & {
      readonly op: "put";
      readonly key: string;
      readonly text: string;
      readonly ifNoneMatch?: "*";
      readonly ifMatch?: EtagOf | "*";
      readonly metadata?: Metadata;
    })
  | (Asked &
      Fresh & {
        readonly op: "get";
        readonly key: string;
        /** First and last byte. */
        readonly range?: readonly [number, number];
        readonly ifMatch?: EtagOf;
      })
  | (Asked &
      Fresh & {
        readonly op: "head";
        readonly key: string;
        /** What is noted in place of the size: whether the replica has it; `none` where there is no such status. */
        readonly show?: "replication";
      })
  | (Asked & {
      readonly op: "delete";
      readonly key: string;
      readonly ifMatch?: EtagOf | "*";
      readonly version?: number;
    })
  | (Asked & { readonly op: "deleteObjects"; readonly keys: readonly string[] })
  | (Asked & {
      readonly op: "copy";
      readonly source: string;
      readonly key: string;
      readonly sourceIfMatch?: EtagOf;
      readonly ifNoneMatch?: "*";
      readonly ifMatch?: EtagOf;
      readonly metadata?: Metadata;
    })
  | (Asked & {
      readonly op: "list";
      readonly prefix?: string;
      readonly delimiter?: string;
      /** Keys a page; every page is asked for, one after the other. */
      readonly maxKeys?: number;
      readonly startAfter?: string;
      readonly replica?: true;
      /**
       * `sizes`: what is noted of each object besides its key, `k=2` for an object of two bytes. `order`: the names stand as they were
       * listed; otherwise they are sorted.
       */
      readonly show?: "sizes" | "order";
    })
  | (Asked & { readonly op: "createMultipartUpload"; readonly key: string; readonly metadata?: Metadata })
  | (Asked & OfUpload & { readonly op: "uploadPart"; readonly number: number; readonly text: string })
  | (Asked &
      OfUpload & {
        readonly op: "uploadPartCopy";
        readonly number: number;
        readonly source: string;
        readonly sourceIfMatch?: EtagOf;
      })
  | (Asked &
      OfUpload & {
        readonly op: "completeMultipartUpload";
        /** The texts of the parts 1, 2, …: their ETags follow from these. */
        readonly parts: readonly string[];
        readonly ifNoneMatch?: "*";
        readonly ifMatch?: EtagOf | "*";
      })
  | (Asked & OfUpload & { readonly op: "abortMultipartUpload" })
  | (Asked & { readonly op: "listMultipartUploads"; readonly prefix?: string })
  | (Asked & OfUpload & { readonly op: "listParts" })
  | (Asked & {
      readonly op: "rename";
      readonly source: string;
      readonly key: string;
      readonly ifNoneMatch?: "*";
    })
  /** Its register has every version of every key, newest first: `k@v2(deleted) k@v1`; `k@null` where there are no versions. */
  | (Asked & { readonly op: "listObjectVersions" })
  /** Its register has the key of a new object, or {@link nothingThere}. */
  | (Asked & { readonly op: "receive"; readonly wait?: true })
  /** Says that the process has come this far. */
  | { readonly op: "signal"; readonly flag: string }
  /** Goes on only when somebody has said so: what comes next begins after what came before the signal was acknowledged. */
  | { readonly op: "await"; readonly flag: string };

/** The value of a register whose request was not made. */
export const notAsked = "not asked";

/** The value of a register whose request got no answer. */
export const noAnswer = "no answer";

/** The value of a listing that shows nothing, and of a key that holds nothing. */
export const nothingThere = "nothing";

/** Kinds of faults, as `src/store/faults.ts` has them. */
export type LitmusFault =
  | "request-lost"
  | "reply-lost"
  | "late"
  | "reply-lost-retried"
  | "late-retried"
  | "throttled"
  | "busy-key"
  | "resumed"
  | "lifecycle-abort";

/** Where an expectation is written down. */
export interface Citation {
  /** Which document, in which version. */
  readonly document: string;
  /** Line, section or heading. */
  readonly place: string;
  /** What is said there, in the fewest words. */
  readonly says: string;
}

/** That an outcome is allowed on some stores, or forbidden on them, and who says so. */
export interface Claim {
  /** `every`: all stores, unless another claim of the outcome names them. */
  readonly stores: readonly string[] | "every";
  readonly source: Citation;
}

/** One way in which a test may come out, and where. */
export interface LitmusOutcome {
  /** What has happened, in a few words. */
  readonly name: string;
  /** Values of registers, or several values of which it has one. A register that is left out may have any. */
  readonly sees?: Readonly<Record<string, string | readonly string[]>>;
  /** What keys truly hold at the end, whatever caches say; {@link nothingThere} where there is no object. */
  readonly holds?: Readonly<Record<string, string | readonly string[]>>;
  readonly allowed?: readonly Claim[];
  readonly forbidden?: readonly Claim[];
}

/** A litmus test. Its outcomes leave nothing out: a run that ends in none of them fails the test. */
export interface LitmusTest {
  readonly name: string;
  /** What is done, and what it is about: two sentences. */
  readonly about: readonly [string, string];
  /** What the store holds when the processes begin, written so long ago that all of it has propagated. */
  readonly start?: readonly LitmusStep[];
  readonly processes: Readonly<Record<string, readonly LitmusStep[]>>;
  /** Faults that may come between; none where this is left out. */
  readonly faults?: { readonly kinds: readonly LitmusFault[]; readonly most: number };
  /** Smallest part of an upload but the last, in bytes; 1 where this is left out, because bodies are short texts. */
  readonly minPartBytes?: number;
  /** Processes that may die, once each test. */
  readonly crashes?: readonly string[];
  readonly outcomes: readonly LitmusOutcome[];
}

/** Tests that are about one thing. */
export interface LitmusTheme {
  readonly title: string;
  /** In one sentence. */
  readonly about: string;
  readonly tests: readonly LitmusTest[];
}

export type Expectation = "allowed" | "forbidden";

/** One step of a witness: an execution that ends in the outcome. */
export type WitnessStep = Pick<
  TraceStep,
  "step" | "process" | "request" | "answer" | "anomaly" | "wouldHaveBeen" | "changed"
>;

/** An execution of least bad luck that ends in an outcome. */
export interface Witness {
  /** Wrong answers, faults and crashes in it. */
  readonly cost: number;
  readonly steps: readonly WitnessStep[];
  /** Values of all registers. */
  readonly sees: Readonly<Record<string, string>>;
  readonly holds: Readonly<Record<string, string>>;
}

/** What became of one outcome on one store. */
export interface OutcomeVerdict {
  readonly outcome: string;
  readonly expected: Expectation;
  readonly source: Citation;
  /** Some execution ends in it. All were looked at, so otherwise none does. */
  readonly witnessed: boolean;
  readonly witness?: Witness;
}

/** A test on a store, all executions looked at. */
export interface LitmusVerdict {
  readonly test: string;
  readonly store: string;
  /** Every outcome that is allowed was witnessed, none that is forbidden, and nothing else came out. */
  readonly met: boolean;
  readonly outcomes: readonly OutcomeVerdict[];
  /** What came out and is none of the test's outcomes. */
  readonly unlisted: readonly Witness[];
  /** Distinct states that were looked at. */
  readonly states: number;
}

/** A test is wrong in itself: it expects two things of one store, or nothing. */
export class LitmusError extends Error {
  override readonly name = "LitmusError";
}

/** What an outcome expects of a store. A claim that names the store goes before one about every store. @throws LitmusError */
export function expectationOf(
  test: LitmusTest,
  outcome: LitmusOutcome,
  store: string,
): { readonly expected: Expectation; readonly source: Citation } {
  const claims = [...claimsOf(outcome, "allowed"), ...claimsOf(outcome, "forbidden")];
  const own = claims.filter(({ claim }) => claim.stores !== "every" && claim.stores.includes(store));
  const found = own.length > 0 ? own : claims.filter(({ claim }) => claim.stores === "every");
  const [first] = found;
  if (first === undefined || found.length > 1) {
    const what = first === undefined ? "no expectation" : `${found.length} expectations`;
    throw new LitmusError(
      `The litmus test ${test.name} has ${what} of ${store} for "${outcome.name}"; it needs one.`,
    );
  }
  return { expected: first.expected, source: first.claim.source };
}

function claimsOf(
  outcome: LitmusOutcome,
  expected: Expectation,
): readonly { readonly expected: Expectation; readonly claim: Claim }[] {
  return (outcome[expected] ?? []).map((claim) => ({ expected, claim }));
}

/** Does a run that ended with these values end in the outcome? */
export function isOutcome(
  outcome: LitmusOutcome,
  sees: Readonly<Record<string, string>>,
  holds: Readonly<Record<string, string>>,
): boolean {
  return fits(outcome.sees, sees) && fits(outcome.holds, holds);
}

function fits(wanted: LitmusOutcome["sees"], values: Readonly<Record<string, string>>): boolean {
  return Object.entries(wanted ?? {}).every(([name, value]) => {
    return typeof value === "string" ? values[name] === value : value.includes(values[name] ?? "");
  });
}
