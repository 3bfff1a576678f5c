/**
 * Buckets with versioning: every write makes a version of its key, a delete puts a delete marker on top, and both stay until they are
 * deleted by their ids. A key whose newest version is a delete marker has no object. What was there before has the id "null", and so
 * has what is written or marked while versioning is suspended: of that there is one of each key.
 *
 * Source: S3 User Guide, "How S3 Versioning works", "Adding objects to" and "Deleting objects from versioning-suspended buckets"; S3
 * API, GetObject (405 for a delete marker that is asked for by its id), DeleteObject (versionId), ListObjectVersions.
 */
import type { Capabilities } from "./capabilities.js";
import type {
  Dated,
  DeleteResult,
  ListedVersion,
  ListObjectVersionsRequest,
  ListObjectVersionsResult,
} from "./object-store.js";
import { failure } from "./operations/answers.js";
import { groupOf, pageSize } from "./operations/list.js";
import type { StoreFailure } from "./requests.js";
import type { Found, History, KeptVersion, KeyRecord, Version } from "./state.js";
import { recordAt, type StoreState, withRecord } from "./store-state.js";
import { compareUtf8 } from "./utf8-order.js";
import { sameFound } from "./version.js";

/** The version that every object of a bucket without versioning is. */
const onlyVersion = "null";

/** The id of a key's how-manieth version. */
export function versionIdOf(number: number): string {
  return `v${number}`;
}

function idAfter(history: History | undefined, { versioning }: Capabilities): string {
  return versioning === "suspended" ? onlyVersion : versionIdOf((history?.made ?? 0) + 1);
}

/** The version with the id that it gets, where the bucket has versioning. */
export function identified(
  version: Version,
  capabilities: Capabilities,
  history: History | undefined,
): Version {
  if (capabilities.versioning !== undefined)
    return Object.freeze({ ...version, id: idAfter(history, capabilities) });
  if (version.id === undefined) return version;
  const { id: _, ...rest } = version;
  return Object.freeze(rest);
}

/** With one more version on top: a delete marker, or one that has its id already. Nothing where there is no versioning. */
export function historyWith(
  before: History | undefined,
  found: Found,
  capabilities: Capabilities,
  { modified }: Dated = {},
): Pick<KeyRecord, "history"> {
  if (capabilities.versioning === undefined) return {};
  const id = idAfter(before, capabilities);
  const top = { id, found, ...(modified === undefined || found !== null ? {} : { modified }) };
  const others = (before?.versions ?? []).filter((one) => one.id !== id);
  return { history: historyOf(before, [Object.freeze(top), ...others]) };
}

/** With a version right below the current one: it was begun before that and comes after it. */
export function historyBelow(before: History, found: Version): History {
  const [top, ...rest] = before.versions;
  if (top?.id === found.id) return before;
  const one = Object.freeze({ id: found.id!, found });
  const others = rest.filter(({ id }) => id !== found.id);
  return historyOf(before, top === undefined ? [one] : [top, one, ...others]);
}

/** With one id more given out; "null" is none. */
function historyOf(before: History | undefined, versions: readonly KeptVersion[]): History {
  const made = before?.made ?? 0;
  const given = versions.some(({ id }) => id === versionIdOf(made + 1)) ? 1 : 0;
  return Object.freeze({ made: made + given, versions: Object.freeze(versions) });
}

/** The state of a bucket that gets versioning: the objects that are there become the versions "null" of their keys. */
export function withVersions(state: StoreState): StoreState {
  let all = state;
  for (const { key, record } of state.objects) {
    if (record.current === null || record.history !== undefined) continue;
    const current = Object.freeze({ ...record.current, id: onlyVersion });
    const versions = Object.freeze([Object.freeze({ id: onlyVersion, found: current })]);
    const history = Object.freeze({ made: 0, versions });
    all = withRecord(all, key, Object.freeze({ ...withCurrent(record, current), history }));
  }
  return all;
}

/** The record with something else known of its object, which stays the one that it is: wherever it stands. */
export function withCurrent(record: KeyRecord, current: Version): KeyRecord {
  const renewed = (found: Found): Found => (sameFound(found, record.current) ? current : found);
  const { nodes, replica, history } = record;
  const versions = history?.versions.map((one) => Object.freeze({ ...one, found: renewed(one.found) }));
  return Object.freeze({
    ...record,
    current,
    ...(nodes === undefined ? {} : { nodes: nodes.map((view) => Object.freeze(view.map(renewed))) }),
    ...(replica === undefined ? {} : { replica: Object.freeze(replica.map(renewed)) }),
    ...(history === undefined
      ? {}
      : { history: Object.freeze({ ...history, versions: Object.freeze(versions!) }) }),
  });
}

