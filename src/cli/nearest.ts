/** Which known name the user probably meant. */

/** Edits (one character added, left out or changed; two neighbours swapped) that turn one word into the other. */
export function distance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const above = row;
    row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let best = Math.min(above[j]! + 1, row[j - 1]! + 1, above[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, before[j - 2]! + 1);
      }
      row.push(best);
    }
    before = above;
  }
  return row[b.length]!;
}

/** The known name nearest to `asked`, if one is near: a third of its letters wrong, or the beginning of one name only. */
export function nearest(asked: string, known: readonly string[]): string | undefined {
  const word = asked.toLowerCase();
  const begun = known.filter((name) => word.length > 1 && name.startsWith(word));
  if (begun.length === 1) return begun[0];
  const ranked = known
    .map((name) => ({ name, edits: distance(word, name.toLowerCase()) }))
    .toSorted((a, b) => a.edits - b.edits);
  const [best] = ranked;
  if (best === undefined || best.edits > Math.max(1, Math.floor(best.name.length / 3))) return undefined;
  return best.name;
}

/** `There is no store "strng". Did you mean "strong"? The stores are: strong, …` */
export function unknownName(kind: string, kinds: string, asked: string, known: readonly string[]): string {
  const several = asked.split(",");
  if (several.length > 1 && several.every((one) => known.includes(one))) {
    return `"${asked}" is no ${kind}: name the ${kinds} one by one, each with its option.`;
  }
  const meant = nearest(asked, known);
  const question = meant === undefined ? "" : ` Did you mean "${meant}"?`;
  return `There is no ${kind} "${asked}".${question} The ${kinds} are: ${known.join(", ")}.`;
}
