/** Text that GitHub's Markdown shows as it stands. */
import { visible } from "./visible.js";

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** `text` with no HTML in it. */
function withoutHtml(text: string): string {
  return text.replace(/[&<>]/g, (character) => entities[character] ?? character);
}

/** `text` outside code, in or out of a table: no mark-up, no HTML, no link, no mention, no formula. */
export function plainText(text: string): string {
  return (
    withoutHtml(visible(text))
      .replace(/[\\`*_[\]#|~$]/g, "\\$&")
      // An empty comment shows nothing, and keeps GitHub from making a link of what follows.
      .replace(/@(?=\w)/g, "@<!-- -->")
      .replace(/\b(https?|ftp|mailto|xmpp)(?=:)|\bwww(?=\.)/gi, "$&<!-- -->")
      // At its beginning a line could be a list, a heading's rule or code.
      .replace(/^ +/, "")
      .replace(/^([-+=])/, "\\$1")
      .replace(/^(\d+)([.)])/, "$1\\$2")
  );
}

/** `text` as code: keys and requests, exactly. The fence is longer than any run of backquotes in it. */
export function codeText(text: string): string {
  const printable = visible(text);
  if (printable.trim() === "") return "";
  const runs = [...printable.matchAll(/`+/g)].map(([run]) => run.length);
  const fence = "`".repeat(Math.max(0, ...runs) + 1);
  const space = /^[` ]|[` ]$/.test(printable) ? " " : "";
  return fence + space + printable + space + fence;
}

/** {@link codeText} in a table, where a bar ends a cell even within code. */
export function tableCode(text: string): string {
  return codeText(text).replaceAll("|", "\\|");
}

/** A table, with an empty line before and after it. Cells are Markdown already; `right`: numbers of the columns aligned to the right. */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const rule = head.map((_, i) => (right.includes(i) ? "---:" : "---"));
  return ["", line(head), line(rule), ...rows.map(line), ""];
}

/** Something that opens on a click. */
export function foldedAway(summary: string, lines: readonly string[]): string[] {
  return [
    "<details>",
    `<summary>${withoutHtml(visible(summary))}</summary>`,
    "",
    ...lines,
    "",
    "</details>",
    "",
  ];
}
