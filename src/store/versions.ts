/**
 * Buckets with versioning: every write makes a version of its key, a delete puts a delete marker on top, and both stay until they are
 * deleted by their ids. A key whose newest version is a delete marker has no object.
 *
 * Source: S3 User Guide, "How S3 Versioning works"; S3 API, GetObject (405 for a delete marker that is asked for by its id),
 * DeleteObject (versionId), ListObjectVersions.
 */
import type { Capabilities } from "./capabilities.js";
import type { ListedVersion, ListObjectVersionsRequest, ListObjectVersionsResult } from "./object-store.js";
import { failure } from "./operations/answers.js";
import type { StoreFailure } from "./requests.js";
import type { Found, History, KeyRecord, Version } from "./state.js";
import type { StoreState } from "./store-state.js";
import { compareUtf8 } from "./utf8-order.js";

/** The version that every object of a bucket without versioning is. */
const onlyVersion = "null";

/** The id of a key's how-manieth version. */
export function versionIdOf(number: number): string {
  return `v${number}`;
}

function idAfter(history: History | undefined): string {
  return versionIdOf((history?.made ?? 0) + 1);
}

/** The version with the id that it gets, where the bucket has versioning. */
export function identified(
  version: Version,
  { versioning }: Capabilities,
  history: History | undefined,
): Version {
  if (versioning !== undefined) return Object.freeze({ ...version, id: idAfter(history) });
  if (version.id === undefined) return version;
  const { id: _, ...rest } = version;
  return Object.freeze(rest);
}

/** With one more version on top: a delete marker, or one that has its id already. Nothing where there is no versioning. */
export function historyWith(before: History | undefined, found: Found): Pick<KeyRecord, "history"> {
  if (found !== null && found.id === undefined) return {};
  const id = idAfter(before);
  const versions = Object.freeze([Object.freeze({ id, found }), ...(before?.versions ?? [])]);
  return { history: Object.freeze({ made: (before?.made ?? 0) + 1, versions }) };
}

/** With a version right below the current one: it was begun before that and comes after it. */
export function historyBelow(before: History, found: Version): History {
  const [top, ...rest] = before.versions;
  const one = Object.freeze({ id: found.id!, found });
  const versions = Object.freeze(top === undefined ? [one] : [top, one, ...rest]);
  return Object.freeze({ made: before.made + 1, versions });
}

export function without({ made, versions }: History, id: string): History {
  return Object.freeze({ made, versions: Object.freeze(versions.filter((one) => one.id !== id)) });
}

/** The version of a key that is asked for by its id, or why there is none to be read. */
export function versionAsked(
  { versioning }: Capabilities,
  { current, history }: KeyRecord,
  key: string,
  id: string,
): Found | StoreFailure {
  if (versioning === undefined) return id === onlyVersion ? current : badId(key);
  const version = history?.versions.find((one) => one.id === id);
  if (version === undefined) return noSuchVersion(key);
  if (version.found !== null) return version.found;
  return failure(
    "MethodNotAllowed",
    "The specified method is not allowed against this resource: it is a delete marker.",
    key,
  );
}

export function noSuchVersion(key: string): StoreFailure {
  return failure("NoSuchVersion", "The specified version does not exist.", key);
}

export function badId(key: string): StoreFailure {
  return failure("InvalidArgument", "Invalid version id specified", key);
}

export function isOnlyVersion(id: string): boolean {
  return id === onlyVersion;
}

const most = 1000;

export function listVersions(
  state: StoreState,
  { prefix = "", keyMarker, versionIdMarker, maxKeys = most }: ListObjectVersionsRequest,
): ListObjectVersionsResult | StoreFailure {
  if (!Number.isInteger(maxKeys) || maxKeys < 1 || maxKeys > most)
    return failure("InvalidArgument", `max-keys is ${maxKeys}; it must be a whole number from 1 to ${most}.`);
  const shown: ListedVersion[] = [];
  for (const cursor = state.objects.cursor(prefix); cursor.entry !== undefined; cursor.next()) {
    const { key, record } = cursor.entry;
    if (!key.startsWith(prefix)) break;
    const order = keyMarker === undefined || keyMarker === "" ? 1 : compareUtf8(key, keyMarker);
    if (order < 0) continue;
    for (const version of order === 0
      ? olderThan(versionsOf(key, record), versionIdMarker)
      : versionsOf(key, record)) {
      if (shown.length === maxKeys) {
        const last = shown.at(-1)!;
        const markers = { nextKeyMarker: last.key, nextVersionIdMarker: last.versionId };
        return { versions: Object.freeze(shown), isTruncated: true, ...markers };
      }
      shown.push(Object.freeze(version));
    }
  }
  return { versions: Object.freeze(shown), isTruncated: false };
}

function olderThan(versions: readonly ListedVersion[], id: string | undefined): readonly ListedVersion[] {
  if (id === undefined || id === "") return [];
  const at = versions.findIndex((one) => one.versionId === id);
  return at < 0 ? [] : versions.slice(at + 1);
}

function versionsOf(key: string, { current, history }: KeyRecord): readonly ListedVersion[] {
  const versions = history?.versions ?? (current === null ? [] : [{ id: onlyVersion, found: current }]);
  return versions.map(({ id, found }, at) => ({
    key,
    versionId: id,
    isLatest: at === 0,
    ...(found === null ? {} : { object: Object.freeze({ etag: found.etag, size: found.body.length }) }),
  }));
}
