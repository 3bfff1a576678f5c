/**
 * The part of a store's state that the outcomes of one request hang on: the records of its keys, or those below a listing's
 * prefix. A search asks the same of thousands of states that differ elsewhere; the outcomes are worked out once for each part.
 */
import { type StateEncoder, noCode } from "./encoding.js";
import { isOrdinary } from "./odd-lists.js";
import { keysOf, type RequestOf, type StoreRequest } from "./requests.js";
import type { Rules } from "./rules.js";
import { type Entry, type StoreState, withObjects } from "./store-state.js";

/** A listing of more keys than these is worked out anew: its part would be told by a longer text, and met more rarely. */
const keysMax = 8;

/** See {@link Service.partFor}. */
export function partFor(
  rules: Rules,
  encoder: StateEncoder,
  state: StoreState,
  request: StoreRequest,
): string | undefined {
  // What is written is told to the bucket's queue, which is one for all keys.
  if (rules.capabilities.notifications !== undefined) return undefined;
  switch (request.op) {
    case "put":
    case "copy":
    case "delete":
    case "deleteObjects":
    case "rename":
      // Uploads under way may know of a write to their key.
      return state.uploads.size > 0 ? undefined : codesOf(encoder, state, keysOf(request));
    case "get":
    case "head":
      return codesOf(encoder, state, keysOf(request));
    case "list":
      return isOrdinary(rules, request) ? codesBelow(encoder, state, request) : undefined;
    default:
      return undefined;
  }
}

/** See {@link Service.withPart}. */
export function withPart(state: StoreState, from: StoreState, request: StoreRequest): StoreState {
  // A listing names no key, and changes none.
  let { objects } = state;
  for (const key of keysOf(request)) {
    const entry = from.objects.get(key);
    if (isSame(objects.get(key), entry)) continue;
    objects = entry === undefined ? objects.delete(key) : objects.set(entry);
  }
  return withObjects(state, objects);
}

/** Entries of states that have been encoded by the same encoder. */
function isSame(one: Entry | undefined, other: Entry | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return one === other || (one.encodedBy === other.encodedBy && one.code === other.code);
}

function codesOf(encoder: StateEncoder, state: StoreState, keys: readonly string[]): string {
  let text = "";
  for (const key of keys) text += codeAt(encoder, state.objects.get(key));
  return text;
}

function codeAt(encoder: StateEncoder, entry: Entry | undefined): string {
  return entry === undefined ? noCode : encoder.codeOf(entry);
}

function codesBelow(
  encoder: StateEncoder,
  state: StoreState,
  { prefix = "" }: RequestOf<"list">,
): string | undefined {
  let text = "";
  let keys = 0;
  for (const cursor = state.objects.cursor(prefix); cursor.entry !== undefined; cursor.next()) {
    if (!cursor.entry.key.startsWith(prefix)) break;
    if (++keys > keysMax) return undefined;
    text += encoder.codeOf(cursor.entry);
  }
  return text;
}
