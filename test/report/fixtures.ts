/**
 * Made by hand for tests of the reports: verdicts of every kind and counterexamples as an engine would record them.
 * They say nothing about what the product finds.
 */
import type {
  Bounds,
  CounterexampleFile,
  TraceStep,
  VerdictCell,
  Verdicts,
} from "../../src/check/verdict.js";
import { counterexamplePath } from "../../src/report/counterexample-path.js";

export const plainBounds: Bounds = {
  tasks: 2,
  files: 1,
  rows: 3,
  attempts: 1,
  speculative: 0,
  writers: 1,
  reruns: 0,
  readers: 0,
  polls: 0,
  anomalies: 2,
  faults: 0,
  crashes: 0,
  zombies: 0,
  lingering: 1,
  coordinator: 1,
};

const scenarios: readonly { readonly name: string; readonly bounds: Bounds }[] = [
  { name: "one-job", bounds: { ...plainBounds, files: 2 } },
  { name: "speculation", bounds: { ...plainBounds, speculative: 1, coordinator: 0 } },
  { name: "driver-crash", bounds: { ...plainBounds, tasks: 1, reruns: 1, crashes: 1 } },
  { name: "two-writers", bounds: { ...plainBounds, tasks: 1, writers: 2 } },
  { name: "reader-polling", bounds: { ...plainBounds, readers: 1, polls: 2 } },
  {
    name: "reply-lost",
    bounds: { ...plainBounds, tasks: 1, attempts: 2, anomalies: 1, faults: 1, zombies: 1 },
  },
];

const stores = [
  "strong",
  "s3-legacy",
  "s3-legacy-cas",
  "list-lag",
  "overwrite-lag",
  "delete-lag",
  "negative-cache",
  "no-conditional-writes",
  "conditions-ignored",
];

const committers = [
  "file-output-v1",
  "magic-copy?find=list",
  "magic-copy?find=handed",
  "iceberg-cas",
  "iceberg-cas?rebase=next-free-number",
  "iceberg-cas?on-error=clean-up",
  "iceberg-cas?on-error=retry-new-ids",
];

type Part = Partial<VerdictCell> & Pick<VerdictCell, "verdict">;

const anomalyOf: Readonly<Record<string, { plain: string; formal: string }>> = {
  "no-lost-rows": { plain: "lost commit", formal: "lost update (P4)" },
  "no-duplicate-rows": { plain: "duplicate rows", formal: "duplicate elements" },
  "all-or-nothing": { plain: "half-visible commit", formal: "fractured read (G1b)" },
};

function violated(
  cell: Place,
  sentence: string,
  cost: Partial<VerdictCell["counterexample"] & object>,
): Part {
  const rows = { in: "12", acked: "12", readable: "9", lost: "3", surplus: "0" };
  return {
    verdict: "violated",
    anomaly: anomalyOf[cell.property] ?? { plain: "anomaly", formal: "anomaly" },
    ...(cell.property === "no-lost-rows" ? { rows } : {}),
    counterexample: {
      file: counterexamplePath(cell),
      cost: { anomalies: 1, faults: 0, crashes: 0 },
      steps: 27 + cell.store.length,
      silent: true,
      minimal: true,
      sentence,
      ...cost,
    },
    reproduce: `npx lakelitmus replay report/${counterexamplePath(cell)}`,
  };
}

interface Place {
  readonly committer: string;
  readonly store: string;
  readonly scenario: string;
  readonly property: string;
}

const sampledHold: Part = {
  verdict: "holds",
  evidence: "sampled",
  executions: 2000,
  sampler: "urw",
  seed: "1",
  bound95: 0.001496745,
  closed: { bounds: { ...plainBounds, anomalies: 1 }, states: 169_085 },
};

/** Rules made up for the fixture; the first that applies decides. */
function verdictOf(place: Place): Part {
  const { committer, store, scenario, property } = place;
  const lists = store === "list-lag" || store.startsWith("s3-legacy");
  const conditions = !["s3-legacy", "no-conditional-writes"].includes(store);
  if (committer.startsWith("iceberg") && !conditions) {
    return {
      verdict: "refuses",
      reason: "iceberg-cas needs conditional writes, and the store answers 501 NotImplemented",
    };
  }
  if (scenario === "reader-polling" && property === "all-or-nothing" && !committer.startsWith("iceberg")) {
    const sentence = "reader1 saw 3 of the 6 rows of job w1: a commit is visible in part.";
    return violated(place, sentence, { cost: { anomalies: 0, faults: 0, crashes: 0 }, steps: 31 });
  }
  if (property === "no-lost-rows") return lossOf(place, lists);
  if (property === "no-duplicate-rows" && committer.endsWith("retry-new-ids") && scenario === "reply-lost") {
    const sentence =
      "3 rows of job w1 are in the table twice: the commit was retried under new ids after its reply was lost.";
    return violated(place, sentence, {
      cost: { anomalies: 0, faults: 1, crashes: 0 },
      minimal: false,
      steps: 44,
    });
  }
  if (property === "all-or-nothing" && scenario !== "reader-polling") {
    return {
      verdict: "unknown",
      reason: "vacuous: no reader read while a commit was under way",
      states: 1204,
    };
  }
  return { verdict: "holds", states: 1204 + store.length * 9973 };
}

