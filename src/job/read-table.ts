/** How the engine reads a table: the committer says which files, then every file is read whole. */
import { errorText } from "./error-text.js";
import type { PartSeen, TableSeen } from "../check/events.js";
import type { KernelContext } from "../sim/context.js";
import type { Body } from "../store/body.js";
import { boardService } from "./board.js";
import type { Committer, CommitterFactory, Context, PartRef } from "./committer.js";
import { kernelContext } from "./context.js";
import { refsOf } from "./hook-answers.js";

/** Makes sure that the rows of bytes are known, whoever wrote them. */
export type Resolve = (body: Body) => Promise<void>;

/**
 * Reads the whole table once. A failure is a result, not an exception: a reader that fails loudly was told so.
 * A file that does not have the ETag or length that its reference records is a failure.
 */
export async function readTable(
  committer: Pick<Committer, "read" | "reach">,
  table: string,
  ctx: Context,
  resolve: Resolve,
): Promise<TableSeen> {
  let refs: readonly PartRef[];
  try {
    refs = await committer.read(table, ctx);
  } catch (error) {
    return { ok: false, error: errorText(error) };
  }
  const parts: PartSeen[] = [];
  const reached = committer.reach?.(ctx) ?? ctx;
  for (const ref of refsOf(refs)) {
    try {
      const { body, etag } = await readFile(ref, reached);
      if ((ref.etag ?? etag) !== etag || (ref.size ?? body.length) !== body.length) {
        return { ok: false, error: `${ref.key} is not the object that the table refers to`, key: ref.key };
      }
      await ctx.compute(`decode ${body.digest}`, () => resolve(body));
      parts.push({ key: ref.key, digest: body.digest });
    } catch (error) {
      return { ok: false, error: errorText(error), key: ref.key };
    }
  }
  return { ok: true, parts };
}

async function readFile(
  { key, on }: PartRef,
  { files, store }: Context,
): Promise<{ readonly body: Body; readonly etag?: string }> {
  return on === "files" ? { body: await files.open({ path: key }) } : store.get({ key });
}

/** A reader that reads the table `polls` times and tells what it got. */
export function readerMain(
  plan: { readonly reader: string; readonly table: string; readonly polls: number },
  factory: CommitterFactory,
  resolve: Resolve,
): (kernel: KernelContext) => Promise<void> {
  return async (kernel) => {
    const committer = factory();
    for (let poll = 0; poll < plan.polls; poll++) {
      const table = await readTable(committer, plan.table, kernelContext(kernel), resolve);
      await kernel.call(boardService, { op: "observed", reader: plan.reader, poll, table });
    }
  };
}
