/**
 * A page saves a picture and shows it at once. The PUT is acknowledged when the primary has it; the load balancer sends the GET to
 * any replica, which may not have heard of it (no read-after-write).
 *
 * Source: a lesson on read-after-write hazards: avatar.png, replica B 80 ms behind, a retry 200 ms later served by replica A;
 * `get("avatar.png", consistent=True)`, or a read that carries the version token of the PUT.
 */
import type { ActorContext, Got, Program } from "../../../src/job/program.js";
import { type GetRequest, isS3Error } from "../../../src/store/object-store.js";

/** `once`: as it was. `retry`: once more after 200 ms. `consistent`: from the primary. `token`: no older than what was written. */
export type AvatarRead = "once" | "retry" | "consistent" | "token";

const key = "avatar.png";
const retryAfter = 200;

export function avatarPage(read: AvatarRead): Program {
  return {
    name: `avatar-page?read=${read}`,
    actors: ([item]) => [
      {
        name: "page",
        run: async (ctx) => {
          const { etag } = await ctx.store.put({ key, body: item!.part.body });
          await ctx.stored(item!);
          await ctx.look("page", (ctx) => show(read, etag, ctx));
        },
      },
    ],
    read: () => Promise.resolve([{ key }]),
  };
}

async function show(read: AvatarRead, etag: string, ctx: ActorContext): Promise<readonly Got[]> {
  const fresh: Pick<GetRequest, "consistent" | "atLeast"> =
    read === "consistent" ? { consistent: true } : read === "token" ? { atLeast: etag } : {};
  try {
    return [{ key, body: (await ctx.store.get({ key, ...fresh })).body }];
  } catch (error) {
    if (!isS3Error(error, "NoSuchKey") || read !== "retry") throw error;
    await ctx.pause(retryAfter);
    return [{ key, body: (await ctx.store.get({ key })).body }];
  }
}
