/**
 * What may go wrong between a client and a store that itself does all it should: further outcomes of a request, each of which
 * costs one fault. Together with a wrong answer of the store the costs add up.
 *
 * The client is told the same {@link timedOut} in most of them, unless it retries: whoever gets it cannot know whether the
 * request was applied, will be, or never was (AWS, "Error best practices": after a timeout the outcome is unknown).
 *
 * Not here, because an outcome that costs no more says the same:
 *
 * - request lost, then retried: to everybody it is as if the request had just been slow, which is the outcome without a fault;
 * - a read whose reply is lost: as if the request had been lost, except where a 404 went into a negative cache (kept, then);
 * - a read that is late, or retried, or a write that the store refuses whatever it holds: there is nothing that could still happen.
 *
 * A client that retries asks again at once; what others do between its two tries is not looked at, except through `late-retried`,
 * whose first try may take effect at any later time.
 */
import { distinct, outcomeOf, type StoreOutcome } from "./outcome.js";
import { failure } from "./operations/answers.js";
import { nameOf } from "./describe.js";
import { Body } from "./body.js";
import type { GetResult } from "./object-store.js";
import { success } from "./operations/answers.js";
import { isConditional, keysOf, type StoreAnswer, type StoreFailure, type StoreRequest } from "./requests.js";
import type { StoreState } from "./store-state.js";

/**
 * - `request-lost`: never reaches the store;
 * - `reply-lost`: takes effect, and nobody hears of it;
 * - `late`: has not taken effect when the client gives up, and still may, at any time, or never (a zombie);
 * - `reply-lost-retried`: the client's own retry, after the first try took effect: a conditional write meets its own success;
 * - `late-retried`: the client's own retry while the first try is still on its way.
 *
 * And those that are there only where they are asked for by name:
 *
 * - `throttled`: refused with 503 SlowDown, and not applied;
 * - `resumed`: a GET breaks off half way, and the client asks for the rest with a range request, which may find another object. It
 *   carries the conditions of the first and no others: without If-Match the client has a piece of each;
 * - `lifecycle-abort`: the store aborts an upload that is under way, by a rule of the bucket (AbortIncompleteMultipartUpload). Nobody's
 *   request, so it is a step of the store's own.
 */
export type FaultKind = (typeof faultKinds)[number] | (typeof furtherFaultKinds)[number];

export const faultKinds = Object.freeze([
  "request-lost",
  "reply-lost",
  "late",
  "reply-lost-retried",
  "late-retried",
] as const);

export const furtherFaultKinds = Object.freeze(["throttled", "resumed", "lifecycle-abort"] as const);

/** In the order in which outcomes have them. */
export const allFaultKinds: readonly FaultKind[] = Object.freeze([...faultKinds, ...furtherFaultKinds]);

/** What a client is told that waited in vain, the same for every cause. */
export function timedOut(request: StoreRequest): StoreFailure {
  return failure(
    "TimeoutError",
    "No answer came in time: whether the request was applied is unknown.",
    "key" in request ? request.key : undefined,
  );
}

/** What the faults of one request are made from. */
export interface FaultyRequest {
  readonly state: StoreState;
  readonly request: StoreRequest;
  /** Whether it may ever change anything. */
  readonly mutates: boolean;
  /** The outcomes without faults, cheapest first. */
  readonly sound: readonly StoreOutcome[];
  /** What the store may do with the same request once more, with at most so many anomalies. */
  again(state: StoreState, anomalies: number): readonly StoreOutcome[];
  /** Anomalies that all of it together may cost. */
  readonly anomalies: number;
}

/** The outcomes without faults, then those with one, by kind; none that says the same as an earlier, cheaper one. */
export function withFaults(faulty: FaultyRequest, kinds: readonly FaultKind[]): readonly StoreOutcome[] {
  const { request, sound } = faulty;
  const allowed = faulty.mutates ? kinds : kinds.filter((kind) => befallsReads.has(kind));
  const outcomes = [...sound, ...allowed.flatMap((kind) => makers[kind](faulty, timedOut(request)))];
  return distinct(outcomes, sound.length, keysOf(request));
}

/** A read that is late, or retried, is as if it had come later. */
const befallsReads: ReadonlySet<FaultKind> = new Set<FaultKind>([
  "request-lost",
  "reply-lost",
  "throttled",
  "resumed",
]);

