/**
 * A process as an automaton that is made on the fly: a node for each history, edges for answers. The process's
 * JavaScript runs only where an edge is taken for the first time; everything else is a look-up.
 */
import type { ProcessSpec } from "./context.js";
import { enter, leave } from "./determinism.js";
import { ProcessFault } from "./errors.js";
import { emptyHistory, historyKey, type StrandHistory } from "./history.js";
import { Interner } from "./interner.js";
import { type Run, Strand } from "./strand.js";

/** A request that a process waits for, at a node. */
export interface Pending {
  /** Id of the request, by the kernel's interner. */
  readonly request: number;
  /** Position of the strand that made it among the node's strands with a request: what {@link Automaton.advance} takes. */
  readonly strand: string;
  /** Milliseconds for which the process let time pass before it. A part of no state: it decides nothing. */
  readonly pause: number;
}

export interface Node {
  readonly id: number;
  readonly history: StrandHistory;
  readonly pending: readonly Pending[];
  /** The process has come to its end. */
  readonly done: boolean;
  /** Where an answer to a pending request leads, by {@link edgeKey}. */
  readonly edges: Map<number, number>;
  /** A run that came here by another way, to be compared with the first one when the next edge is taken. */
  second: LiveRun | undefined;
}

const answersMax = 2 ** 32;

function edgeKey(index: number, answer: number): number {
  return index * answersMax + answer;
}

/** What an automaton needs from the kernel: requests and answers have the same ids for all processes. */
export interface Vocabulary {
  request(service: string, request: unknown): number;
  answer(id: number): unknown;
}

/** Counts of what running processes cost. */
export interface RunCounts {
  /** Edges of automata: how often the code of a process was run on. */
  steps: number;
  /** How many of those began from the process's start, because the code was not standing there. */
  restarts: number;
}

/** How many edges one automaton may get before it counts as a process that never ends. */
const edgesMax = 2_000_000;

/**
 * How many answers a process may get one after the other outside loops. What it was told is its state, so each further one
 * costs more: a committer that polls without ctx.loop is found out before it has used up the memory.
 */
const historyMax = 10_000;

/** The first nodes of every automaton are always run again from the start and compared; in tests all are. */
const alwaysReplayed = 100;

/** How many runs of a process stand and wait to go on. */
const runsMax = 1000;

/** How many steps a second run that came to a node is followed along known edges, to see that it does the same. */
const followMax = 4;

export class Automaton {
  readonly spec: ProcessSpec;
  readonly counts: RunCounts = { steps: 0, restarts: 0 };
  readonly #seed: string;
  readonly #words: Vocabulary;
  readonly #nodes = new Interner<Node>();
  #edges = 0;
  readonly #computed = new Map<string, unknown>();
  /** Runs by the node at which they stand, so that going on from there need not begin from the start. */
  readonly #runs = new Map<number, LiveRun>();
  #check: boolean;

  /** `check`: run every step also from the process's start, and compare (slow; finds processes that share state). */
  constructor(spec: ProcessSpec, seed: string, words: Vocabulary, check = false) {
    this.spec = spec;
    this.#seed = seed;
    this.#words = words;
    this.#check = check;
  }

  get nodes(): number {
    return this.#nodes.size;
  }

  node(id: number): Node {
    return this.#nodes.get(id);
  }

  /** The node at which the process begins. Throws a {@link ProcessFault} as {@link advance} does. */
  async root(): Promise<number> {
    const run = this.#newRun(emptyHistory);
    await run.settle();
    const { node } = this.#arrive(run);
    this.#keep(node, run);
    return node.id;
  }

  /** The node after pending request number `index` of node `id` was answered, if that edge was taken before. */
  known(id: number, index: number, answer: number): number | undefined {
    return this.#nodes.get(id).edges.get(edgeKey(index, answer));
  }

