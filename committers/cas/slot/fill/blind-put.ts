/**
 * A control that must be caught: a PUT of the next slot without any condition.
 *
 * Seen as: Delta Lake on S3 without a LogStore of its own (delta issue 41); what every protocol of this kind becomes on a store that
 * ignores conditions (ClickHouse issues 112077 and 112437, lance issue 6595).
 *
 * Race left open: whoever comes second overwrites the first one's commit, and both are told 200.
 */
import { type Filler, inDoubt, readKey } from "./filler.js";

export const blindPut: Filler = {
  needs: [],
  fill: async ({ key }, body, ctx) => {
    try {
      await ctx.store.put({ key, body });
      return "filled";
    } catch (error) {
      return inDoubt(error);
    }
  },
  read: ({ key }, ctx) => readKey(key, ctx),
};
