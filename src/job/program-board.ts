/** What the actors of a program have in common besides the store: what was acknowledged, flags, queues. A service of its own. */
import type { Event, TableSeen } from "../check/events.js";
import { canonical } from "../sim/canonical.js";
import type { Call, Limits, Outcome, Service } from "../sim/service.js";
import type { Plain } from "../store/plain.js";
import type { Message } from "./program.js";

/** The name of the board among a program's services. */
export const programService = "program";

export type ProgramRequest =
  | { readonly op: "stored"; readonly item: string }
  | { readonly op: "look"; readonly reader: string }
  | {
      readonly op: "saw";
      readonly reader: string;
      readonly after: readonly string[];
      readonly table: TableSeen;
    }
  | { readonly op: "say" | "hear"; readonly flag: string }
  | { readonly op: "send"; readonly queue: string; readonly body: Plain }
  | { readonly op: "close" | "receive"; readonly queue: string }
  | {
      readonly op: "settle";
      readonly queue: string;
      readonly number: number;
      readonly how: "done" | "again";
    };

export type ProgramAnswer =
  | { readonly ok: true }
  /** Items that were acknowledged by now. */
  | { readonly after: readonly string[] }
  | { readonly message: Message | null };

interface Held {
  readonly body: Plain;
  /** `done`: deleted from the queue, which may still give it out once more. `gone`: not any more. */
  readonly is: "waiting" | "taken" | "done" | "gone";
  readonly given: number;
}

interface Queue {
  readonly closed: boolean;
  readonly messages: readonly Held[];
}

export interface ProgramState {
  readonly stored: readonly string[];
  readonly flags: readonly string[];
  readonly queues: Readonly<Record<string, Queue>>;
}

type ProgramOutcome = Outcome<ProgramState, ProgramRequest, ProgramAnswer>;

const ok: ProgramAnswer = Object.freeze({ ok: true });
/** A queue counts no further: more is as much, and a message that comes again and again makes no end of states. */
const givenMost = 9;

const noQueue: Queue = { closed: false, messages: [] };

/**
 * Queues are as Amazon documents its standard queues: each message at least once, in any order. That one comes again which was done
 * already is rare there, so it counts as an anomaly.
 *
 * Source: Amazon SQS Developer Guide, "Amazon SQS standard queues": "at-least-once message delivery", "best-effort ordering".
 */
export class ProgramBoard implements Service<ProgramState, ProgramRequest, ProgramAnswer> {
  readonly name = programService;
  readonly initial: ProgramState = { stored: [], flags: [], queues: {} };

  outcomes(
    state: ProgramState,
    request: ProgramRequest,
    _call: Call,
    limits: Limits,
  ): readonly ProgramOutcome[] {
    switch (request.op) {
      case "stored":
        return [this.#stored(state, request.item)];
      case "look":
        return [outcome(state, { after: state.stored })];
      case "saw": {
        const { reader, after, table } = request;
        return [outcome(state, ok, [{ type: "read", reader, poll: 0, table, after }], ["looked"])];
      }
      case "say":
        return [outcome({ ...state, flags: withOne(state.flags, request.flag) }, ok)];
      case "hear":
        return state.flags.includes(request.flag) ? [outcome(state, ok)] : [];
      case "send":
      case "close":
      case "receive":
      case "settle":
        return this.#queued(state, request, limits);
    }
  }

  mutates(): boolean {
    // What its sender did not live to see sent was not sent.
    return false;
  }

  encode(state: ProgramState): string {
    return canonical(state);
  }

  #stored(state: ProgramState, item: string): ProgramOutcome {
    const event: Event = { type: "acked", job: item, jobKey: item, attempts: [0] };
    return outcome({ ...state, stored: withOne(state.stored, item) }, ok, [event], ["ack"]);
  }

