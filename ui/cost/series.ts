/** Committers whose commits cost exactly the same are one series: their options only tell them apart when something goes wrong. */
import type { CommitterCost, CostPoint } from "../../src/check/cost.js";

export interface Series {
  readonly name: string;
  readonly committers: readonly string[];
  readonly points: readonly CostPoint[];
}

/** What is the same in each of them: everything but the drawn delays. */
function costKey({ points }: CommitterCost): string {
  return JSON.stringify(points.map(({ job: _job, commit: _commit, ...counted }) => counted));
}

export function seriesOf(costs: readonly CommitterCost[]): readonly Series[] {
  const byCost = new Map<string, CommitterCost[]>();
  for (const cost of costs) {
    if (cost.points.length === 0) continue;
    const key = costKey(cost);
    byCost.set(key, [...(byCost.get(key) ?? []), cost]);
  }
  return [...byCost.values()].map((alike) => {
    const committers = alike.map(({ committer }) => committer);
    const [first = ""] = committers.toSorted((a, b) => a.length - b.length);
    const name = committers.length === 1 ? first : `${first} (and ${committers.length - 1} like it)`;
    return { name, committers, points: alike[0]!.points };
  });
}