function lossOf(place: Place, lists: boolean): Part {
  const { committer, store, scenario } = place;
  const byListing = committer === "file-output-v1" || committer.endsWith("find=list");
  if (byListing && lists) {
    return violated(
      place,
      "3 of 12 acknowledged rows are not readable: t/part-00001-0 is nowhere in the table.",
      {},
    );
  }
  if (committer === "file-output-v1" && scenario === "driver-crash") {
    return { verdict: "unknown", reason: "limit: 2,000,000 states", states: 2_000_000 };
  }
  if (committer.startsWith("iceberg") && store === "conditions-ignored" && scenario === "two-writers") {
    return violated(
      place,
      "3 of 6 acknowledged rows are not readable: job w2 overwrote metadata/v2.json of job w1.",
      {
        cost: { anomalies: 0, faults: 0, crashes: 0 },
        steps: 18,
      },
    );
  }
  if (committer.endsWith("next-free-number") && scenario === "two-writers") {
    return violated(
      place,
      "3 of 6 acknowledged rows are not readable: metadata/v3.json does not list them.",
      { steps: 22 },
    );
  }
  if (committer.endsWith("clean-up") && scenario === "reply-lost") {
    const sentence =
      "3 of 3 acknowledged rows are not readable: t/data/00000-0 was deleted after its commit had landed.";
    return violated(place, sentence, {
      cost: { anomalies: 0, faults: 1, crashes: 0 },
      silent: false,
      minimal: false,
    });
  }
  if (scenario === "reply-lost" && committer.startsWith("iceberg")) return sampledHold;
  return { verdict: "holds", states: 1204 + store.length * 9973 };
}

function cellAt(place: Place, bounds: Bounds): VerdictCell {
  return {
    ...place,
    evidence: "exhaustive",
    bounds,
    executions: 0,
    witnessed: { acks: 12, retries: 0 },
    ...verdictOf(place),
  };
}

/** As many cells as a default comparison has. */
export const wholeComparison: Verdicts = {
  schema: "lakelitmus/verdicts@1",
  tool: "lakelitmus 0.1.0",
  command: "lakelitmus compare",
  input: "generated(seed=1, rows=3)",
  cells: committers.flatMap((committer) =>
    stores.flatMap((store) =>
      scenarios.flatMap(({ name, bounds }) =>
        ["no-lost-rows", "no-duplicate-rows", "all-or-nothing"].map((property) =>
          cellAt({ committer, store, scenario: name, property }, bounds),
        ),
      ),
    ),
  ),
};

const job = "2f1b0c9e-5d1a-4c6e-9a51-0c3a5d7e9f10";
const part = (task: number): string => `part-0000${task}-0-${job}.parquet`;
const attempt = (task: number): string => `t/_temporary/0/_temporary/attempt_00000${task}_0/${part(task)}`;
const merged = (task: number): string => `t/_temporary/0/task_00000${task}/${part(task)}`;

function steps(
  list: readonly (readonly [process: string, request: string, answer: string, ...changed: string[]])[],
): TraceStep[] {
  return list.map(([process, request, answer, ...changed], i) => ({
    step: i + 1,
    process,
    request,
    answer,
    changed,
  }));
}

