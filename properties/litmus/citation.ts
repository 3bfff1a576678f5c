import type { Citation } from "../../src/check/litmus.js";

/** Sentences of one document. */
export function citation(document: string) {
  return (place: string | number, says: string): Citation => ({
    document,
    place: typeof place === "number" ? `line ${place}` : place,
    says,
  });
}
