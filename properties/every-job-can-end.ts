import type { Property } from "../src/check/property.js";

/** From every state, if nothing goes wrong any more, the processes can still come to their end. */
export const everyJobCanEnd: Property<null> = {
  name: "every-job-can-end",
  claim: "Whatever has gone wrong, once nothing more does, the job can still come to an end.",
  anomaly: { plain: "the job is wedged", formal: "liveness (deadlock or livelock)" },
  initial: null,
  liveness: true,
  step: (state) => state,
  atEnd: () => undefined,
};
