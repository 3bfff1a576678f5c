/** Small programs behind defences: what a process, or another one after it, may still be told. Every execution is looked at. */
import type { Property } from "../../../src/check/property.js";
import { findDefence } from "../../../src/cli/registry.js";
import { runCell } from "../../../src/explore/cell.js";
import type { CommitterFactory, Context } from "../../../src/job/committer.js";
import { defended } from "../../../src/job/defended.js";
import { defaultBounds } from "../../../src/job/scenario.js";
import { defineCommitter } from "../../../src/library/define-committer.js";
import { GeneratedParts } from "../../../src/parts/generated-parts.js";
import { isS3Error } from "../../../src/store/object-store.js";
import { personalityNamed } from "../../../src/store/personalities/index.js";

const parts = new GeneratedParts("1");

/** What a program says of itself by failing. */
class Told extends Error {
  override readonly name = "Told";
}

export interface Program {
  /** The writer, one process. */
  readonly writer: (ctx: Context) => Promise<unknown>;
  /** Another process, at any time beside it. */
  readonly reader?: (ctx: Context) => Promise<unknown>;
  /** Who stands behind no defence, and so writes and reads past whatever they keep. */
  readonly past?: "writer" | "reader";
}

export function tell(what: string): never {
  throw new Told(what);
}

/** The text of an object, or the code of the error that a GET was answered. */
export async function textOf(ctx: Context, key: string): Promise<string> {
  try {
    return (await ctx.store.get({ key })).body.text();
  } catch (error) {
    if (isS3Error(error)) return error.code;
    throw error;
  }
}

/** May the program, in some execution with at most so many wrong answers, tell `what`? */
export async function mayTell(
  what: string,
  program: Program,
  store: string,
  defences: readonly string[] = [],
  anomalies = 2,
): Promise<boolean> {
  const committer = defineCommitter({
    setupJob: async (_job, ctx) => void (await program.writer(ctx)),
    read: async (_table, ctx) => {
      await program.reader?.(ctx);
      return [];
    },
  });
  const behind = defended(committer, defences.flatMap(findDefence));
  const factory: CommitterFactory = () => {
    const [own, bare] = [behind(), committer()];
    if (program.past === "writer") return { ...own, setupJob: bare.setupJob };
    return program.past === "reader" ? { ...own, read: bare.read } : own;
  };
  const told = `Told: ${what}`;
  const property: Property = {
    name: "told",
    claim: "",
    anomaly: { plain: "", formal: "" },
    initial: null,
    step: (state, event) => {
      const text =
        event.type === "failed"
          ? event.reason
          : event.type === "read" && !event.table.ok
            ? event.table.error
            : "";
      return text.includes(told) ? { message: text } : state;
    },
    atEnd: () => undefined,
  };
  const readers = program.reader === undefined ? 0 : 1;
  const bounds = { ...defaultBounds, tasks: 1, files: 0, anomalies, readers, polls: readers };
  const { cells } = await runCell({
    committer: "program",
    committerDigest: "",
    factory,
    personality: personalityNamed(store),
    scenario: { name: "program", about: "", bounds, requires: [] },
    properties: [property],
    seed: "1",
    parts,
    effort: { states: 100_000, executions: 0 },
    tool: "lakelitmus test",
  });
  const [cell] = cells;
  if (cell?.evidence !== "exhaustive" || cell.verdict === "unknown") {
    throw new Error(`not exhausted: ${cell?.reason}`);
  }
  return cell.verdict === "violated";
}
