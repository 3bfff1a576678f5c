/**
 * Contracts with nodes against the machines that they stand for, written down step by step: replicas that catch up one write
 * after the other, cache nodes that fetch and forget, at any time. Whatever is done, the same sequences of answers are possible.
 */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Body } from "../../src/store/body.js";
import { indexCacheOf } from "../../src/store/contracts/index-cache.js";
import { replicasOf } from "../../src/store/contracts/replicas.js";
import type { StoreAnswer, StoreRequest } from "../../src/store/requests.js";
import { SimulatedStore, type StoreState } from "../../src/store/simulated-store.js";
import type { Contract } from "../../src/store/state.js";

/** What is done to the one key: a text is put, it is deleted, it is read. */
type Action = { readonly put: string } | "delete" | "read";

/** A machine: what may follow from an action, each with what is answered. */
interface Machine<S> {
  readonly initial: S;
  after(state: S, action: Action): readonly { readonly state: S; readonly told?: string }[];
}

const gone = "404";

/** The primary's log, and how far each replica has come. */
type Replicas = { readonly log: readonly string[]; readonly at: readonly number[] };

function replicaMachine(count: number): Machine<Replicas> {
  return {
    initial: { log: [gone], at: Array.from({ length: count }, () => 0) },
    after: ({ log, at }, action) => {
      if (action !== "read") {
        const next = action === "delete" ? gone : action.put;
        return [{ state: { log: next === gone && log.at(-1) === gone ? log : [...log, next], at } }];
      }
      // Any replica may have caught up by any number of writes before this one answers.
      const caughtUp = at.reduce<readonly (readonly number[])[]>(
        (all, from) => all.flatMap((some) => range(from, log.length).map((to) => [...some, to])),
        [[]],
      );
      return caughtUp.flatMap((now) =>
        now.map((position) => ({ state: { log, at: now }, told: log[position]! })),
      );
    },
  };
}

function range(from: number, end: number): readonly number[] {
  return Array.from({ length: end - from }, (_, index) => from + index);
}

/** The truth, and what each cache node has: an object, that there is none, or nothing. */
type Cache = { readonly truth: string; readonly nodes: readonly (string | undefined)[] };

function cacheMachine(count: number): Machine<Cache> {
  const through = (nodes: Cache["nodes"], now: string) =>
    nodes.map((_, node) => ({ state: { truth: now, nodes: nodes.with(node, now) } }));
  return {
    initial: { truth: gone, nodes: Array.from({ length: count }, () => undefined) },
    after: ({ truth, nodes }, action) => {
      if (action === "delete") {
        return truth === gone ? [{ state: { truth, nodes } }] : through(nodes, gone);
      }
      if (action !== "read") return through(nodes, action.put);
      return nodes.flatMap((cached, node) => [
        ...(cached === undefined ? [] : [{ state: { truth, nodes }, told: cached }]),
        { state: { truth, nodes: nodes.with(node, truth) }, told: truth },
      ]);
    },
  };
}

/** The store as a machine. */
function storeMachine(contract: Contract): Machine<StoreState> {
  const store = new SimulatedStore(
    {
      name: "x",
      contract,
      capabilities: { conditionalWrites: "honoured", etags: "version" },
      trueOf: "",
      since: "",
      source: "",
    },
    { faults: [] },
  );
  const calm = { anomalies: 9, faults: 0 };
  return {
    initial: store.initial,
    after: (state, action) =>
      store.outcomes(state, requestOf(action), { conflicted: false }, calm).map(({ next, answer }) => {
        return action === "read" ? { state: next, told: textOf(answer) } : { state: next };
      }),
  };
}

function requestOf(action: Action): StoreRequest {
  if (action === "read") return { op: "get", key: "k" };
  if (action === "delete") return { op: "delete", key: "k" };
  return { op: "put", key: "k", body: Body.text(action.put) };
}

function textOf(answer: StoreAnswer): string {
  if (!answer.ok) return gone;
  return answer.value !== null && "body" in answer.value ? answer.value.body.text() : "?";
}

/** All sequences of answers that the actions may get. */
function tellings<S>(machine: Machine<S>, actions: readonly Action[]): readonly string[] {
  let states: readonly { readonly state: S; readonly told: string }[] = [
    { state: machine.initial, told: "" },
  ];
  for (const action of actions) {
    const next = new Map<string, { readonly state: S; readonly told: string }>();
    for (const { state, told } of states) {
      for (const one of machine.after(state, action)) {
        const said = one.told === undefined ? told : `${told} ${one.told}`;
        next.set(`${said}|${keyOf(one.state)}`, { state: one.state, told: said });
      }
    }
    states = [...next.values()];
  }
  return [...new Set(states.map(({ told }) => told))].toSorted();
}

/** Of a store's state its record; of a machine's all of it. */
function keyOf(state: unknown): string {
  const objects = (state as { readonly objects?: Iterable<{ readonly record: unknown }> }).objects;
  return JSON.stringify(objects === undefined ? state : [...objects].map(({ record }) => record));
}

// Every write has bytes of its own, so that an answer tells which one it is.
const actions = fc
  .array(fc.constantFrom<"put" | "delete" | "read">("put", "put", "delete", "read", "read", "read"), {
    minLength: 1,
    maxLength: 7,
  })
  .map((kinds) => kinds.map((kind, index): Action => (kind === "put" ? { put: `v${index}` } : kind)));

describe.each([
  ["replicas, one", replicasOf(1), replicaMachine(1)],
  ["replicas, two", replicasOf(2), replicaMachine(2)],
  ["replicas, three", replicasOf(3), replicaMachine(3)],
  ["index-cache, one node", indexCacheOf(1), cacheMachine(1)],
  ["index-cache, two nodes", indexCacheOf(2), cacheMachine(2)],
  ["index-cache, three nodes", indexCacheOf(3), cacheMachine(3)],
] as const)("%s", (_name, contract, machine) => {
  it("tells what the machine may tell, and all of it", () => {
    const store = storeMachine(contract);
    fc.assert(
      fc.property(actions, (list) => {
        expect(tellings(store, list)).toEqual(tellings(machine as Machine<unknown>, list));
      }),
      { seed: 1, numRuns: 150 },
    );
  });

  it("tells the truth where nothing goes wrong", () => {
    const store = storeMachine(contract);
    fc.assert(
      fc.property(actions, (list) => {
        let state = store.initial;
        let truth = gone;
        for (const action of list) {
          const [first] = store.after(state, action);
          if (action === "read") expect(first!.told).toBe(truth);
          else truth = action === "delete" ? gone : action.put;
          state = first!.state;
        }
      }),
      { seed: 1, numRuns: 100 },
    );
  });
});
