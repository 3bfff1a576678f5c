/** What the faults of a request to the object store are made from, and those that only an object store has. */
import { Body } from "./body.js";
import { nameOf } from "./describe.js";
import { type FaultyRequest, type FurtherFaultKind, labelled } from "./faults.js";
import type { GetResult } from "./object-store.js";
import { outcomeOf, sameAt, type StoreOutcome } from "./outcome.js";
import { failure, success } from "./operations/answers.js";
import {
  isConditional,
  isWrite,
  keysOf,
  type StoreAnswer,
  type StoreFailure,
  type StoreRequest,
} from "./requests.js";
import type { StoreState } from "./store-state.js";

type Faulty = FaultyRequest<StoreState, StoreRequest, StoreAnswer>;

interface Given extends Pick<Faulty, "state" | "request" | "mutates" | "sound" | "again" | "anomalies"> {
  /** The key may be written too often. */
  readonly busy: boolean;
}

export function faultyRequest(given: Given): Faulty {
  const { request } = given;
  const keys = keysOf(request);
  return {
    ...given,
    name: nameOf(request),
    timeout: timedOut(request),
    meetsItself: (first, second) => meetsItself(request, first, second),
    sameState: (a, b) => sameAt(keys, a, b),
    further: (kind) => further[kind](given),
  };
}

/** What a client is told that waited in vain, the same for every cause. */
function timedOut(request: StoreRequest): StoreFailure {
  return failure(
    "TimeoutError",
    "No answer came in time: whether the request was applied is unknown.",
    "key" in request ? request.key : undefined,
  );
}

/** Does a conditional request fail because it has succeeded? */
function meetsItself(request: StoreRequest, first: StoreAnswer, second: StoreAnswer): boolean {
  if (!isConditional(request) || !first.ok || second.ok) return false;
  // A COPY may also be refused for its source, which another read of it may find as it was before.
  return second.code === "PreconditionFailed" && second.key === request.key;
}

const further: Readonly<Record<FurtherFaultKind, (given: Given) => readonly StoreOutcome[]>> = {
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

  "busy-key": ({ state, request, busy }) => {
    if (!busy || !isWrite(request)) return [];
    return [
      outcomeOf({
        answer: failure("TooManyRequests", "Reduce the rate of writes of this key.", request.key),
        next: state,
        faults: 1,
        label: `${nameOf(request)}: the key is written too often`,
        witnesses: ["throttled"],
      }),
    ];
  },

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
  "lease-lapsed": () => [],
};

/** The first half of a body; undefined where that is nothing, or all. */
function brokenOff(answer: StoreAnswer): StoreAnswer | undefined {
  if (!answer.ok) return undefined;
  const { body, ...info } = answer.value as GetResult;
  const half = Math.floor(body.length / 2);
  if (half === 0) return undefined;
  return success({ ...info, body: Body.adopt(body.bytes(0, half)), brokenOff: true });
}
