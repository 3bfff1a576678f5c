/** What came out of a cell, by sign, word and colour. */
import type { Kind as KindName } from "../../src/report/words.js";
import { wordsOf } from "../../src/report/words.js";

export function Kind({ kind, short = false }: { readonly kind: KindName; readonly short?: boolean }) {
  const { sign, word, meaning } = wordsOf[kind];
  return (
    <span class={`kind kind-${kind}`} title={`${word}: ${meaning}`}>
      <span aria-hidden="true">{sign}</span>
      {short ? <span class="hidden">{word}</span> : ` ${word}`}
    </span>
  );
}
