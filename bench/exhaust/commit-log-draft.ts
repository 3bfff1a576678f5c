/**
 * The put-if-absent commit log: N writers commit K entries each, as real async code over a small log service.
 *
 * A writer LISTs the log to learn its highest number, HEADs the next number, and PUTs it if absent. Where the number is
 * there already, or the PUT is refused, it starts again with LIST: a new round of `ctx.loop`, whose state is the number
 * of its entries that are in, so what it had learnt is forgotten. The same protocol: commit-log.pml, CommitLog.tla.
 */
import type { Event } from "../../src/check/events.js";
import type { Ending, Property } from "../../src/check/property.js";
import type { Arena } from "../../src/explore/steps.js";
import type { KernelContext, ProcessMain } from "../../src/sim/context.js";
import type { AnyService, Outcome, Service } from "../../src/sim/service.js";

export type LogRequest =
  | { readonly op: "list" }
  | { readonly op: "head"; readonly number: number }
  | { readonly op: "put"; readonly number: number; readonly writer: string };

/** LIST: the highest number; HEAD: is it there; PUT: was it stored. */
export type LogAnswer = number | boolean;

/** Who wrote number i + 1. */
type LogState = readonly string[];

type LogOutcome = Outcome<LogState, LogRequest, LogAnswer>;

function outcome(
  answer: LogAnswer,
  next: LogState,
  events: readonly Event[] = [],
  witnesses: readonly string[] = [],
): LogOutcome {
  return { answer, next, anomalies: 0, faults: 0, effects: [], events, witnesses };
}

/** A log of numbered entries whose answers are always true. `safe`: PUT is refused where the number is there. */
export class CommitLog implements Service<LogState, LogRequest, LogAnswer> {
  readonly name = "log";
  readonly initial: LogState = [];
  readonly #safe: boolean;

  constructor(safe: boolean) {
    this.#safe = safe;
  }

  outcomes(state: LogState, request: LogRequest): readonly LogOutcome[] {
    switch (request.op) {
      case "list":
        return [outcome(state.length, state)];
      case "head":
        return [outcome(request.number <= state.length, state)];
      case "put": {
        const { number, writer } = request;
        if (this.#safe && number <= state.length) return [outcome(false, state, [], ["conflict"])];
        const acked: Event = { type: "acked", job: writer, jobKey: writer, attempts: [number] };
        return [outcome(true, Object.freeze(state.toSpliced(number - 1, 1, writer)), [acked])];
      }
    }
  }

  mutates(request: LogRequest): boolean {
    return request.op === "put";
  }

  encode(state: LogState): string {
    return state.join(" ");
  }
}

/** Every acknowledged entry is in the log: each PUT that is acknowledged makes the log longer by one. */
export const nothingLost: Property<number> = {
  name: "no-lost-entries",
  claim: "Every acknowledged entry is in the log.",
  anomaly: { plain: "lost commit", formal: "lost update (P4)" },
  initial: 0,
  step: (acked, event) => {
    if (event.type !== "acked") return acked;
    const number = event.attempts[0]!;
    if (number === acked + 1) return number;
    return {
      message: `entry ${number} of another writer was acknowledged, and ${event.jobKey} overwrote it`,
    };
  },
  atEnd: () => undefined,
};

/** A writer that commits `commits` entries, one after the other. */
function writer(name: string, commits: number): ProcessMain {
  return async (ctx) => {
    await ctx.loop<number, null>(0, async (mine, inner) => {
      if (mine === commits) return { done: null };
      return { again: (await tryCommit(name, inner)) ? mine + 1 : mine };
    });
  };
}

async function tryCommit(name: string, ctx: KernelContext): Promise<boolean> {
  const call = (request: LogRequest) => ctx.call("log", request) as Promise<LogAnswer>;
  const number = ((await call({ op: "list" })) as number) + 1;
  if ((await call({ op: "head", number })) === true) return false;
  return (await call({ op: "put", number, writer: name })) as boolean;
}

/** The arena of N writers x K commits. */
export function commitLog(writers: number, commits: number, safe = true): Arena {
  const names = Array.from({ length: writers }, (_, index) => `w${index + 1}`);
  const none: Ending = { table: { ok: true, parts: [] } };
  return {
    world: {
      processes: names.map((name) => ({ name, main: writer(name, commits), crashable: false })),
      services: [new CommitLog(safe) as AnyService],
      seed: "1",
      budgets: { anomalies: 0, faults: 0, crashes: 0, zombies: 0 },
    },
    scene: {
      contents: { of: () => ({ readable: false, reason: "a log has no parts" }), find: () => undefined },
      rowsOf: new Map(),
    },
    storeIndex: 0,
    endingKey: (state: never) => (state as LogState).join(" "),
    ending: () => Promise.resolve(none),
  };
}
