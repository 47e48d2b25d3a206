/** Light or dark theme: the system's, until the visitor chooses; the choice is stored on the device. */

import { useEffect, useState } from "preact/hooks";

type Theme = "light" | "dark";

const STORAGE_KEY = "theme";
const root = document.documentElement;
const system = matchMedia("(prefers-color-scheme: dark)");

const systemTheme = (): Theme => (system.matches ? "dark" : "light");

/** Return the theme set by boot.ts before the first paint, or chosen since. */
const currentTheme = (): Theme => (root.dataset.theme === "dark" ? "dark" : "light");

/** Store the choice; choosing the system's own theme deletes it, so that the system decides again. */
function storeChoice(theme: Theme): void {
  try {
    if (theme === systemTheme()) localStorage.removeItem(STORAGE_KEY);
    else localStorage.setItem(STORAGE_KEY, theme);
  } catch {
    // storage is switched off: the choice lasts as long as the page
  }
}

function show(theme: Theme): void {
  root.dataset.theme = theme;
  const ground = getComputedStyle(document.body).backgroundColor;
  for (const meta of document.querySelectorAll<HTMLMetaElement>("meta[name=theme-color]")) {
    meta.content = ground; // colour of the browser's toolbars
  }
}

export function useTheme(): { theme: Theme; switchTheme: () => void } {
  const [theme, setTheme] = useState(currentTheme);
  useEffect(() => {
    const follow = () => {
      storeChoice(systemTheme());
      setTheme(systemTheme());
    };
    system.addEventListener("change", follow);
    return () => system.removeEventListener("change", follow);
  }, []);
  useEffect(() => show(theme), [theme]);
  const switchTheme = () => {
    const other = theme === "dark" ? "light" : "dark";
    storeChoice(other);
    setTheme(other);
  };
  return { theme, switchTheme };
}
