/** Where keys stand in a text. */

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
