/** How wide an element is, as it changes. */
import { useEffect, useState } from "preact/hooks";

export function useWidth(element: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const measured = element.current;
    if (measured === null) return undefined;
    const look = (): void => setWidth(Math.floor(measured.clientWidth));
    look();
    const observer = new ResizeObserver(look);
    observer.observe(measured);
    return () => observer.disconnect();
  }, [element]);
  return width;
}
