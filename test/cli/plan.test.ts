import { describe, expect, it } from "vitest";
import { catalogue } from "../../src/cli/catalogue.js";
import { defaultEffort, exhaustiveStates } from "../../src/cli/effort.js";
import { UsageError } from "../../src/cli/errors.js";
import { type CellJob, commandLine, planCells, reproduceCell } from "../../src/cli/plan.js";
import { comparedCommitters, comparedScenarios, comparedStores, properties } from "../../src/cli/registry.js";
import { readScope } from "../../src/cli/scope.js";
import { shellWord } from "../../src/cli/shell-word.js";
import { defaultBounds, findScenario } from "../../src/job/scenario.js";

const seed = "1";
const one = { committer: ["iceberg-cas"], store: ["strong"], seed } as const;

describe("the plan", () => {
  it("without options is committers x stores x scenarios, in this order, with all properties", () => {
    const jobs = planCells({ seed });
    const names = jobs.map(({ committer, store, scenario }) => [committer, store, scenario.name]);
    expect(names).toEqual(
      comparedCommitters.flatMap((committer) =>
        comparedStores.flatMap((store) =>
          comparedScenarios.map((scenario) => [committer, store.name, scenario]),
        ),
      ),
    );
    // Those about rows of before say nothing in these scenarios, in which none are there.
    const about = properties.filter(({ applies }) => applies === undefined);
    expect(jobs[0]?.properties).toEqual(about.map(({ name }) => name));
    expect(jobs[0]?.effort).toEqual(defaultEffort);
    expect(
      new Set(jobs.map(({ committer, committerDigest }) => `${committer} ${committerDigest}`)).size,
    ).toBe(7);
    expect(jobs.every(({ committerDigest }) => /^[0-9a-f]{64}$/u.test(committerDigest))).toBe(true);
  });

  it("takes names in the order given, each once", () => {
    const jobs = planCells({
      ...one,
      store: ["list-lag", "strong", "list-lag"],
      scenario: ["two-writers", "one-job"],
    });
    expect(jobs.map(({ store, scenario }) => `${store} ${scenario.name}`)).toEqual([
      "list-lag two-writers",
      "list-lag one-job",
      "strong two-writers",
      "strong one-job",
    ]);
  });

  it("takes all for every name that list tells", () => {
    const jobs = planCells({
      seed,
      committer: ["all"],
      store: ["all"],
      scenario: ["all"],
      property: ["all"],
    });
    const of = (name: (job: CellJob) => readonly string[]): ReadonlySet<string> =>
      new Set(jobs.flatMap(name));
    const told = (kind: string): ReadonlySet<string> =>
      new Set(
        catalogue()
          .find(({ name }) => name === kind)!
          .entries.map(({ name }) => name),
      );
    expect(of(({ committer }) => [committer])).toEqual(told("committers"));
    expect(of(({ store }) => [store])).toEqual(told("stores"));
    expect(of(({ scenario }) => [scenario.name])).toEqual(told("scenarios"));
    expect(of(({ properties }) => properties)).toEqual(told("properties"));
    const beside = planCells({ ...one, committer: ["all", "magic-copy?find=handed"] });
    expect(beside.at(-1)?.committer).toBe("magic-copy?find=handed");
  });

  it("compares defences in small scopes, unless scenarios or a scope are named", () => {
    const sizes = (more: Parameters<typeof planCells>[0]): readonly string[] => [
      ...new Set(
        planCells({ ...one, ...more, defences: true }).map(
          ({ scenario: { name, bounds } }) => `${name} ${bounds.tasks}x${bounds.files}`,
        ),
      ),
    ];
    expect(sizes({ seed })).toEqual(["one-job 2x1", "reply-lost 1x1"]);
    expect(sizes({ seed, scenario: ["reply-lost"] })).toEqual(["reply-lost 2x2"]);
    expect(sizes({ seed, scope: "tasks=3" })).toEqual(["scope 3x2"]);
  });

  it("goes as plain data to a worker", () => {
    const jobs = planCells({ ...one, scope: "tasks=1" });
    expect(structuredClone(jobs)).toEqual(jobs);
  });

  it.each([
    [{}, defaultEffort],
    [{ states: "7" }, { ...defaultEffort, states: 7 }],
    [{ exhaust: true }, { states: exhaustiveStates, executions: 0 }],
    [
      { exhaust: true, states: "7" },
      { states: 7, executions: 0 },
    ],
    [{ sample: "9" }, { states: 0, executions: 9 }],
    [
      { sample: "9", sampler: ["pct3", "fast-check", "pct3"] },
      { states: 0, executions: 9, samplers: ["pct3", "fast-check"] },
    ],
    [{ plain: true }, { ...defaultEffort, plain: true }],
  ])("of %j looks as hard as %j", (options, effort) => {
    expect(planCells({ ...one, ...options })[0]?.effort).toEqual(effort);
  });

  it.each([
    [{ exhaust: true, sample: "1" }, /contradict/],
    [{ sample: "1", states: "1" }, /--states limits an exhaustive search/],
    [{ sample: "1", plain: true }, /--plain is about searches/],
    [{ exhaust: true, sampler: ["walk"] }, /nothing is sampled/],
    [{ budget: "1s", sampler: ["walk"] }, /--budget searches as far as the time goes/],
    [{ sampler: ["wlak"] }, /no sampler "wlak"\. Did you mean "walk"\?/],
    [{ sample: "0" }, /--sample must be a whole number from 1/],
    [{ sample: "1e3" }, /is "1e3"/],
    [{ states: "-1" }, /--states must be a whole number/],
    [{ seed: "" }, /--seed must be/],
    [{ seed: "a b" }, /--seed must be/],
    [{ scope: "" }, /"" is not bound=number/],
    [{ scope: "tasks" }, /"tasks" is not bound=number/],
    [
      { scope: "tasks=two" },
      /The bound tasks of --scope must be a whole number from 1 to 1000, and is "two"/,
    ],
    [{ scope: "tasks=0" }, /from 1 to 1000/],
    [{ scope: "coordinator=2" }, /from 0 to 1/],
    [{ scope: "tasks=1,tasks=2" }, /sets tasks twice/],
    [
      { scope: "anomaly=1" },
      /no bound "anomaly"\. Did you mean "anomalies"\? .*tasks=2 \(tasks of a job\), files=2/,
    ],
    [{ scope: "toString=1" }, /no bound "toString"/],
    [{ store: ["x"] }, /no store "x"/],
    [{ scenario: ["x"] }, /no scenario "x"/],
    [{ property: ["x"] }, /no property "x"/],
  ])("of %j is a usage error", (options, said) => {
    expect(() => planCells({ ...one, ...options })).toThrow(UsageError);
    expect(() => planCells({ ...one, ...options })).toThrow(said);
  });
});

