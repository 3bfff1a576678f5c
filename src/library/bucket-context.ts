/** A committer's context over a real store. */
import type { Context } from "../job/committer.js";
import { directContext } from "../job/context.js";
import { realSources } from "../store/aws/real-sources.js";
import type { ObjectStore } from "../store/object-store.js";

/**
 * What the hooks of a committer are called with where its store is a real one: UUIDs are random, `now` is the clock,
 * `parallel` is a `Promise.all`, `loop` is a `while`.
 */
export function bucketContext(store: ObjectStore): Context {
  return directContext(store, realSources);
}
