import type { ObjectStore } from "../../object-store.js";

/** Every operation of a store: a defence hands on those that it does not change. */
const operations: readonly (keyof ObjectStore)[] = Object.keys({
  put: true,
  get: true,
  head: true,
  delete: true,
  copy: true,
  list: true,
} satisfies Record<keyof ObjectStore, true>) as (keyof ObjectStore)[];

/** `store` with some operations in place of its own. The others are called on the store itself, whatever it is made of. */
export function over(store: ObjectStore, changed: Partial<ObjectStore>): ObjectStore {
  const kept = operations.map((operation) => [
    operation,
    (request: never) => (store[operation] as (request: never) => Promise<unknown>).call(store, request),
  ]);
  return Object.freeze({ ...(Object.fromEntries(kept) as unknown as ObjectStore), ...changed });
}
