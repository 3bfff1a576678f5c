/**
 * Runs a litmus test on a store: takes every choice, and tells which outcomes came out. The budget of wrong answers is larger
 * than the test can use up, so an outcome that did not come out never does, within the test's bound of faults.
 */
import {
  expectationOf,
  isOutcome,
  LitmusError,
  type LitmusOutcome,
  type LitmusStep,
  type LitmusTest,
  type LitmusVerdict,
  nothingThere,
  type OutcomeVerdict,
  type Witness,
  type WitnessStep,
} from "../check/litmus.js";
import type { Scene } from "../check/property.js";
import type { AnyService, Service } from "../sim/service.js";
import { type Budgets, crashedNode, type Option, type Row } from "../sim/world.js";
import { storeFacade } from "../store/facade.js";
import type { StoreAnswer, StoreRequest } from "../store/requests.js";
import type { SimulatedStore, StoreState } from "../store/simulated-store.js";
import { exhaust } from "./exhaust.js";
import { FlagService } from "./litmus-flags.js";
import { mainOf, type Registers, runSteps } from "./litmus-program.js";
import { witnessSteps } from "./litmus-trace.js";
import { type Arena, Stepper } from "./steps.js";
import { nobody } from "./watch.js";

/** More states than any test has; one that has more is too large to be a litmus test. */
const statesMax = 500_000;

/** An end that was met, on the way of least cost to it. */
interface End {
  readonly sees: Registers;
  readonly holds: Registers;
  readonly cost: number;
  readonly path: readonly Option[];
}

/** All that can come of a test under the rules of a store, whatever the store is called and whatever is expected of it. */
export interface Explored {
  readonly test: LitmusTest;
  /** Each once, the least cost first. */
  readonly ends: readonly End[];
  readonly states: number;
  /** The steps of the way to an end. */
  steps(end: End): Promise<readonly WitnessStep[]>;
}

/** For which outcomes a verdict tells the witness step by step; `unexpected` are those that should not be there. */
export type WitnessDetail = "unexpected" | "all";

/**
 * Exhausts `test` on `store`, which must have the faults of the test ({@link LitmusTest.faults}) and no others.
 *
 * @throws LitmusError where the test is too large or does not end
 */
export async function exploreLitmus(test: LitmusTest, store: SimulatedStore): Promise<Explored> {
  const where = `${test.name} on ${store.personality.name}`;
  const stepper = new Stepper(await arenaOf(test, store), []);
  const ends = new Map<string, End>();
  const endOf = endReader(test, store, stepper);
  const result = await exhaust(
    stepper,
    { states: statesMax },
    {
      ...nobody,
      ended: ({ row, cost, path }) => {
        const { sees, holds } = endOf(row);
        const key = JSON.stringify([sees, holds]);
        if (!ends.has(key)) ends.set(key, { sees, holds, cost, path: path() });
      },
    },
  );
  if (!result.complete) throw new LitmusError(`${where} has more than ${statesMax} states.`);
  if (result.wedge !== undefined) throw new LitmusError(`${where} can come to a standstill.`);
  return {
    test,
    ends: [...ends.values()],
    states: result.states,
    steps: ({ path }) => witnessSteps(stepper, store, path),
  };
}

/**
 * Compares what came out with what is expected of the store with this name.
 *
 * @throws LitmusError where the test expects two things of the store or nothing, or has two outcomes for one end
 */
export async function judgeLitmus(
  explored: Explored,
  store: string,
  detail: WitnessDetail = "unexpected",
): Promise<LitmusVerdict> {
  const { test, ends, states } = explored;
  for (const end of ends) requireOneOutcome(test, end);
  const witness = async (end: End, unexpected: boolean): Promise<Witness> => ({
    cost: end.cost,
    steps: unexpected || detail === "all" ? await explored.steps(end) : [],
    sees: end.sees,
    holds: end.holds,
  });
  const outcomes: OutcomeVerdict[] = [];
  for (const outcome of test.outcomes) {
    const { expected, source } = expectationOf(test, outcome, store);
    const end = ends.find(({ sees, holds }) => isOutcome(outcome, sees, holds));
    const verdict = { outcome: outcome.name, expected, source, witnessed: end !== undefined };
    const unexpected = expected === "forbidden";
    outcomes.push(end === undefined ? verdict : { ...verdict, witness: await witness(end, unexpected) });
  }
  const unlisted: Witness[] = [];
  for (const end of ends) if (outcomesOf(test, end).length === 0) unlisted.push(await witness(end, true));
  const met =
    unlisted.length === 0 && outcomes.every((one) => one.witnessed === (one.expected === "allowed"));
  return { test: test.name, store, met, outcomes, unlisted, states };
}