  #queued(
    state: ProgramState,
    request: Extract<ProgramRequest, { readonly queue: string }>,
    limits: Limits,
  ): readonly ProgramOutcome[] {
    const queue = state.queues[request.queue] ?? noQueue;
    const having = (next: Queue): ProgramState => ({
      ...state,
      queues: { ...state.queues, [request.queue]: next },
    });
    const { messages } = queue;
    switch (request.op) {
      case "send":
        return [
          outcome(
            having({ ...queue, messages: [...messages, { body: request.body, is: "waiting", given: 0 }] }),
            ok,
          ),
        ];
      case "close":
        return [outcome(having({ ...queue, closed: true }), ok)];
      case "settle": {
        const held = messages[request.number]!;
        // One that was done before stays so: a copy of it that comes again changes nothing.
        const is =
          held.is !== "taken"
            ? held.is
            : request.how === "again"
              ? "waiting"
              : held.given > 1
                ? "gone"
                : "done";
        const next = having({ ...queue, messages: messages.with(request.number, { ...held, is }) });
        return [outcome(next, ok, [], request.how === "again" ? ["redelivery"] : [])];
      }
      case "receive":
        return this.#receive(queue, having, limits);
    }
  }

  #receive(
    queue: Queue,
    having: (next: Queue) => ProgramState,
    { anomalies }: Limits,
  ): readonly ProgramOutcome[] {
    const { messages, closed } = queue;
    const given = (number: number, is: Held["is"]): ProgramOutcome => {
      const held = messages[number]!;
      const next = having({
        ...queue,
        messages: messages.with(number, {
          ...held,
          is,
          given: Math.min(held.given + 1, givenMost),
        }),
      });
      return outcome(next, { message: { body: held.body, before: held.given, number } });
    };
    const waiting = messages.flatMap(({ is }, number) => (is === "waiting" ? [given(number, "taken")] : []));
    const over = closed && messages.every(({ is }) => is === "done" || is === "gone");
    const calm = over ? [outcome(having(queue), { message: null })] : waiting;
    if (anomalies === 0) return calm;
    const again = messages.flatMap(({ is }, number): ProgramOutcome[] => {
      if (is !== "done") return [];
      const label = "the queue gives out a message again that is done";
      return [{ ...given(number, "gone"), anomalies: 1, label, witnesses: ["duplicate-message"] }];
    });
    // Whoever has nothing to wait for is not kept waiting by a message that may come again.
    return calm.length === 0 ? calm : [...calm, ...again];
  }
}

function withOne(list: readonly string[], one: string): readonly string[] {
  return list.includes(one) ? list : [...list, one].toSorted();
}

function outcome(
  next: ProgramState,
  answer: ProgramAnswer,
  events: readonly Event[] = [],
  witnesses: readonly string[] = [],
): ProgramOutcome {
  return { answer, next, anomalies: 0, faults: 0, effects: [], events, witnesses };
}

/** A request as a trace shows it. */
export function describeProgramRequest(request: ProgramRequest): string {
  switch (request.op) {
    case "stored":
      return `tells its user: ${request.item} is stored`;
    case "look":
      return `${request.reader} begins to read`;
    case "saw":
      return request.table.ok
        ? `${request.reader} has read ${request.table.parts.length === 1 ? "1 object" : `${request.table.parts.length} objects`}`
        : `${request.reader} is told: ${request.table.error}`;
    case "say":
      return `says "${request.flag}"`;
    case "hear":
      return `has waited for "${request.flag}"`;
    case "send":
      return `sends ${JSON.stringify(request.body)} to ${request.queue}`;
    case "close":
      return `sends no more to ${request.queue}`;
    case "receive":
      return `receives from ${request.queue}`;
    case "settle":
      return request.how === "done"
        ? `is done with message ${request.number} of ${request.queue}`
        : `gives message ${request.number} back to ${request.queue}`;
  }
}

/** An answer as a trace shows it. */
export function describeProgramAnswer(answer: ProgramAnswer): string {
  if (!("message" in answer)) return "";
  const { message } = answer;
  return message === null ? "nothing more" : `message ${message.number}: ${JSON.stringify(message.body)}`;
}
