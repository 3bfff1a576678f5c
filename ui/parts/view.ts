/** What every part of the page may need: the data, and where the page stands. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Model } from "../data.js";
import type { Route } from "../route.js";

export interface View {
  readonly model: Model;
  /** Goes to another view; `replace`: without a step in the browser's history. */
  go(route: Route, replace?: boolean): void;
}

export const ViewContext = createContext<View | undefined>(undefined);

export function useView(): View {
  const view = useContext(ViewContext);
  if (view === undefined) throw new Error("there is no view around this part");
  return view;
}
