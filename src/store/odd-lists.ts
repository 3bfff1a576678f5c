/**
 * Listings that are not what S3's general purpose buckets list: of a replica of the bucket; in an order that is not that of the keys;
 * with the prefixes of uploads under way. Made from the ordinary listing of a state that is made for them.
 *
 * Source: S3 API, ListObjectsV2, on directory buckets: not in lexicographical order; StartAfter is not supported; CommonPrefixes
 * includes the prefixes of multipart uploads in progress.
 *
 * Any order is allowed. Two are here, that of the keys and its reverse: whoever goes by the order meets the wrong end first.
 */
import type { ListResult } from "./object-store.js";
import { listOutcomes } from "./list-outcomes.js";
import { failure, success } from "./operations/answers.js";
import { outcomeOf, sameData, type StoreOutcome } from "./outcome.js";
import type { RequestOf } from "./requests.js";
import type { Rules } from "./rules.js";
import { SortedMap } from "./sorted-map.js";
import { Entry, type StoreState } from "./store-state.js";
import type { Version } from "./state.js";
import { untouched } from "./state.js";
import { Body } from "./body.js";
import { compareUtf8 } from "./utf8-order.js";

type ListAsked = RequestOf<"list">;

/** Is the listing an ordinary one? */
export function isOrdinary({ contract, capabilities }: Rules, request: ListAsked): boolean {
  if (request.replica === true && contract.replica !== undefined) return false;
  return capabilities.listOrder === undefined && capabilities.listsUploads === undefined;
}

export function oddListOutcomes(
  rules: Rules,
  state: StoreState,
  request: ListAsked,
  anomalies: number,
): readonly StoreOutcome[] {
  const { contract, capabilities } = rules;
  if (capabilities.listOrder === "any" && request.startAfter !== undefined) {
    const answer = failure(
      "NotImplemented",
      "start-after is not supported where keys are listed in any order.",
    );
    return [outcomeOf({ answer, next: state })];
  }
  const isReplicas = request.replica === true && contract.replica !== undefined;
  const seen = isReplicas ? replicaOf(rules, state) : withPrefixesOfUploads(rules, state, request);
  const marker = capabilities.listOrder === "any" ? readMarker(request.continuationToken) : undefined;
  if (marker !== undefined) return [told(state, reversedPage(seen, request, marker))];
  const inOrder = listOutcomes(seen, request, anomalies).map((one) => outcomeOf({ ...one, next: state }));
  if (capabilities.listOrder !== "any" || anomalies === 0 || request.continuationToken !== undefined)
    return inOrder;
  const reversed = reversedPage(seen, request);
  const [first] = inOrder;
  // One key, or one beside one common prefix, has no order that shows.
  if (first === undefined || !first.answer.ok || sameData(first.answer.value, reversed)) return inOrder;
  return [...inOrder, told(state, reversed, { anomalies: 1, label: "LIST is not in the order of the keys" })];
}

function told(
  state: StoreState,
  page: ListResult,
  cost: { readonly anomalies?: number; readonly label?: string } = {},
): StoreOutcome {
  return outcomeOf({ ...cost, answer: success(page), next: state });
}

/** What the replica has: it is a bucket of its own, and strongly consistent. */
function replicaOf({ contract }: Rules, { objects, ...rest }: StoreState): StoreState {
  const entries = [...objects].map(({ key, record }) => {
    return new Entry(key, Object.freeze({ ...untouched, current: contract.replica!(record) }));
  });
  return { ...rest, objects: SortedMap.from(entries) };
}

const nothingAtAll: Version = Object.freeze({ body: Body.empty, etag: "", metadata: {} });

/** With a key for each upload that is rolled up into a common prefix: of a group only its presence shows. */
function withPrefixesOfUploads({ capabilities }: Rules, state: StoreState, request: ListAsked): StoreState {
  const { prefix = "", delimiter } = request;
  if (capabilities.listsUploads === undefined || !delimiter) return state;
  let { objects } = state;
  for (const { key, uploads } of state.uploads) {
    const isOpen = uploads.uploads.some(({ aborted }) => aborted === undefined);
    const isGrouped = key.startsWith(prefix) && key.includes(delimiter, prefix.length);
    if (!isOpen || !isGrouped || (objects.get(key)?.record.current ?? null) !== null) continue;
    objects = objects.set(new Entry(key, Object.freeze({ ...untouched, current: nothingAtAll })));
  }
  return { ...state, objects };
}

/** Tells the tokens of a listing from the end from those of one from the start. */
const backMark = "before:";

function readMarker(token: string | undefined): string | undefined {
  if (token === undefined) return undefined;
  const text = Buffer.from(token, "base64url").toString("utf8");
  return text.startsWith(backMark) ? text.slice(backMark.length) : undefined;
}

/** A page from the end, of what comes before `marker`. */
function reversedPage(state: StoreState, request: ListAsked, marker?: string): ListResult {
  const { maxKeys = 1000 } = request;
  const { objects, commonPrefixes } = everything(state, request);
  const items = [...objects.map(({ key }) => key), ...commonPrefixes].sort(compareUtf8).reverse();
  const left = items.filter((item) => marker === undefined || compareUtf8(item, marker) < 0);
  const shown = left.slice(0, maxKeys);
  const byKey = new Map(objects.map((object) => [object.key, object]));
  const prefixes = new Set(commonPrefixes);
  const page = {
    objects: Object.freeze(shown.flatMap((item) => byKey.get(item) ?? [])),
    commonPrefixes: Object.freeze(shown.filter((item) => prefixes.has(item))),
    isTruncated: left.length > shown.length,
  };
  if (!page.isTruncated) return page;
  return { ...page, nextContinuationToken: Buffer.from(backMark + shown.at(-1)!).toString("base64url") };
}

/** The listing as a whole. */
function everything(state: StoreState, { prefix, delimiter }: ListAsked): ListResult {
  const pages: ListResult[] = [];
  let token: string | undefined;
  do {
    const request: ListAsked = {
      op: "list",
      ...(prefix === undefined ? {} : { prefix }),
      ...(delimiter === undefined ? {} : { delimiter }),
      ...(token === undefined ? {} : { continuationToken: token }),
    };
    const [outcome] = listOutcomes(state, request, 0);
    if (!outcome!.answer.ok) throw new Error("a listing without limits was refused");
    const page = outcome!.answer.value as ListResult;
    pages.push(page);
    token = page.nextContinuationToken;
  } while (token !== undefined);
  return {
    objects: pages.flatMap(({ objects }) => objects),
    commonPrefixes: pages.flatMap(({ commonPrefixes }) => commonPrefixes),
    isTruncated: false,
  };
}
