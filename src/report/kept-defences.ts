/** What `compare --defences` came to, as it is kept beside docs/defences.md: what the page is made from, and no more. */
import type { CostFile } from "../check/cost.js";
import type { Bounds, VerdictCell, Verdicts } from "../check/verdict.js";

export interface KeptDefences {
  readonly schema: "lakelitmus/defences@1";
  readonly tool: string;
  readonly command: string;
  readonly input: string;
  readonly scenarios: readonly { readonly name: string; readonly bounds: Bounds }[];
  /** Those that every search judges. */
  readonly properties: readonly string[];
  readonly searches: readonly KeptSearch[];
  readonly cost?: CostFile;
}

/** Every execution of a committer behind a defence, or behind none. */
export interface KeptSearch {
  readonly committer: string;
  readonly store: string;
  readonly scenario: string;
  readonly states: number;
  /** By property; what is left out holds. */
  readonly found: Readonly<Record<string, KeptFinding>>;
}

type KeptFinding = Pick<VerdictCell, "verdict" | "reason" | "anomaly"> & {
  readonly counterexample?: Pick<NonNullable<VerdictCell["counterexample"]>, "cost" | "steps" | "silent">;
};

/** @throws RangeError where a search was not ended: of defences only every execution tells. */
export function keptDefences(
  { tool, command, input, cells }: Verdicts,
  cost: CostFile | undefined,
): KeptDefences {
  const searches = new Map<string, VerdictCell[]>();
  for (const cell of cells) {
    const key = JSON.stringify([cell.committer, cell.store, cell.scenario]);
    const search = searches.get(key);
    if (search === undefined) searches.set(key, [cell]);
    else search.push(cell);
  }
  const bounds = new Map(cells.map((cell) => [cell.scenario, cell.bounds]));
  return {
    schema: "lakelitmus/defences@1",
    tool,
    command,
    input,
    scenarios: [...bounds].map(([name, bounds]) => ({ name, bounds })),
    properties: [...new Set(cells.map(({ property }) => property))],
    searches: [...searches.values()].map(keptSearch),
    ...(cost === undefined ? {} : { cost }),
  };
}

/** The cells of one search. @throws RangeError where it was not ended */
export function keptSearch(cells: readonly VerdictCell[]): KeptSearch {
  const { committer, store, scenario, states, bounds } = cells[0]!;
  const uniform = cells.every(
    (cell) =>
      cell.evidence === "exhaustive" &&
      cell.states === states &&
      JSON.stringify(cell.bounds) === JSON.stringify(bounds),
  );
  if (!uniform || states === undefined)
    throw new RangeError(`${committer} on ${store} in ${scenario}: not all of it was searched`);
  const found = cells
    .filter(({ verdict }) => verdict !== "holds")
    .map((cell) => [cell.property, finding(cell)]);
  return { committer, store, scenario, states, found: Object.fromEntries(found) };
}

function finding({ verdict, reason, anomaly, counterexample }: VerdictCell): KeptFinding {
  return {
    verdict,
    ...(reason === undefined ? {} : { reason }),
    ...(anomaly === undefined ? {} : { anomaly }),
    ...(counterexample === undefined ? {} : { counterexample: shortest(counterexample) }),
  };
}

function shortest({ cost, steps, silent }: NonNullable<VerdictCell["counterexample"]>) {
  return { cost, steps, silent };
}

/** The other way round: verdicts with what the page says of them. */
export function verdictsIn({
  tool,
  command,
  input,
  scenarios,
  properties,
  searches,
}: KeptDefences): Verdicts {
  const cells = searches.flatMap(({ committer, store, scenario, states, found }) =>
    properties.map((property): VerdictCell => {
      const { verdict, counterexample, ...rest } = found[property] ?? { verdict: "holds" };
      return {
        committer,
        store,
        scenario,
        property,
        verdict,
        ...rest,
        evidence: "exhaustive",
        bounds: scenarios.find(({ name }) => name === scenario)!.bounds,
        executions: 0,
        states,
        witnessed: {},
        ...(counterexample === undefined
          ? {}
          : { counterexample: { ...counterexample, file: "", minimal: true, sentence: "" } }),
      };
    }),
  );
  return { schema: "lakelitmus/verdicts@1", tool, command, input, cells };
}

/** JSON with a line for each search and each cost, so that a change of one is a change of one line. */
export function printKeptDefences({ searches, cost, ...head }: KeptDefences): string {
  const lines = (items: readonly unknown[]): string =>
    items.map((item) => `    ${JSON.stringify(item)}`).join(",\n");
  const parts = Object.entries(head).map(([name, value]) => `  "${name}": ${JSON.stringify(value)}`);
  parts.push(`  "searches": [\n${lines(searches)}\n  ]`);
  if (cost !== undefined) {
    const { committers, ...rest } = cost;
    const inner = JSON.stringify(rest).slice(1, -1);
    parts.push(`  "cost": { ${inner}, "committers": [\n${lines(committers)}\n  ] }`);
  }
  return `{\n${parts.join(",\n")}\n}\n`;
}
