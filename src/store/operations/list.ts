/**
 * LIST v2: which keys a page holds, in UTF-8 binary order.
 *
 * - Keys and common prefixes both count toward max-keys; a common prefix counts once, however many keys it stands for, and is
 *   not repeated on the next page.
 * - A continuation token wins over start-after. Either leaves out what is not greater than it, common prefixes too.
 *
 * Source: S3 API, ListObjectsV2, and its responses as recorded against AWS (LocalStack's list snapshots).
 */
import type { ListedObject, ListRequest, ListResult } from "../object-store.js";
import type { Cursor } from "../sorted-map.js";
import type { Entry, StoreState } from "../store-state.js";
import type { StoreFailure } from "../requests.js";
import { compareUtf8, isWellFormed } from "../utf8-order.js";
import { failure } from "./answers.js";

/** A request that has been checked, with its defaults filled in. */
export interface ListPlan {
  readonly prefix: string;
  readonly delimiter: string | undefined;
  /** Only what is greater than this. */
  readonly after: string | undefined;
  readonly maxKeys: number;
}

const mostKeys = 1000;

/** How many a page shows at most: 1000 where it is not said. Answers 400 InvalidArgument for what is not 1 to 1000. */
export function pageSize(maxKeys = mostKeys): number | StoreFailure {
  if (Number.isInteger(maxKeys) && maxKeys >= 1 && maxKeys <= mostKeys) return maxKeys;
  return failure(
    "InvalidArgument",
    `max-keys is ${maxKeys}; it must be a whole number from 1 to ${mostKeys}.`,
  );
}

/** Checks the request. Answers 400 InvalidArgument for a max-keys that is not 1 to 1000 and for a token that is none of ours. */
export function planList(request: ListRequest): ListPlan | StoreFailure {
  const maxKeys = pageSize(request.maxKeys);
  if (typeof maxKeys !== "number") return maxKeys;
  let after = request.startAfter || undefined;
  if (request.continuationToken !== undefined) {
    after = readToken(request.continuationToken);
    if (after === undefined) {
      return failure("InvalidArgument", "The continuation token provided is incorrect.");
    }
  }
  return { prefix: request.prefix ?? "", delimiter: request.delimiter || undefined, after, maxKeys };
}

/** Tells our tokens from anything else that happens to be base64. */
const tokenMark = "after:";

/** A token says what the page before it ended with: a key or a common prefix. */
function tokenAfter(last: string): string {
  return Buffer.from(tokenMark + last).toString("base64url");
}

function readToken(token: string): string | undefined {
  const text = Buffer.from(token, "base64url").toString("utf8");
  const sound = text.startsWith(tokenMark) && text.length > tokenMark.length && isWellFormed(text);
  return sound && Buffer.from(text).toString("base64url") === token
    ? text.slice(tokenMark.length)
    : undefined;
}

/** A place in a listing: a key, or one key of those that are rolled up into a common prefix. */
export interface Slot {
  readonly key: string;
  /** The common prefix that stands for the key, where it has one. */
  readonly group: string | undefined;
  /** What an up-to-date listing shows. Of a key in a group it only matters whether it is null. */
  readonly shown: ListedObject | null;
  /** What else may be shown here, each making a difference of its own. */
  readonly others: readonly (ListedObject | null)[];
}

/** The places of a listing, in order. */
export interface Slots {
  /** The place with this index; undefined where there are fewer. */
  at(index: number): Slot | undefined;
}

/**
 * The places that a page may be made of, found as they are asked for: a page costs what it shows, not what the store holds.
 * `wrong`: at most so many places will be shown other than they are. A group whose common prefix is there in spite of that many
 * misses is one place.
 */
export class SlotScan implements Slots {
  readonly #slots: Slot[] = [];
  readonly #plan: ListPlan;
  readonly #wrong: number;
  readonly #cursor: Cursor<Entry>;

  constructor(state: StoreState, plan: ListPlan, wrong: number) {
    this.#plan = plan;
    this.#wrong = wrong;
    this.#cursor = cursorOf(state, plan);
  }

  /** The place with this index; undefined where there are fewer. */
  at(index: number): Slot | undefined {
    while (this.#slots.length <= index && this.#scan()) {
      // Each scan adds the places of the next key or group, maybe none.
    }
    return this.#slots[index];
  }

