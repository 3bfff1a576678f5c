/** Who picks among the outcomes that the store allows. */
import type { Random } from "../../explore/random.js";
import type { Eye } from "../../store/eye.js";
import type { FaultKind } from "../../store/faults.js";
import type { StoreOutcome } from "../../store/outcome.js";
import type { StoreRequest } from "../../store/requests.js";
import type { SimulatedStore, StoreState } from "../../store/simulated-store.js";
import type { Decision } from "../plan/decider.js";
import type { FaultWhen } from "../plan/fault-plan.js";

/** A request as it takes effect. */
export interface Moment {
  readonly store: SimulatedStore;
  readonly state: StoreState;
  readonly request: StoreRequest;
  /** Another request has collided with it. */
  readonly conflicted: boolean;
}

export type Chooser = (moment: Moment) => StoreOutcome;

/** Sees what is true. */
const clearEye: Eye = { found: () => 0, listed: () => 0 };

/** Sees something else, wherever there is something else: of a listing, half of the keys. */
function blurredEye(random: Random): Eye {
  return {
    found: (_key, _verb, may) => (may.length === 1 ? 0 : 1 + random.below(may.length - 1)),
    listed: (_key, may) => (random.below(2) === 0 ? 0 : 1 + random.below(may.length - 1)),
  };
}

const kinds: Readonly<Record<FaultWhen, FaultKind>> = {
  before: "request-lost",
  after: "reply-lost",
  late: "late",
};

/**
 * Picks as decided. What the decision leaves open is random (through which of several nodes a write goes), but not S3's 409: a
 * conditional request that another one has collided with is told so, as recorded against AWS.
 */
export function chooserOf({ stale, fault, random }: Decision): Chooser {
  return ({ store, state, request, conflicted }) => {
    if (!stale && fault === undefined) {
      const sound = store.outcomes(state, request, { conflicted }, { anomalies: 0, faults: 0 });
      return sound.length === 1 ? sound[0]! : among(sound, random);
    }
    const eye = stale ? blurredEye(random) : clearEye;
    // An answer that breaks off has to begin.
    const breaksOff = fault?.how === "truncated" && (fault.when === "after" || !store.mutates(request));
    const answered = fault === undefined || breaksOff;
    const kind = answered ? undefined : kinds[fault.when];
    return among(store.seen(state, request, { conflicted }, eye, kind), random);
  };
}

function among(outcomes: readonly StoreOutcome[], random: Random): StoreOutcome {
  const conflict = outcomes.find(({ answer }) => !answer.ok && answer.code === "ConditionalRequestConflict");
  return conflict ?? outcomes[random.below(outcomes.length)]!;
}

/** What is true and well-behaved, for requests of the server itself. */
export const wellBehaved: Chooser = ({ store, state, request, conflicted }) =>
  store.outcomes(state, request, { conflicted }, { anomalies: 0, faults: 0 })[0]!;