const lossTrace: readonly TraceStep[] = steps([
  ["w1.driver", "PUT t/_temporary/0/ (0 bytes)", "200", "+ t/_temporary/0/"],
  ["w1.t0.a0", `PUT ${attempt(0)} (412 bytes)`, "200", `+ ${attempt(0)}`],
  ["w1.t0.a0", "LIST t/_temporary/0/_temporary/attempt_000000_0/", `1 key: ${attempt(0)}`],
  ["w1.t0.a0", "asks the driver whether it may commit", "it may"],
  ["w1.t0.a0", `HEAD ${attempt(0)}`, "200 (412 bytes, etag 0cc175b9)"],
  ["w1.t0.a0", `COPY ${attempt(0)} -> ${merged(0)}`, "200", `+ ${merged(0)}`],
  ["w1.t0.a0", `DELETE ${attempt(0)}`, "204", `- ${attempt(0)}`],
  ["w1.t1.a0", `PUT ${attempt(1)} (418 bytes)`, "200", `+ ${attempt(1)}`],
  ["w1.t1.a0", "LIST t/_temporary/0/_temporary/attempt_000001_0/", `1 key: ${attempt(1)}`],
  ["w1.t1.a0", "asks the driver whether it may commit", "it may"],
  ["w1.t1.a0", `HEAD ${attempt(1)}`, "200 (418 bytes, etag 92eb5ffe)"],
  ["w1.t1.a0", `COPY ${attempt(1)} -> ${merged(1)}`, "200", `+ ${merged(1)}`],
  ["w1.t1.a0", `DELETE ${attempt(1)}`, "204", `- ${attempt(1)}`],
  [
    "w1.driver",
    "LIST t/_temporary/0/ delimiter=/",
    "1 key: t/_temporary/0/; 1 common prefix: t/_temporary/0/task_000000/",
  ],
  ["w1.driver", `HEAD ${merged(0)}`, "200 (412 bytes, etag 0cc175b9)"],
  ["w1.driver", `COPY ${merged(0)} -> t/${part(0)}`, "200", `+ t/${part(0)}`],
  ["w1.driver", `DELETE ${merged(0)}`, "204", `- ${merged(0)}`],
  ["w1.driver", "LIST t/_temporary/", `2 keys: t/_temporary/0/, ${merged(1)}`],
  ["w1.driver", `DELETE ${merged(1)}`, "204", `- ${merged(1)}`],
  ["w1.driver", "DELETE t/_temporary/0/", "204", "- t/_temporary/0/"],
  ["w1.driver", "PUT t/_SUCCESS (0 bytes)", "200", "+ t/_SUCCESS"],
  ["w1.driver", "tells its user: the job has succeeded", ""],
]).map((step) =>
  step.step === 14
    ? {
        ...step,
        anomaly: `LIST misses ${merged(1)}`,
        wouldHaveBeen:
          "1 key: t/_temporary/0/; 2 common prefixes: t/_temporary/0/task_000000/, t/_temporary/0/task_000001/",
      }
    : step,
);

/** One stale listing, and rows that were acknowledged are gone. */
export const lossCounterexample: CounterexampleFile = {
  schema: "lakelitmus/counterexample@1",
  tool: "lakelitmus 0.1.0",
  committer: "file-output-v1",
  committerDigest: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  store: "list-lag",
  scenario: "one-job",
  property: "no-lost-rows",
  bounds: plainBounds,
  seed: "1",
  choices: [0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0],
  cost: { anomalies: 1, faults: 0, crashes: 0 },
  silent: true,
  sentence: `3 of 6 acknowledged rows are not readable: those of t/${part(1)}.`,
  anomaly: { plain: "lost commit", formal: "lost update (P4)" },
  trace: lossTrace,
  ending: [
    { key: "t/_SUCCESS", size: 0 },
    { key: `t/${part(0)}`, size: 412, rows: "3 rows of w1.t0.a0" },
  ],
  rows: { in: "6", acked: "6", readable: "3", lost: "3", surplus: "0" },
};

/** No answer is wrong; a reader comes between two steps of a commit. */
export const halfVisibleCounterexample: CounterexampleFile = {
  ...lossCounterexample,
  committer: "magic-copy?find=handed",
  store: "strong",
  scenario: "reader-polling",
  property: "all-or-nothing",
  bounds: { ...plainBounds, readers: 1, polls: 2 },
  choices: [0, 0, 0, 0, 1, 0, 1, 0],
  cost: { anomalies: 0, faults: 0, crashes: 0 },
  sentence: "reader1 saw 3 of the 6 rows of job w1: a commit is visible in part.",
  anomaly: { plain: "half-visible commit", formal: "fractured read (G1b)" },
  trace: steps([
    ["w1.t0.a0", `PUT t/__magic/${part(0)} (412 bytes)`, "200", `+ t/__magic/${part(0)}`],
    ["w1.t1.a0", `PUT t/__magic/${part(1)} (418 bytes)`, "200", `+ t/__magic/${part(1)}`],
    ["w1.driver", `COPY t/__magic/${part(0)} -> t/${part(0)}`, "200", `+ t/${part(0)}`],
    ["reader1", "LIST t/", `1 key: t/${part(0)}`],
    ["reader1", `GET t/${part(0)}`, "200 (412 bytes, etag 0cc175b9)"],
    ["w1.driver", `COPY t/__magic/${part(1)} -> t/${part(1)}`, "200", `+ t/${part(1)}`],
    ["w1.driver", `DELETE t/__magic/${part(0)}`, "204", `- t/__magic/${part(0)}`],
    ["w1.driver", "tells its user: the job has succeeded", ""],
  ]),
  ending: [
    { key: `t/__magic/${part(1)}`, size: 418, rows: "3 rows of w1.t1.a0" },
    { key: `t/${part(0)}`, size: 412, rows: "3 rows of w1.t0.a0" },
    { key: `t/${part(1)}`, size: 418, rows: "3 rows of w1.t1.a0" },
  ],
};

