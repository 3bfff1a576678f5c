/** Versions compared by what can be observed of them: two writes of the same bytes and metadata cannot be told apart. */
import type { Found, KeyRecord, Version } from "./state.js";

export function sameVersion(a: Version, b: Version): boolean {
  if (a === b) return true;
  if (a.etag !== b.etag || a.body.length !== b.body.length || a.modified !== b.modified) return false;
  if (a.id !== b.id) return false;
  if (!sameMetadata(a.metadata, b.metadata)) return false;
  return a.body === b.body || a.body.digest === b.body.digest;
}

export function sameFound(a: Found, b: Found): boolean {
  if (a === null || b === null) return a === b;
  return sameVersion(a, b);
}

export function sameRecord(a: KeyRecord, b: KeyRecord): boolean {
  return (
    a === b ||
    (a.probed === b.probed &&
      (a.writes ?? 0) === (b.writes ?? 0) &&
      sameNodes(a.nodes, b.nodes) &&
      sameView(a.replica, b.replica) &&
      sameHistory(a.history, b.history) &&
      sameFound(a.current, b.current) &&
      sameFounds(a.readable, b.readable) &&
      sameFounds(a.listable, b.listable))
  );
}

function sameNodes(a: KeyRecord["nodes"], b: KeyRecord["nodes"]): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.length === b.length && a.every((view, index) => sameFounds(view, b[index]!));
}

function sameHistory(a: KeyRecord["history"], b: KeyRecord["history"]): boolean {
  if (a === b || a === undefined || b === undefined) return a === b;
  return (
    a.made === b.made &&
    a.versions.length === b.versions.length &&
    a.versions.every(
      ({ id, found, modified }, at) =>
        id === b.versions[at]!.id &&
        modified === b.versions[at]!.modified &&
        sameFound(found, b.versions[at]!.found),
    )
  );
}

function sameView(a: KeyRecord["replica"], b: KeyRecord["replica"]): boolean {
  if (a === undefined || b === undefined) return a === b;
  return sameFounds(a, b);
}

function sameFounds(a: readonly Found[], b: readonly Found[]): boolean {
  return a === b || (a.length === b.length && a.every((found, index) => sameFound(found, b[index]!)));
}

/** Metadata as a version holds it has its names in sorted order, so equal metadata has equal entries. */
export function sameMetadata(a: Version["metadata"], b: Version["metadata"]): boolean {
  if (a === b) return true;
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}