/** What a DELETE tells: the delete marker that it put there; nothing where there is no versioning. */
export function markerPut(after: StoreState, key: string, { versioning }: Capabilities): DeleteResult | null {
  const [top] = recordAt(after, key).history?.versions ?? [];
  if (versioning === undefined || top === undefined) return null;
  return Object.freeze({ deleteMarker: true, versionId: top.id });
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

function noSuchVersion(key: string): StoreFailure {
  return failure("NoSuchVersion", "The specified version does not exist.", key);
}

export function badId(key: string): StoreFailure {
  return failure("InvalidArgument", "Invalid version id specified", key);
}

export function isOnlyVersion(id: string): boolean {
  return id === onlyVersion;
}

/** Keys and common prefixes in their order, each with its versions. */
interface Shown {
  readonly versions: ListedVersion[];
  readonly prefixes: string[];
}

export function listVersions(
  state: StoreState,
  request: ListObjectVersionsRequest,
): ListObjectVersionsResult | StoreFailure {
  const { prefix = "", delimiter, keyMarker = "", versionIdMarker } = request;
  const maxKeys = pageSize(request.maxKeys);
  if (typeof maxKeys !== "number") return maxKeys;
  const plan = { prefix, delimiter: delimiter || undefined, after: undefined, maxKeys };
  const shown: Shown = { versions: [], prefixes: [] };
  let last: Pick<ListObjectVersionsResult, "nextKeyMarker" | "nextVersionIdMarker"> = {};
  const isFull = (): boolean => shown.versions.length + shown.prefixes.length === maxKeys;
  for (const cursor = state.objects.cursor(prefix); cursor.entry !== undefined; cursor.next()) {
    const { key, record } = cursor.entry;
    if (!key.startsWith(prefix)) break;
    const group = groupOf(plan, key);
    const order = keyMarker === "" ? 1 : compareUtf8(group ?? key, keyMarker);
    if (order < 0 || (group !== undefined && (order === 0 || shown.prefixes.at(-1) === group))) continue;
    const all = versionsOf(key, record);
    const after = order === 0 ? olderThan(all, versionIdMarker) : all;
    for (const version of group === undefined ? after : after.slice(0, 1)) {
      if (isFull()) return page(shown, last);
      if (group === undefined) shown.versions.push(Object.freeze(version));
      else shown.prefixes.push(group);
      last =
        group === undefined
          ? { nextKeyMarker: key, nextVersionIdMarker: version.versionId }
          : { nextKeyMarker: group };
    }
  }
  return page(shown);
}

/** `next`: where the next page goes on, if there is one. */
function page(
  { versions, prefixes }: Shown,
  next?: Pick<ListObjectVersionsResult, "nextKeyMarker" | "nextVersionIdMarker">,
): ListObjectVersionsResult {
  return {
    versions: Object.freeze(versions),
    commonPrefixes: Object.freeze(prefixes),
    isTruncated: next !== undefined,
    ...next,
  };
}

/** NaN of the version without a number. */
function numberOf(id: string): number {
  return Number(id.slice(1));
}

/** What stands behind a version; where that has been deleted meanwhile, behind all that are newer for certain. */
function olderThan(versions: readonly ListedVersion[], id: string | undefined): readonly ListedVersion[] {
  if (id === undefined || id === "") return [];
  const at = versions.findIndex((one) => one.versionId === id);
  if (at >= 0) return versions.slice(at + 1);
  return versions.slice(versions.findLastIndex((one) => numberOf(one.versionId) > numberOf(id)) + 1);
}

function versionsOf(key: string, { current, history }: KeyRecord): readonly ListedVersion[] {
  const versions: readonly KeptVersion[] =
    history?.versions ?? (current === null ? [] : [{ id: onlyVersion, found: current }]);
  return versions.map(({ id, found, modified = found?.modified }, at) => ({
    key,
    versionId: id,
    isLatest: at === 0,
    ...(found === null ? {} : { object: Object.freeze({ etag: found.etag, size: found.body.length }) }),
    ...(modified === undefined ? {} : { modified }),
  }));
}
