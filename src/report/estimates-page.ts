/** The page about estimates: what a profile is, and what an estimate says and does not say. Markdown. */
import type { Delay, DelayProfile, Propagation } from "../check/profile.js";
import { percent, timeWords } from "./estimate.js";

/** `example`: what `command` prints. Text that ends in a line feed. */
export function estimatesPage(
  profiles: readonly DelayProfile[],
  command: string,
  example: string,
  manyJobs: number,
): string {
  return `<!-- Made by test/explore/estimate/docs.test.ts; vitest -u makes it anew. -->

# Estimates

\`lakelitmus check\` says whether a committer can lose rows. \`lakelitmus estimate\` says how often it does, if delays are as a
*profile* has them:

\`\`\`text
$ ${command}
${example.trimEnd()}
\`\`\`

## What a profile is

A store's contract says what a read or a LIST **may** answer: it bounds no time, because no store promises any. A delay profile says
**when** it stops to: how long after a write it is still unheard of, by those who read, copy or list. The processes of the scenario
run by a virtual clock, each request takes a latency that is drawn from the profile, and takes effect half-way. When a read comes,
the profile says which state of the key has come to the place that answers it. If the contract allows that state, it is the
answer; if it does not, the answer is the truth.

So an estimate never shows what the contract forbids: it runs the same store, the same engine and the same committers as a
search does, and takes one of the outcomes that a search would take. A test holds each outcome that is taken against the
list of those that are allowed; on \`strong\`, no profile shows anything.

A profile is JSON (\`schemas/profile.schema.json\`). \`lakelitmus estimate --show-profile s3-2018 > mine.json\` prints one to start
from, and \`--profile mine.json\` takes it. What it can say:

- \`latency\`: of requests, by operation, as a median and a 99th percentile (log-normal between them);
- \`propagation\`: how long GET and HEAD (\`reads\`), COPY's source (\`copies\`), LIST (\`listings\`) and a \`replica\` in another
  region may miss that a key was \`created\`, \`overwritten\` or \`deleted\`, each by quantiles; and for how long a 404 that was told goes on being told (\`notFound\`);
- \`places\`: how many places answer, each of which hears of changes by itself, so that a read may go back in time;
- \`drawnFor\`: \`change\`, a delay for each change and place; or \`read\`, anew for each read;
- \`engine\`: how many tasks run at once, and how long each computes before it writes;
- \`faults\`, \`chances\`, \`crashesPerHour\`: how often requests are lost or late, conditions are told 409 or are ignored, processes die.

## What an estimate says

- **Jobs**: of so many runs, in how many some acknowledged row is not readable in the end. Runs are independent; the interval is that of
  Clopper and Pearson, which is exact.
- **Rows**: the part of all acknowledged rows that is lost. The rows of one job share their fate, so the job is the unit: where at
  least ${manyJobs} jobs are affected, the interval is that of the ratio of two sums over jobs, with the variance between jobs; where fewer are,
  that of Fay and Feuer for a weighted sum of rare events; where none is, its upper end is that of jobs, because a job can lose all
  it has. The JSON says which (\`method\`).
- **Latency** of the driver's commit and of the whole job, in virtual time; **requests** on average, to the store and
  to what is beside it (\`table.put\`, \`files.rename\`).

- **Which run** was the first that lost rows: \`--run N\` tells it step by step, by its times, cut down to what matters (\`--json\` has all
  of it).

All intervals are for 95 %. Each run has a number, and its draws depend on the seed and that number alone: the same command gives the
same bytes, however many threads there are.

## What it does not say

- Whether the profile is true. A rate is a rate *of the profile*; its \`source\` says which of its figures were measured, which are
  told by somebody, which are assumed, and which are fitted to the figure that comes out.
- That something cannot happen. "0 of 2,000 jobs" is an upper end of 0.2 %, under these delays. What holds in every execution says
  \`lakelitmus check\`.
- How long bytes take: a request costs what a round trip costs, whatever its size.
- Anything about time that protocols may lean on. A lease or a time-out that works in an estimate works by the profile's grace.

The page of costs in the HTML report tells latencies in virtual time as well: of jobs in which every answer is well-behaved, at the pace
that Amazon documents. Estimates draw their latencies in the same way; what they have besides is when changes are heard of.

## Profiles

${profiles.map(profileSection).join("\n\n")}
`;
}

function profileSection({ name, about, source, propagation, places, drawnFor }: DelayProfile): string {
  const { reads, copies, listings, replica, notFound } = propagation;
  const parts = [
    ...kinds("reads", reads),
    ...kinds("COPY's source", copies),
    ...kinds("LIST", listings),
    ...kinds("the replica", replica),
    ...(notFound === undefined ? [] : [`a 404 that was told: ${delayWords(notFound)}`]),
    ...(places === undefined ? [] : [`${places} places answer`]),
    ...(drawnFor === "read" ? ["drawn anew for each read"] : []),
  ];
  const delays = parts.length === 0 ? "Nothing lags." : `Delays: ${parts.join("; ")}.`;
  return `### ${name}\n\n${about}\n\n${delays}\n\nSource: ${source}.`;
}

function kinds(who: string, propagation: Propagation | undefined): string[] {
  const told = new Map<string, string[]>();
  for (const [kind, delay] of Object.entries(propagation ?? {})) {
    const words = delayWords(delay as Delay);
    told.set(words, [...(told.get(words) ?? []), kind]);
  }
  return [...told].map(([words, names]) => `${who}, ${names.join(" and ")}: ${words}`);
}

/** `50 % within 20 ms, 99 % within 1 s, all within 10 s`. */
function delayWords(delay: Delay): string {
  const points = delay.filter(({ share, ms }, index) => {
    const next = delay[index + 1];
    // Of a jump its two ends say the same; at the beginning nothing is said yet.
    return (
      share > 0 &&
      !(next?.share === share && next.ms === ms) &&
      !(index > 0 && delay[index - 1]!.share === share && share < 1)
    );
  });
  return points
    .map(
      ({ share, ms }) =>
        `${share === 1 ? "all" : percent(share)} ${ms === 0 ? "at once" : `within ${timeWords(ms)}`}`,
    )
    .join(", ");
}
