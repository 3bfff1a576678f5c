/** The places of a listing as an eye sees them: each key is looked at once, and of a group no more than it takes to see that it is there. */
import type { Eye } from "../eye.js";
import type { ListedObject } from "../object-store.js";
import type { Cursor } from "../sorted-map.js";
import type { Entry, StoreState } from "../store-state.js";
import { cursorOf, groupOf, type ListPlan, type Slot, type Slots, type WrongSlot } from "./list.js";

export class SeenScan implements Slots {
  /** Places that are shown other than they are; each with the index of the first place behind it that is shown. */
  readonly wrong: WrongSlot[] = [];
  readonly #slots: Slot[] = [];
  readonly #plan: ListPlan;
  readonly #eye: Eye;
  readonly #cursor: Cursor<Entry>;

  constructor(state: StoreState, plan: ListPlan, eye: Eye) {
    this.#plan = plan;
    this.#eye = eye;
    this.#cursor = cursorOf(state, plan);
  }

  at(index: number): Slot | undefined {
    while (this.#slots.length <= index && this.#scan()) {
      // Each scan adds the next key or group that is shown, if it is one.
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
    const { shown } = entry.listing;
    const seen = this.#see(entry);
    if (seen !== shown) this.#note(entry, undefined, seen);
    if (seen !== null) this.#slots.push(slotOf(entry.key, undefined, seen));
    return true;
  }

  /** The first member that is seen shows the group; which other members would be seen makes no difference. */
  #scanGroup(group: string): void {
    const missed: Entry[] = [];
    let entry = this.#cursor.entry;
    while (entry?.key.startsWith(group) === true) {
      const seen = this.#see(entry);
      if (seen !== null) {
        if (entry.listing.shown === null && missed.length === 0 && !this.#isThere(group))
          this.#note(entry, group, seen);
        this.#slots.push(slotOf(entry.key, group, seen));
        this.#cursor.seek(group, "past-prefix");
        return;
      }
      if (entry.listing.shown !== null) missed.push(entry);
      this.#cursor.next();
      entry = this.#cursor.entry;
    }
    for (const one of missed) this.#note(one, group, null);
  }

  /** Is some member at or behind the cursor truly there? */
  #isThere(group: string): boolean {
    for (let entry = this.#cursor.entry; entry?.key.startsWith(group) === true; entry = this.#cursor.entry) {
      if (entry.listing.shown !== null) return true;
      this.#cursor.next();
    }
    return false;
  }

  #see({ key, listing: { shown, others } }: Entry): ListedObject | null {
    if (others.length === 0) return shown;
    const may = [shown, ...others];
    const chosen = this.#eye.listed(key, may);
    const seen = may[chosen];
    if (seen === undefined) throw new RangeError(`choice ${chosen} of ${may.length} for ${key}`);
    return seen;
  }

  #note({ key, listing: { shown } }: Entry, group: string | undefined, seen: ListedObject | null): void {
    const slot = { key, group, shown, others: [] };
    this.wrong.push({ index: this.#slots.length, slot, shown: seen });
  }
}

function slotOf(key: string, group: string | undefined, shown: ListedObject): Slot {
  return { key, group, shown, others: [] };
}
