/** The comparison as one HTML file that needs nothing else: no server, no network. */
import { createHash } from "node:crypto";
import { isViolated, kindOf } from "../words.js";
import type { Assets } from "./assets.js";
import { type PageLimits, packPage, type PageSource } from "./page-data.js";

/** How a page of ours begins, so that it is known again. */
export const htmlMark = "<!doctype html>\n<!-- Made by lakelitmus from the verdicts.json beside it. -->";

/** The id of the element that holds the data. */
export const dataId = "lakelitmus-data";

/**
 * Data as the text of a script element: what could end the element, or begin a comment in it, is written as an escape of
 * JSON, which it is the same as.
 */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Text in an element or a quoted attribute. */
export function htmlText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** @throws TypeError if code of ours could not stand in a script element as it is. */
function scriptCode(code: string): string {
  if (/<\/script|<!--/i.test(code)) {
    throw new TypeError("the page's bundle holds what would end or hide its script element: build it again");
  }
  return code;
}

/** Only these bytes may run, and nothing may be fetched: whatever a key is called. */
function policy(code: string): string {
  const hash = createHash("sha256").update(code).digest("base64");
  return `default-src 'none'; script-src 'sha256-${hash}'; style-src 'unsafe-inline'; img-src data:`;
}

function titleOf({ verdicts }: PageSource): string {
  const violated = verdicts.cells.filter((cell) => isViolated(kindOf(cell))).length;
  return `lakelitmus: ${violated} of ${verdicts.cells.length} cells violated`;
}

/** The same source and bundle give the same bytes. */
export function renderHtml(source: PageSource, { script, style }: Assets, limits?: PageLimits): string {
  const code = `\n${scriptCode(script)}\n`;
  const data = scriptJson(packPage(source, limits));
  return `${htmlMark}
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(code)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="${htmlText(source.verdicts.tool)}">
<link rel="icon" href="data:,">
<title>${htmlText(titleOf(source))}</title>
<style>
${style}
</style>
</head>
<body>
<div id="app"></div>
<noscript><p>This page draws itself with JavaScript, which is switched off. The same is told in report.md, and the data is in
verdicts.json and counterexamples/ beside it.</p></noscript>
<script type="application/json" id="${dataId}">${data}</script>
<script>${code}</script>
</body>
</html>
`;
}
