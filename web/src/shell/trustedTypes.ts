/**
 * The policy by which text may become markup or a script's address; without it the browser refuses
 * both (require-trusted-types-for in infra/web.yaml). Our own code needs neither but for the service
 * worker: the pieces of markup are Leaflet's.
 */

export const MAP_SOURCE =
  '<a href="https://www.openstreetmap.org/copyright" target="_blank" rel="noreferrer">OpenStreetMap</a>';

const PIECES = [
  "<svg/>",
  '<span aria-hidden="true">+</span>',
  '<span aria-hidden="true">&#x2212;</span>',
  MAP_SOURCE,
];
const SCRIPTS = ["/sw.js"];

interface Rules {
  createHTML(text: string): string | null;
  createScriptURL(text: string): string | null;
}

/** Text without a tag of its own, apart from whole known pieces; `null` is refused. */
export function markup(text: string): string | null {
  const rest = PIECES.reduce((left, piece) => left.replaceAll(piece, "\0"), text);
  return rest.includes("<") ? null : text;
}

export function scriptAddress(text: string): string | null {
  return SCRIPTS.includes(text) ? text : null;
}

/** Browsers without trusted types need no policy, and have none of their protection. */
const { trustedTypes } = globalThis as {
  trustedTypes?: { createPolicy(name: string, rules: Rules): unknown };
};
trustedTypes?.createPolicy("default", { createHTML: markup, createScriptURL: scriptAddress });
