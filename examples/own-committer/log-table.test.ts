import { checkCommitter } from "lakelitmus";
import { describe, expect, it } from "vitest";
import logTable from "./log-table.js";

/** What production has in store: two jobs at once, a reply that is lost, a driver that dies and is started again. */
const scenarios = ["two-writers", "reply-lost", "driver-crash"];

describe("log-table", () => {
  it.each(["strong", "list-lag", "overwrite-lag"])("loses no row and doubles none: %s", async (store) => {
    const checked = await checkCommitter(logTable, { stores: [store], scenarios });
    checked.assertHolds(); // throws with the whole timeline where it does not
  });

  it("declines a store without conditional writes", async () => {
    const checked = await checkCommitter(logTable, { stores: ["no-conditional-writes"], scenarios });
    expect(new Set(checked.cells.map(({ verdict }) => verdict))).toEqual(new Set(["refuses"]));
  });

  it("loses rows where conditions are accepted and ignored, so ask a bucket first: lakelitmus probe", async () => {
    const checked = await checkCommitter(logTable, { stores: ["conditions-ignored"], scenarios });
    const cell = checked.cell("conditions-ignored", "two-writers", "no-lost-rows");
    expect(cell.verdict).toBe("violated");
  });
});