/** A lost reply, a crash and a step of the store by itself; `rows` is not told. */
export const zombieCounterexample: CounterexampleFile = (() => {
  const { rows: _, ...rest } = lossCounterexample;
  const trace = steps([
    ["w1.t0.a0", "PUT t/data/00000-0.parquet (412 bytes)", "200", "+ t/data/00000-0.parquet"],
    ["w1.driver", "PUT t/metadata/v2.json (96 bytes) if-none-match=*", "no answer (TimeoutError)"],
    ["w1.driver", "DELETE t/data/00000-0.parquet", "204", "- t/data/00000-0.parquet"],
    ["w1.driver", "dies", ""],
    [
      "store",
      "applies late: PUT t/metadata/v2.json (96 bytes) if-none-match=*",
      "nobody waits for it",
      "+ t/metadata/v2.json",
    ],
    ["w2.driver", "PUT t/metadata/v2.json (101 bytes)", "200", "~ t/metadata/v2.json"],
  ]).map((step) => {
    if (step.step === 2)
      return { ...step, anomaly: "the request is late: no reply, applied later", wouldHaveBeen: "200" };
    if (step.step === 4) return { ...step, anomaly: "the process crashes", wouldHaveBeen: "it goes on" };
    return step;
  });
  return {
    ...rest,
    committer: "iceberg-cas?on-error=clean-up",
    store: "conditions-ignored",
    scenario: "reply-lost",
    bounds: { ...plainBounds, attempts: 2, anomalies: 1, faults: 1, crashes: 1, zombies: 1 },
    choices: [0, 2, 0, 1, 1, 0],
    cost: { anomalies: 0, faults: 1, crashes: 1 },
    silent: false,
    sentence:
      "3 of 3 rows are not readable: t/metadata/v2.json refers to t/data/00000-0.parquet, which is deleted.",
    trace,
    ending: [{ key: "t/metadata/v2.json", size: 101 }],
  };
})();

/** Names that try to break whatever prints them. */
export const hostileName =
  't/<script>alert(1)</script>|`x`;#35;%%{init: {}}%% [a](b)\n\u001b[31mred\u202Eend * _ @user style: $$ & "q" \\';

/** Every text in it is hostile. */
export const hostileCounterexample: CounterexampleFile = {
  ...lossCounterexample,
  committer: `./${hostileName}.ts?a=b&c=d`,
  sentence: `the row of ${hostileName} is lost.`,
  trace: [
    {
      step: 1,
      process: hostileName,
      request: `PUT ${hostileName} (1 bytes)`,
      answer: "200",
      changed: [`+ ${hostileName}`],
    },
    {
      step: 2,
      process: "end",
      request: `LIST ${hostileName}`,
      answer: hostileName,
      anomaly: `LIST misses ${hostileName}`,
      wouldHaveBeen: hostileName,
      changed: [],
    },
  ],
  ending: [{ key: hostileName, size: 1, rows: hostileName }],
};

/** One cell of every kind, names that need escaping, and places where nothing was run. */
export const everyKind: Verdicts = {
  ...wholeComparison,
  command: "lakelitmus check --committer './mine.ts?mode=a&b=c'",
  cells: [
    pick("holds", { committer: "./mine.ts?mode=a&b=c", store: "strong" }),
    { ...pick("holds", { committer: "./mine.ts?mode=a&b=c", store: "list-lag" }), ...sampledHold },
    pick("violated", { committer: "file-output-v1", store: "list-lag" }),
    pick("refuses", { committer: "file-output-v1", store: "no-conditional-writes" }),
    pick("unknown", { committer: hostileName, store: "strong" }),
    pick("unknown", {
      committer: "file-output-v1",
      store: "strong",
      reason: "limit: more than 2,000,000 states",
    }),
  ],
};

function pick(verdict: VerdictCell["verdict"], name: Partial<VerdictCell>): VerdictCell {
  const cell = wholeComparison.cells.find((one) => one.verdict === verdict && one.evidence === "exhaustive");
  if (cell === undefined) throw new Error(`the fixture has no cell that is ${verdict}`);
  return { ...cell, scenario: "one-job", property: "no-lost-rows", bounds: plainBounds, ...name };
}
