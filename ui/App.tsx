/** The frame around every view. */
import { useEffect, useLayoutEffect, useMemo, useState } from "preact/hooks";
import { CommitterPage } from "./about/CommitterPage.js";
import { StorePage } from "./about/StorePage.js";
import { CellPage } from "./cell/CellPage.js";
import { CostPage } from "./cost/CostPage.js";
import { CoveragePage } from "./coverage/CoveragePage.js";
import type { Model } from "./data.js";
import { DefencesPage } from "./defences/DefencesPage.js";
import { MatrixPage } from "./matrix/MatrixPage.js";
import { type View, ViewContext } from "./parts/view.js";
import { hrefOf, parseRoute, type Route } from "./route.js";
import { applyTheme, storedTheme, type Theme, themes } from "./theme.js";

const matrixStart = hrefOf({ page: "matrix", property: "*", scenario: "", query: "" });

const navigation: readonly { readonly page: Route["page"]; readonly label: string; readonly href: string }[] =
  [
    { page: "matrix", label: "Matrix", href: matrixStart },
    { page: "defences", label: "Defences", href: "#defences" },
    { page: "cost", label: "Cost", href: "#cost" },
    { page: "coverage", label: "Coverage and trust", href: "#coverage" },
  ];

/** Where nothing was compared behind defences, there is no page of them to go to. */
function pagesOf({ defences }: Model): typeof navigation {
  return navigation.filter(({ page }) => page !== "defences" || defences.length > 0);
}

export function App({ model }: { readonly model: Model }) {
  const [route, setRoute] = useState(() => parseRoute(location.hash));
  const view = useMemo((): View => {
    return {
      model,
      go: (next, replace = false) => {
        const href = hrefOf(next);
        if (replace) history.replaceState(null, "", href);
        else history.pushState(null, "", href);
        setRoute(parseRoute(href));
      },
    };
  }, [model]);
  useEffect(() => {
    const follow = (): void => setRoute(parseRoute(location.hash));
    addEventListener("popstate", follow);
    return () => removeEventListener("popstate", follow);
  }, []);
  useStartOfPage(route);
  return (
    <ViewContext.Provider value={view}>
      <a class="skip" href="#main" onClick={skip}>
        Skip to the content
      </a>
      <header class="top">
        <a class="brand" href={matrixStart}>
          lakelitmus
        </a>
        <nav aria-label="Pages">
          {pagesOf(model).map(({ page, label, href }) => (
            <a key={page} href={href} aria-current={route.page === page ? "page" : undefined}>
              {label}
            </a>
          ))}
        </nav>
        <ThemeChoice />
      </header>
      <main id="main" tabIndex={-1}>
        <Page route={route} />
      </main>
      <footer>
        <code>{model.data.verdicts.command}</code>
        <span>{model.data.verdicts.tool}</span>
        <span>rows: {model.data.verdicts.input}</span>
      </footer>
    </ViewContext.Provider>
  );
}

/** `#main` is no view: the link moves the focus only. */
function skip(event: Event): void {
  event.preventDefault();
  document.getElementById("main")?.focus();
}

function Page({ route }: { readonly route: Route }) {
  switch (route.page) {
    case "matrix":
      return <MatrixPage route={route} />;
    case "cell":
      return <CellPage route={route} key={JSON.stringify(route.cell)} />;
    case "committer":
      return <CommitterPage name={route.name} />;
    case "store":
      return <StorePage name={route.name} />;
    case "defences":
      return <DefencesPage />;
    case "cost":
      return <CostPage />;
    case "coverage":
      return <CoveragePage />;
  }
}

/** Another page begins at its top; another step of the same cell does not move it. */
function useStartOfPage(route: Route): void {
  const name = route.page === "cell" ? `cell ${JSON.stringify(route.cell)}` : route.page;
  useLayoutEffect(() => {
    scrollTo(0, 0);
  }, [name]);
}

function ThemeChoice() {
  const [theme, setTheme] = useState<Theme>(storedTheme);
  useLayoutEffect(() => applyTheme(theme), [theme]);
  return (
    <label class="theme">
      <span class="hidden">Colours</span>
      <select
        value={theme}
        onChange={(event) => setTheme(event.currentTarget.value as Theme)}
        aria-label="Colours"
      >
        {themes.map((one) => (
          <option key={one} value={one}>
            {{ system: "As the system", light: "Light", dark: "Dark" }[one]}
          </option>
        ))}
      </select>
    </label>
  );
}
