/** What a simulation decides and a real process takes from its machine. */
import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";

export const realSources = Object.freeze({
  uuid: (): string => randomUUID(),
  now: (): number => Date.now(),
  pause: (milliseconds: number): Promise<void> => setTimeout(milliseconds),
});
