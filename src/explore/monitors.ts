/** The states of all properties of a search, as one small integer: properties are part of the explored state. */
import { type Ending, isViolation, type Property, type Scene, type Violation } from "../check/property.js";
import { canonical } from "../sim/canonical.js";
import { Interner } from "../sim/interner.js";
import { PairMap } from "../sim/pair-map.js";
import type { Words } from "../sim/transitions.js";

/** A property that has been violated watches no further: its state is the violation. */
type Watch = { readonly state: unknown } | { readonly violation: Violation };

export class Monitors {
  readonly properties: readonly Property[];
  readonly initial: number;
  readonly #scene: Scene;
  readonly #words: Words;
  readonly #watches = new Interner<readonly Watch[]>();
  readonly #steps = new PairMap();
  readonly #endingIds = new PairMap();
  readonly #endings: (readonly (Violation | undefined)[])[] = [];
  /** By id: is there a violation among the states? */
  readonly #violated: boolean[] = [];

  constructor(properties: readonly Property[], scene: Scene, words: Words) {
    this.properties = properties;
    this.#scene = scene;
    this.#words = words;
    this.initial = this.#intern(properties.map((property) => ({ state: property.initial })));
  }

  /** After a list of events (an id of the kernel's). */
  step(id: number, events: number): number {
    if (events === 0) return id;
    const known = this.#steps.get(id, events);
    if (known >= 0) return known;
    let watches = this.#watches.get(id);
    for (const event of this.#words.events.get(events)) {
      watches = watches.map((watch, index) => {
        if ("violation" in watch) return watch;
        const next = this.properties[index]!.step(watch.state as never, event, this.#scene);
        return isViolation(next) ? { violation: next } : { state: next };
      });
    }
    const next = this.#intern(watches);
    this.#steps.set(id, events, next);
    return next;
  }

  /** Has some property come to a violation on the way? */
  violated(id: number): boolean {
    return this.#violated[id]!;
  }

  /** The violation that property `index` has come to on the way, if any. */
  violation(id: number, index: number): Violation | undefined {
    const watch = this.#watches.get(id)[index]!;
    return "violation" in watch ? watch.violation : undefined;
  }

  /** What each property says where all processes have finished. Endings with the same key are the same. */
  atEnd(id: number, key: number, ending: Ending): readonly (Violation | undefined)[] {
    const known = this.#endingIds.get(id, key);
    if (known >= 0) return this.#endings[known]!;
    const verdicts = this.#watches.get(id).map((watch, index) => {
      if ("violation" in watch) return undefined;
      return this.properties[index]!.atEnd(watch.state as never, ending, this.#scene);
    });
    this.#endingIds.set(id, key, this.#endings.length);
    this.#endings.push(verdicts);
    return verdicts;
  }

  #intern(watches: readonly Watch[]): number {
    const key = watches.map((watch) => ("violation" in watch ? "!" : canonical(watch.state))).join(";");
    const id = this.#watches.intern(key, watches);
    this.#violated[id] ??= watches.some((watch) => "violation" in watch);
    return id;
  }
}
