/**
 * Retry with exponential backoff and jitter: the first thing that everybody does.
 *
 * Source: the runbook's "retry with exponential backoff" for reads that answer NoSuchKey; the retry handlers of the AWS SDKs
 * ("standard" mode: 5xx, throttling and timeouts) for the rest.
 *
 * Promises: what passes by asking again passes, if it passes in time.
 * Leaves open: a wrong answer that is no error. LIST that misses a key and GET that serves an old object answer 200, and nothing
 * is asked again. A 404 of a key that is not there is asked for as often, and keeps a negative cache warm (HADOOP-16490). And a
 * conditional PUT whose answer was lost is sent again, meets its own success, and is told 412: the retry makes the doubt worse.
 */
import type { S3ErrorCode } from "../object-store.js";
import { asking, type Ended, ended, valueOf } from "./shared/asking.js";
import { defenceEntry, type Parts } from "./shared/entry.js";
import { type Operation, subjectOf, through } from "./shared/over.js";

/** What the SDKs take for transient. */
const transient: readonly S3ErrorCode[] = ["TimeoutError", "InternalError", "SlowDown", "TooManyRequests"];

/** What reads a key, and is answered 404 where it finds nothing. */
const reads: readonly Operation[] = ["get", "head", "copy"];

export const retry = defenceEntry(
  {
    name: "retry",
    title: "asks again after an error, with exponential backoff and jitter",
    source:
      'the runbook "S3 Eventual Consistency Debugging", read-after-write; AWS SDKs\' retry behaviour; M. Brooker, "Exponential Backoff And Jitter" (2015)',
    promises: "An error that passes by asking again does not reach the process.",
    leavesOpen:
      "A wrong answer that is no error is not asked again; a conditional PUT that is sent twice may be refused by its own success.",
    options: [
      {
        name: "attempts",
        values: { from: 1, to: 20 },
        default: "5",
        meaning: "How often is asked in all.",
      },
      {
        name: "on",
        values: ["both", "errors", "not-found"],
        default: "both",
        meaning:
          "errors: 5xx, throttling and no answer, of any request. not-found: 404 of GET, HEAD and the source of COPY. both: either.",
      },
    ],
  },
  ({ attempts, on }): Parts<null> => {
    const codesFor = (operation: Operation): readonly S3ErrorCode[] => [
      ...(on === "not-found" ? [] : transient),
      ...(on !== "errors" && reads.includes(operation) ? (["NoSuchKey"] as const) : []),
    ];
    return {
      initial: null,
      wrap: (ctx) =>
        through(async (operation, request, ask) => {
          const codes = codesFor(operation);
          const patience = { attempts, about: subjectOf(request) };
          const end = await asking<null, Ended<unknown>>(ctx, patience, async ({ store }, last) => {
            const end = await ended(() => ask(store));
            return last || "value" in end || !codes.includes(end.failure.code) ? { end } : undefined;
          });
          return valueOf(end!);
        }),
    };
  },
);
