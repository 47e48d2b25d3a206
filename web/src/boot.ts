/**
 * What must be known before anything is painted: language and theme. A classic script that blocks,
 * because a page that turns dark after it was light hurts at night; so nothing is imported or exported.
 */

import firstUrl from "./fonts/first.woff2?url";
import latinUrl from "./fonts/latin.woff2?url";

const root = document.documentElement;

function remembered(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // storage is switched off
  }
}

function preload(url: string): void {
  const link = document.createElement("link");
  // Not before the page's own code, which is what the first paint waits for.
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

/** The language chosen before, else Korean where the browser knows it, else English. */
const locale = remembered("locale");
const korean = navigator.languages.some((language) => language.startsWith("ko"));
root.lang = locale === "ko" || locale === "en" ? locale : korean ? "ko" : "en";

/** The theme chosen before, else the system's, which theme.ts goes on following. */
const theme = remembered("theme");
const dark = matchMedia("(prefers-color-scheme: dark)").matches;
root.dataset.theme = theme === "light" || theme === "dark" ? theme : dark ? "dark" : "light";

preload(latinUrl);
if (root.lang === "ko") preload(firstUrl);
