/** What docs/incidents.md says before its table. */
export const introduction = `
What teams told of stores that lagged, run again. \`lakelitmus incident --list\` lists them, \`lakelitmus incident NAME\` runs one:

- the **story** as it was, by the delays of a profile: the rate with its 95 % interval beside the figure of the story, where it has one;
- whether it can go wrong **at all**: every execution of a small scope is searched, whatever the delays (a profile only says how often);
- one run as a timeline in virtual time;
- the **remedies**: those that are one hold in every execution of the small scope; of those that only make it rarer an execution is
  shown that still goes wrong.

What committers do is run by the committers of this project. What others did (a mover of logs, a content network, a sync client) is
a small program over the same object store: a few actors, ordinary \`async\` code that reads like what was deployed
(\`src/job/program.ts\` is the seam; each has a \`program.ts\` in its folder). Their rows are real Parquet bytes, and the same
properties judge them.

A figure is no proof of its explanation: where a share is *fitted* to it, the page says so. What is not fitted is the rest: that the
protocol loses rows at all, how, and what mends it. [estimates.md](estimates.md) tells how profiles and intervals are made.

The numbers below are from all runs with seed 1, which \`npm run incidents\` makes and writes to \`measured.json\` in that folder; the
tests make the first of them again (\`--quick\`), and search every small scope.
`;
