/** Some seconds of the fuzzer; `npm run fuzz` goes on for longer. */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

it("finds nothing in some seconds", async () => {
  const program = fileURLToPath(new URL("../../scripts/fuzz.mjs", import.meta.url));
  const child = spawn(process.execPath, [program, "--seconds", "4", "--seed", "ci"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const status = await new Promise((resolve) => child.on("close", resolve));
  expect(said).toContain("server: running, answers as it should: yes");
  expect(status, said).toBe(0);
  // Most of what is sent must get as far as being refused for what it says.
  const counts = [...said.matchAll(/(\d+) x (\w+)/g)].map(
    ([, count, what]) => [what, Number(count)] as const,
  );
  expect(new Map(counts).get("400") ?? 0, said).toBeGreaterThan(20);
});
