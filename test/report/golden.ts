import { expect } from "vitest";
import { widthOf } from "../../src/report/layout.js";

/** Holds `text` against a file in test/golden/report; `npx vitest run test/report -u` writes them. */
export async function expectGolden(name: string, text: string): Promise<void> {
  await expect(text).toMatchFileSnapshot(new URL(`../golden/report/${name}`, import.meta.url).pathname);
}

/** `text` without the colours of {@link paints}. */
export function uncoloured(text: string): string {
  // oxlint-disable-next-line no-control-regex -- that is what colours are made of
  return text.replace(/\u001b\[\d+m/g, "");
}

/** Lines wider than `width`, but for command lines, which are not broken because they are there to be copied. */
export function tooWide(text: string, width: number): string[] {
  return text.split("\n").filter((line) => widthOf(line) > width && !line.includes("npx lakelitmus replay "));
}

/** Nothing but printable characters and line feeds. */
export const printable = /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]*$/u;
