/**
 * The default trusted types policy: which text may become markup or a script URL.
 *
 * The browser refuses any other (require-trusted-types-for in infra/web.yaml). The site itself starts
 * its two workers only; the pieces of markup are Leaflet's.
 */

export const OSM_ATTRIBUTION =
  '<a href="https://www.openstreetmap.org/copyright" target="_blank" rel="noreferrer">OpenStreetMap</a>';

const PIECES = [
  "<svg/>",
  '<span aria-hidden="true">+</span>',
  '<span aria-hidden="true">&#x2212;</span>',
  OSM_ATTRIBUTION,
];
/** The service worker, and the worker that registers photos, as the build names it. */
const SCRIPTS = /^(?:\/sw\.js|\/assets\/worker-[\w-]{8}\.js)$/;

interface Rules {
  createHTML(text: string): string | null;
  createScriptURL(text: string): string | null;
}

/** Return `text` if it has no tags besides the known pieces, else null, which the browser refuses. */
export function trustedMarkup(text: string): string | null {
  const rest = PIECES.reduce((left, piece) => left.replaceAll(piece, "\0"), text);
  return rest.includes("<") ? null : text;
}

export function trustedScriptUrl(text: string): string | null {
  return SCRIPTS.test(text) ? text : null;
}

/** Browsers without trusted types need no policy. */
const { trustedTypes } = globalThis as {
  trustedTypes?: { createPolicy(name: string, rules: Rules): unknown };
};
trustedTypes?.createPolicy("default", {
  createHTML: trustedMarkup,
  createScriptURL: trustedScriptUrl,
});
