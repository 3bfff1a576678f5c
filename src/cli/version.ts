import { existsSync, readFileSync } from "node:fs";

/** The folder of the package: the nearest one above this file with a package.json, from the sources as from `dist`. */
export const packageRoot: URL = rootAbove(new URL("./", import.meta.url));

function rootAbove(folder: URL): URL {
  if (existsSync(new URL("package.json", folder))) return folder;
  const above = new URL("../", folder);
  if (above.href === folder.href) {
    throw new Error("lakelitmus is not installed whole: its package.json is missing");
  }
  return rootAbove(above);
}

function readVersion(): string {
  const manifest = readFileSync(new URL("package.json", packageRoot), "utf8");
  return (JSON.parse(manifest) as { readonly version: string }).version;
}

/** `lakelitmus <version>`: what made a file. */
export const tool = `lakelitmus ${readVersion()}`;
