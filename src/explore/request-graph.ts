/**
 * Which request of an execution had to wait for which: a strand's next request comes after the answer to its last one, a
 * parallel call ends after all its strands, and the engine's messages come after what they tell. What merely stood earlier
 * in the recorded order is not waited for.
 */
import { billedAs, type Operation } from "../check/cost.js";
import { boardService, type BoardRequest } from "../job/board.js";
import { storeService } from "../job/context.js";
import type { Pending } from "../sim/automaton.js";
import { crashedNode, type Option } from "../sim/world.js";
import type { StoreRequest } from "../store/requests.js";
import { tableService } from "../store/simulated-table.js";
import type { FullRow, Stepper } from "./steps.js";

/** What takes time: a request of the store, by its operation, or of the key-value table beside it. */
export type Timed = Operation | "table";

/** One step of an execution. */
export interface RequestNode {
  /** Undefined for messages of the engine, crashes, and what the store does by itself. */
  readonly operation: Timed | undefined;
  /** Milliseconds for which its process let time pass before it. */
  readonly pause: number;
  /** Steps that had to take effect before this one's request could be made. */
  readonly after: readonly number[];
}

/** What the steps of one run's engine wait for. */
interface RunSteps {
  launched: readonly number[];
  readonly reports: number[];
}

/** What is known of one process: for each strand what its pending request waited for, and its last step. */
interface ProcessSteps {
  readonly issued: Map<string, readonly number[]>;
  readonly last: Map<string, number>;
}

/** Grows with an execution: {@link step} is what {@link execute} calls after each step. */
export class RequestGraph {
  readonly nodes: RequestNode[] = [];
  readonly #stepper: Stepper;
  readonly #processes = new Map<number, ProcessSteps>();
  readonly #runs = new Map<number, RunSteps>();
  #crashes: readonly number[] = [];

  constructor(stepper: Stepper) {
    this.#stepper = stepper;
  }

  step(row: FullRow, option: Option, after: FullRow): void {
    const node = this.nodes.length;
    if (option.kind !== "outcome") {
      if (option.kind === "crash") this.#crashes = [...this.#crashes, node];
      this.nodes.push({ operation: undefined, pause: 0, after: [] });
      return;
    }
    const { world } = this.#stepper;
    const { strand, pause } = this.#pending(row, option.process)[option.pending]!;
    const asked = world.requestOf(this.#stepper.worldOf(row), option)!;
    const service = world.services[asked.service]!.service.name;
    const own = this.#of(option.process).issued.get(strand) ?? [];
    const board = service === boardService ? this.#messages(asked.request as BoardRequest, node) : [];
    const operation = timedAs(service, asked.request);
    this.nodes.push({ operation, pause, after: [...own, ...board] });
    this.#answered(option.process, strand, node, this.#pending(row, option.process), after);
  }

  #of(process: number): ProcessSteps {
    let steps = this.#processes.get(process);
    if (steps === undefined) {
      steps = { issued: new Map(), last: new Map() };
      this.#processes.set(process, steps);
    }
    return steps;
  }

  #pending(row: FullRow, process: number): readonly Pending[] {
    const { world } = this.#stepper;
    const id = world.nodeOf(this.#stepper.worldOf(row), process);
    return id === crashedNode ? [] : world.automata[process]!.node(id).pending;
  }

  /** The strand was answered: what its process waits for now waited for that, and a join for all its strands. */
  #answered(process: number, strand: string, node: number, before: readonly Pending[], after: FullRow): void {
    const { issued, last } = this.#of(process);
    last.set(strand, node);
    for (const { strand: next } of this.#pending(after, process)) {
      if (next !== strand && before.some((one) => one.strand === next)) continue;
      const joined = [...last.keys()].filter((one) => one.startsWith(`${next}/`));
      if (strand.startsWith(`${next}/`))
        issued.set(
          next,
          joined.map((one) => last.get(one)!),
        );
      else issued.set(next, [node]);
      for (const one of joined) last.delete(one);
    }
  }

  #run(index: number): RunSteps {
    let steps = this.#runs.get(index);
    if (steps === undefined) {
      steps = { launched: [], reports: [] };
      this.#runs.set(index, steps);
    }
    return steps;
  }

  /** What a message of the engine waits for, besides its sender's own last answer. */
  #messages(request: BoardRequest, node: number): readonly number[] {
    switch (request.op) {
      case "begin":
        return this.#crashes;
      case "launch":
        this.#run(request.run).launched = [node];
        return [];
      case "await-launch":
        return this.#run(request.run).launched;
      case "await-tasks":
      case "take-over":
        return this.#run(request.run).reports;
      case "lose": {
        const run = this.#run(request.run);
        run.launched = [...run.launched, node];
        return [];
      }
      case "report": {
        const run = this.#run(request.run);
        run.reports.push(node);
        // A failure launches the task's next attempt.
        if (request.failure !== undefined) run.launched = [...run.launched, node];
        return [];
      }
      case "finish":
      case "recovered":
      case "heartbeat":
      case "may-commit":
      case "maintained":
      case "observed":
        return [];
    }
  }
}

function timedAs(service: string, request: unknown): Timed | undefined {
  if (service === tableService) return "table";
  return service === storeService ? billedAs[(request as StoreRequest).op] : undefined;
}
