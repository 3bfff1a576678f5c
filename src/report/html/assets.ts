/** The page's code and style, as `npm run build` has bundled them from ui/. */
import { existsSync, readFileSync } from "node:fs";

export interface Assets {
  readonly script: string;
  readonly style: string;
}

/** Where the build puts them, relative to the package. */
export const bundleFolder = "dist/ui/";

/** @throws Error where the package was not built. */
export function readAssets(packageRoot: URL): Assets {
  const folder = new URL(bundleFolder, packageRoot);
  const file = (name: string): string => readFileSync(new URL(name, folder), "utf8");
  if (!existsSync(new URL("page.js", folder))) {
    throw new Error(`the page's bundle is not in ${bundleFolder}: run npm run build`);
  }
  return { script: file("page.js").trim(), style: file("page.css").trim() };
}
