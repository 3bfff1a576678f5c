/** Flags between the processes of a litmus test: who waits for one goes on when somebody has set it. */
import type { Call, Outcome, Service } from "../sim/service.js";

export const flagService = "flags";

export interface FlagRequest {
  readonly op: "signal" | "await";
  readonly flag: string;
}

type Flags = readonly string[];

export class FlagService implements Service<Flags, FlagRequest, null> {
  readonly name = flagService;
  readonly initial: Flags = [];

  outcomes(set: Flags, { op, flag }: FlagRequest, _call: Call): readonly Outcome<Flags, FlagRequest, null>[] {
    if (op === "await") return set.includes(flag) ? [answered(set)] : [];
    return [answered(set.includes(flag) ? set : [...set, flag].toSorted())];
  }

  mutates(): boolean {
    return false;
  }

  encode(set: Flags): string {
    return JSON.stringify(set);
  }
}

function answered(next: Flags): Outcome<Flags, FlagRequest, null> {
  return { answer: null, next, anomalies: 0, faults: 0, effects: [], events: [], witnesses: [] };
}
