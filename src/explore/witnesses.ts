/** What a run has seen: each circumstance with the number of explored transitions that showed it. */
import { crashKind, deliverKind, type Moves, outcomeKind } from "../sim/moves.js";
import type { Option, Row, World } from "../sim/world.js";

export class Witnesses {
  readonly #counts = new Map<string, number>();
  readonly #eventNames = new Map<number, readonly string[]>();

  note(world: World, row: Row, option: Option): void {
    if (option.kind === "outcome") {
      const transition = world.transition(row, option);
      for (const witness of transition.witnesses) this.add(witness);
      if (option.anomalies > 0) this.add("anomaly");
      for (const name of this.#names(world, transition.events)) this.add(name);
    } else if (option.kind === "step") {
      for (const witness of world.stepOf(row, option).witnesses) this.add(witness);
    } else {
      this.add(option.kind === "crash" ? "crashed" : "zombie-landed");
    }
  }

  add(name: string, count = 1): void {
    if (count > 0) this.#counts.set(name, (this.#counts.get(name) ?? 0) + count);
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
}

/** Counts moves in numbers; {@link Witnesses} are made of them at the end. */
export class MoveCounts {
  readonly #world: World;
  /** By service and aspect. */
  readonly #outcomes: number[][];
  #anomalies = 0;
  #crashes = 0;
  #deliveries = 0;
  /** What services did by themselves: few, so they are not counted in numbers. */
  readonly #steps = new Witnesses();

  constructor(world: World) {
    this.#world = world;
    this.#outcomes = world.services.map(() => []);
  }

  add(row: Row, moves: Moves, move: number): void {
    const kind = moves.kind(move);
    if (kind !== outcomeKind) {
      if (kind === crashKind) this.#crashes += 1;
      else if (kind === deliverKind) this.#deliveries += 1;
      else this.#steps.note(this.#world, row, moves.option(move));
      return;
    }
    const service = moves.service(move);
    const aspect = this.#world.services[service]!.aspectIdOf(moves.transition(move));
    const counts = this.#outcomes[service]!;
    while (counts.length <= aspect) counts.push(0);
    counts[aspect]! += 1;
    if (moves.anomalies(move) > 0) this.#anomalies += 1;
  }

  witnesses(): Witnesses {
    const witnesses = new Witnesses();
    for (const [name, count] of Object.entries(this.#steps.counts())) witnesses.add(name, count);
    witnesses.add("anomaly", this.#anomalies);
    witnesses.add("crashed", this.#crashes);
    witnesses.add("zombie-landed", this.#deliveries);
    for (const [service, counts] of this.#outcomes.entries()) {
      for (const [id, count] of counts.entries()) {
        const aspect = this.#world.services[service]!.aspect(id);
        for (const name of aspect.witnesses) witnesses.add(name, count);
        for (const event of this.#world.words.events.get(aspect.events)) witnesses.add(event.type, count);
      }
    }
    return witnesses;
  }
}
