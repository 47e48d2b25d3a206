/**
 * Set language and theme before the first paint, so that a dark page never flashes white.
 *
 * It becomes a blocking classic script, so it must not import or export anything but URLs.
 */

import firstUrl from "./fonts/first.woff2?url";
import latinUrl from "./fonts/latin.woff2?url";

const root = document.documentElement;

function readStored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // storage is switched off
  }
}

function preload(url: string): void {
  const link = document.createElement("link");
  // Low priority: the first paint waits for the page's own code.
  Object.assign(link, {
    rel: "preload",
    as: "font",
    type: "font/woff2",
    crossOrigin: "",
    href: url,
  });
  link.fetchPriority = "low";
  document.head.append(link);
}

/** The stored language, else Korean where the browser lists it, else English. */
const locale = readStored("locale");
const korean = navigator.languages.some((language) => language.startsWith("ko"));
root.lang = locale === "ko" || locale === "en" ? locale : korean ? "ko" : "en";

/** The stored theme, else the system's, which theme.ts follows from then on. */
const theme = readStored("theme");
const dark = matchMedia("(prefers-color-scheme: dark)").matches;
root.dataset.theme = theme === "light" || theme === "dark" ? theme : dark ? "dark" : "light";

preload(latinUrl);
if (root.lang === "ko") preload(firstUrl);
