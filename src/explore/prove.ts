/** Whether properties hold in every execution of a stage. */
import type { Property } from "../check/property.js";
import type { Proof } from "../check/incident.js";
import type { Stage } from "../job/stage.js";
import { exhaust } from "./exhaust.js";
import { Stepper } from "./steps.js";
import { traceOf } from "./trace.js";
import { nobody, type Watch } from "./watch.js";

/** What must have been seen for a pass to mean anything. */
const requires = ["ack", "looked"] as const;

export type Proven = Omit<Proof, "scope">;

/** Searches at most so many states; of several violations it tells that of least bad luck. @throws ProcessFault */
export async function prove(
  stage: Stage,
  properties: readonly Property[],
  states: number,
  watch: Watch = nobody,
): Promise<Proven> {
  const stepper = new Stepper(stage, properties);
  const result = await exhaust(stepper, { states }, watch);
  const [found] = result.found;
  if (found !== undefined) {
    const { cost, path, violation } = found;
    const steps = await traceOf(stepper, path);
    return {
      verdict: "violated",
      states: result.states,
      counterexample: { cost, message: violation.message, steps },
    };
  }
  const reason = !result.complete
    ? (result.stopped ?? "limit")
    : requires.some((one) => result.witnesses.has(one))
      ? undefined
      : "vacuous: nothing was acknowledged or read";
  if (reason === undefined) return { verdict: "holds", states: result.states };
  return { verdict: "unknown", states: result.states, reason };
}
