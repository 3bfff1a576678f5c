/** Small worlds to explore: a store or a register, a few processes, and a way for them to tell what they have done. */
import type { Event, TableSeen } from "../../src/check/events.js";
import type { Property, Scene, Violation } from "../../src/check/property.js";
import type { Arena } from "../../src/explore/steps.js";
import type { Context, Plain } from "../../src/job/committer.js";
import { kernelContext } from "../../src/job/context.js";
import type { KernelContext, ProcessSpec } from "../../src/sim/context.js";
import type { AnyService, Outcome, Service } from "../../src/sim/service.js";
import type { Budgets } from "../../src/sim/world.js";
import type { FaultKind } from "../../src/store/faults.js";
import { personalityNamed } from "../../src/store/personalities/index.js";
import { SimulatedStore, type StoreState } from "../../src/store/simulated-store.js";
import { Register } from "../sim/register.js";

/** A service that says again, as an event, what it is told. */
class Herald implements Service<null, { readonly event: Event }, null> {
  readonly name = "herald";
  readonly initial = null;

  outcomes(state: null, { event }: { readonly event: Event }): readonly Outcome<null, never, null>[] {
    return [
      { answer: null, next: state, anomalies: 0, faults: 0, effects: [], events: [event], witnesses: [] },
    ];
  }

  mutates(): boolean {
    return false;
  }

  encode(): string {
    return "";
  }
}

/** A step at which properties hear of something. */
export async function tell(kernel: KernelContext, event: Event): Promise<void> {
  await kernel.call("herald", { event });
}

export const acked = (job: string): Event => ({ type: "acked", job, jobKey: job, attempts: [] });
export const started = (job: string): Event => ({ type: "started", job, jobKey: job });

/** What a process has read: keys with the texts found there. */
export const readEvent = (reader: string, found: Readonly<Record<string, string>>): Event => ({
  type: "read",
  reader,
  poll: 0,
  table: { ok: true, parts: Object.entries(found).map(([key, digest]) => ({ key, digest })) },
});

/** A process over a store. */
export type StoreMain = (ctx: Context, kernel: KernelContext) => Promise<void>;

export interface StoreWorld {
  readonly personality: string;
  readonly faults?: readonly FaultKind[];
  readonly budgets?: Partial<Budgets>;
  /** By name; one whose name ends with `!` may crash. */
  readonly processes: Readonly<Record<string, StoreMain>>;
}

const noBudgets: Budgets = { anomalies: 0, faults: 0, crashes: 0, zombies: 0 };

const emptyScene: Scene = {
  contents: {
    of: (digest) => ({ readable: true, rows: [digest] }),
    find: (digest) => ({ readable: true, rows: [digest] }),
  },
  rowsOf: new Map(),
};

/** Processes over a simulated store. What is judged at the end is what the store truly holds: keys with their texts. */
export function storeArena(world: StoreWorld): Arena {
  const { personality, faults, budgets, processes } = world;
  const store = new SimulatedStore(personalityNamed(personality), faults === undefined ? {} : { faults });
  const truth = (state: StoreState): Readonly<Record<string, string>> =>
    Object.fromEntries([...store.contents(state)].map(([key, version]) => [key, version.body.text()]));
  return {
    world: {
      processes: Object.entries(processes).map(([name, main]) =>
        specOf(name, (kernel) => main(kernelContext(kernel), kernel)),
      ),
      services: [store, new Herald()] as unknown as readonly AnyService[],
      seed: "s",
      budgets: { ...noBudgets, ...budgets },
    },
    scene: emptyScene,
    storeIndex: 0,
    endingKey: (state: StoreState) => JSON.stringify(truth(state)),
    ending: (state: StoreState) => Promise.resolve({ table: tableOf(truth(state)) }),
  };
}

function specOf(name: string, main: ProcessSpec["main"]): ProcessSpec {
  return { name: name.replace("!", ""), main, crashable: name.endsWith("!") };
}

function tableOf(found: Readonly<Record<string, string>>): TableSeen {
  return { ok: true, parts: Object.entries(found).map(([key, digest]) => ({ key, digest })) };
}

/** Processes over a register whose reads may be stale. */
export function registerArena(
  processes: Readonly<Record<string, ProcessSpec["main"]>>,
  budgets: Partial<Budgets>,
): Arena {
  return {
    world: {
      processes: Object.entries(processes).map(([name, main]) => specOf(name, main)),
      services: [new Register(true), new Herald()] as unknown as readonly AnyService[],
      seed: "s",
      budgets: { ...noBudgets, ...budgets },
    },
    scene: emptyScene,
    storeIndex: 0,
    endingKey: (state: { readonly value: number }) => String(state.value),
    ending: ({ value }: { readonly value: number }) =>
      Promise.resolve({ table: tableOf({ register: String(value) }) }),
  };
}

/** A property from its functions. */
export function property<M extends Plain>(
  name: string,
  initial: M,
  step: (state: M, event: Event) => M | Violation,
  atEnd: (state: M, found: Readonly<Record<string, string>>) => string | undefined = () => undefined,
): Property {
  return {
    name,
    claim: name,
    anomaly: { plain: name, formal: name },
    initial,
    step: (state, event) => step(state as M, event),
    atEnd: (state, { table }) => {
      const found = table.ok ? Object.fromEntries(table.parts.map(({ key, digest }) => [key, digest])) : {};
      const message = atEnd(state as M, found);
      return message === undefined ? undefined : { message };
    },
  };
}