  /** Looks at the next key, or the next group of keys. False at the end. */
  #scan(): boolean {
    const entry = this.#cursor.entry;
    if (entry === undefined || !entry.key.startsWith(this.#plan.prefix)) return false;
    const group = groupOf(this.#plan, entry.key);
    if (group !== undefined) {
      this.#scanGroup(group);
      return true;
    }
    this.#cursor.next();
    const { shown, others } = entry.listing;
    if (shown !== null || others.length > 0) this.#slots.push({ key: entry.key, group, shown, others });
    return true;
  }

  #scanGroup(group: string): void {
    const members: Slot[] = [];
    let present = 0;
    while (this.#cursor.entry?.key.startsWith(group) === true) {
      const entry = this.#cursor.entry;
      const { shown } = entry.listing;
      const others = this.#wrong > 0 ? memberAlternatives(entry) : [];
      if (shown !== null) present++;
      if (shown !== null && (others.length === 0 || present > this.#wrong)) {
        this.#slots.push({ key: entry.key, group, shown, others: [] });
        this.#cursor.seek(group, "past-prefix");
        return;
      }
      if (shown !== null || others.length > 0) members.push({ key: entry.key, group, shown, others });
      this.#cursor.next();
    }
    this.#slots.push(...members);
  }
}

/** Where the keys of a listing begin. */
export function cursorOf(state: StoreState, plan: ListPlan): Cursor<Entry> {
  const { prefix, after } = plan;
  if (after === undefined || compareUtf8(after, prefix) < 0) return state.objects.cursor(prefix);
  const passed = groupOf(plan, after);
  return passed === undefined
    ? state.objects.cursor(after, "after")
    : state.objects.cursor(passed, "past-prefix");
}

/** The key up to the first delimiter after the prefix. */
export function groupOf({ delimiter, prefix }: ListPlan, key: string): string | undefined {
  if (delimiter === undefined || !key.startsWith(prefix)) return undefined;
  const found = key.indexOf(delimiter, prefix.length);
  return found < 0 ? undefined : key.slice(0, found + delimiter.length);
}

/** Within a group only presence shows: a key that is there may be missed, one that is not may be shown. */
function memberAlternatives({ listing: { shown, others } }: Entry): readonly (ListedObject | null)[] {
  const other = others.find((found) => (found === null) !== (shown === null));
  return other === undefined ? [] : [other];
}

/** A place that is shown other than it is. */
export interface WrongSlot {
  readonly index: number;
  readonly slot: Slot;
  readonly shown: ListedObject | null;
}

export interface Page {
  readonly result: ListResult;
  /** How many places were looked at to make it: what lies behind them has no part in it. */
  readonly looked: number;
}

/** The page of a listing in which the places of `wrong`, in order, are shown as they say and all others as they are. */
export function pageOf(plan: ListPlan, scan: Slots, wrong: readonly WrongSlot[]): Page {
  const objects: ListedObject[] = [];
  const commonPrefixes: string[] = [];
  let last = "";
  let nextWrong = 0;
  for (let index = 0; ; index++) {
    const slot = scan.at(index);
    if (slot === undefined) return { result: resultOf(objects, commonPrefixes), looked: index };
    let shown = slot.shown;
    if (wrong[nextWrong]?.index === index) shown = wrong[nextWrong++]!.shown;
    if (shown === null || (slot.group !== undefined && slot.group === last)) continue;
    if (objects.length + commonPrefixes.length === plan.maxKeys) {
      return { result: resultOf(objects, commonPrefixes, tokenAfter(last)), looked: index + 1 };
    }
    if (slot.group === undefined) objects.push(shown);
    else commonPrefixes.push(slot.group);
    last = slot.group ?? slot.key;
  }
}

function resultOf(objects: ListedObject[], commonPrefixes: string[], token?: string): ListResult {
  const page = { objects: Object.freeze(objects), commonPrefixes: Object.freeze(commonPrefixes) };
  if (token === undefined) return Object.freeze({ ...page, isTruncated: false });
  return Object.freeze({ ...page, isTruncated: true, nextContinuationToken: token });
}
