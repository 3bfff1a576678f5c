/**
 * Jobs on worker threads. Answers come back in the jobs' order, so what is made of them does not depend on which job ended
 * first; and of several failures it is always the first job's that is reported.
 */
import { Worker } from "node:worker_threads";
import type { Progress } from "../explore/watch.js";
import { CommitterFault, WorkerError } from "./errors.js";
import { type AnswerTo, type Job, subjectOf } from "./jobs.js";
import { SharedStatus } from "./shared-status.js";
import type { WorkerData, WorkerMessage } from "./worker.js";

/** How often the main thread looks at its workers, in milliseconds. */
const lookEvery = 200;

/** What is going on, for whoever shows it. */
export interface PoolView {
  readonly done: number;
  readonly total: number;
  /** States and executions that have been looked at. */
  readonly states: number;
  /** Progress of the jobs that are running. */
  readonly running: readonly Progress[];
}

export interface PoolOptions {
  /** Threads at most. */
  readonly workers: number;
  /** Seconds without any sign of life after which a job counts as stuck. */
  readonly patience: number;
  /** Aborted: no job is begun any more, and those that run are asked for what they have. */
  readonly stop: AbortSignal;
  /** Jobs that have nothing to give before they end are not waited for when it is stopped. */
  readonly allOrNothing?: boolean;
  /** Milliseconds from any start. */
  now(): number;
  look(view: PoolView): void;
}

/**
 * Runs the jobs. Where it was stopped, answers are missing for jobs that were not begun.
 *
 * @throws whatever the first job that failed threw.
 */
export async function runJobs<J extends Job>(
  jobs: readonly J[],
  options: PoolOptions,
): Promise<readonly (AnswerTo<J> | undefined)[]> {
  return new Pool<J>(jobs, options).run();
}

/** A worker and what it does. */
interface Hand {
  readonly number: number;
  readonly worker: Worker;
  job: number | undefined;
  /** Its beats when it was last seen to get on, and when that was. */
  beats: bigint;
  since: number;
}

class Pool<J extends Job> {
  readonly #jobs: readonly J[];
  readonly #options: PoolOptions;
  readonly #status: SharedStatus;
  readonly #hands: Hand[] = [];
  readonly #answers: (AnswerTo<J> | undefined)[];
  #next = 0;
  #done = 0;
  #failure: { readonly job: number; readonly error: Error } | undefined;
  #finish: () => void = () => undefined;

  constructor(jobs: readonly J[], options: PoolOptions) {
    this.#jobs = jobs;
    this.#options = options;
    this.#answers = jobs.map(() => undefined);
    this.#status = new SharedStatus(this.#size);
  }

  get #size(): number {
    return Math.min(this.#options.workers, this.#jobs.length);
  }

  async run(): Promise<readonly (AnswerTo<J> | undefined)[]> {
    const { stop, allOrNothing } = this.#options;
    const finished = new Promise<void>((resolve) => (this.#finish = resolve));
    const interrupt = (): void => {
      this.#status.interrupt();
      if (allOrNothing === true) this.#finish();
    };
    if (stop.aborted) interrupt();
    stop.addEventListener("abort", interrupt);
    const timer = setInterval(() => this.#look(), lookEvery);
    try {
      for (let number = 0; number < this.#size; number++) this.#hire(number);
      if (this.#hands.length > 0) await finished;
    } finally {
      clearInterval(timer);
      stop.removeEventListener("abort", interrupt);
      // From here on a thread that ends has not failed.
      for (const hand of this.#hands) hand.job = undefined;
      await Promise.all(this.#hands.map(({ worker }) => worker.terminate()));
    }
    if (this.#failure !== undefined) throw this.#failure.error;
    return this.#answers;
  }

  #hire(number: number): void {
    const data: WorkerData = { worker: number, status: this.#status.buffer };
    // What a committer prints goes to stderr, so that it does not get into what is piped on.
    const worker = new Worker(new URL("./worker.js", import.meta.url), { workerData: data, stdout: true });
    worker.stdout.on("data", (chunk: Buffer) => process.stderr.write(chunk));
    const hand: Hand = { number, worker, job: undefined, beats: 0n, since: 0 };
    this.#hands.push(hand);
    worker.on("message", (message: WorkerMessage) => this.#hear(hand, message));
    worker.on("error", (error) => this.#lost(hand, error));
    worker.on("exit", () =>
      this.#lost(hand, new Error("the thread was ended from within, as by process.exit()")),
    );
    this.#give(hand);
  }

  #give(hand: Hand): void {
    hand.job = undefined;
    const open = this.#failure === undefined && !this.#status.interrupted;
    const job = open ? this.#jobs[this.#next] : undefined;
    if (job === undefined) {
      this.#settle();
      return;
    }
    hand.job = this.#next++;
    hand.since = this.#options.now();
    hand.worker.postMessage(job, []);
  }

  #hear(hand: Hand, message: WorkerMessage): void {
    const { job } = hand;
    if (job === undefined) return;
    if (message.ok) {
      this.#answers[job] = message.answer as AnswerTo<J>;
      this.#done += 1;
    } else {
      this.#fail(job, new WorkerError(message.error));
    }
    this.#give(hand);
  }

  /** The thread has died under its job. */
  #lost(hand: Hand, error: Error): void {
    const { job } = hand;
    if (job === undefined) return;
    hand.job = undefined;
    const what = subjectOf(this.#jobs[job]!);
    const out = "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
    const why = out
      ? "ran out of memory. Give it less to do (--states, --scope), or Node more (NODE_OPTIONS=--max-old-space-size)"
      : `failed outside of its hooks: ${error.name}: ${error.message.replace(/\.$/u, "")}`;
    this.#fail(job, new CommitterFault(`The run of ${what} ${why}.`));
    this.#settle();
  }

  #fail(job: number, error: Error): void {
    if (this.#failure === undefined || job < this.#failure.job) this.#failure = { job, error };
  }

  /** Ends when nobody works any more; after a failure, when nobody works on an earlier job. */
  #settle(): void {
    const before = this.#failure?.job ?? Number.POSITIVE_INFINITY;
    if (this.#hands.every(({ job }) => job === undefined || job > before)) this.#finish();
  }

  #look(): void {
    const busy = this.#hands.filter(({ job }) => job !== undefined);
    for (const hand of busy) this.#check(hand);
    this.#options.look({
      done: this.#done,
      total: this.#jobs.length,
      states: this.#hands.reduce((sum, { number }) => sum + this.#status.total(number), 0),
      running: busy.map(({ number }) => this.#status.progress(number)),
    });
  }

  #check(hand: Hand): void {
    const now = this.#options.now();
    const beats = this.#status.beats(hand.number);
    if (beats !== hand.beats) {
      hand.beats = beats;
      hand.since = now;
      return;
    }
    const { patience } = this.#options;
    if (now - hand.since < patience * 1000) return;
    const job = hand.job!;
    hand.job = undefined;
    const error = new CommitterFault(
      `The run of ${subjectOf(this.#jobs[job]!)} has shown no sign of life for ${patience} s, so it was given up. Does the committer run in a circle without making a request? (--patience SECONDS waits longer.)`,
    );
    this.#fail(job, error);
    this.#settle();
  }
}
