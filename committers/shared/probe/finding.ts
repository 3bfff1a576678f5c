/** What a probe finds: a word for each question, and what the store did that says so. */
import type { S3Error } from "../../../src/store/object-store.js";

export interface Finding<Answer extends string = string> {
  readonly answer: Answer | "unclear";
  /** What the store answered, in one sentence. */
  readonly because: string;
}

/**
 * What a store makes of a condition on a write: judged before it writes, written whatever it says, or refused as something that
 * the store does not have (501).
 */
export type Conditions = "honoured" | "ignored" | "absent";

export function finding<Answer extends string>(answer: Answer, because: string): Finding<Answer> {
  return { answer, because };
}

/** The store answered something that says neither one nor the other. */
export function unclear(what: string, error: S3Error): Finding<never> {
  return { answer: "unclear", because: `${what}: ${told(error)}.` };
}

/** An error as a sentence's part: `412 PreconditionFailed`, `no answer`. */
export function told({ status, storeCode }: S3Error): string {
  return status === 0 ? "no answer" : `${status} ${storeCode}`;
}
