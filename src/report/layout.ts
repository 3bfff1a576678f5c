/** Laying out plain text in columns of a terminal. Widths are in columns, as a terminal counts them. */
import stringWidth from "string-width";

/** How text is to be printed. */
export interface TextOptions {
  /** Columns of the terminal. Below {@link narrowest} it is taken as that. */
  readonly width: number;
  /** Whether to colour it (ANSI). What colour says, a sign and a word say too. */
  readonly color: boolean;
}

/** Nothing is laid out narrower than this. */
export const narrowest = 40;

export type Paint = (text: string) => string;

/** A cell of a table: lines that fit its column. */
export interface TableCell {
  readonly lines: readonly string[];
  readonly paint?: Paint;
}

export interface TableColumn {
  readonly width: number;
  readonly align?: "left" | "right";
}

/** Columns that `text` takes. */
export function widthOf(text: string): number {
  return stringWidth(text);
}

export function pad(text: string, width: number, align: "left" | "right" = "left"): string {
  const space = " ".repeat(Math.max(0, width - widthOf(text)));
  return align === "left" ? text + space : space + text;
}

/** Where a word that is too long for its line is broken by preference: after these. */
const seams = /(?<=[/\-_=&?,.:;])/u;

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Cuts `word` into pieces that fit `width`, after a seam unless what comes between two seams is longer than a line. */
function breakWord(word: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const piece of word.split(seams)) {
    if (widthOf(line + piece) <= width) {
      line += piece;
      continue;
    }
    if (line !== "" && (widthOf(piece) <= width || widthOf(line) >= width / 2)) {
      lines.push(line);
      line = "";
    }
    for (const { segment } of graphemes.segment(piece)) {
      if (line !== "" && widthOf(line + segment) > width) {
        lines.push(line);
        line = "";
      }
      line += segment;
    }
  }
  return line === "" ? lines : [...lines, line];
}

/** `text` in lines of at most `width` columns, broken between words; within a word only where one is longer than a line. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  // At the last of several spaces: the others stay, for a key may have them.
  for (const word of text.split(/ (?! )/u)) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (widthOf(longer) <= width) {
      line = longer;
      continue;
    }
    if (widthOf(word) <= width) {
      lines.push(line);
      line = word;
      continue;
    }
    // A long word starts on the line at hand only if a good part of it fits there.
    const rest = width - widthOf(line) - 1;
    const [first = ""] = line === "" ? [] : breakWord(word, Math.max(1, rest));
    const joins = line !== "" && rest >= width / 3 && widthOf(first) <= rest;
    if (line !== "") lines.push(joins ? `${line} ${first}` : line);
    const pieces = breakWord(joins ? word.slice(first.length) : word, width);
    line = pieces.pop() ?? "";
    lines.push(...pieces);
  }
  return line === "" && lines.length > 0 ? lines : [...lines, line];
}

/** `text` wrapped after `first` (a sign, a label), with its further lines under the first one's text. */
export function hang(first: string, text: string, width: number, paint: Paint = (line) => line): string[] {
  const indent = widthOf(first);
  return wrap(text, Math.max(10, width - indent)).map(
    (line, i) => (i === 0 ? first : " ".repeat(indent)) + paint(line),
  );
}

/** Rows under each other, `gap` columns between two columns, no blanks at the ends of lines. */
export function table(
  columns: readonly TableColumn[],
  rows: readonly (readonly TableCell[])[],
  gap = 2,
): string[] {
  return rows.flatMap((row) => {
    const height = Math.max(1, ...row.map((cell) => cell.lines.length));
    return Array.from({ length: height }, (_, i) => {
      const cells = columns.map(({ width, align }, c) => {
        const text = row[c]?.lines[i] ?? "";
        const padded = pad(text, width, align);
        const paint = row[c]?.paint;
        return paint === undefined || text === "" ? padded : padded.replace(text, () => paint(text));
      });
      return cells.join(" ".repeat(gap)).trimEnd();
    });
  });
}