describe("--scope", () => {
  it("alone makes a scenario of the defaults and what it says", () => {
    const [job] = planCells({ ...one, scope: "tasks=3, anomalies=1" });
    expect(job?.scenario).toMatchObject({
      name: "scope",
      bounds: { ...defaultBounds, tasks: 3, anomalies: 1 },
      requires: ["ack"],
    });
    expect(job?.scenario.smaller).toBeUndefined();
  });

  it("changes the bounds of a scenario, which is then looked at in these alone", () => {
    const [job] = planCells({ ...one, scenario: ["two-writers"], scope: "files=1" });
    const named = findScenario("two-writers")!;
    expect(job?.scenario.bounds).toEqual({ ...named.bounds, files: 1 });
    expect(job?.scenario.smaller).toBeUndefined();
  });

  it("lets a reader that it asks for read once", () => {
    expect(planCells({ ...one, scope: "readers=1" })[0]?.scenario.bounds.polls).toBe(1);
    expect(planCells({ ...one, scope: "readers=1,polls=0" })[0]?.scenario.bounds.polls).toBe(0);
  });

  it("may have spaces", () => {
    expect(readScope(" tasks = 1 ,files= 2 ")).toEqual({ tasks: 1, files: 2 });
  });
});

describe("command lines", () => {
  it("say what decides the results, and nothing else", () => {
    expect(commandLine("compare", { seed })).toBe("lakelitmus compare --seed 1");
    const options = {
      committer: ["magic-copy?find=list"],
      store: ["strong", "list-lag"],
      scope: "tasks=1",
      exhaust: true,
      seed: "x",
    };
    expect(commandLine("check", options)).toBe(
      "lakelitmus check --committer 'magic-copy?find=list' --store strong --store list-lag --scope tasks=1 --exhaust --seed x",
    );
  });

  it("quote for a shell what it would read", () => {
    expect(shellWord("./mine.ts")).toBe("./mine.ts");
    expect(shellWord("a b")).toBe("'a b'");
    expect(shellWord("it's")).toBe(`'it'\\''s'`);
    expect(shellWord("")).toBe("''");
  });

  it.each([
    [{ scenario: ["one-job"] }, "--scenario one-job --property readable --seed 1"],
    [{ scenario: ["one-job"], exhaust: true }, "--scenario one-job --property readable --exhaust --seed 1"],
    [{ scenario: ["one-job"], sample: "5" }, "--scenario one-job --property readable --sample 5 --seed 1"],
    [{ scenario: ["one-job"], states: "5" }, "--scenario one-job --property readable --states 5 --seed 1"],
  ])("of a cell that was asked for by %j end in %s", (options, end) => {
    const [job] = planCells({ ...one, ...options });
    expect(reproduceCell(job!, cellOf(job!))).toBe(`npx lakelitmus check iceberg-cas --store strong ${end}`);
  });

  it("of a cell with bounds of its own lead to the same job", () => {
    for (const options of [
      { scope: "tasks=1,anomalies=2" },
      { scope: "files=1", scenario: ["two-writers"] },
    ]) {
      const [job] = planCells({ ...one, property: ["readable"], ...options });
      const words = reproduceCell(job!, cellOf(job!)).split(" ");
      const value = (name: string): string[] =>
        words.includes(name) ? [words[words.indexOf(name) + 1]!] : [];
      const [scope] = value("--scope");
      const again = planCells({
        committer: [words[3]!],
        store: value("--store"),
        scenario: value("--scenario"),
        property: value("--property"),
        seed: value("--seed")[0]!,
        ...(scope === undefined ? {} : { scope }),
      });
      expect(again).toEqual([job]);
    }
  });
});

function cellOf({ committer, store, scenario }: CellJob): Parameters<typeof reproduceCell>[1] {
  return {
    committer,
    store,
    scenario: scenario.name,
    property: "readable",
    verdict: "holds",
    evidence: "exhaustive",
    bounds: scenario.bounds,
    executions: 0,
    witnessed: {},
  };
}
