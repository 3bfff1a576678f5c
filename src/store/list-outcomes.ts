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
import { SeenScan } from "./operations/list-seen.js";
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
  const scan = new SeenScan(state, plan, eye);
  const page = pageOf(plan, scan, []);
  const wrong = scan.wrong.filter(({ index }) => !page.result.isTruncated || index < page.looked);
  const cost = costOf(isUpToDate(state, plan, page, wrong) ? [] : wrong);
  return outcomeOf({ answer: success(page.result), next: state, ...cost });
}

/** What is wrong where the page ends may change nothing that it shows. */
function isUpToDate(state: StoreState, plan: ListPlan, page: Page, wrong: readonly WrongSlot[]): boolean {
  if (wrong.length === 0) return true;
  if (!canRepeat(plan, page)) return false;
  return textOf(page.result) === textOf(pageOf(plan, new SlotScan(state, plan, 0), []).result);
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
