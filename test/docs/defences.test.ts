/**
 * docs/defences.md is what its results say, and they are of what `compare --defences` compares now; of each defence a search is
 * made again, the cheapest in which something goes wrong. `npm run defences` makes both anew, with `-- --render` the page alone.
 */
import { readFileSync } from "node:fs";
import { format } from "prettier";
import { describe, expect, it } from "vitest";
import {
  builtInDefences,
  comparedDefences,
  defendedCommitters,
  defendedScenarios,
  defendedStores,
  findProperty,
  findScenario,
  findStore,
  loadCommitter,
} from "../../src/cli/registry.js";
import { measure } from "../../src/cli/cost-job.js";
import { withScope } from "../../src/cli/scope.js";
import { readDefended, spellDefended } from "../../src/cli/spelling.js";
import { runCell } from "../../src/explore/cell.js";
import { GeneratedParts } from "../../src/parts/generated-parts.js";
import { type KeptDefences, keptSearch, verdictsIn } from "../../src/report/kept-defences.js";
import { defencesPage } from "../../src/report/markdown-defences.js";

const text = (name: string): string => readFileSync(new URL(`../../docs/${name}`, import.meta.url), "utf8");

const kept = JSON.parse(text("defences.json")) as KeptDefences;
const behind = ({ committer }: { readonly committer: string }): string =>
  readDefended(committer).defences.join(" + ");
const committers = defendedCommitters.flatMap((committer) => [
  committer,
  ...comparedDefences.map((defence) => spellDefended({ committer, defences: [defence] })),
]);

describe("docs/defences.md", () => {
  it("says what its results are", async () => {
    const page = defencesPage(builtInDefences, verdictsIn(kept), kept.cost);
    expect(text("defences.md")).toBe(await format(page, { parser: "markdown", printWidth: 110 }));
  });
});

describe("docs/defences.json", () => {
  it("has a search of every committer behind every defence on every store, in these scopes", () => {
    const searched = kept.searches.map(({ committer, store, scenario }) => [committer, store, scenario]);
    const asked = committers.flatMap((committer) =>
      defendedStores.flatMap((store) => defendedScenarios.map(({ name }) => [committer, store, name])),
    );
    expect(searched.map(String).toSorted()).toEqual(asked.map(String).toSorted());
    expect(kept.scenarios).toEqual(
      defendedScenarios.map(({ name, scope }) => {
        return { name, bounds: withScope(findScenario(name), scope).bounds };
      }),
    );
  });

  it("has what each of them costs", () => {
    const measured = kept.cost?.committers.map(({ committer }) => committer);
    expect(measured?.toSorted()).toEqual(committers.toSorted());
  });

  const cheapest = ["", ...comparedDefences].flatMap((defence) => {
    const own = kept.searches.filter((search) => behind(search) === defence);
    const wrong = own.filter(({ found }) =>
      Object.values(found).some(({ verdict }) => verdict === "violated"),
    );
    return (wrong.length === 0 ? own : wrong).toSorted((a, b) => a.states - b.states)[0]!;
  });

  it.each(cheapest.map((search) => [search.committer, search.store, search.scenario, search] as const))(
    "%s on %s in %s comes to what is kept",
    async (committer, store, name, search) => {
      const { scope } = defendedScenarios.find((one) => one.name === name)!;
      const { cells } = await runCell({
        committer,
        committerDigest: "",
        factory: await loadCommitter(committer),
        personality: findStore(store),
        scenario: withScope(findScenario(name), scope),
        properties: kept.properties.map(findProperty),
        seed: "1",
        parts: new GeneratedParts("1"),
        effort: { states: 100_000, executions: 0 },
        tool: "lakelitmus test",
      });
      expect(keptSearch(cells)).toEqual(search);
    },
  );

  it.each(committers.filter((_, index) => index % 31 === 0))("%s costs what is kept", async (committer) => {
    const again = await measure(
      { kind: "cost", committer, store: kept.cost!.store, seed: kept.cost!.seed, sizes: "one" },
      new GeneratedParts("1"),
    );
    expect(again).toEqual(kept.cost!.committers.find((one) => one.committer === committer));
  });
});
