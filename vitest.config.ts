import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts", "properties/**/*.test.ts", "examples/**/*.test.ts"],
    testTimeout: 120_000,
    maxWorkers: 2,
    // The kernel's quiescence barrier is process.nextTick: fake timers must never replace it.
    fakeTimers: { toFake: [] },
  },
});
