/** What the signs mean. */
import { kinds, wordsOf } from "../../src/report/words.js";

export function Legend() {
  return (
    <dl class="legend" aria-label="What the signs mean">
      {kinds.map((kind) => (
        <div key={kind}>
          <dt>
            <span class={`kind kind-${kind}`}>
              <span aria-hidden="true">{wordsOf[kind].sign}</span> {wordsOf[kind].word}
            </span>
          </dt>
          <dd>{wordsOf[kind].meaning}</dd>
        </div>
      ))}
    </dl>
  );
}
