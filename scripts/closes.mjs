/**
 * Which scopes of the three main committers close on which store, under a limit of states: the tables of docs/exhausting.md, as
 * Markdown. usage: node scripts/closes.mjs [STATES [COMMITTER...]]
 */
import { tsImport } from "tsx/esm/api";

const { committers, scopes, statesOf, stores } = await tsImport("../test/docs/closes.ts", import.meta.url);
const [limit = "300000", ...asked] = process.argv.slice(2);

const print = (cells) => process.stdout.write(`| ${cells.join(" | ")} |\n`);

for (const committer of asked.length > 0 ? asked : committers) {
  print([committer, ...scopes]);
  print(["---", ...scopes.map(() => "--:")]);
  for (const store of stores) {
    const cells = [];
    for (const scope of scopes) cells.push(await statesOf(committer, store, scope, Number(limit)));
    print([store, ...cells]);
  }
  process.stdout.write("\n");
}
