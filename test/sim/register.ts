/** The smallest service that races: one register with read, write and compare-and-swap. For tests of the kernel alone. */
import type { Call, Effect, Limits, Outcome, Service } from "../../src/sim/service.js";

export type RegisterRequest =
  | { readonly op: "read" }
  | { readonly op: "write"; readonly value: number }
  | { readonly op: "swap"; readonly from: number; readonly to: number };

/** `past`: values that a stale read may still answer, where the register is a stale one. */
interface State {
  readonly value: number;
  readonly past: readonly number[];
}

type RegisterOutcome = Outcome<State, RegisterRequest, number | boolean>;

export class Register implements Service<State, RegisterRequest, number | boolean> {
  readonly name = "register";
  readonly initial: State = { value: 0, past: [] };
  readonly #stale: boolean;

  constructor(stale = false) {
    this.#stale = stale;
  }

  outcomes(state: State, request: RegisterRequest, _call: Call, limits: Limits): readonly RegisterOutcome[] {
    const write = (value: number): State => ({
      value,
      past: this.#stale ? [...new Set([...state.past, state.value])] : [],
    });
    const plain = { anomalies: 0, faults: 0, effects: [] as readonly Effect[], events: [], witnesses: [] };
    switch (request.op) {
      case "read": {
        const truth = { ...plain, answer: state.value, next: state };
        if (limits.anomalies === 0) return [truth];
        const wrong = state.past.filter((value) => value !== state.value);
        return [
          truth,
          ...wrong.map((value) => ({ ...truth, answer: value, anomalies: 1, label: "stale read" })),
        ];
      }
      case "write":
        return [{ ...plain, answer: true, next: write(request.value) }];
      case "swap":
        return state.value === request.from
          ? [{ ...plain, answer: true, next: write(request.to) }]
          : [{ ...plain, answer: false, next: state, witnesses: ["conflict"] }];
    }
  }

  mutates(request: RegisterRequest): boolean {
    return request.op !== "read";
  }

  encode(state: State): string {
    return `${state.value}/${state.past.join(",")}`;
  }
}

export const noBudgets = { anomalies: 0, faults: 0, crashes: 0, zombies: 0 };
