/**
 * Text that others chose (object keys, error messages, names of modules) made safe to print: it can neither move the
 * cursor, colour the terminal, break a line, nor turn the reading direction round.
 */

/** Control, format (bidirectional marks, zero-width joiners), line and paragraph separators, lone surrogates. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

const named: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/**
 * `text` with each character that does not print written as `\n`, `\r`, `\t` or `\u{1b}`. What is visible already stays as
 * it is, a backslash too: doing it twice changes nothing, and the JSON beside it is exact.
 */
export function visible(text: string): string {
  return text.replace(
    unprintable,
    (character) => named[character] ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}
