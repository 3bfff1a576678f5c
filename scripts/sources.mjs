/** Which sources a build was made from: a digest over the names and contents of all that goes into dist/. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const folders = ["src", "committers", "properties", "examples/incidents", "ui", "scripts"];
const files = ["package.json", "package-lock.json", "tsconfig.json", "tsconfig.build.json"];

/** Where a finished build leaves its digest. */
export const stamp = path.join(root, "dist", ".sources");

export function sourcesDigest() {
  const inFolders = folders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(root, path.join(entry.parentPath ?? entry.path, entry.name))),
  );
  const hash = createHash("sha256").update(process.version);
  for (const file of [...files, ...inFolders].toSorted()) {
    hash.update(`\0${file}\0`).update(readFileSync(path.join(root, file)));
  }
  return hash.digest("hex");
}

/** Whether dist/ is what a build would make now. */
export function isBuilt() {
  return (
    existsSync(path.join(root, "dist/src/cli/main.js")) &&
    existsSync(stamp) &&
    readFileSync(stamp, "utf8") === sourcesDigest()
  );
}
