/** A table that may be wider than the page: it scrolls sideways by itself, also by keyboard. */
import type { ComponentChildren } from "preact";

export function Scroll({
  label,
  children,
}: {
  readonly label: string;
  readonly children: ComponentChildren;
}) {
  return (
    <div class="scroll" role="region" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}
