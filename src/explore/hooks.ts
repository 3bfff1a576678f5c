/** Which hook of the committer a process is in, for people: it is no part of any state. */
import { aroundHooks } from "../job/around.js";
import type { CommitterFactory } from "../job/committer.js";
import { boardService } from "../job/board.js";
import { isCleaner } from "../job/runs.js";
import type { Option } from "../sim/world.js";
import type { FullRow, Stepper } from "./steps.js";

/** A factory whose committers tell which hook is called. A reader's hook is not told: the judge of endings calls it too. */
export function tellingFactory(factory: CommitterFactory, tell: (hook: string) => void): CommitterFactory {
  return () =>
    aroundHooks(factory(), (hook, ctx, call) => {
      if (hook !== "read") tell(hook);
      return call(ctx);
    });
}

/**
 * The hook in which a process stands at each of its nodes: the one that was called last when the node was first come to.
 * All executions of a stepper must go through {@link step}, from the first one on.
 */
export class Hooks {
  readonly #at = new Map<string, string>();
  #called: string | undefined;

  /** What {@link tellingFactory} tells. */
  readonly tell = (hook: string): void => {
    this.#called = hook;
  };

  /** After a step: only the process that took it has run. */
  step({ world }: Stepper, row: FullRow, option: Option, after: FullRow): void {
    const called = this.#called;
    this.#called = undefined;
    if (option.kind !== "outcome") return;
    const node = nodeName(option.process, world.nodeOf(after, option.process));
    if (this.#at.has(node)) return;
    const hook = called ?? this.#at.get(nodeName(option.process, world.nodeOf(row, option.process)));
    if (hook !== undefined) this.#at.set(node, hook);
  }

  /** The hook that made the request that `option` answers; undefined for what the engine asks. */
  of({ world }: Stepper, row: FullRow, option: Option): string | undefined {
    if (option.kind !== "outcome") return undefined;
    const asked = world.requestOf(row, option)!;
    if (world.services[asked.service]!.service.name === boardService) return undefined;
    const { name } = world.automata[option.process]!.spec;
    if (name.startsWith("reader")) return "read";
    // The first request of a driver and of a cleaner comes before any answer.
    const first = isCleaner(name) ? "maintain" : "setupJob";
    return this.#at.get(nodeName(option.process, world.nodeOf(row, option.process))) ?? first;
  }
}

function nodeName(process: number, node: number): string {
  return `${process} ${node}`;
}
