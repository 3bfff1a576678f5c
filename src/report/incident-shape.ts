/** The shapes of an incident that was run again, and of the list of incidents. The fields are told in src/check/incident.ts. */
import type { BillReport, IncidentReport, Proof, SetupReport } from "../check/incident.js";
import { rateShape, rowsRateShape } from "./estimate-shape.js";
import {
  array,
  constant,
  flag,
  integer,
  number,
  object,
  oneOf,
  optional,
  type Shape,
  text,
} from "./shape.js";
import { stepShape } from "./step-shape.js";

/** What `lakelitmus incident --list --json` prints. */
export interface IncidentList {
  readonly schema: "lakelitmus/incidents@1";
  readonly incidents: readonly {
    readonly name: string;
    readonly title: string;
    readonly story: readonly string[];
    readonly source: string;
    readonly figures: readonly string[];
    readonly setups: readonly Pick<SetupReport, "label" | "claim">[];
  }[];
}

const amount = (description: string): Shape<number> => number(description, 0, 1e15);
const label = text("What it is, in a few words.");
const claim = oneOf(["story", "contrast", "fix", "no fix"], "What is said of it.");
const story = array(text("A sentence."), "What was told.");
const title = text("A title.");
const source = text("Who told it.");

const proof = object<Proof>("What every execution within small bounds says.", {
  verdict: oneOf(["holds", "violated", "unknown"], "Whether it can go wrong."),
  scope: text("Which executions."),
  states: integer("States that were visited."),
  reason: optional(text("Why it is unknown.")),
  counterexample: optional(
    object<NonNullable<Proof["counterexample"]>>("An execution that goes wrong, of least bad luck.", {
      cost: integer("Wrong answers that it takes."),
      message: text("What is violated."),
      steps: array(stepShape, "The steps in order."),
    }),
  ),
  timeline: optional(
    object<NonNullable<Proof["timeline"]>>("A run by the delays, told by its times.", {
      run: integer("Its number."),
      steps: array(stepShape, "The steps in order."),
    }),
  ),
});

const setup = object<SetupReport>("The story, what is set beside it, or a remedy.", {
  label,
  claim,
  subject: text("The committer or program, with its options."),
  store: text("The store whose contract says what may be answered."),
  profile: text("The delay profile, by name."),
  about: text("What the profile says."),
  property: text("What is watched."),
  size: text("How much runs."),
  asked: integer("Runs that were asked for."),
  runs: integer("Runs that were made."),
  rows: rowsRateShape("Of acknowledged rows: those that are lost."),
  violated: rateShape("Of runs: those in which the property is violated."),
  left: optional(
    object<NonNullable<SetupReport["left"]>>("Items that were left of a run: the range of 95 of 100 runs.", {
      of: integer("Items of a run."),
      low: integer("Lower end."),
      high: integer("Upper end."),
    }),
  ),
  figure: optional(
    object<NonNullable<SetupReport["figure"]>>("A figure of the story.", {
      words: text("As it was told."),
      contained: flag("The measured interval, or range, contains it."),
    }),
  ),
  proof,
});

const bill = object<BillReport>("What a table beside the store costs.", {
  perFile: object<BillReport["perFile"]>("For each file, as counted.", {
    tableWrites: amount("Writes of the table."),
    tableReads: amount("Reads of the table."),
    items: amount("Items that are left in the table."),
    storeWithout: amount("Requests to the store without the table."),
    storeWith: amount("Requests to the store with it."),
  }),
  bytesPerDay: amount("Bytes that are written in a day."),
  months: array(
    object<BillReport["months"][number]>("By size of file; dollars a month.", {
      fileBytes: integer("Bytes of a file."),
      files: integer("Files a month."),
      requests: amount("For requests of the table."),
      storage: amount("For the items of a month."),
    }),
    "For each size of file.",
  ),
  source: text("Where the prices are from."),
  figure: object<BillReport["figure"]>("The figure of the story.", {
    words: text("As it was told."),
    contained: flag("It lies between the lowest bill and the highest."),
    fileBytes: integer("At about so many bytes a file the bill is the figure."),
  }),
  lostWithout: rowsRateShape("Rows lost without the table."),
  lostWith: rowsRateShape("Rows lost with it."),
});

export const incidentShape: Shape<IncidentReport> = object<IncidentReport>(
  "An incident that was run again: rates by the delays of a profile, and what every execution of a small scope says.",
  {
    schema: constant("lakelitmus/incident@1", "What kind of file this is, and its version."),
    tool: text("lakelitmus and its version."),
    incident: text("Its name."),
    title,
    story,
    source,
    delays: text("Why these delays."),
    see: text("What to see."),
    seed: text("What the draws and the rows depend on."),
    setups: array(setup, "The first is the story as it was."),
    bill: optional(bill),
  },
);

export const incidentsShape: Shape<IncidentList> = object<IncidentList>("The incidents that there are.", {
  schema: constant("lakelitmus/incidents@1", "What kind of file this is, and its version."),
  incidents: array(
    object<IncidentList["incidents"][number]>("An incident.", {
      name: text("Its name."),
      title,
      story,
      source,
      figures: array(text("As it was told."), "Its figures."),
      setups: array(
        object<IncidentList["incidents"][number]["setups"][number]>("What is run.", { label, claim }),
        "The first is the story as it was.",
      ),
    }),
    "In the order in which they are shown.",
  ),
});
