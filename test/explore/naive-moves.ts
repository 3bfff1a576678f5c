/** All that may happen next in the naive explorer, written down move by move. */
import type { Event } from "../../src/check/events.js";
import type { Property } from "../../src/check/property.js";
import type { Arena } from "../../src/explore/steps.js";
import type { AnyService, Effect, Outcome } from "../../src/sim/service.js";
import type { Ask, NaiveProcess } from "./naive-process.js";

/** A request that has lost its caller and may still take effect. */
interface Stray {
  readonly service: number;
  readonly request: unknown;
  readonly conflicted: boolean;
}

/** What a property has come to. */
export type Mind = { readonly state: unknown } | "violated";

/** The world between two steps; never changed. */
export interface Moment {
  readonly services: readonly unknown[];
  /** `process:number` of each request in flight that another effect has come between. */
  readonly conflicted: ReadonlySet<string>;
  readonly strays: readonly Stray[];
  readonly crashed: ReadonlySet<number>;
  readonly anomalies: number;
  readonly faults: number;
  readonly crashes: number;
  readonly steps: number;
  readonly minds: readonly Mind[];
}

/** One way to go on: the moment after it, and who is told what. */
export interface Move {
  readonly after: Moment;
  /** Nobody is helped by it who cannot go on. */
  readonly misfortune?: true;
  readonly tell?: { readonly process: number; readonly number: number; readonly answer: unknown };
}

/** A moment with the processes as they stand in it. */
export class NaiveView {
  readonly #arena: Arena;
  readonly #properties: readonly Property[];
  readonly #now: Moment;
  readonly #processes: readonly NaiveProcess[];
  readonly #services: readonly AnyService[];

  constructor(
    arena: Arena,
    properties: readonly Property[],
    now: Moment,
    processes: readonly NaiveProcess[],
  ) {
    this.#arena = arena;
    this.#properties = properties;
    this.#now = now;
    this.#processes = processes;
    this.#services = arena.world.services;
  }

  moves(): readonly Move[] {
    return [
      ...this.#processes.flatMap((_, index) => [...this.#answers(index), ...this.#crashes(index)]),
      ...this.#late(),
      ...this.#own(),
    ];
  }

  allAtRest(): boolean {
    return this.#processes.every((_, index) => this.#atRest(index));
  }

