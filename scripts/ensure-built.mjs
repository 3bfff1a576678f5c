// Builds, unless dist/ is what a build would make: npm ci has just done so.
import { spawnSync } from "node:child_process";
import { isBuilt } from "./sources.mjs";

if (!isBuilt()) {
  const { status } = spawnSync("npm", ["run", "--silent", "build"], {
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  process.exitCode = status ?? 1;
}
