/** Asking again, with a pause before each further time: what most defences do. */
import { S3Error, isS3Error } from "../../object-store.js";
import type { Plain } from "../../plain.js";
import { errorOf, failureOf, type StoreFailure } from "../../requests.js";
import type { DefenceContext } from "../defence.js";

/** What a request ended with, as data, so that a loop can end with it. */
export type Ended<V> = { readonly value: V } | { readonly failure: StoreFailure };

/** The errors of a real store tell more than their data does: the same error is thrown again, while it is there. */
const originals = new WeakMap<StoreFailure, S3Error>();

/** Makes a request, and hands back its error answer as data. What is no answer of a store goes through. */
export async function ended<V>(request: () => Promise<V>): Promise<Ended<V>> {
  try {
    return { value: await request() };
  } catch (error) {
    if (!isS3Error(error)) throw error;
    const failure = failureOf(error);
    originals.set(failure, error);
    return { failure };
  }
}

/** The value of a request that has ended well; throws the error of another. */
export function valueOf<V>(end: Ended<V>): V {
  if ("failure" in end) throw originals.get(end.failure) ?? errorOf(end.failure);
  return end.value;
}

/** How often is asked: so many times in all; 0: without end, which on a real bucket needs a store that gets there. */
export interface Patience {
  readonly attempts: number;
  /** What is asked for: jitter differs by it. */
  readonly about: string;
}

/** From this round on the pauses do not grow any more. */
const longest = 7;

/**
 * Calls `round` until it says something, at most as often as `patience` has it; undefined where it never did. The loop's
 * state is nothing but the number of the round, so how often was asked is forgotten when it ends.
 */
export function asking<M extends Plain, R>(
  ctx: DefenceContext<M>,
  { attempts, about }: Patience,
  round: (ctx: DefenceContext<M>, last: boolean) => Promise<{ readonly end: R } | undefined>,
): Promise<R | undefined> {
  return ctx.loop<number, R | undefined>(1, async (number, ctx) => {
    if (number > 1) await ctx.pause(backoff(number - 1, `${ctx.salt} ${about}`));
    const last = number === attempts;
    const said = await round(ctx, last);
    if (said !== undefined) return { done: said.end };
    if (last) return { done: undefined };
    return { again: attempts === 0 ? Math.min(number + 1, longest) : number + 1 };
  });
}

/** Milliseconds before the first retry, and the most before any. */
const base = 100;
const most = 5000;

/**
 * Milliseconds before retry number 1, 2, …: doubled each time, with the upper half left to chance, so that clients which
 * failed together do not come back together. The chance is a hash: the same process backs off the same way.
 *
 * Source: M. Brooker, "Exponential Backoff And Jitter" (AWS Architecture Blog, 2015), equal jitter.
 */
export function backoff(retry: number, salt: string): number {
  const longest = Math.min(most, base * 2 ** (retry - 1));
  return Math.round(longest / 2 + (longest / 2) * fraction(`${salt} ${retry}`));
}

/** A number from 0 to 1 that depends on the text alone: FNV-1a. */
function fraction(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0) / 2 ** 32;
}

/** What a defence throws that waited for something in vain: the request itself was applied, or was a read. */
export function notConfirmed(defence: string, key: string, awaited: string): S3Error {
  return new S3Error("NotConfirmed", `${defence} gave up: ${key} ${awaited}.`, key);
}