function outcomesOf(test: LitmusTest, { sees, holds }: End): readonly LitmusOutcome[] {
  return test.outcomes.filter((outcome) => isOutcome(outcome, sees, holds));
}

function requireOneOutcome(test: LitmusTest, end: End): void {
  const matching = outcomesOf(test, end);
  if (matching.length < 2) return;
  const names = matching.map((outcome) => `"${outcome.name}"`).join(" and ");
  throw new LitmusError(`${test.name}: one end is both ${names}: ${JSON.stringify([end.sees, end.holds])}.`);
}

const emptyScene: Scene = {
  contents: { of: () => ({ readable: true, rows: [] }), find: () => undefined },
  rowsOf: new Map(),
};

async function arenaOf(test: LitmusTest, store: SimulatedStore): Promise<Arena> {
  const processes = Object.entries(test.processes).map(([name, steps]) => ({
    name,
    main: mainOf(steps),
    crashable: test.crashes?.includes(name) ?? false,
  }));
  const flags = new FlagService() as unknown as AnyService;
  return {
    world: {
      processes,
      services: [startingFrom(store, await stateAtStart(store, test.start ?? [])), flags],
      seed: test.name,
      budgets: budgetsOf(test),
    },
    scene: emptyScene,
    storeIndex: 0,
    endingKey: () => "",
    ending: () => Promise.resolve({ table: { ok: true, parts: [] } }),
  };
}

/**
 * As many wrong answers as the test's requests can get at most: one a read or write, two a COPY, one a key and page of a
 * listing; all twice where requests are retried.
 */
function budgetsOf(test: LitmusTest): Budgets {
  const steps = Object.values(test.processes).flat();
  const keys = keysOf([...(test.start ?? []), ...steps]).size;
  const costs = steps.map(({ op }) => {
    if (op === "list") return keys * (keys + 1);
    return op === "copy" || op === "uploadPartCopy" || op === "rename" ? 2 : 1;
  });
  const faults = test.faults?.most ?? 0;
  return {
    anomalies: costs.reduce((sum, cost) => sum + cost, 0) * (faults > 0 ? 2 : 1),
    faults,
    crashes: test.crashes === undefined ? 0 : 1,
    zombies: faults + (test.crashes === undefined ? 0 : 1),
  };
}

function keysOf(steps: readonly LitmusStep[]): ReadonlySet<string> {
  const keys = steps.flatMap((step) => [
    ...("key" in step ? [step.key] : []),
    ...("keys" in step ? step.keys : []),
    ...("source" in step ? [step.source] : []),
  ]);
  return new Set(keys);
}

/** The state after the requests, long after: everything has propagated. */
async function stateAtStart(store: SimulatedStore, steps: readonly LitmusStep[]): Promise<StoreState> {
  let state = store.initial;
  const calm = storeFacade((request) => {
    const [outcome] = store.outcomes(state, request, { conflicted: false }, { anomalies: 0, faults: 0 });
    state = outcome!.next;
    return Promise.resolve(outcome!.answer);
  });
  await runSteps(steps, calm, () => Promise.resolve());
  return store.settled(state);
}

/** The store as a service that begins in a state. */
function startingFrom(store: SimulatedStore, initial: StoreState): AnyService {
  const service: Service<StoreState, StoreRequest, StoreAnswer> = {
    name: store.name,
    initial,
    outcomes: (state, request, call, limits) => store.outcomes(state, request, call, limits),
    deliver: (state, zombie, conflicted) => store.deliver(state, zombie, conflicted),
    steps: (state, limits) => store.steps(state, limits),
    collides: (request, effect) => store.collides(request, effect),
    mutates: (request) => store.mutates(request),
    idles: (request) => store.idles(request),
    encode: (state) => store.encode(state),
  };
  return service as unknown as AnyService;
}

/** Tells registers and truth of a row in which all processes have finished. */
function endReader(
  test: LitmusTest,
  store: SimulatedStore,
  stepper: Stepper,
): (row: Row) => { readonly sees: Registers; readonly holds: Registers } {
  const keys = [...new Set(test.outcomes.flatMap((outcome) => Object.keys(outcome.holds ?? {})))];
  const { world } = stepper;
  return (row) => {
    const sees: Record<string, string> = {};
    world.automata.forEach((automaton, process) => {
      const node = world.nodeOf(row, process);
      // A process that has died has no registers any more.
      const [end] = node === crashedNode ? [] : automaton.node(node).history.entries;
      if (end?.kind === "result") Object.assign(sees, end.value);
    });
    const contents = store.contents(world.serviceState(row, 0) as StoreState);
    const holds = keys.map((key) => [key, contents.get(key)?.body.text() ?? nothingThere]);
    return { sees, holds: Object.fromEntries(holds) as Registers };
  };
}
