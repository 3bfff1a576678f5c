/** What the page shows stands in the address after the `#`, so that every view, and every step, can be linked to. */
import type { CellName } from "../src/report/cell-key.js";

export type Route =
  | { readonly page: "matrix"; readonly property: string; readonly scenario: string; readonly query: string }
  | {
      readonly page: "cell";
      readonly cell: CellName;
      readonly step: number | undefined;
      readonly compare: boolean;
    }
  | { readonly page: "committer"; readonly name: string }
  | { readonly page: "store"; readonly name: string }
  | { readonly page: "defences" }
  | { readonly page: "cost" }
  | { readonly page: "coverage" };

/** What is chosen where the address says nothing: everything. */
export const everything = "";

export function parseRoute(hash: string): Route {
  const [page = "", rest = ""] = splitOnce(hash.replace(/^#\/?/, ""), "?");
  const given = new URLSearchParams(rest);
  const text = (name: string): string => given.get(name) ?? "";
  switch (page) {
    case "cell": {
      const step = Number.parseInt(text("step"), 10);
      return {
        page,
        cell: {
          committer: text("committer"),
          store: text("store"),
          scenario: text("scenario"),
          property: text("property"),
        },
        step: step > 0 ? step : undefined,
        compare: given.has("compare"),
      };
    }
    case "committer":
    case "store":
      return { page, name: text("name") };
    case "defences":
    case "cost":
    case "coverage":
      return { page };
    default:
      return {
        page: "matrix",
        property: given.get("property") ?? "*",
        scenario: text("scenario"),
        query: text("q"),
      };
  }
}

function splitOnce(text: string, separator: string): readonly string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
}

export function hrefOf(route: Route): string {
  const given = new URLSearchParams();
  const set = (name: string, value: string): void => {
    if (value !== "") given.set(name, value);
  };
  switch (route.page) {
    case "matrix":
      if (route.property !== "*") given.set("property", route.property);
      set("scenario", route.scenario);
      set("q", route.query);
      break;
    case "cell":
      for (const [name, value] of Object.entries(route.cell)) set(name, value as string);
      if (route.step !== undefined) set("step", String(route.step));
      if (route.compare) given.set("compare", "1");
      break;
    case "committer":
    case "store":
      set("name", route.name);
      break;
    default:
      break;
  }
  const text = given.toString();
  return `#${route.page}${text === "" ? "" : `?${text}`}`;
}

/** The address of a cell, at a step of its counterexample or at its top. */
export function cellHref({ committer, store, scenario, property }: CellName, step?: number): string {
  const cell = { committer, store, scenario, property };
  return hrefOf({ page: "cell", cell, step, compare: false });
}
