/** A process that runs once, by the clock: its code as it is, over a context whose answers come when their time has come. */
import type { Plain, Round } from "../../job/committer.js";
import type { KernelContext, ProcessSpec } from "../../sim/context.js";
import { frozen } from "../../sim/canonical.js";
import { enter, leave } from "../../sim/determinism.js";
import { ProcessFault } from "../../sim/errors.js";
import { uuidFor } from "../../sim/uuid.js";

/** What a process needs of the run that it is part of. */
export interface Surroundings {
  readonly seed: string;
  /** Virtual time. */
  now(): number;
  /** Asks a service; `resolve` is to be called through {@link TimedProcess.resume}. */
  ask(process: TimedProcess, service: string, request: unknown, resolve: (answer: unknown) => void): void;
  /** Has the process go on in so many milliseconds. */
  wake(process: TimedProcess, milliseconds: number, resolve: () => void): void;
  /** Work that was done before, under its key. */
  readonly computed: Map<string, unknown>;
}

interface Job {
  readonly key: string;
  readonly work: () => unknown;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

export class TimedProcess {
  readonly index: number;
  readonly spec: ProcessSpec;
  readonly surroundings: Surroundings;
  /** It has ended, or died. */
  over = false;
  /** What its code came to, once it has ended. */
  result: Plain | void = undefined;
  #jobs: Job[] = [];
  #fault: ProcessFault | undefined;

  constructor(index: number, spec: ProcessSpec, surroundings: Surroundings) {
    this.index = index;
    this.spec = spec;
    this.surroundings = surroundings;
  }

  /** Runs its code up to where it waits. */
  start(): void {
    enter(this.spec.name, this.#blame);
    void this.#live();
  }

  /** Has its code run on; {@link settle} waits until it waits again. */
  resume(go: () => void): void {
    enter(this.spec.name, this.#blame);
    go();
  }

  /** Waits until its code has run as far as it can. @throws ProcessFault */
  async settle(): Promise<void> {
    await quiescence();
    leave();
    while (this.#jobs.length > 0) await this.#work();
    if (this.#fault !== undefined) throw this.#fault;
  }

  compute(key: string, work: () => unknown): Promise<unknown> {
    const { computed } = this.surroundings;
    if (computed.has(key)) return Promise.resolve(computed.get(key));
    return new Promise((resolve, reject) => this.#jobs.push({ key, work, resolve, reject }));
  }

  readonly #blame = (fault: ProcessFault): void => {
    this.#fault ??= fault;
  };

  async #live(): Promise<void> {
    try {
      this.result = await this.spec.main(new TimedContext(this, { path: "m", ids: 0 }));
    } catch (error) {
      const told = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      this.#blame(
        error instanceof ProcessFault ? error : new ProcessFault("threw", this.spec.name, `threw ${told}`),
      );
    }
    this.over = true;
  }

  /** Codecs may do real I/O or use zlib: they run while no process does. */
  async #work(): Promise<void> {
    const jobs = this.#jobs;
    this.#jobs = [];
    const { computed } = this.surroundings;
    for (const { key, work, resolve, reject } of jobs) {
      let go: () => void;
      try {
        // Whoever asks for the same again gets the same thing, so nobody may change it.
        if (!computed.has(key)) computed.set(key, frozen(await work()));
        go = () => resolve(computed.get(key));
      } catch (error) {
        go = () => reject(error);
      }
      this.resume(go);
      await quiescence();
      leave();
    }
  }
}

/** Where a strand stands: its name, and how many ids it has made. Named as the kernel names strands, so that ids are the same. */
interface Lane {
  readonly path: string;
  ids: number;
}

class TimedContext implements KernelContext {
  readonly #process: TimedProcess;
  readonly #lane: Lane;

  constructor(process: TimedProcess, lane: Lane) {
    this.#process = process;
    this.#lane = lane;
  }

  get process(): string {
    return this.#process.spec.name;
  }

  call(service: string, request: unknown): Promise<unknown> {
    const { surroundings } = this.#process;
    return new Promise((resolve) => surroundings.ask(this.#process, service, request, resolve));
  }

  uuid(): string {
    const { seed } = this.#process.surroundings;
    return uuidFor(`${seed}/${this.#process.spec.name}/${this.#lane.path}/${this.#lane.ids++}`);
  }

  /** Whole milliseconds of virtual time. */
  now(): number {
    return Math.round(this.#process.surroundings.now());
  }

  pause(milliseconds: number): Promise<void> {
    if (milliseconds <= 0) return Promise.resolve();
    const { surroundings } = this.#process;
    return new Promise((resolve) => surroundings.wake(this.#process, milliseconds, resolve));
  }

  async parallel<T, R extends Plain | void>(
    items: readonly T[],
    body: (item: T, ctx: KernelContext, index: number) => Promise<R>,
  ): Promise<R[]> {
    const lanes = items.map((_, index): Lane => ({
      path: `${this.#lane.path}/${this.#lane.ids}.${index}`,
      ids: 0,
    }));
    const ends = await Promise.allSettled(
      items.map(async (item, index) => body(item, new TimedContext(this.#process, lanes[index]!), index)),
    );
    if (lanes.some(({ ids }) => ids > 0)) this.#lane.ids += 1;
    const failed = ends.find((end) => end.status === "rejected");
    if (failed !== undefined) throw failed.reason;
    return ends.map((end) => (end as PromiseFulfilledResult<Awaited<R>>).value);
  }

  async loop<S extends Plain, R extends Plain | void>(
    initial: S,
    body: (state: S, ctx: KernelContext) => Promise<Round<S, R>>,
  ): Promise<R> {
    for (let state = initial; ;) {
      const end = await body(state, this);
      if ("done" in end) return end.done;
      state = end.again;
    }
  }

  compute<T>(key: string, work: () => T | Promise<T>): Promise<T> {
    return this.#process.compute(key, work) as Promise<T>;
  }
}

/** As in src/sim/automaton.ts: Node empties the microtask queue before the tick queue. */
async function quiescence(): Promise<void> {
  await Promise.resolve();
  await new Promise<void>((resolve) => process.nextTick(resolve));
}
