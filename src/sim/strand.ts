/** One strand of a process: the code between two parallel calls, with its history, live or replayed. */
import type { Plain, Round } from "../job/committer.js";
import { canonical, frozen, frozenCopy } from "./canonical.js";
import type { KernelContext } from "./context.js";
import { NoSuchService, ProcessFault, type ProcessFaultKind } from "./errors.js";
import { type Counters, emptyHistory, type Entry, type StrandHistory } from "./history.js";
import { uuidFor } from "./uuid.js";

/** What a strand needs of the run that it is part of. */
export interface Run {
  readonly process: string;
  readonly seed: string;
  /** The id of a request, interned. */
  request(service: string, request: unknown): number;
  /** The answer with an id. */
  answer(id: number): unknown;
  compute(key: string, work: () => unknown): Promise<unknown>;
  /** Remembers a fault, even if the process's code catches the error that is thrown for it. */
  blame(fault: ProcessFault): void;
}

/** A request that waits for its answer. */
export interface Waiting {
  readonly request: number;
  /** Milliseconds for which the process has let time pass before it. */
  readonly pause: number;
  readonly resolve: (answer: unknown) => void;
}

export class Strand {
  readonly #run: Run;
  readonly path: string;
  #entries: Entry[] = [];
  /** What is still to be replayed. */
  #script: readonly Entry[];
  #scriptOpen: readonly StrandHistory[] | undefined;
  readonly #scriptEnded: boolean;
  #at = 0;
  #ids = 0;
  #ticks = 0;
  #paused = 0;
  #context: StrandContext | undefined;
  #ended: string | undefined;
  waiting: Waiting | undefined;
  children: readonly Strand[] | undefined;

  /** `ticks`, `paused`: what the clock of the process has come to where the strand begins, and a pause before it. */
  constructor(run: Run, path: string, script: StrandHistory = emptyHistory, ticks = 0, paused = 0) {
    this.#run = run;
    this.path = path;
    this.#ticks = ticks;
    this.#paused = paused;
    this.#script = script.entries;
    this.#scriptOpen = script.open;
    // One that threw is run again up to there, because an error is not plain data.
    this.#scriptEnded = script.ended === "";
  }

  /** Runs `body` as this strand; what it returns (a copy) or throws is the strand's end. */
  async start<R>(body: (ctx: KernelContext) => Promise<R>): Promise<R> {
    const only = this.#script.length === 1 ? this.#script[0] : undefined;
    if (this.#scriptEnded && only?.kind === "result") {
      this.#next();
      this.#ended = "";
      return this.#resume(only) as R;
    }
    this.#context = new StrandContext(this);
    try {
      const value = await body(this.#context).finally(() => this.#endsAwaited());
      if (this.#at < this.#script.length) throw this.#differs("the end");
      // How a strand came to a plain result cannot matter any more.
      this.#entries.length = 0;
      const copy = this.#result(value, "what a strand returns");
      this.#ended = "";
      return copy;
    } catch (error) {
      this.#ended = `e${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`;
      throw error;
    } finally {
      this.#context = undefined;
    }
  }

  /** What nobody waits for would never take effect here, and may well elsewhere. */
  #endsAwaited(): void {
    if (this.waiting === undefined && this.children === undefined) return;
    throw this.#fault(
      "not-awaited",
      "ended while something that it asked for has no answer yet; await every call of the context",
    );
  }

  /** How many ids this strand has made (its own children's count with it). */
  get ids(): number {
    return this.#ids;
  }

  get ended(): boolean {
    return this.#ended !== undefined;
  }

  /** The clock that this strand has come to. */
  get ticks(): number {
    return this.#ticks;
  }

