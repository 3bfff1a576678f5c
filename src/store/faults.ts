/**
 * What may go wrong between a client and a service that itself does all it should: further outcomes of a request, each of which
 * costs one fault. Together with a wrong answer of the service the costs add up.
 *
 * The client is told the same {@link FaultyRequest.timeout} in most of them, unless it retries: whoever gets it cannot know whether the
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
import type { Outcome } from "../sim/service.js";
import { distinctOf, makeOutcome } from "./outcome.js";

/**
 * - `request-lost`: never reaches the store;
 * - `reply-lost`: takes effect, and nobody hears of it;
 * - `late`: has not taken effect when the client gives up, and still may, at any time, or never (a zombie);
 * - `reply-lost-retried`: the client's own retry, after the first try took effect: a conditional write meets its own success;
 * - `late-retried`: the client's own retry while the first try is still on its way.
 *
 * And those that are there only where they are asked for by name:
 *
 * - `lease-lapsed`: a lease in a key-value table runs out while its keeper lives, and somebody else takes it;
 * - `throttled`: refused with 503 SlowDown, and not applied;
 * - `busy-key`: a write refused with 429, and not applied, by a store that takes only so many writes of one key (`Capabilities.keyWrites`);
 * - `resumed`: a GET breaks off half way, and the client asks for the rest with a range request, which may find another object. It
 *   carries the conditions of the first and no others: without If-Match the client has a piece of each;
 * - `lifecycle-abort`: the store aborts an upload that is under way, by a rule of the bucket (AbortIncompleteMultipartUpload). Nobody's
 *   request, so it is a step of the store's own.
 */
export type FaultKind = (typeof faultKinds)[number] | FurtherFaultKind;

export type FurtherFaultKind = (typeof furtherFaultKinds)[number];

export const faultKinds = Object.freeze([
  "request-lost",
  "reply-lost",
  "late",
  "reply-lost-retried",
  "late-retried",
] as const);

export const furtherFaultKinds = Object.freeze([
  "lease-lapsed",
  "throttled",
  "busy-key",
  "resumed",
  "lifecycle-abort",
] as const);

/** In the order in which outcomes have them. */
export const allFaultKinds: readonly FaultKind[] = Object.freeze([...faultKinds, ...furtherFaultKinds]);

/** What the faults of one request are made from. */
export interface FaultyRequest<S, Q, A> {
  readonly state: S;
  readonly request: Q;
  /** What the request is called: `PUT t/x`. */
  readonly name: string;
  /** Whether it may ever change anything. */
  readonly mutates: boolean;
  /** What a client is told that waited in vain, the same for every cause. */
  readonly timeout: A;
  /** The outcomes without faults, cheapest first. */
  readonly sound: readonly Outcome<S, Q, A>[];
  /** What the service may do with the same request once more, with at most so many anomalies. */
  again(state: S, anomalies: number): readonly Outcome<S, Q, A>[];
  /** Anomalies that all of it together may cost. */
  readonly anomalies: number;
  /** Is `second` a refusal because of what the same request has done before, as `first` tells? */
  meetsItself(first: A, second: A): boolean;
  /** Are two states that the request may lead to the same? */
  sameState(a: S, b: S): boolean;
  /** What only this service knows. */
  further?(kind: FurtherFaultKind): readonly Outcome<S, Q, A>[];
}

/** The outcomes without faults, then those with one, by kind; none that says the same as an earlier, cheaper one. */
export function withFaults<S, Q, A>(
  faulty: FaultyRequest<S, Q, A>,
  kinds: readonly FaultKind[],
): readonly Outcome<S, Q, A>[] {
  const { sound, sameState } = faulty;
  const allowed = faulty.mutates ? kinds : kinds.filter((kind) => befallsReads.has(kind));
  const made = (kind: FaultKind): readonly Outcome<S, Q, A>[] =>
    isFurther(kind) ? (faulty.further?.(kind) ?? []) : makers[kind](faulty);
  return distinctOf([...sound, ...allowed.flatMap(made)], sound.length, sameState);
}

/** A read that is late, or retried, is as if it had come later. */
const befallsReads: ReadonlySet<FaultKind> = new Set<FaultKind>([
  "request-lost",
  "reply-lost",
  "throttled",
  "resumed",
]);

function isFurther(kind: FaultKind): kind is FurtherFaultKind {
  return furtherFaultKinds.some((one) => one === kind);
}

type Maker = <S, Q, A>(faulty: FaultyRequest<S, Q, A>) => readonly Outcome<S, Q, A>[];

const makers: Readonly<Record<(typeof faultKinds)[number], Maker>> = {
  "request-lost": ({ state, name, timeout }) => [
    makeOutcome({
      answer: timeout,
      next: state,
      faults: 1,
      label: `${name}: the request is lost`,
      witnesses: ["request-lost"],
    }),
  ],

  "reply-lost": ({ name, timeout, sound }) =>
    sound.filter(leavesAnother).map((first) =>
      makeOutcome({
        ...first,
        answer: timeout,
        faults: 1,
        label: labelled(first, `${name}: the reply is lost`),
        witnesses: [...first.witnesses, "reply-lost"],
      }),
    ),

  late: ({ state, request, name, timeout }) => [
    makeOutcome({
      answer: timeout,
      next: state,
      faults: 1,
      label: `${name}: the request is late`,
      witnesses: ["late"],
      zombie: request,
    }),
  ],

  "reply-lost-retried": <S, Q, A>({ name, sound, again, anomalies, meetsItself }: FaultyRequest<S, Q, A>) => {
    const pairs = sound.flatMap((first) =>
      again(first.next, anomalies - first.anomalies).map((second) => {
        const label = `${name}: the reply is lost, the client retries`;
        return makeOutcome<S, Q, A>({
          answer: second.answer,
          next: second.next,
          anomalies: first.anomalies + second.anomalies,
          faults: 1,
          label: labelled(second, labelled(first, label)),
          effects: [...first.effects, ...second.effects],
          witnesses: [
            ...new Set([...first.witnesses, ...second.witnesses, "reply-lost", "retried"]),
            ...(meetsItself(first.answer, second.answer) ? ["own-412"] : []),
          ],
        });
      }),
    );
    return pairs.sort((a, b) => a.anomalies - b.anomalies);
  },

  "late-retried": ({ state, request, name, again, anomalies }) =>
    again(state, anomalies).map((second) =>
      makeOutcome({
        ...second,
        faults: 1,
        label: labelled(second, `${name}: the request is late, the client retries`),
        witnesses: [...second.witnesses, "late", "retried"],
        zombie: request,
      }),
    ),
};

/** Is it the first, and so the cheapest, that leaves this state behind? Without its answer, others with it are the same. */
function leavesAnother<O extends { readonly next: unknown }>(
  outcome: O,
  index: number,
  sound: readonly O[],
): boolean {
  return sound.findIndex((other) => other.next === outcome.next) === index;
}

/** The label of a fault behind that of what the service did wrong as well. */
export function labelled({ label }: { readonly label?: string }, fault: string): string {
  return label === undefined ? fault : `${label}; ${fault}`;
}
