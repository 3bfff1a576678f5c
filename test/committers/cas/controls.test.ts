/**
 * Every control of the compare-and-swap protocols is caught: those that somebody has shipped by properties/regressions, the rest
 * here. What is no control is clean.
 */
import { describe, expect, it } from "vitest";
import { casPointer, casSlot } from "../../../committers/index.js";
import type { Bounds } from "../../../src/check/verdict.js";
import { regressions } from "../../../properties/regressions/index.js";
import { verdictOf } from "../../support/claims.js";

const smallest = { tasks: 1, files: 1 };

interface Caught {
  readonly committer: string;
  /** `strong`, if nothing else is said. */
  readonly store?: string;
  readonly scenario: string;
  readonly bounds?: Partial<Bounds>;
  readonly property: string;
}

const caught: readonly Caught[] = [
  { committer: "cas-slot?fill=blind-put", scenario: "two-writers", property: "no-lost-rows" },
  { committer: "cas-slot?find=trust-hint", scenario: "two-writers", property: "no-lost-rows" },
  { committer: "cas-pointer?swap=compare-then-put", scenario: "two-writers", property: "no-lost-rows" },
  { committer: "cas-pointer?clean=orphans", scenario: "cleaner", property: "no-lost-rows" },
  // Where keys are listed in no order, the last one is an old version.
  {
    committer: "cas-slot?find=last-listed",
    store: "s3-express",
    scenario: "reader-polling",
    bounds: { prior: 1 },
    property: "acked-rows-seen",
  },
  // Only its last attempt is in doubt for ever: before, the commit is met in the base.
  { committer: "cas-slot?on-refusal=rebase&retries=0", scenario: "reply-lost", property: "readable" },
  { committer: "cas-slot?on-doubt=rebase&retries=0", scenario: "reply-lost", property: "readable" },
];

describe("controls", () => {
  it.each(caught)("$committer: $property is violated in $scenario", async ({ bounds, ...one }) => {
    const { cell } = await verdictOf({ store: "strong", ...one, bounds: { ...smallest, ...bounds } });
    expect(cell.verdict, cell.reason).toBe("violated");
  });

  const shipped = regressions.flatMap((group) => group.regressions.map(({ bug }) => bug.committer));
  const all = [...shipped, ...caught.map(({ committer }) => committer)];

  // A description says "a control", or "controls", before it names them; `rename` is one where no lock is held.
  it.each([
    [
      "cas-slot fill",
      "blind-put",
      "exists-then-put",
      "rename",
      "files-rename-overwrites",
      "lance-external-2025",
    ],
    ["cas-slot find", "trust-hint", "last-listed"],
    ["cas-slot lock", "lease-owned"],
    ["cas-slot clean", "delete", "orphans", "ttl"],
    ["cas-pointer swap", "last-writer-wins", "compare-then-put"],
    ["cas-pointer check", "top"],
    ["cas-pointer staged", "delete"],
    ["cas-pointer clean", "orphans"],
    ["cas on-refusal", "rebase", "fail"],
    ["cas on-doubt", "rebase", "retry-new-ids", "look-then-fail", "fail"],
    ["cas found-own", "append-again", "roll-back"],
    ["cas abort", "delete-in-doubt"],
  ])("of %s are all among them", (place, ...values) => {
    const [protocol, option] = place.split(" ") as [string, string];
    const known = [casSlot, casPointer]
      .filter(({ description }) => description.name.startsWith(protocol))
      .flatMap(({ description }) =>
        description.options.filter(({ name }) => name === option).flatMap((one) => one.values as string[]),
      );
    for (const value of values) {
      expect(known).toContain(value);
      expect(
        all.some((committer) => {
          const [name, ...options] = committer.split(/[?&]/u);
          return name!.startsWith(protocol) && options.includes(`${option}=${value}`);
        }),
        value,
      ).toBe(true);
    }
  });
});

describe("what is no control", () => {
  it.each([
    "cas-slot?on-doubt=unknown",
    "cas-slot?on-refusal=rebase",
    "cas-slot?on-doubt=rebase",
    "cas-slot?clean=empty",
    "cas-pointer?remembered=1",
    "cas-pointer?abort=leave",
  ])("%s loses nothing where two append and a request goes wrong", async (committer) => {
    const scenario = "two-writers-fault";
    for (const property of ["no-lost-rows", "no-duplicate-rows"]) {
      const { cell } = await verdictOf({ committer, scenario, property, store: "strong", bounds: smallest });
      expect(cell.verdict, cell.counterexample?.sentence ?? cell.reason).toBe("holds");
    }
  });
});