  /**
   * The node after pending request number `index` of node `id` was answered with `answer`. Runs the process's code.
   * Throws a {@link ProcessFault} where the process breaks a rule, or throws itself.
   */
  async advance(id: number, index: number, answer: number): Promise<number> {
    const node = this.#nodes.get(id);
    const key = edgeKey(index, answer);
    const known = node.edges.get(key);
    if (known !== undefined) return known;
    if (this.#edges >= edgesMax) {
      throw new ProcessFault(
        "never-ends",
        this.spec.name,
        `made more than ${edgesMax} different steps; does it ever end?`,
      );
    }
    if (node.history.entries.length >= historyMax) {
      throw new ProcessFault(
        "never-ends",
        this.spec.name,
        `made ${historyMax} requests one after the other; does it ever end? Poll and retry with ctx.loop, whose rounds are forgotten`,
      );
    }
    const run = await this.#runAt(node);
    this.counts.steps += 1;
    this.#edges += 1;
    await run.feed(index, answer);
    const { node: next, met } = this.#arrive(run);
    node.edges.set(key, next.id);
    const second = node.second;
    node.second = undefined;
    if (second !== undefined) await this.#follow(second, node, index, answer);
    if (met) await this.#compare(run, next);
    else this.#keep(next, run);
    if (this.#check || this.#edges <= alwaysReplayed) await this.replay(next.id);
    return next.id;
  }

  /** A run that stands at a node: the one that does, or a new one. */
  async #runAt(node: Node): Promise<LiveRun> {
    const standing = this.#runs.get(node.id);
    if (standing !== undefined) {
      this.#runs.delete(node.id);
      return standing;
    }
    const run = this.#newRun(node.history);
    await run.settle();
    this.counts.restarts += 1;
    this.#same(node, run);
    return run;
  }

  /**
   * A run came to a node that another made: what their ways differ in was forgotten (a loop's rounds, a parallel call's
   * order), so from here on they must do the same. If they do not, something was kept that should not have been.
   */
  async #compare(run: LiveRun, node: Node): Promise<void> {
    const edge = node.edges.entries().next();
    if (edge.done === true) {
      if (node.pending.length > 0) node.second = run;
    } else {
      const [key] = edge.value;
      await this.#follow(run, node, Math.floor(key / answersMax), key % answersMax);
    }
  }

  /** Has a run wait where it stands until somebody goes on from there. */
  #keep(node: Node, run: LiveRun): void {
    if (node.pending.length === 0) return;
    if (this.#runs.size >= runsMax) {
      const [oldest] = this.#runs.keys();
      this.#runs.delete(oldest!);
    }
    this.#runs.set(node.id, run);
  }

  /** Lets a run take a known edge, and the first known ones after it. */
  async #follow(run: LiveRun, from: Node, index: number, answer: number): Promise<void> {
    let node = from;
    let key = edgeKey(index, answer);
    for (let step = 0; step < followMax; step++) {
      await run.feed(Math.floor(key / answersMax), key % answersMax);
      node = this.#nodes.get(node.edges.get(key)!);
      this.#same(node, run);
      const next = node.edges.keys().next();
      if (next.done === true) return;
      key = next.value;
    }
  }

  /** Runs the process alone from its history at node `id`; throws where it does not come to the same requests. */
  async replay(id: number): Promise<void> {
    const node = this.#nodes.get(id);
    const run = this.#newRun(node.history);
    await run.settle();
    this.#same(node, run);
  }

  #newRun(history: StrandHistory): LiveRun {
    return new LiveRun(this.spec, this.#seed, this.#words, this.#computed, history);
  }

  /** The node at which a run stands; `met`: another run was there before. */
  #arrive(run: LiveRun): { readonly node: Node; readonly met: boolean } {
    const { history, pending, done } = run.standing();
    const key = historyKey(history);
    const known = this.#nodes.find(key);
    if (known !== undefined) {
      const node = this.#nodes.get(known);
      this.#same(node, run);
      return { node, met: true };
    }
    const id = this.#nodes.size;
    this.#nodes.intern(key, { id, history, pending, done, edges: new Map(), second: undefined });
    return { node: this.#nodes.get(id), met: false };
  }

  /** A history is a process's whole local state: whoever has it waits for the same. */
  #same(node: Node, run: LiveRun): void {
    const { history, pending, done } = run.standing();
    const equal =
      done === node.done &&
      pending.length === node.pending.length &&
      pending.every((one, index) => one.request === node.pending[index]!.request) &&
      historyKey(history) === historyKey(node.history);
    if (equal) return;
    throw new ProcessFault(
      "replays-differently",
      this.spec.name,
      "told the same, it did something else than before; a process may depend only on what its context told it (is something shared between processes, kept in a module's variable, or written outside a loop's round?)",
    );
  }
}

