/** What tests of the store share: making requests, and a LIST written down as naively as can be. */
import type { Limits } from "../../src/sim/service.js";
import { Body } from "../../src/store/body.js";
import type { ListedObject, ListRequest } from "../../src/store/object-store.js";
import type { StoreOutcome } from "../../src/store/outcome.js";
import { personalityNamed } from "../../src/store/personalities/index.js";
import type { StoreAnswer, StoreRequest } from "../../src/store/requests.js";
import { SimulatedStore, type StoreOptions, type StoreState } from "../../src/store/simulated-store.js";

/** Fixed, so that a failure is the same on every machine. */
export const seed = 1;

/** More than any test's store can go wrong. */
export const anything: Limits = { anomalies: 6, faults: 1 };
export const noFaults: Limits = { anomalies: 6, faults: 0 };
export const wellBehaved: Limits = { anomalies: 0, faults: 0 };

export function storeNamed(name: string, options?: StoreOptions): SimulatedStore {
  return new SimulatedStore(personalityNamed(name), options);
}

export function put(key: string, text: string, condition: object = {}): StoreRequest {
  return { op: "put", key, body: Body.text(text), ...condition };
}

export function outcomes(
  store: SimulatedStore,
  state: StoreState,
  request: StoreRequest,
  limits: Limits = noFaults,
  conflicted = false,
): readonly StoreOutcome[] {
  return store.outcomes(state, request, { conflicted }, limits);
}

/** The state after requests that all went well, from an empty store or from `state`. */
export function after(
  store: SimulatedStore,
  requests: readonly StoreRequest[],
  state = store.initial,
): StoreState {
  return requests.reduce((now, request) => outcomes(store, now, request, wellBehaved)[0]!.next, state);
}

/** An answer in one word: the object's text, a listing's keys with their sizes, or the status. */
export function said(answer: StoreAnswer): string {
  if (!answer.ok) return answer.code;
  const { value } = answer;
  if (value === null || "deleteMarker" in value) return "deleted";
  if ("notification" in value) return value.notification!.key;
  if ("uploadId" in value) return value.uploadId;
  if ("uploads" in value) return value.uploads.map(({ key, uploadId }) => `${key}:${uploadId}`).join(" ");
  if ("parts" in value) return value.parts.map((part) => `${part.partNumber}:${part.size}`).join(" ");
  if ("deleted" in value) return value.deleted.join(" ");
  if ("body" in value) return value.body.text();
  if ("objects" in value) {
    const names = [...value.objects.map((object) => `${object.key}:${object.size}`), ...value.commonPrefixes];
    return [...names, ...(value.isTruncated ? ["..."] : [])].join(" ");
  }
  return "written";
}

/** Everything that a request may be told. */
export function answers(store: SimulatedStore, state: StoreState, request: StoreRequest): string[] {
  return outcomes(store, state, request).map((outcome) => said(outcome.answer));
}

export function bytesOrder(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** Keys or common prefixes that a listing shows after `from`, all of them, in order. */
export function itemsListed(
  keys: readonly string[],
  { prefix = "", delimiter }: ListRequest,
  from?: string,
): string[] {
  const items = keys
    .filter((key) => key.startsWith(prefix))
    .map((key) => {
      const end = delimiter ? key.indexOf(delimiter, prefix.length) : -1;
      return end < 0 ? key : key.slice(0, end + delimiter!.length);
    });
  return [...new Set(items)].filter((item) => !from || bytesOrder(item, from) > 0).sort(bytesOrder);
}

/** A page of a listing, from the objects that it is to show, without any care for cost. */
export function naivePage(objects: readonly ListedObject[], request: ListRequest) {
  const byKey = new Map(objects.map((object) => [object.key, object]));
  const items = itemsListed([...byKey.keys()], request, request.startAfter);
  const shown = items.slice(0, request.maxKeys ?? 1000);
  // A common prefix that is itself a key cannot stand beside it: the key is rolled up into it.
  const isPrefix = (item: string) => {
    const { prefix = "", delimiter } = request;
    return Boolean(delimiter) && item.indexOf(delimiter!, prefix.length) >= 0;
  };
  return {
    objects: shown.filter((item) => !isPrefix(item)).map((item) => byKey.get(item)!),
    commonPrefixes: shown.filter(isPrefix),
    isTruncated: items.length > shown.length,
  };
}
