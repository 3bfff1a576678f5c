/**
 * Which keys there are, as one process knows it: those that it wrote and has not deleted, and those that its tasks told its
 * driver of with their commits. What anybody else does to them, it does not know.
 */
import { isS3Error, type ObjectStore } from "../../object-store.js";
import type { Defence, DefenceContext } from "../defence.js";

/** By key. One that is not here is not known: nobody said, or a request was left without an answer. */
export type KnownKeys = { readonly [key: string]: "there" | "gone" };

export const noKeys: KnownKeys = Object.freeze({});

/** The keys with this fate, below a prefix. */
export function keysOf(known: KnownKeys, fate: "there" | "gone", prefix = ""): readonly string[] {
  return Object.keys(known).filter((key) => known[key] === fate && key.startsWith(prefix));
}

/** Writes and deletes that are remembered when they have succeeded, and forgotten where nobody knows. */
export function knowing(
  ctx: DefenceContext<KnownKeys>,
  { store }: Pick<DefenceContext, "store"> = ctx,
): Pick<ObjectStore, "put" | "copy" | "completeMultipartUpload" | "delete" | "deleteObjects"> {
  const learn = (key: string, now: "there" | "gone" | undefined): void => {
    const { [key]: before, ...rest } = ctx.memory();
    if (before !== now) ctx.remember(now === undefined ? rest : { ...rest, [key]: now });
  };
  const told = async <V>(key: string, fate: "there" | "gone", request: () => Promise<V>): Promise<V> => {
    try {
      const result = await request();
      learn(key, fate);
      return result;
    } catch (error) {
      // A write that may have been applied leaves a key that was there where it is.
      if (isS3Error(error) && error.mayHaveBeenApplied && ctx.memory()[key] !== fate) learn(key, undefined);
      throw error;
    }
  };
  return {
    put: (request) => told(request.key, "there", () => store.put(request)),
    copy: (request) => told(request.key, "there", () => store.copy(request)),
    completeMultipartUpload: (request) =>
      told(request.key, "there", () => store.completeMultipartUpload(request)),
    delete: (request) => told(request.key, "gone", () => store.delete(request)),
    deleteObjects: async (request) => {
      try {
        const result = await store.deleteObjects(request);
        result.deleted.forEach((key) => learn(key, "gone"));
        result.errors.forEach(({ key }) => learn(key, undefined));
        return result;
      } catch (error) {
        request.keys.forEach((key) => learn(key, undefined));
        throw error;
      }
    },
  };
}

/** How strands' knowledge is put together, and what tasks tell. `told`: does the driver hear of what its tasks know? */
export function knownKeys(
  told: boolean,
): Pick<Defence<KnownKeys>, "initial" | "merge"> & Partial<Pick<Defence<KnownKeys>, "tell" | "hear">> {
  return {
    initial: noKeys,
    merge: (before, after) => {
      const merged: Record<string, "there" | "gone"> = { ...before };
      for (const one of after) {
        for (const key of new Set([...Object.keys(before), ...Object.keys(one)])) {
          const fate = one[key];
          if (fate === before[key]) continue;
          if (fate === undefined) delete merged[key];
          else merged[key] = fate;
        }
      }
      return merged;
    },
    ...(told
      ? {
          tell: (known: KnownKeys) => known,
          hear: (known: KnownKeys, message) => ({ ...known, ...(message as KnownKeys | null) }),
        }
      : {}),
  };
}