  history(): StrandHistory {
    const open = this.children?.map((child) => child.history());
    return { entries: this.#entries.slice(), open, ended: this.#ended };
  }

  /** Hands the waiting request its answer. The code runs on when the microtasks do. */
  feed(answer: number): void {
    const waiting = this.waiting;
    if (waiting === undefined) throw new Error(`strand ${this.path} waits for nothing`);
    this.waiting = undefined;
    this.#entries.push({ kind: "answer", request: waiting.request, answer });
    waiting.resolve(this.#run.answer(answer));
  }

  call(ctx: StrandContext, service: string, request: unknown): Promise<unknown> {
    this.#mine(ctx, `a request to ${service}`);
    const id = this.#requestId(service, request);
    const pause = this.#paused;
    this.#paused = 0;
    const recorded = this.#next();
    if (recorded !== undefined) {
      if (recorded.kind !== "answer" || recorded.request !== id)
        throw this.#differs(`a request to ${service}`);
      return Promise.resolve(this.#run.answer(recorded.answer));
    }
    return new Promise((resolve) => {
      this.waiting = { request: id, pause, resolve };
    });
  }

  pause(ctx: StrandContext, milliseconds: number): Promise<void> {
    this.#mine(ctx, "pause()");
    this.#paused += Math.max(0, milliseconds);
    return Promise.resolve();
  }

  #requestId(service: string, request: unknown): number {
    try {
      return this.#run.request(service, request);
    } catch (error) {
      if (!(error instanceof NoSuchService)) throw error;
      throw this.#fault("no-such-service", error.message);
    }
  }

  get process(): string {
    return this.#run.process;
  }

  uuid(ctx: StrandContext): string {
    this.#mine(ctx, "uuid()");
    return uuidFor(`${this.#run.seed}/${this.#run.process}/${this.path}/${this.#ids++}`);
  }

  now(ctx: StrandContext): number {
    this.#mine(ctx, "now()");
    return ++this.#ticks;
  }

  compute<T>(ctx: StrandContext, key: string, work: () => T | Promise<T>): Promise<T> {
    this.#mine(ctx, "compute()");
    // Whoever asks for the same again gets the same thing, so nobody may change it.
    return this.#run.compute(key, async () => frozen(await work())) as Promise<T>;
  }

  async loop<S extends Plain, R extends Plain | void>(
    ctx: StrandContext,
    initial: S,
    body: (state: S, ctx: KernelContext) => Promise<Round<S, R>>,
  ): Promise<R> {
    this.#mine(ctx, "loop()");
    const recorded = this.#next();
    if (recorded?.kind === "result") return this.#resume(recorded) as R;
    let state: S;
    if (recorded === undefined) {
      state = this.#beginRound(initial);
    } else if (recorded.kind === "round") {
      state = this.#resume(recorded) as S;
    } else {
      throw this.#differs("a loop");
    }
    const head = this.#entries.length - 1;
    for (;;) {
      const inner = new StrandContext(this);
      this.#context = inner;
      const end = await body(state, inner).finally(() => {
        this.#context = ctx;
      });
      if (this.#at < this.#script.length) throw this.#differs("the end of a loop's round");
      this.#entries.length = head;
      if ("done" in end) return this.#result(end.done, "the result of a loop");
      state = this.#beginRound(end.again);
    }
  }

  async parallel<T, R extends Plain | void>(
    ctx: StrandContext,
    items: readonly T[],
    body: (item: T, ctx: KernelContext, index: number) => Promise<R>,
  ): Promise<R[]> {
    this.#mine(ctx, "parallel()");
    if (items.length === 0) return [];
    const recorded = this.#next();
    if (recorded?.kind === "result") return this.#resume(recorded) as R[];
    if (recorded !== undefined && recorded.kind !== "joined") throw this.#differs("a parallel call");
    const scripts = recorded?.strands ?? this.#scriptOpen;
    if (recorded === undefined) this.#scriptOpen = undefined;
    this.#context = undefined;
    const paused = this.#paused;
    this.#paused = 0;
    const children = items.map((_, index) => {
      const path = `${this.path}/${this.#ids}.${index}`;
      return new Strand(this.#run, path, scripts?.[index], this.#ticks, paused);
    });
    this.children = children;
    const ends = await Promise.allSettled(
      items.map((item, index) => children[index]!.start((inner) => body(item, inner, index))),
    );
    this.children = undefined;
    this.#context = ctx;
    if (children.some((child) => child.ids > 0)) this.#ids += 1;
    this.#ticks = Math.max(...children.map((child) => child.ticks));
    const failed = ends.find((end) => end.status === "rejected");
    if (failed !== undefined) {
      if (recorded === undefined) {
        this.#entries.push({ kind: "joined", strands: children.map((child) => child.history()) });
      }
      throw failed.reason;
    }
    const values = ends.map((end) => (end.status === "fulfilled" ? end.value : undefined)) as R[];
    // A joined call is replayed strand by strand; it ended with an error then, and must do so again.
    if (recorded !== undefined) throw this.#differs("a parallel call");
    return this.#result(values, "the result of a parallel call");
  }

  /** The next recorded entry, if the strand is being replayed. It is part of the history from now on. */
  #next(): Entry | undefined {
    if (this.#at === this.#script.length) return undefined;
    const entry = this.#script[this.#at++]!;
    this.#entries.push(entry);
    return entry;
  }

  #resume(
    entry: { readonly counters: Counters } & ({ readonly value: unknown } | { readonly state: unknown }),
  ): unknown {
    this.#ids = entry.counters.ids;
    this.#ticks = entry.counters.ticks;
    return "value" in entry ? entry.value : entry.state;
  }

  #beginRound<S>(state: S): S {
    const text = this.#text(state, "the state of a loop");
    const copy = frozenCopy(state);
    this.#entries.push({ kind: "round", state: copy, text, counters: this.#counters() });
    return copy;
  }

  #result<R>(value: R, what: string): R {
    const text = this.#text(value, what);
    const copy = frozenCopy(value);
    this.#entries.push({ kind: "result", value: copy, text, counters: this.#counters() });
    return copy;
  }

  #counters(): Counters {
    return { ids: this.#ids, ticks: this.#ticks };
  }

  #text(value: unknown, what: string): string {
    try {
      return canonical(value);
    } catch (error) {
      throw this.#fault("not-plain", `${what} must be plain data: ${(error as Error).message}`);
    }
  }

