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

/** Where a word that is too long for its line is broken: after a slash by preference, then after another sign. */
const seams = [/(?<=\/)/u, /(?<=[-_=&?,.:;])/u];

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** `word` in pieces that fit `width`, cut no finer than they must be. */
function piecesOf(word: string, width: number, [seam, ...finer] = seams): string[] {
  if (widthOf(word) <= width) return [word];
  if (seam === undefined) return [...graphemes.segment(word)].map(({ segment }) => segment);
  return word.split(seam).flatMap((piece) => piecesOf(piece, width, finer));
}

/** Cuts `word` into lines that fit `width`; the first may be narrower: `rest`. */
function breakWord(word: string, width: number, rest: number): string[] {
  const lines: string[] = [""];
  for (const piece of piecesOf(word, width)) {
    const line = lines.at(-1) ?? "";
    if (widthOf(line + piece) <= (lines.length === 1 ? rest : width)) lines[lines.length - 1] = line + piece;
    else lines.push(piece);
  }
  return lines;
}

/** `text` in lines of at most `width` columns, broken between words; within a word only where one is longer than a line. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line: string | undefined;
  // At the last of several spaces: the others stay, for a key may have them.
  for (const word of text.split(/ (?! )/u)) {
    const before = line === undefined ? "" : `${line} `;
    if (widthOf(before + word) <= width) {
      line = before + word;
      continue;
    }
    if (widthOf(word) <= width) {
      lines.push(line ?? "");
      line = word;
      continue;
    }
    // A long word starts on the line at hand where a piece of it fits there.
    const [first = "", ...more] = breakWord(word, width, width - widthOf(before));
    if (before !== "" || first !== "") lines.push(first === "" ? (line ?? "") : before + first);
    line = more.pop() ?? "";
    lines.push(...more);
  }
  return line === "" && lines.length > 0 ? lines : [...lines, line ?? ""];
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
