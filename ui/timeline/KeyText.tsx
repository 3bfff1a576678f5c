/** Text with keys in it: each shortened, with the number of its lane, and whole in its tooltip. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { ShortNames } from "../../src/report/short-names.js";
import { visible } from "../../src/report/visible.js";

/** A piece of a text. */
export type Piece = string | { readonly key: string };

/** Cuts texts at the keys that are known; the longest that fits is taken, and only whole names. */
export class KeyFinder {
  readonly #pattern: RegExp | undefined;

  constructor(keys: readonly string[]) {
    const patterns = keys
      .toSorted((a, b) => b.length - a.length)
      .map((key) => key.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"));
    // A name ends at a space, a comma or the like; a longer name that begins like it is another one.
    this.#pattern =
      patterns.length === 0
        ? undefined
        : new RegExp(`(?<![^\\s"(])(?:${patterns.join("|")})(?=$|[\\s,;:.)"'](?:\\s|$)|[\\s,;:)"'])`, "g");
  }

  pieces(text: string): readonly Piece[] {
    if (this.#pattern === undefined) return [text];
    const pieces: Piece[] = [];
    let at = 0;
    for (const { 0: key, index } of text.matchAll(this.#pattern)) {
      if (index > at) pieces.push(text.slice(at, index));
      pieces.push({ key });
      at = index + key.length;
    }
    if (at < text.length) pieces.push(text.slice(at));
    return pieces;
  }
}

export interface Keys {
  readonly finder: KeyFinder;
  readonly names: ShortNames;
  /** The number of a key's lane. */
  readonly numberOf: ReadonlyMap<string, number>;
}

export const KeysContext = createContext<Keys | undefined>(undefined);

function useKeys(): Keys {
  const keys = useContext(KeysContext);
  if (keys === undefined) throw new Error("there are no keys around this part");
  return keys;
}

export function KeyText({ text }: { readonly text: string }) {
  const { finder, names } = useKeys();
  return (
    <>
      {finder
        .pieces(text)
        .map((piece, index) =>
          typeof piece === "string" ? names.shorten(piece) : <KeyName key={index} name={piece.key} />,
        )}
    </>
  );
}

export function KeyName({ name }: { readonly name: string }) {
  const { names, numberOf } = useKeys();
  const number = numberOf.get(name);
  return (
    <span class="key" title={visible(name)}>
      {names.shorten(name)}
      {number !== undefined && <sub>{number}</sub>}
    </span>
  );
}
