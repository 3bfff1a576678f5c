/** Requests as data, carried to any store and back: the other way round than `facade.ts`. */
import type { StoreCall } from "./facade.js";
import { isS3Error, type ObjectStore } from "./object-store.js";
import { failureOf, type StoreValue } from "./requests.js";

/** Makes the requests of `store`. What it throws that is no answer of a store goes through. */
export function callOver(store: ObjectStore): StoreCall {
  return async ({ op, ...given }) => {
    const ask = store[op] as (given: object) => Promise<StoreValue | void>;
    try {
      return { ok: true, value: (await ask.call(store, given)) ?? null };
    } catch (error) {
      if (isS3Error(error)) return failureOf(error);
      throw error;
    }
  };
}
