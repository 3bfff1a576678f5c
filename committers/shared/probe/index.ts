/**
 * The capability probe: what a committer should ask a store once before it trusts it. It writes and deletes a handful of small
 * objects below a prefix of its own, and touches nothing else.
 *
 * A committer asks what it stands on and refuses what it does not find:
 *
 *     requireOf(await probeStore(ctx, `${job.table}_probe/`, ["create-if-absent"]), ["create-if-absent"]);
 *
 * Source: section "Conditional writes" of the S3 User Guide for what each answer should be; the reasons for each question stand at
 * it. Race left open: see `conditions.ts`. What a probe finds is true of one client at one time.
 */
import { StoreRefused } from "../../../src/job/committer.js";
import { isS3Error } from "../../../src/store/object-store.js";
import {
  createsAtOnce,
  createsTwice,
  deletesIfMatch,
  etagOfSameBytes,
  readsIfMatch,
  swaps,
  swapsAny,
  swapsNothing,
  type Write,
} from "./conditions.js";
import { type Finding, unclear } from "./finding.js";
import { type ProbeContext, Scratch } from "./scratch.js";
import { completesAfterDelete, completesTwice, completing } from "./uploads.js";
import * as views from "./views.js";

export type { Conditions, Finding } from "./finding.js";
export type { ProbeContext } from "./scratch.js";

const putting = (scratch: Scratch): Write => scratch.put.bind(scratch);

/** A COPY onto the key, of an object that holds the text. */
const copying =
  (scratch: Scratch): Write =>
  async (name, text, condition) => {
    const source = `${name}-${text}`;
    const put = await scratch.put(source, text);
    return put.ok ? scratch.copy(source, name, condition) : put;
  };

/** Every question, in the order in which they are asked. */
const questions = {
  "create-if-absent": (scratch: Scratch, name: string) => createsTwice(scratch, name, putting(scratch)),
  "create-race": createsAtOnce,
  "if-match": (scratch: Scratch, name: string) => swaps(scratch, name, putting(scratch)),
  "if-match-missing": swapsNothing,
  "if-match-any": swapsAny,
  etag: etagOfSameBytes,
  "copy-if-absent": (scratch: Scratch, name: string) => createsTwice(scratch, name, copying(scratch)),
  "copy-if-match": (scratch: Scratch, name: string) => swaps(scratch, name, copying(scratch)),
  "complete-if-absent": (scratch: Scratch, name: string) => createsTwice(scratch, name, completing(scratch)),
  "complete-if-match": (scratch: Scratch, name: string) => swaps(scratch, name, completing(scratch)),
  "complete-again": completesTwice,
  "complete-after-delete": completesAfterDelete,
  "delete-if-match": deletesIfMatch,
  "read-if-match": readsIfMatch,
  metadata: views.metadataEcho,
  "read-after-put": views.readAfterPut,
  "read-after-probe": views.readAfterProbe,
  "read-after-overwrite": views.readAfterOverwrite,
  "read-after-delete": views.readAfterDelete,
  "list-after-put": (scratch: Scratch, name: string) => views.listAfterPut(scratch, `${name}/`),
  "list-after-delete": (scratch: Scratch, name: string) => views.listAfterDelete(scratch, `${name}/`),
} as const satisfies Record<string, (scratch: Scratch, name: string) => Promise<Finding>>;

export type Question = keyof typeof questions;

export const allQuestions = Object.freeze(Object.keys(questions)) as readonly Question[];

export type Findings = { readonly [Q in Question]?: Awaited<ReturnType<(typeof questions)[Q]>> };