/** One run of a process's code, standing where it waits. */
class LiveRun implements Run {
  readonly process: string;
  readonly seed: string;
  readonly #words: Vocabulary;
  readonly #computed: Map<string, unknown>;
  readonly #root: Strand;
  #jobs: {
    readonly key: string;
    readonly work: () => unknown;
    readonly resolve: (value: unknown) => void;
    readonly reject: (error: unknown) => void;
  }[] = [];
  #fault: ProcessFault | undefined;
  #done = false;

  constructor(
    spec: ProcessSpec,
    seed: string,
    words: Vocabulary,
    computed: Map<string, unknown>,
    history: StrandHistory,
  ) {
    this.process = spec.name;
    this.seed = seed;
    this.#words = words;
    this.#computed = computed;
    this.#root = new Strand(this, "m", history);
    enter(this.process, (fault) => this.blame(fault));
    void this.#live(spec);
  }

  async #live(spec: ProcessSpec): Promise<void> {
    try {
      await this.#root.start((ctx) => spec.main(ctx));
      this.#done = true;
    } catch (error) {
      this.#fault ??=
        error instanceof ProcessFault
          ? error
          : new ProcessFault("threw", this.process, `threw ${describe(error)}`);
    }
  }

  request(service: string, request: unknown): number {
    return this.#words.request(service, request);
  }

  answer(id: number): unknown {
    return this.#words.answer(id);
  }

  compute(key: string, work: () => unknown): Promise<unknown> {
    if (this.#computed.has(key)) return Promise.resolve(this.#computed.get(key));
    return new Promise((resolve, reject) => this.#jobs.push({ key, work, resolve, reject }));
  }

  blame(fault: ProcessFault): void {
    this.#fault ??= fault;
  }

  /** Waits until the code has run as far as it can. Throws the fault that it committed on the way. */
  async settle(): Promise<void> {
    await quiescence();
    leave();
    while (this.#jobs.length > 0) await this.#work();
    if (this.#fault !== undefined) throw this.#fault;
    if (!waitsOutside(this.#root)) return;
    throw new ProcessFault(
      "waits-outside",
      this.process,
      "waits for something that is not its context (a promise, an event, real I/O), so nothing in the execution can ever wake it; reach the world only through ctx",
    );
  }

  async feed(index: number, answer: number): Promise<void> {
    const strand = waitingStrands(this.#root)[index];
    if (strand === undefined) throw new RangeError(`${this.process} has no pending request ${index}`);
    enter(this.process, (fault) => this.blame(fault));
    strand.feed(answer);
    await this.settle();
  }

  standing(): {
    readonly history: StrandHistory;
    readonly pending: readonly Pending[];
    readonly done: boolean;
  } {
    const pending = waitingStrands(this.#root).map((strand) => ({
      request: strand.waiting!.request,
      strand: strand.path,
      pause: strand.waiting!.pause,
    }));
    return { history: this.#root.history(), pending, done: this.#done };
  }

  /** Codecs are pure but may do real I/O or use zlib: they run while no process does, and once per key. */
  async #work(): Promise<void> {
    const jobs = this.#jobs;
    this.#jobs = [];
    for (const job of jobs) {
      try {
        if (!this.#computed.has(job.key)) this.#computed.set(job.key, await job.work());
      } catch (error) {
        enter(this.process, (fault) => this.blame(fault));
        job.reject(error);
        await quiescence();
        leave();
        continue;
      }
      enter(this.process, (fault) => this.blame(fault));
      job.resolve(this.#computed.get(job.key));
      await quiescence();
      leave();
    }
  }
}

/** Is there a strand that has not ended and waits for no answer? Something else may wake it, and nobody knows when. */
function waitsOutside({ ended, waiting, children }: Strand): boolean {
  if (ended || waiting !== undefined) return false;
  return children === undefined || children.some(waitsOutside);
}

function waitingStrands(strand: Strand): readonly Strand[] {
  if (strand.waiting !== undefined) return [strand];
  return strand.children?.flatMap(waitingStrands) ?? [];
}

/**
 * Resolves when every continuation that can run has run: Node empties the microtask queue before the tick queue, so a
 * tick that is asked for from a continuation comes after any chain of plain awaits.
 */
async function quiescence(): Promise<void> {
  await Promise.resolve();
  await new Promise<void>((resolve) => process.nextTick(resolve));
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
