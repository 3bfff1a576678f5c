/**
 * Every control of the compare-and-swap protocols is caught: those that somebody has shipped by properties/regressions, the rest
 * here. What is no control is clean.
 */
import { describe, expect, it } from "vitest";
import { casPointer, casSlot } from "../../../committers/index.js";
import { regressions } from "../../../properties/regressions/index.js";
import { verdictOf } from "../../support/claims.js";

const smallest = { tasks: 1, files: 1 };

interface Caught {
  readonly committer: string;
  readonly scenario: string;
  readonly property: string;
}

const caught: readonly Caught[] = [
  { committer: "cas-slot?fill=blind-put", scenario: "two-writers", property: "no-lost-rows" },
  { committer: "cas-slot?find=trust-hint", scenario: "two-writers", property: "no-lost-rows" },
  { committer: "cas-pointer?swap=compare-then-put", scenario: "two-writers", property: "no-lost-rows" },
  // Only its last attempt is in doubt for ever: before, the commit is met in the base.
  { committer: "cas-slot?on-refusal=rebase&retries=0", scenario: "reply-lost", property: "readable" },
  { committer: "cas-slot?on-doubt=rebase&retries=0", scenario: "reply-lost", property: "readable" },
];

describe("controls", () => {
  it.each(caught)("$committer: $property is violated in $scenario", async (one) => {
    const { cell } = await verdictOf({ ...one, store: "strong", bounds: smallest });
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
    ["cas-slot find", "trust-hint"],
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
    const option = place.split(" ")[1]!;
    const known = [casSlot, casPointer].flatMap(({ description }) =>
      description.options.filter(({ name }) => name === option).flatMap((one) => one.values as string[]),
    );
    for (const value of values) {
      expect(known).toContain(value);
      expect(
        all.some((committer) => committer.split(/[?&]/u).includes(`${option}=${value}`)),
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
