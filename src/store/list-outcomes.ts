/**
 * What LIST may answer: the up-to-date page, then pages in which some keys are shown other than they are. Each wrong key is one
 * anomaly, and the page is made from the wrong view as a whole: a missed key makes room for the next one, a key that is
 * shown wrongly may end the page early or bring a common prefix with it.
 */
import type { Eye } from "./eye.js";
import type { RequestOf } from "./requests.js";
import { success } from "./operations/answers.js";
import type { ListPlan, Page, Slot, WrongSlot } from "./operations/list.js";
import { pageOf, planList, SlotScan } from "./operations/list.js";
import { outcomeOf, type StoreOutcome } from "./outcome.js";
import type { ListResult } from "./object-store.js";
import type { StoreState } from "./store-state.js";

/** In the order of how many keys are wrong, then of those keys; no page twice. */
export function listOutcomes(
  state: StoreState,
  request: RequestOf<"list">,
  anomalies: number,
): readonly StoreOutcome[] {
  const plan = planList(request);
  if ("ok" in plan) return [outcomeOf({ answer: plan, next: state })];
  const scan = new SlotScan(state, plan, anomalies);
  const outcomes: StoreOutcome[] = [];
  const upToDate = pageOf(plan, scan, []);
  const seen = canRepeat(plan, upToDate) ? new Set<string>() : undefined;
  const add = (page: Page, wrong: readonly WrongSlot[]) => {
    if (seen !== undefined) {
      const text = textOf(page.result);
      if (seen.has(text)) return;
      seen.add(text);
    }
    outcomes.push(outcomeOf({ answer: success(page.result), next: state, ...costOf(wrong) }));
  };
  add(upToDate, []);
  // A page with one more wrong key differs only where that key was looked at to make the page without it.
  let level: { page: Page; wrong: readonly WrongSlot[] }[] = [{ page: upToDate, wrong: [] }];
  for (let count = 1; count <= anomalies && level.length > 0; count++) {
    const next: typeof level = [];
    for (const { page, wrong } of level) {
      for (const more of wrongSlots(scan, (wrong.at(-1)?.index ?? -1) + 1, page.looked)) {
        const all = [...wrong, more];
        next.push({ page: pageOf(plan, scan, all), wrong: all });
      }
    }
    for (const { page, wrong } of next) add(page, wrong);
    level = next;
  }
  return outcomes;
}

/** The page in which the eye chooses what is shown of each key: one of {@link listOutcomes}, however many keys are wrong in it. */
export function listSeen(state: StoreState, request: RequestOf<"list">, eye: Eye): StoreOutcome {
  const plan = planList(request);
  if ("ok" in plan) return outcomeOf({ answer: plan, next: state });
  const scan = new SlotScan(state, plan, Number.POSITIVE_INFINITY);
  const wrong: WrongSlot[] = [];
  let asked = 0;
  // Most pages end within so many places; where many are hidden, more are looked at.
  for (let most = plan.maxKeys + 1; ; most *= 2) {
    for (; asked < most; asked++) {
      const slot = scan.at(asked);
      if (slot === undefined) break;
      if (slot.others.length === 0) continue;
      const may = [slot.shown, ...slot.others];
      const chosen = eye.listed(slot.key, may);
      const shown = may[chosen];
      if (shown === undefined) throw new RangeError(`choice ${chosen} of ${may.length} for ${slot.key}`);
      if (chosen > 0) wrong.push({ index: asked, slot, shown });
    }
    const page = pageOf(plan, scan, wrong);
    if (page.looked > asked) continue;
    const told = wrong.filter(({ index }) => index < page.looked);
    // What is wrong behind the end of a page may change nothing that it shows.
    const same = told.length === 0 || textOf(page.result) === textOf(pageOf(plan, scan, []).result);
    const cost = costOf(same ? [] : thatMatter(scan, told, page.looked));
    return outcomeOf({ answer: success(page.result), next: state, ...cost });
  }
}

/** Without the wrong members of a group whose common prefix is there, or not, all the same; one ghost is enough to show it. */
function thatMatter(scan: SlotScan, wrong: readonly WrongSlot[], looked: number): readonly WrongSlot[] {
  if (wrong.every(({ slot }) => slot.group === undefined)) return wrong;
  const truly = new Set<string>();
  const seen = new Set<string>();
  let nextWrong = 0;
  for (let index = 0; index < looked; index++) {
    const { group, shown } = scan.at(index)!;
    const now = wrong[nextWrong]?.index === index ? wrong[nextWrong++]!.shown : shown;
    if (group === undefined) continue;
    if (shown !== null) truly.add(group);
    if (now !== null) seen.add(group);
  }
  const told = new Set<string>();
  return wrong.filter(({ slot: { group } }) => {
    if (group === undefined) return true;
    if (truly.has(group)) return !seen.has(group);
    if (told.has(group)) return false;
    told.add(group);
    return true;
  });
}

/** Where every place fits on the page and none stands for several, each set of wrong ones makes a page of its own. */
function canRepeat(plan: ListPlan, { result, looked }: Page): boolean {
  return plan.delimiter !== undefined || result.isTruncated || looked > plan.maxKeys;
}

function* wrongSlots(scan: SlotScan, from: number, end: number): Iterable<WrongSlot> {
  for (let index = from; index < end; index++) {
    const slot = scan.at(index)!;
    for (const shown of slot.others) yield { index, slot, shown };
  }
}

function costOf(wrong: readonly WrongSlot[]): { anomalies: number; label: string | undefined } {
  const label = wrong.length === 0 ? undefined : wrong.map(labelOf).join("; ");
  return { anomalies: wrong.length, label };
}

function labelOf({ slot, shown }: { slot: Slot; shown: WrongSlot["shown"] }): string {
  if (shown === null) return `LIST misses ${slot.key}`;
  return slot.shown === null ? `LIST still shows ${slot.key}` : `LIST shows an older ${slot.key}`;
}

/** Exact: a key cannot hold what separates the parts without being written with its length. */
function textOf({ objects, commonPrefixes, isTruncated }: ListResult): string {
  let text = isTruncated ? "more" : "end";
  for (const { key, etag, size, modified } of objects) {
    text += `,${key.length}:${key}${etag}:${size}`;
    if (modified !== undefined) text += `:${modified}`;
  }
  for (const prefix of commonPrefixes) text += `;${prefix.length}:${prefix}`;
  return text;
}
