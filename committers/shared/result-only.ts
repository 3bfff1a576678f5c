/**
 * A part of a protocol of which the rest needs the result alone. How it came to that result is forgotten.
 *
 * On a real bucket this is a mere call. When executions are exhausted, what a process was told is its local state, so
 * that two ways to one result would be two states for ever after: file-output-v1's driver had 7,629 of them in a job of
 * one task beside another, and has some hundred with this.
 */
import type { Context, Plain } from "../../src/job/committer.js";
import { S3Error, type S3ErrorCode } from "../../src/store/object-store.js";

/** Errors of one class as plain data, and back. */
export interface PlainErrors {
  /** Undefined for any other error. */
  toPlain(error: unknown): Plain | undefined;
  fromPlain(plain: Plain): Error;
}

type End<R> =
  | { readonly value: R }
  | { readonly s3: { readonly code: S3ErrorCode; readonly message: string; readonly key?: string } }
  | { readonly error: Plain };

/**
 * Calls `part` with a context of its own, as {@link Context.loop} does with a round: it may write no variable outside.
 *
 * @param errors what it may throw besides S3Error. Anything else that it throws keeps its history.
 */
export async function resultOnly<R extends Plain | void>(
  ctx: Context,
  part: (ctx: Context) => Promise<R>,
  errors?: PlainErrors,
): Promise<R> {
  const end = (await ctx.loop<null, Plain>(null, async (_, inner) => {
    return { done: (await endOf(part(inner), errors)) as Plain };
  })) as End<R>;
  if ("s3" in end) throw new S3Error(end.s3.code, end.s3.message, end.s3.key);
  if ("error" in end) throw errors!.fromPlain(end.error);
  return end.value;
}

async function endOf<R>(running: Promise<R>, errors: PlainErrors | undefined): Promise<End<R>> {
  try {
    return { value: await running };
  } catch (error) {
    if (error instanceof S3Error) {
      const { code, message, key } = error;
      return { s3: { code, message, ...(key === undefined ? {} : { key }) } };
    }
    const plain = errors?.toPlain(error);
    if (plain === undefined) throw error;
    return { error: plain };
  }
}
