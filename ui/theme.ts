/** Light, dark, or what the system says. */
export type Theme = "system" | "light" | "dark";

const storageKey = "lakelitmus-theme";

export const themes: readonly Theme[] = ["system", "light", "dark"];

/** A page from disk may be refused its storage: then the choice lasts as long as the page. */
export function storedTheme(): Theme {
  try {
    const stored = localStorage.getItem(storageKey);
    return themes.find((theme) => theme === stored) ?? "system";
  } catch {
    return "system";
  }
}

export function applyTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
  try {
    localStorage.setItem(storageKey, theme);
  } catch {
    // Nothing is lost but the choice.
  }
}
