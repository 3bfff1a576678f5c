// Lets `npx lakelitmus` in a clone find the clone's own build at once; npm would else install and build it anew each time.
import { chmodSync, existsSync, rmSync, symlinkSync } from "node:fs";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../dist/src/cli/main.js", import.meta.url));
const folder = new URL("../node_modules/.bin/", import.meta.url);
if (existsSync(program) && existsSync(folder)) {
  chmodSync(program, 0o755);
  if (process.platform !== "win32") {
    const link = fileURLToPath(new URL("lakelitmus", folder));
    rmSync(link, { force: true });
    symlinkSync("../../dist/src/cli/main.js", link);
  }
}
