/** The columns of the expectations of table formats: what exactly each circumstance is taken to mean. */
import { kindNumber } from "../../src/check/bounds.js";
import type { HypothesisColumn, HypothesisScope } from "../../src/check/hypotheses.js";
import type { Bounds } from "../../src/check/verdict.js";

const rows = ["no-lost-rows", "no-duplicate-rows", "no-phantom-rows", "readable", "prior-rows-kept"];

const one: Partial<Bounds> = { tasks: 1, files: 1 };
const two: Partial<Bounds> = { ...one, writers: 2 };

const scope = (
  name: string,
  bounds: Partial<Bounds>,
  requires: readonly string[],
  store = "strong",
): HypothesisScope => ({ name, store, bounds, requires: ["ack", ...requires], properties: rows });

/** One request goes wrong in one way: in a job alone, and in one of two. */
const misfortune = (
  kind: string,
  requires: readonly string[],
  more: Partial<Bounds> = {},
): readonly HypothesisScope[] => {
  const bounds = { faults: 1, fault: kindNumber("fault", kind), ...more };
  return [
    scope("alone", { ...one, ...bounds }, requires),
    scope("beside another job", { ...two, ...bounds }, requires),
  ];
};

export const columns: readonly HypothesisColumn[] = [
  {
    name: "S0 strong, CAS honoured",
    means: "Two jobs append to one table at once, on a store that answers as S3 does today.",
    scopes: [scope("two jobs", two, [])],
  },
  {
    name: "S1 CAS ignored",
    means:
      "The same on a store that takes If-None-Match and If-Match, and does not look at them. A key-value table beside it honours its conditions.",
    scopes: [scope("two jobs", two, [], "conditions-ignored")],
  },
  {
    name: "A1 lost ack",
    means:
      "One request, whichever, is applied and its answer is lost. `beside another job`: which may build upon what has landed before anybody looks (A5).",
    scopes: misfortune("reply-lost", ["reply-lost"]),
  },
  {
    name: "A2 own-412",
    means:
      "One request is applied, and the client, not knowing, sends it again: a condition meets its own success.",
    scopes: misfortune("reply-lost-retried", ["retried"]),
  },
  {
    name: "A4 zombie",
    means:
      "The client gives one request up, or sends it again, and the store applies the first one at any later time, or never.",
    scopes: misfortune("late", ["late"], { zombies: 1 }),
  },
  {
    name: "list lag",
    means:
      "Two answers of a store whose LIST may miss what was written: another job's commit before it began, one that is made meanwhile, or the job's own. A cell that is about listing has the variant that finds the newest version by LIST. `a reader`: one that reads twice, the second time after the job may have been acknowledged; `keys in any order`: on a store whose LIST is up to date and has no order.",
    scopes: [
      scope("after another's commit", { ...one, prior: 1, anomalies: 2 }, [], "list-lag"),
      scope("beside another job", { ...two, anomalies: 2 }, [], "list-lag"),
      {
        ...scope("a reader", { ...one, anomalies: 2, readers: 1, polls: 2 }, ["read"], "list-lag"),
        properties: ["acked-rows-seen"],
      },
      {
        ...scope(
          "a reader, keys in any order",
          { ...one, prior: 1, anomalies: 1, readers: 1, polls: 2 },
          ["read"],
          "s3-express",
        ),
        properties: ["acked-rows-seen"],
      },
    ],
  },
  {
    name: "rename non-atomic / overwriting",
    means:
      "Two jobs, with a rename that is S3A's copy and delete; in the row that says so, one that is atomic and overwrites.",
    scopes: [scope("two jobs", two, [])],
  },
  {
    name: "lease expiry",
    means: "Two jobs; the lease of one runs out once while it lives, at any moment.",
    scopes: [
      scope("two jobs", { ...two, faults: 1, fault: kindNumber("fault", "lease-lapsed") }, ["lease-lapsed"]),
    ],
  },
  {
    name: "slot reuse by GC",
    means:
      "`a cleaner`: somebody commits a version that holds everything and deletes the slots before it, beside two jobs. `tokens of the content` (A10): two jobs swap a pointer that is there, by ETags that are a hash of it. `tokens of the length` (A10): by ETags that two values of one length share.",
    scopes: [
      scope("a cleaner", { ...two, cleaners: 1 }, ["maintained"]),
      scope("tokens of the content", { ...two, prior: 1 }, []),
      scope("tokens of the length", { ...two, prior: 1 }, [], "file-etags"),
    ],
  },
];
