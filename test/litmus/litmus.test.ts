/** Every litmus test on every store: what is allowed was witnessed, what is forbidden never comes out, and nothing else does. */
import { readdirSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { litmusTests } from "../../properties/litmus/index.js";
import { expectationOf, type LitmusTest, type LitmusVerdict } from "../../src/check/litmus.js";
import { exploreLitmus, judgeLitmus } from "../../src/explore/litmus.js";
import { runLitmusSuite, storeFor } from "../../src/explore/litmus-suite.js";
import { allPersonalities } from "../../src/store/personalities/index.js";

const stores = allPersonalities.map(({ name }) => name);

/** What came out otherwise than expected, in words. */
function misses({ outcomes, unlisted }: LitmusVerdict): readonly string[] {
  const wrong = outcomes.filter((one) => one.witnessed !== (one.expected === "allowed"));
  return [
    ...wrong.map(({ outcome, expected, witnessed }) => {
      return `${outcome}: ${expected}, ${witnessed ? "witnessed" : "never"}`;
    }),
    ...unlisted.map(({ sees, holds }) => `unlisted: ${JSON.stringify([sees, holds])}`),
  ];
}

describe("the litmus suite", () => {
  let verdicts: readonly LitmusVerdict[] = [];
  beforeAll(async () => {
    verdicts = await runLitmusSuite(litmusTests, allPersonalities);
  }, 300_000);

  it.each(litmusTests.map(({ name }) => name))("%s comes out as its sources say, on every store", (name) => {
    const own = verdicts.filter(({ test }) => test === name);
    expect(own.map(({ store }) => store)).toEqual(stores);
    const missed = own.filter(({ met }) => !met).map((one) => [one.store, misses(one)]);
    expect(missed).toEqual([]);
  });
});

describe.each(litmusTests.map((test) => [test.name, test] as const))("%s", (_name, test) => {
  it("expects one thing of each outcome on each store, and says where that is written down", () => {
    for (const outcome of test.outcomes) {
      for (const store of stores) {
        const { source } = expectationOf(test, outcome, store);
        for (const text of Object.values(source)) expect(text).not.toBe("");
      }
    }
  });

  it("names no store that there is not", () => {
    const named = test.outcomes.flatMap(({ allowed = [], forbidden = [] }) => {
      return [...allowed, ...forbidden].flatMap((claim) => (claim.stores === "every" ? [] : claim.stores));
    });
    expect(named.filter((store) => !stores.includes(store))).toEqual([]);
  });

  it("tells itself in two sentences, and allows something somewhere", () => {
    for (const sentence of test.about) expect(sentence).toMatch(/^[A-Z].*[^.]\.$/u);
    const somewhere = test.outcomes.flatMap(({ allowed = [] }) => allowed);
    expect(somewhere.length).toBeGreaterThan(0);
  });
});

describe("the files of properties/litmus", () => {
  it("hold one test each, by its name", () => {
    const helpers = [
      "citation.ts",
      "conditions.ts",
      "further-rules.ts",
      "index.ts",
      "other-docs.ts",
      "promises.ts",
      "sources.ts",
      "steps.ts",
      "upload-rules.ts",
    ];
    const files = readdirSync(new URL("../../properties/litmus", import.meta.url));
    const names = litmusTests.map(({ name }) => `${name}.ts`);
    expect(files.filter((file) => !helpers.includes(file)).toSorted()).toEqual(names.toSorted());
    expect(litmusTests.length).toBeGreaterThanOrEqual(40);
  });
});

describe("the runner", () => {
  const strong = allPersonalities[0]!;
  const race: LitmusTest = {
    name: "race",
    about: ["", ""],
    processes: {
      a: [{ op: "put", key: "k", text: "A" }],
      b: [{ op: "put", key: "k", text: "B" }],
    },
    outcomes: [],
  };
  const anywhere = [{ stores: "every", source: { document: "d", place: "p", says: "s" } }] as const;
  const judged = async (test: LitmusTest): Promise<LitmusVerdict> =>
    judgeLitmus(await exploreLitmus(test, storeFor(test, strong)), "strong");

  it("finds what is witnessed and was forbidden, with its execution", async () => {
    const outcomes = [
      { name: "A", holds: { k: "A" }, allowed: anywhere },
      { name: "B", holds: { k: "B" }, forbidden: anywhere },
    ];
    const verdict = await judged({ ...race, outcomes });
    expect(verdict.met).toBe(false);
    expect(misses(verdict)).toEqual(["B: forbidden, witnessed"]);
    expect(verdict.outcomes[0]!.witness?.steps).toEqual([]);
    expect(verdict.outcomes[1]!.witness?.steps.map(({ process, changed }) => [process, changed])).toEqual([
      ["a", ["+ k"]],
      ["b", ["~ k"]],
    ]);
  });

  it("finds what is allowed and never comes out, and what no outcome speaks of", async () => {
    const outcomes = [
      { name: "A", holds: { k: "A" }, allowed: anywhere },
      { name: "nothing", holds: { k: "nothing" }, allowed: anywhere },
    ];
    expect(misses(await judged({ ...race, outcomes }))).toEqual([
      "nothing: allowed, never",
      'unlisted: [{},{"k":"B"}]',
    ]);
  });

  it.each<[string, Partial<LitmusTest>, RegExp]>([
    [
      "outcomes that overlap",
      {
        outcomes: [
          { name: "x", allowed: anywhere },
          { name: "y", holds: { k: "A" }, allowed: anywhere },
        ],
      },
      /one end is both "x" and "y"/u,
    ],
    ["an outcome of which nothing is expected", { outcomes: [{ name: "x" }] }, /no expectation of strong/u],
    [
      "an outcome of which two things are expected",
      { outcomes: [{ name: "x", allowed: anywhere, forbidden: anywhere }] },
      /2 expectations of strong/u,
    ],
    ["a process that waits for ever", { processes: { a: [{ op: "await", flag: "f" }] } }, /standstill/u],
  ])("refuses %s", async (_what, more, said) => {
    await expect(judged({ ...race, ...more })).rejects.toThrow(said);
  });
});
