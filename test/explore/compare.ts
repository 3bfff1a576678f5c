/** The engine's findings in the form of the naive explorer's, and both side by side. */
import type { Property } from "../../src/check/property.js";
import { exhaust } from "../../src/explore/exhaust.js";
import { type Arena, judgedStates, Stepper } from "../../src/explore/steps.js";
import { nobody } from "../../src/explore/watch.js";
import type { Findings } from "./naive.js";

/** What is to be explored, and what is to be said of it. */
export interface Protocol {
  readonly arena: Arena;
  readonly properties: readonly Property[];
}

/** Never violated, so that a search with it goes on to the end of the space. */
export const nothing: Property<null> = {
  name: "nothing",
  claim: "Nothing is claimed.",
  anomaly: { plain: "none", formal: "none" },
  initial: null,
  step: (state) => state,
  atEnd: () => undefined,
};

/** Explores a protocol with the engine, to the end. */
export async function exhaustively(protocol: Protocol): Promise<Findings & { readonly states: number }> {
  const { arena, properties } = protocol;
  const stepper = new Stepper(arena, [...properties, nothing]);
  const endings = new Map<string, number>();
  const result = await exhaust(
    stepper,
    { states: 5_000_000 },
    {
      ...nobody,
      ended: ({ row, cost, violated }) => {
        const { store, beside } = judgedStates(arena, stepper.world, row);
        const key = arena.endingKey(store, beside);
        const marks = properties.map((_, index) => (violated[index] === true ? "V" : "-")).join("");
        const text = `${key}|${marks}`;
        endings.set(text, Math.min(cost, endings.get(text) ?? Infinity));
      },
    },
  );
  if (!result.complete) throw new Error("the search did not come to its end");
  return {
    endings,
    violations: properties.map((_, index) => {
      const found = result.found.find((one) => one.property === index);
      return found === undefined ? undefined : [found.cost, found.path.length];
    }),
    wedged: result.wedge !== undefined,
    states: result.states,
  };
}

/** Findings as plain data in a fixed order: what is compared, and what a failure shows. */
export function plain({ endings, violations, wedged }: Findings): unknown {
  return { endings: [...endings].toSorted(([a], [b]) => (a < b ? -1 : 1)), violations, wedged };
}
