/**
 * Version token: the process remembers the ETag that each of its writes returned, and asks for a version that is not older.
 *
 * Source: "carry a version token" (read-your-writes by the client's own memory); session tokens of replicated databases.
 *
 * Promises: where the store has it, a process sees its own writes, and a driver those that its tasks told it of.
 * Leaves open: everybody else's writes, LIST, the source read of COPY, and stores that do not look at the token. A write that
 * was left without an answer has no token.
 */
import type { ETag } from "../object-store.js";
import { isS3Error } from "../object-store.js";
import type { DefenceContext } from "./defence.js";
import { defenceEntry, type Parts } from "./shared/entry.js";
import { over } from "./shared/over.js";

/** The newest version that the process knows of each key. */
type Tokens = { readonly [key: string]: ETag };

export const versionToken = defenceEntry(
  {
    name: "version-token",
    title: "GET and HEAD ask for a version that is not older than the process's own write",
    source: "session guarantees: read your writes (D. Terry and others, 1994); replicated stores in general",
    promises: "Where the store has it, a process sees its own writes, and a driver its tasks'.",
    leavesOpen: "The writes of everybody else; LIST and the source read of COPY; a write without an answer.",
    options: [],
  },
  (): Parts<Tokens> => ({
    initial: {},
    wrap: (ctx) => {
      const { store } = ctx;
      const wish = (key: string): { readonly atLeast?: ETag } => {
        const token = ctx.memory()[key];
        return token === undefined ? {} : { atLeast: token };
      };
      return over(store, {
        get: (request) => store.get({ ...wish(request.key), ...request }),
        head: (request) => store.head({ ...wish(request.key), ...request }),
        put: (request) => written(ctx, request.key, () => store.put(request)),
        copy: (request) => written(ctx, request.key, () => store.copy(request)),
        completeMultipartUpload: (request) =>
          written(ctx, request.key, () => store.completeMultipartUpload(request)),
        delete: async (request) => {
          forget(ctx, request.key);
          await store.delete(request);
        },
        deleteObjects: (request) => {
          request.keys.forEach((key) => forget(ctx, key));
          return store.deleteObjects(request);
        },
      });
    },
    merge: (before, after) => {
      const merged: Record<string, ETag> = { ...before };
      for (const one of after) {
        for (const key of Object.keys(before)) if (one[key] === undefined) delete merged[key];
        for (const [key, token] of Object.entries(one)) if (token !== before[key]) merged[key] = token;
      }
      return merged;
    },
    tell: (tokens) => tokens,
    hear: (tokens, told) => ({ ...tokens, ...(told as Tokens | null) }),
  }),
);

async function written<R extends { readonly etag: ETag }>(
  ctx: DefenceContext<Tokens>,
  key: string,
  request: () => Promise<R>,
): Promise<R> {
  try {
    const result = await request();
    if (ctx.memory()[key] !== result.etag) ctx.remember({ ...ctx.memory(), [key]: result.etag });
    return result;
  } catch (error) {
    if (isS3Error(error) && error.mayHaveBeenApplied) forget(ctx, key);
    throw error;
  }
}

function forget(ctx: DefenceContext<Tokens>, key: string): void {
  const { [key]: known, ...rest } = ctx.memory();
  if (known !== undefined) ctx.remember(rest);
}
