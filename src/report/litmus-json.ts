/** What `lakelitmus litmus --json` prints. */
import type { Citation, LitmusVerdict, OutcomeVerdict, Witness, WitnessStep } from "../check/litmus.js";
import {
  anyText,
  array,
  constant,
  flag,
  integer,
  object,
  oneOf,
  optional,
  record,
  type Shape,
  text,
} from "./shape.js";
import { stepFields } from "./step-shape.js";

export interface LitmusResults {
  readonly schema: "lakelitmus/litmus@1";
  readonly tool: string;
  readonly verdicts: readonly LitmusVerdict[];
}

const source = object<Citation>("Where the expectation is written down.", {
  document: text("Which document, in which version."),
  place: text("Line, section or heading."),
  says: text("What is said there, in short."),
});

const step = object<WitnessStep>("One step of an execution.", {
  ...stepFields,
  process: text("Who made the request; `store` for what takes effect late."),
});

const witness = object<Witness>("An execution of least bad luck that ends in the outcome.", {
  cost: integer("Wrong answers, faults and crashes in it."),
  steps: array(step, "Its steps; none where nobody asked for them."),
  sees: record(text("Its value."), "Registers at the end."),
  holds: record(anyText("Its text."), "What keys truly hold at the end."),
});

const outcome = object<OutcomeVerdict>("What became of one outcome of the test.", {
  outcome: text("Its name."),
  expected: oneOf(["allowed", "forbidden"], "What the source says."),
  source,
  witnessed: flag("Whether some execution ends in it; all were looked at."),
  witness: optional(witness),
});

const verdict = object<LitmusVerdict>("One test on one store.", {
  test: text("Name of the test."),
  store: text("Name of the store."),
  met: flag("All allowed outcomes were witnessed, no forbidden one, and nothing else came out."),
  outcomes: array(outcome, "In the order of the test."),
  unlisted: array(witness, "What came out and is none of the test's outcomes."),
  states: integer("Distinct states that were looked at."),
});

export const litmusShape: Shape<LitmusResults> = object<LitmusResults>(
  "Litmus tests on stores: which outcomes are allowed, which forbidden, and which came out.",
  {
    schema: constant("lakelitmus/litmus@1", "What kind of file this is, and its version."),
    tool: text("lakelitmus and its version."),
    verdicts: array(verdict, "By tests, then by stores."),
  },
);

export function printLitmus(tool: string, verdicts: readonly LitmusVerdict[]): string {
  const results: LitmusResults = { schema: "lakelitmus/litmus@1", tool, verdicts };
  return `${JSON.stringify(results, null, 2)}\n`;
}