/** What each question asks, for people. */
export const questionTexts: Readonly<Record<Question, string>> = {
  "create-if-absent": "Is If-None-Match: * of a PUT looked at?",
  "create-race": "Does one of two creates at once win?",
  "if-match": "Is If-Match of a PUT looked at?",
  "if-match-missing": "What is If-Match told where there is no object?",
  "if-match-any": "Does If-Match: * mean any object?",
  etag: "Is the ETag one of the bytes, or of the write?",
  "copy-if-absent": "Is If-None-Match: * of a COPY looked at?",
  "copy-if-match": "Is If-Match of a COPY looked at?",
  "complete-if-absent": "Is If-None-Match: * of a Complete looked at?",
  "complete-if-match": "Is If-Match of a Complete looked at?",
  "complete-again": "What is a Complete told that is sent again?",
  "complete-after-delete": "Is an upload there that a DELETE came between?",
  "delete-if-match": "Is If-Match of a DELETE looked at?",
  "read-if-match": "Is If-Match of reads looked at?",
  metadata: "Does metadata come back?",
  "read-after-put": "Is a new object found?",
  "read-after-probe": "Is it, if it was asked for before?",
  "read-after-overwrite": "Is an overwrite seen?",
  "read-after-delete": "Is a deleted object gone?",
  "list-after-put": "Are new keys listed, and in which order?",
  "list-after-delete": "Is a deleted key no more listed?",
};

/** What a probe has found. Plain data. */
export interface ProbeReport {
  readonly findings: Findings;
  /** How many requests it took, without those that cleaned up. */
  readonly requests: number;
  /** Where it worked; only what could not be deleted is still there. */
  readonly prefix: string;
  /** Why something may still be there. */
  readonly leftBehind?: string;
}

/**
 * Asks a store `asked`, by requests below `<prefix><a new UUID>/`, and deletes what it has written. An error of the store is a
 * finding (`unclear`), never thrown.
 */
export async function probeStore(
  ctx: ProbeContext,
  prefix: string,
  asked: readonly Question[] = allQuestions,
): Promise<ProbeReport> {
  const own = `${prefix}${ctx.uuid()}/`;
  const scratch = new Scratch(ctx, own);
  const findings: Record<string, Finding> = {};
  for (const question of asked) findings[question] = await answerOf(question, scratch);
  const { requests } = scratch;
  const error = await scratch.cleanUp();
  const report = { findings, requests, prefix: own };
  return error === undefined ? report : { ...report, leftBehind: error.message };
}

async function answerOf(question: Question, scratch: Scratch): Promise<Finding> {
  try {
    return await questions[question](scratch, question);
  } catch (error) {
    if (isS3Error(error)) return unclear("A read", error);
    throw error;
  }
}

/** What a committer may stand on: a question, and the one answer that will do. */
export const needs = {
  "create-if-absent": "honoured",
  "create-race": "one wins",
  "if-match": "honoured",
  "copy-if-absent": "honoured",
  "copy-if-match": "honoured",
  "complete-if-absent": "honoured",
  "complete-if-match": "honoured",
  "complete-again": "same answer",
  "complete-after-delete": "there",
  "delete-if-match": "honoured",
  "read-if-match": "honoured",
  etag: "version",
  metadata: "kept",
  "read-after-put": "new",
  "read-after-probe": "new",
  "read-after-overwrite": "new",
  "read-after-delete": "gone",
  "list-after-put": "utf-8",
  "list-after-delete": "gone",
} as const satisfies Partial<Record<Question, string>>;

export type Need = keyof typeof needs;

/** Those of `needed` that a store was not found to have; one that was not asked for counts as not found. */
export function lacks({ findings }: ProbeReport, needed: readonly Need[]): readonly Need[] {
  return needed.filter((need) => findings[need]?.answer !== needs[need]);
}

/** @throws {@link StoreRefused} where the store was not found to have all of `needed`. */
export function requireOf(report: ProbeReport, needed: readonly Need[]): void {
  const [first] = lacks(report, needed);
  if (first === undefined) return;
  const found = report.findings[first];
  const answer = found === undefined ? "was not asked for" : `is "${found.answer}" (${found.because})`;
  throw new StoreRefused(`The store lacks what this protocol stands on: ${first} ${answer}`);
}
