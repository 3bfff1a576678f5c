/**
 * Resolves what a user's committer module imports (a hook of `node:module`; it runs on a thread of its own).
 *
 * `lakelitmus` is always the lakelitmus that runs, whether or not it is installed beside the module: a second copy would
 * have classes of its own, and an S3Error of one is no S3Error of the other. And a module is an ES module, whatever the
 * nearest package.json says or does not say: `.cjs` and `.cts` remain CommonJS.
 */
import type { ResolveHook } from "node:module";

let own = "";

export function initialize(data: { readonly own: string }): void {
  ({ own } = data);
}

export const resolve: ResolveHook = async (specifier, context, next) => {
  if (specifier === "lakelitmus") return { url: own, format: "module", shortCircuit: true };
  const found = await next(specifier, context);
  const isUsers = found.url.startsWith("file:") && !found.url.includes("/node_modules/");
  return isUsers && /\.[jt]s(?:$|\?)/u.test(found.url) ? { ...found, format: "module" } : found;
};
