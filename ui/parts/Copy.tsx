/** A command line with a button that copies it. */
import { useEffect, useState } from "preact/hooks";

export function Copy({ text, label }: { readonly text: string; readonly label: string }) {
  const [done, setDone] = useState<boolean | undefined>(undefined);
  useEffect(() => {
    if (done === undefined) return undefined;
    const timer = setTimeout(() => setDone(undefined), 2000);
    return () => clearTimeout(timer);
  }, [done]);
  return (
    <span class="copy">
      <code>{text}</code>
      <button type="button" class="small" aria-label={label} onClick={() => void copy(text).then(setDone)}>
        {done === undefined ? "Copy" : done ? "Copied" : "Select it and copy"}
      </button>
      <span class="hidden" role="status">
        {done === true ? "Copied" : ""}
      </span>
    </span>
  );
}

/** A page from disk may have no clipboard of its own. */
async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
