/** What a run has seen: each circumstance with the number of explored transitions that showed it. */
import type { Option, Row, World } from "../sim/world.js";

export class Witnesses {
  readonly #counts = new Map<string, number>();
  readonly #eventNames = new Map<number, readonly string[]>();

  note(world: World, row: Row, option: Option): void {
    if (option.kind === "outcome") {
      const transition = world.transition(row, option);
      for (const witness of transition.witnesses) this.#add(witness);
      if (option.anomalies > 0) this.#add("anomaly");
      if (transition.events !== 0) for (const name of this.#names(world, transition.events)) this.#add(name);
    } else {
      this.#add(option.kind === "crash" ? "crashed" : "zombie-landed");
    }
  }

  counts(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#counts].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  }

  has(name: string): boolean {
    return this.#counts.has(name);
  }

  #names(world: World, events: number): readonly string[] {
    let names = this.#eventNames.get(events);
    if (names === undefined) {
      names = world.words.events.get(events).map((event) => event.type);
      this.#eventNames.set(events, names);
    }
    return names;
  }

  #add(name: string): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }
}
