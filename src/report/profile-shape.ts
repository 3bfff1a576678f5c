/** The shape of a delay profile. The fields are told in src/check/profile.ts. */
import {
  type Delay,
  type DelayProfile,
  type FaultRates,
  type Latency,
  profiledFaults,
  type Propagation,
  type Quantile,
} from "../check/profile.js";
import {
  array,
  constant,
  integer,
  number,
  object,
  oneOf,
  optional,
  record,
  type Shape,
  text,
} from "./shape.js";

const milliseconds = (description: string): Shape<number> => number(description, 0, 1e12);
const share = (description: string): Shape<number> => number(description, 0, 1);

const latency = object<Latency>("Milliseconds: log-normal with this median and 99th percentile.", {
  p50: milliseconds("Half of them take at most so many."),
  p99: milliseconds("99 in 100 of them take at most so many."),
});

const delay = (description: string): Shape<Delay> =>
  array(
    object<Quantile>("A quantile.", {
      share: share("This share of all delays"),
      ms: milliseconds("is at most so many milliseconds."),
    }),
    `${description} By its quantiles, the first with the share 0, the last with 1, ascending.`,
    2,
  );

const propagation = (who: string): Shape<Propagation> =>
  object<Propagation>(`How long after a change ${who} may be told what was there before.`, {
    created: optional(delay("Of a key that had no object.")),
    overwritten: optional(delay("Of a key that had another object.")),
    deleted: optional(delay("Of a key whose object was deleted.")),
  });

const faults = object<FaultRates>("How often a request goes wrong.", {
  chance: object<FaultRates["chance"]>(
    "Chance per request, by kind of fault.",
    Object.fromEntries(profiledFaults.map((kind) => [kind, optional(share(`Of ${kind}.`))])) as never,
  ),
  timeout: milliseconds("After so many milliseconds a client that has no answer gives up."),
  late: optional(delay("How long after it was given up a request takes effect.")),
});

export const profileShape: Shape<DelayProfile> = object<DelayProfile>(
  "How long things take in virtual time: when a store stops to answer what its contract allows.",
  {
    schema: constant("lakelitmus/profile@1", "What kind of file this is, and its version."),
    name: text("Its name."),
    about: text("What it says."),
    source: text("Where its figures are from, and which of them are assumptions."),
    latency: object<DelayProfile["latency"]>("How long a request takes from being made to its answer.", {
      all: latency,
      of: optional(record(latency, "By operation of the store; or by another service, or its message.")),
    }),
    propagation: object<DelayProfile["propagation"]>("When changes are heard of.", {
      reads: optional(propagation("GET and HEAD")),
      copies: optional(propagation("the source of COPY")),
      listings: optional(propagation("LIST")),
      replica: optional(propagation("the replica in another region")),
      notFound: optional(delay("How long a 404 that was told goes on being told.")),
    }),
    places: optional(
      integer("How many places answer requests, each of which hears of changes by itself.", 64),
    ),
    drawnFor: optional(oneOf(["change", "read"], "What a delay is drawn for.")),
    engine: optional(
      object<NonNullable<DelayProfile["engine"]>>("The engine's own time.", {
        slots: optional(integer("How many task attempts run at once.")),
        task: optional(latency),
      }),
    ),
    faults: optional(faults),
    chances: optional(
      object<NonNullable<DelayProfile["chances"]>>("Choices of the store that no delay decides.", {
        overtaken: optional(share("That a conditional write that was overtaken is told 409.")),
        rare: optional(share("That the store does something else that is no matter of delays.")),
      }),
    ),
    crashesPerHour: optional(number("Crashes of each process in an hour of virtual time.", 0, 1e6)),
  },
);
