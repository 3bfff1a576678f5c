/** A store in front of another one. */
import type { ObjectStore } from "../../object-store.js";

export type Operation = keyof ObjectStore;

/** Every operation of a store. */
const operations: readonly Operation[] = Object.keys({
  put: true,
  get: true,
  head: true,
  delete: true,
  deleteObjects: true,
  copy: true,
  list: true,
  createMultipartUpload: true,
  uploadPart: true,
  uploadPartCopy: true,
  completeMultipartUpload: true,
  abortMultipartUpload: true,
  listMultipartUploads: true,
  listParts: true,
  rename: true,
  receive: true,
  listObjectVersions: true,
} satisfies Record<Operation, true>) as Operation[];

type Ask = (store: ObjectStore) => Promise<unknown>;

/** A store each of whose requests goes through `each`: `ask` makes it of the store that it is given. */
export function through(
  each: (operation: Operation, request: object, ask: Ask) => Promise<unknown>,
): ObjectStore {
  const all = operations.map((operation) => [
    operation,
    (request: object) =>
      each(operation, request, (store) =>
        // On the store itself, whatever it is made of.
        (store[operation] as (request: object) => Promise<unknown>).call(store, request),
      ),
  ]);
  return Object.freeze(Object.fromEntries(all) as unknown as ObjectStore);
}

/**
 * `store` with some operations in place of its own. What names a version goes to the store itself: a defence knows keys as they
 * are now, and a version that is read or deleted by its id says nothing of that.
 */
export function over(store: ObjectStore, changed: Partial<ObjectStore>): ObjectStore {
  const current = through((operation, _request, ask) =>
    ask(operation in changed ? (changed as ObjectStore) : store),
  );
  return through((_operation, request, ask) =>
    ask("versionId" in request && request.versionId !== undefined ? store : current),
  );
}

/** What a request is about: its key, or the prefix that it lists. */
export function subjectOf(request: object): string {
  if ("key" in request) return String(request.key);
  return "prefix" in request ? String(request.prefix) : "";
}
