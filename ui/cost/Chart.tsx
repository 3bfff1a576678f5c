/** A chart of Observable Plot as a part of the page, with a sentence that says what it shows. */
import type { PlotOptions } from "@observablehq/plot";
import { plot } from "@observablehq/plot";
import { useEffect, useRef } from "preact/hooks";
import { useWidth } from "./width.js";

export function Chart({
  title,
  summary,
  colours,
  options,
}: {
  readonly title: string;
  /** What somebody who does not see the chart is told. */
  readonly summary: string;
  /** What each colour stands for. */
  readonly colours: readonly (readonly [name: string, colour: string])[];
  options(width: number): PlotOptions;
}) {
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  useEffect(() => {
    if (width === 0) return undefined;
    const drawn = plot({
      ...options(width),
      width,
      figure: false,
      ariaLabel: title,
      ariaDescription: summary,
    });
    // To those who do not see it, it is one picture with a name; its parts have names that nobody can reach.
    drawn.setAttribute("role", "img");
    for (const part of drawn.querySelectorAll("g[aria-label]")) part.removeAttribute("aria-label");
    frame.current?.append(drawn);
    return () => drawn.remove();
  });
  return (
    <figure class="chart">
      <figcaption>
        <b>{title}</b> <span class="dim">{summary}</span>
      </figcaption>
      <ul class="keys-of-chart">
        {colours.map(([name, colour]) => (
          <li key={name}>
            <span style={{ background: colour }} />
            {name}
          </li>
        ))}
      </ul>
      <div ref={frame} />
    </figure>
  );
}
