/** What a simulation decides and a real process takes from its machine. */
import { randomUUID } from "node:crypto";

export const realSources = Object.freeze({
  uuid: (): string => randomUUID(),
  now: (): number => Date.now(),
});
