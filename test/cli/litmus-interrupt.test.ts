/** `lakelitmus litmus` and Ctrl-C: an exploration holds its thread, so between two of them signals must be heard. */
import { expect, it } from "vitest";
import { runLitmus } from "../../src/cli/commands/litmus.js";
import type { Shell } from "../../src/cli/shell.js";

it("litmus that is interrupted tells what was run, and ends with 3", async () => {
  const stop = new AbortController();
  const said: string[] = [];
  const shell: Shell = {
    out: (text) => void said.push(text),
    err: (text) => void said.push(text),
    width: 100,
    color: false,
    live: false,
    progressWidth: 80,
    stop: stop.signal,
    now: () => 0,
  };
  const names = ["read-after-new-put", "read-after-overwrite", "read-after-delete"];
  const running = runLitmus(names, { store: ["strong"] }, shell);
  // Heard before the second test begins.
  setImmediate(() => stop.abort());
  expect(await running).toBe(3);
  expect(said[0]).toContain("read-after-new-put");
  expect(said[0]).not.toContain("read-after-overwrite");
  expect(said[1]).toBe("lakelitmus: interrupted: 1 of 3 tests were run.\n");
});
