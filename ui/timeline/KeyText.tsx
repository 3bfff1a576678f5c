/** Text with keys in it: each shortened, with the number of its lane, and whole in its tooltip. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { ShortNames } from "../../src/report/short-names.js";
import { visible } from "../../src/report/visible.js";
import type { KeyFinder } from "./key-finder.js";

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