type Maker = (faulty: FaultyRequest, timeout: StoreFailure) => readonly StoreOutcome[];

const makers: Readonly<Record<FaultKind, Maker>> = {
  "request-lost": ({ state, request }, answer) => [
    outcomeOf({
      answer,
      next: state,
      faults: 1,
      label: `${nameOf(request)}: the request is lost`,
      witnesses: ["request-lost"],
    }),
  ],

  "reply-lost": ({ request, sound }, answer) =>
    sound.filter(leavesAnother).map((first) =>
      outcomeOf({
        ...first,
        answer,
        faults: 1,
        label: labelled(first, `${nameOf(request)}: the reply is lost`),
        witnesses: [...first.witnesses, "reply-lost"],
      }),
    ),

  late: ({ state, request }, answer) => [
    outcomeOf({
      answer,
      next: state,
      faults: 1,
      label: `${nameOf(request)}: the request is late`,
      witnesses: ["late"],
      zombie: request,
    }),
  ],

  "reply-lost-retried": ({ request, sound, again, anomalies }) => {
    const pairs = sound.flatMap((first) =>
      again(first.next, anomalies - first.anomalies).map((second) => {
        const label = `${nameOf(request)}: the reply is lost, the client retries`;
        return outcomeOf({
          answer: second.answer,
          next: second.next,
          anomalies: first.anomalies + second.anomalies,
          faults: 1,
          label: labelled(second, labelled(first, label)),
          effects: [...first.effects, ...second.effects],
          witnesses: [
            ...new Set([...first.witnesses, ...second.witnesses, "reply-lost", "retried"]),
            ...(meetsItself(request, first, second) ? ["own-412"] : []),
          ],
        });
      }),
    );
    return pairs.sort((a, b) => a.anomalies - b.anomalies);
  },

  "late-retried": ({ state, request, again, anomalies }) =>
    again(state, anomalies).map((second) =>
      outcomeOf({
        ...second,
        faults: 1,
        label: labelled(second, `${nameOf(request)}: the request is late, the client retries`),
        witnesses: [...second.witnesses, "late", "retried"],
        zombie: request,
      }),
    ),

  throttled: ({ state, request }) => [
    outcomeOf({
      answer: failure(
        "SlowDown",
        "Please reduce your request rate.",
        "key" in request ? request.key : undefined,
      ),
      next: state,
      faults: 1,
      label: `${nameOf(request)}: the store says to slow down`,
      witnesses: ["throttled"],
    }),
  ],

  resumed: ({ request, sound }) => {
    if (request.op !== "get") return [];
    return sound.flatMap((first) => {
      const answer = brokenOff(first.answer);
      if (answer === undefined) return [];
      const label = labelled(
        first,
        `${nameOf(request)}: the answer breaks off, the client asks for the rest`,
      );
      const witnesses = [...first.witnesses, "resumed"];
      return [outcomeOf({ ...first, answer, faults: 1, label, witnesses })];
    });
  },

  "lifecycle-abort": () => [],
};

/** The first half of a body; undefined where that is nothing, or all. */
function brokenOff(answer: StoreAnswer): StoreAnswer | undefined {
  if (!answer.ok) return undefined;
  const { body, ...info } = answer.value as GetResult;
  const half = Math.floor(body.length / 2);
  if (half === 0) return undefined;
  return success({ ...info, body: Body.adopt(body.bytes(0, half)), brokenOff: true });
}

/** Is it the first, and so the cheapest, that leaves this state behind? Without its answer, others with it are the same. */
function leavesAnother(outcome: StoreOutcome, index: number, sound: readonly StoreOutcome[]): boolean {
  return sound.findIndex((other) => other.next === outcome.next) === index;
}

/** Does a conditional request fail because it has succeeded? */
function meetsItself(request: StoreRequest, first: StoreOutcome, second: StoreOutcome): boolean {
  if (!isConditional(request) || !first.answer.ok || second.answer.ok) return false;
  // A COPY may also be refused for its source, which another read of it may find as it was before.
  return second.answer.code === "PreconditionFailed" && second.answer.key === request.key;
}

/** The label of a fault behind that of what the store did wrong as well. */
function labelled({ label }: StoreOutcome, fault: string): string {
  return label === undefined ? fault : `${label}; ${fault}`;
}
