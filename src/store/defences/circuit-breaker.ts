/**
 * Circuit breaker: after some failures one after the other the store is not asked any more (open), after a while it is asked
 * once (half-open), and that answer decides.
 *
 * Source: M. Nygard, "Release It!" (2007); the runbook's `S3CircuitBreaker`, which counts every exception, also a 404 and a 412
 * (`counts=all`).
 *
 * Promises: a store that is down is left alone.
 * Leaves open: everything that a store may say wrongly; it knows errors only. What it refuses was never sent (`NotSent`), so it is
 * no doubt, but it fails what might have succeeded. A breaker that counts every error opens in a healthy system, where
 * protocols ask whether keys are there.
 */
import { isS3Error, S3Error } from "../object-store.js";
import type { DefenceContext } from "./defence.js";
import { defenceEntry, type Parts } from "./shared/entry.js";
import { through } from "./shared/over.js";

type Circuit = {
  /** One after the other. */
  readonly failures: number;
  /** When it opened, by the process's clock; null while it is closed. */
  readonly openedAt: number | null;
};

export const circuitBreaker = defenceEntry(
  {
    name: "circuit-breaker",
    title: "after some failures the store is not asked for a while",
    source:
      'M. Nygard, "Release It!" (2007), Circuit Breaker; the runbook "S3 Eventual Consistency Debugging", S3CircuitBreaker',
    promises: "A store that is down is left alone.",
    leavesOpen:
      "Wrong answers that are no errors. What it refuses might have succeeded; counting every error, it opens in a healthy system.",
    options: [
      {
        name: "failures",
        values: { from: 1, to: 1000 },
        default: "5",
        meaning: "How many failures one after the other open it.",
      },
      {
        name: "counts",
        values: ["errors", "all"],
        default: "errors",
        meaning:
          "errors: 5xx, throttling and no answer. all: every answer that is no success, also a 404 of a key that is not there.",
      },
      {
        name: "window",
        values: { from: 0, to: 86_400_000 },
        default: "60000",
        meaning:
          "How long it stays open, by the process's clock: milliseconds on a real bucket, readings of the clock in a simulation.",
      },
    ],
  },
  ({ failures: limit, counts, window }): Parts<Circuit> => {
    const guarded = async <V>(ctx: DefenceContext<Circuit>, request: () => Promise<V>): Promise<V> => {
      const { failures, openedAt } = ctx.memory();
      if (openedAt !== null && ctx.now() - openedAt < window) {
        throw new S3Error("NotSent", "The circuit breaker is open: the request was not sent.");
      }
      try {
        const result = await request();
        if (failures > 0) ctx.remember({ failures: 0, openedAt: null });
        return result;
      } catch (error) {
        if (!isS3Error(error) || (counts === "errors" && !error.mayHaveBeenApplied)) throw error;
        const opens = openedAt !== null || failures + 1 >= limit;
        ctx.remember({ failures: failures + 1, openedAt: opens ? ctx.now() : null });
        throw error;
      }
    };
    return {
      initial: { failures: 0, openedAt: null },
      wrap: (ctx) => through((_operation, _request, ask) => guarded(ctx, () => ask(ctx.store))),
      /** The worst that a strand has met: a strand that failed and one that did not leave it as the failed one did. */
      merge: (before, after) =>
        after.reduce((worst, one) => (one.failures > worst.failures ? one : worst), after[0] ?? before),
    };
  },
);
