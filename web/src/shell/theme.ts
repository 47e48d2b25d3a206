/** Light or dark: the system's choice until the visitor makes another one, which this device keeps. */

import { useEffect, useState } from "preact/hooks";

export type Theme = "light" | "dark";

const STORAGE_KEY = "theme";
const root = document.documentElement;
const system = matchMedia("(prefers-color-scheme: dark)");

const ofSystem = (): Theme => (system.matches ? "dark" : "light");

/** As boot.ts set it before the first paint, or as it was chosen since. */
const present = (): Theme => (root.dataset.theme === "dark" ? "dark" : "light");

/** Choosing what the system has anyway is no choice: from then on the system decides again. */
function remember(theme: Theme): void {
  try {
    if (theme === ofSystem()) localStorage.removeItem(STORAGE_KEY);
    else localStorage.setItem(STORAGE_KEY, theme);
  } catch {
    // storage is switched off: the choice lasts as long as the page
  }
}

function show(theme: Theme): void {
  root.dataset.theme = theme;
  const ground = getComputedStyle(document.body).backgroundColor;
  for (const meta of document.querySelectorAll<HTMLMetaElement>("meta[name=theme-color]")) {
    meta.content = ground; // the browser's own bars
  }
}

export function useTheme(): { theme: Theme; switchTheme: () => void } {
  const [theme, setTheme] = useState(present);
  useEffect(() => {
    const follow = () => {
      remember(ofSystem());
      setTheme(ofSystem());
    };
    system.addEventListener("change", follow);
    return () => system.removeEventListener("change", follow);
  }, []);
  useEffect(() => show(theme), [theme]);
  const switchTheme = () => {
    const other = theme === "dark" ? "light" : "dark";
    remember(other);
    setTheme(other);
  };
  return { theme, switchTheme };
}