  /** Every use of a context is checked: it must be the one that the code that now runs was given. */
  #mine(ctx: StrandContext, what: string): void {
    if (this.waiting !== undefined) {
      throw this.#fault(
        "concurrent-calls",
        `${what} while another request of the same context has no answer yet; do independent work at once with ctx.parallel`,
      );
    }
    if (this.#context !== ctx) {
      throw this.#fault(
        "stale-context",
        `${what} through a context that is not the current one; inside ctx.loop and ctx.parallel use the context that the function is given`,
      );
    }
  }

  #differs(what: string): ProcessFault {
    return this.#fault(
      "replays-differently",
      `${what} came where, told the same, it did something else before; a process may depend only on what its context told it (is something shared between processes, kept in a module's variable, or written outside a loop's round?)`,
    );
  }

  #fault(kind: ProcessFaultKind, message: string): ProcessFault {
    const fault = new ProcessFault(kind, this.#run.process, message);
    this.#run.blame(fault);
    return fault;
  }
}

/** The face of a strand towards its code. A new one for each round of a loop, so that use of an old one is noticed. */
class StrandContext implements KernelContext {
  readonly #strand: Strand;

  constructor(strand: Strand) {
    this.#strand = strand;
  }

  get process(): string {
    return this.#strand.process;
  }

  call(service: string, request: unknown): Promise<unknown> {
    return this.#strand.call(this, service, request);
  }

  uuid(): string {
    return this.#strand.uuid(this);
  }

  now(): number {
    return this.#strand.now(this);
  }

  pause(milliseconds: number): Promise<void> {
    return this.#strand.pause(this, milliseconds);
  }

  compute<T>(key: string, work: () => T | Promise<T>): Promise<T> {
    return this.#strand.compute(this, key, work);
  }

  loop<S extends Plain, R extends Plain | void>(
    state: S,
    body: (state: S, ctx: KernelContext) => Promise<Round<S, R>>,
  ): Promise<R> {
    return this.#strand.loop(this, state, body);
  }

  parallel<T, R extends Plain | void>(
    items: readonly T[],
    body: (item: T, ctx: KernelContext, index: number) => Promise<R>,
  ): Promise<R[]> {
    return this.#strand.parallel(this, items, body);
  }
}