  /** Finished, dead, or waiting only for what need never come. */
  #atRest(index: number): boolean {
    return this.#asksOf(index).every(([number, ask]) => {
      const idles = this.#serviceOf(ask).service.idles?.(ask.request) === true;
      return idles && this.#outcomes(index, number, ask).length === 0;
    });
  }

  /** Requests of a process that are in flight; those of a dead one are not its own any more. */
  #asksOf(index: number): readonly (readonly [number, Ask])[] {
    const process = this.#processes[index]!;
    return process.done || this.#now.crashed.has(index) ? [] : [...process.asks];
  }

  #serviceOf(ask: Ask): { readonly at: number; readonly service: AnyService } {
    const at = this.#services.findIndex((service) => service.name === ask.service);
    return { at, service: this.#services[at]! };
  }

  #outcomes(index: number, number: number, ask: Ask): readonly Outcome<unknown, unknown, unknown>[] {
    const { at, service } = this.#serviceOf(ask);
    const { budgets } = this.#arena.world;
    const anomalies = budgets.anomalies - this.#now.anomalies;
    const faults = budgets.faults - this.#now.faults;
    const conflicted = this.#now.conflicted.has(`${index}:${number}`);
    return service
      .outcomes(this.#now.services[at], ask.request, { conflicted }, { anomalies, faults })
      .filter((outcome) => outcome.anomalies <= anomalies && outcome.faults <= faults);
  }

  #answers(index: number): readonly Move[] {
    return this.#asksOf(index).flatMap(([number, ask]) =>
      this.#outcomes(index, number, ask).flatMap((outcome) => this.#answer(index, number, ask, outcome)),
    );
  }

  #answer(
    index: number,
    number: number,
    ask: Ask,
    outcome: Outcome<unknown, unknown, unknown>,
  ): readonly Move[] {
    const now = this.#now;
    const { at, service } = this.#serviceOf(ask);
    const own = `${index}:${number}`;
    const base: Moment = {
      ...this.#struck(now.strays, at, outcome.effects, own),
      services: now.services.with(at, outcome.next),
      anomalies: now.anomalies + outcome.anomalies,
      faults: now.faults + outcome.faults,
      steps: now.steps + 1,
      minds: this.#think(outcome.events),
    };
    const tell = { process: index, number, answer: outcome.answer };
    if (outcome.zombie === undefined) return [{ after: base, tell }];
    const hit = outcome.effects.some((effect) => service.collides?.(outcome.zombie, effect) === true);
    const stray = { service: at, request: outcome.zombie, conflicted: now.conflicted.has(own) || hit };
    return this.#kept(base.strays, [stray]).map((strays) => ({ after: { ...base, strays }, tell }));
  }

  #crashes(index: number): readonly Move[] {
    const now = this.#now;
    const { spec } = this.#processes[index]!;
    if (!spec.crashable || now.crashes >= this.#arena.world.budgets.crashes || this.#atRest(index)) return [];
    const results = this.#services.map((service, at) => service.crashed?.(now.services[at], spec.name));
    const events: readonly Event[] = [
      { type: "crashed", process: spec.name },
      ...results.flatMap((result) => result?.events ?? []),
    ];
    const flying = this.#asksOf(index).flatMap(([number, ask]): readonly Stray[] => {
      const { at, service } = this.#serviceOf(ask);
      const conflicted = now.conflicted.has(`${index}:${number}`);
      return service.mutates(ask.request) ? [{ service: at, request: ask.request, conflicted }] : [];
    });
    const base: Moment = {
      ...now,
      services: results.map((result, at) => (result === undefined ? now.services[at] : result.next)),
      conflicted: new Set([...now.conflicted].filter((own) => !own.startsWith(`${index}:`))),
      crashed: new Set([...now.crashed, index]),
      crashes: now.crashes + 1,
      steps: now.steps + 1,
      minds: this.#think(events),
    };
    // Of what was in flight, anything may have been lost with the process.
    return subsets(flying).flatMap((left) =>
      this.#kept(now.strays, left).map((strays) => ({ after: { ...base, strays }, misfortune: true })),
    );
  }

  /** Requests that have lost their callers take effect. */
  #late(): readonly Move[] {
    const now = this.#now;
    return now.strays.flatMap(({ service: at, request, conflicted }, position) => {
      const others = now.strays.toSpliced(position, 1);
      const ways = this.#services[at]!.deliver?.(now.services[at], request, conflicted) ?? [];
      return ways.map(({ next, effects }): Move => ({
        after: {
          ...this.#struck(others, at, effects, undefined),
          services: now.services.with(at, next),
          steps: now.steps + 1,
        },
      }));
    });
  }

  /** Services do something by themselves. */
  #own(): readonly Move[] {
    const now = this.#now;
    const { budgets } = this.#arena.world;
    return this.#services.flatMap((service, at) => {
      const anomalies = budgets.anomalies - now.anomalies;
      const faults = budgets.faults - now.faults;
      const steps = service.steps?.(now.services[at], { anomalies, faults }) ?? [];
      return steps
        .filter((step) => step.anomalies <= anomalies && step.faults <= faults)
        .map((step): Move => {
          const after = {
            ...this.#struck(now.strays, at, step.effects, undefined),
            services: now.services.with(at, step.next),
            anomalies: now.anomalies + step.anomalies,
            faults: now.faults + step.faults,
            steps: now.steps + 1,
          };
          return step.anomalies + step.faults === 0 ? { after } : { after, misfortune: true };
        });
    });
  }

  /** All that may still be in flight: of what was before anything may have been lost by now, as the bound demands. */
  #kept(before: readonly Stray[], more: readonly Stray[]): readonly (readonly Stray[])[] {
    const room = this.#arena.world.budgets.zombies - more.length;
    return subsets(before).flatMap((left) => (left.length <= room ? [[...left, ...more]] : []));
  }

  /** The moment with the requests marked that effects at service `at` have come between; `own` had the effects. */
  #struck(strays: readonly Stray[], at: number, effects: readonly Effect[], own: string | undefined): Moment {
    const { collides } = this.#services[at]!;
    const hit = (request: unknown): boolean =>
      effects.some((effect) => collides?.call(this.#services[at], request, effect) === true);
    const conflicted = new Set(this.#now.conflicted);
    this.#processes.forEach((_, index) => {
      for (const [number, ask] of this.#asksOf(index)) {
        if (this.#serviceOf(ask).at === at && hit(ask.request)) conflicted.add(`${index}:${number}`);
      }
    });
    if (own !== undefined) conflicted.delete(own);
    const marked = strays.map((stray) => ({
      ...stray,
      conflicted: stray.conflicted || (stray.service === at && hit(stray.request)),
    }));
    return { ...this.#now, conflicted, strays: marked };
  }

  #think(events: readonly Event[]): readonly Mind[] {
    return this.#now.minds.map((mind, index) => {
      let next = mind;
      for (const event of events) {
        if (next === "violated") return next;
        const result: unknown = this.#properties[index]!.step(next.state as never, event, this.#arena.scene);
        const violated = typeof result === "object" && result !== null && "message" in result;
        next = violated ? "violated" : { state: result };
      }
      return next;
    });
  }
}

/** Every choice of some of the items: 2 to the power of their number. */
function subsets<T>(items: readonly T[]): readonly (readonly T[])[] {
  return items.reduce<readonly (readonly T[])[]>(
    (found, item) => [...found, ...found.map((some) => [...some, item])],
    [[]],
  );
}
