/** The committer of one's own that README shows: it stands there as it is in examples/, and it holds. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { Verdicts } from "../../src/check/verdict.js";
import { lakelitmus, temporaryFolder } from "../cli/cli.js";

const example = new URL("../../examples/pointer-swap.ts", import.meta.url);

describe("examples/pointer-swap.ts", () => {
  it("holds on every store whose conditions work, and declines those that have none", async () => {
    const folder = temporaryFolder({ "pointer-swap.ts": readFileSync(example) });
    const scenarios = ["one-job", "two-writers", "reader-polling", "reply-lost"];
    const args = ["check", "./pointer-swap.ts", ...scenarios.map((name) => `--scenario=${name}`), "--json"];
    const { stdout, status } = await lakelitmus(args, { cwd: folder });
    expect(status).toBe(1);
    const { cells } = JSON.parse(stdout) as Verdicts;
    const verdicts = new Map<string, Set<string>>();
    for (const { store, property, verdict } of cells) {
      const place = store === "conditions-ignored" ? `${store} ${property}` : store;
      verdicts.set(place, (verdicts.get(place) ?? new Set()).add(verdict));
    }
    for (const store of [
      "strong",
      "s3-legacy-cas",
      "list-lag",
      "overwrite-lag",
      "delete-lag",
      "negative-cache",
    ]) {
      expect([...verdicts.get(store)!], store).toEqual(["holds"]);
    }
    for (const store of ["s3-legacy", "no-conditional-writes"]) {
      expect([...verdicts.get(store)!], store).toEqual(["refuses"]);
    }
    expect(verdicts.get("conditions-ignored no-lost-rows")).toContain("violated");
  });

  it("has no more lines than README promises", () => {
    const lines = readFileSync(example, "utf8").trimEnd().split("\n");
    expect(lines.length).toBeLessThanOrEqual(36);
    expect(path.basename(example.pathname)).toBe("pointer-swap.ts");
  });
});
