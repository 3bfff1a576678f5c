import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    root: new URL("../..", import.meta.url).pathname,
    include: ["test/differential/**/*.differential.ts"],
    maxWorkers: 1,
    fileParallelism: false,
    testTimeout: 60_000,
  },
});
