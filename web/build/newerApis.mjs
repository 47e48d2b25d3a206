/**
 * APIs that the oldest browsers of browsers.json lack, by MDN's compatibility data.
 *
 * `node build/newerApis.mjs` prints a script that removes these APIs from a browser, to test the site as
 * in an old one. JavaScript, because Node.js 20 cannot run TypeScript.
 */

import { createRequire } from "node:module";
import { argv } from "node:process";
import { pathToFileURL } from "node:url";

/**
 * @typedef {import("@mdn/browser-compat-data").Identifier} Feature
 * @typedef {import("@mdn/browser-compat-data").SimpleSupportStatement} Support
 * @typedef {import("@mdn/browser-compat-data").BrowserName} Browser
 */

const require = createRequire(import.meta.url);
/** @type {Partial<Record<Browser, string>>} */
const OLDEST = require("../browsers.json");
/** @type {import("@mdn/browser-compat-data").CompatData} */
const DATA = require("@mdn/browser-compat-data");
/** @type {Record<string, Feature>} */
const INTERFACES = {
  ...DATA.api,
  ...DATA.javascript?.builtins,
  ...DATA.javascript?.builtins?.Intl,
};

/**
 * Whether one of the oldest browsers lacks a global or a member of it; undefined if MDN does not list it.
 * Static members are named as on the constructor.
 *
 * @param {string} owner
 * @param {string} [member]
 * @param {{ isStatic?: boolean }} [kind]
 */
export function isNewer(owner, member, { isStatic = false } = {}) {
  const named = INTERFACES[owner];
  const feature =
    member === undefined ? named : (isStatic && named?.[`${member}_static`]) || named?.[member];
  const support = feature?.__compat?.support;
  if (support === undefined) return undefined;
  return Object.entries(OLDEST).some(([browser, oldest]) => {
    const statements = [support[/** @type {Browser} */ (browser)] ?? []].flat();
    return !statements.some((each) => isThere(each, oldest));
  });
}

/**
 * @param {Support} support
 * @param {string} oldest
 */
function isThere({ version_added: added, version_removed: removed, ...how }, oldest) {
  if (how.flags || how.prefix || how.alternative_name) return false;
  if (typeof added !== "string" || added === "preview") return false;
  if (typeof removed === "string" && compare(removed, oldest) <= 0) return false;
  return compare(added.replace("≤", ""), oldest) <= 0;
}

/**
 * @param {string} version
 * @param {string} other
 */
function compare(version, other) {
  const [[a = 0, b = 0] = [], [c = 0, d = 0] = []] = [version, other].map((each) =>
    each.split(".").map(Number),
  );
  return a - c || b - d;
}

/** Not removed: browsers that enforce trusted types need them, and Playwright needs the arrays. */
const KEPT = /^(trusted|Big(Int|Uint)64Array)/i;

/** Return every `[owner]` and `[owner, member]` that is newer. */
function newerNames() {
  return Object.entries(INTERFACES).flatMap(([owner, feature]) => {
    if (KEPT.test(owner)) return [];
    if (isNewer(owner)) return [[owner]];
    const members = Object.keys(feature).filter((name) => name !== "__compat");
    return members.filter((name) => isNewer(owner, name)).map((name) => [owner, name]);
  });
}

/**
 * Runs in the page. Objects of a removed class can still exist, such as `<dialog>` in the markup, so the
 * members are removed as well.
 *
 * @param {string[][]} names
 */
function remove(names) {
  const typedArray = Object.getPrototypeOf(Uint8Array);
  /** @param {string} owner */
  const find = (owner) =>
    owner === "TypedArray"
      ? typedArray
      : (Reflect.get(globalThis, owner) ?? Reflect.get(Intl, owner));
  for (const [owner = "", member] of names) {
    const owned = find(owner);
    if (Object(owned) !== owned) continue;
    const prototype = owned.prototype ?? {};
    if (member === undefined) {
      for (const name of Reflect.ownKeys(prototype)) Reflect.deleteProperty(prototype, name);
      Reflect.deleteProperty(globalThis, owner);
      Reflect.deleteProperty(Intl, owner);
    } else {
      // MDN marks static members of the Web's APIs; those of JavaScript have unique names.
      if (member.endsWith("_static")) Reflect.deleteProperty(owned, member.slice(0, -7));
      else for (const place of [owned, prototype]) Reflect.deleteProperty(place, member);
      if (owner === "Window") Reflect.deleteProperty(globalThis, member);
    }
  }
}

if (argv[1] !== undefined && import.meta.url === pathToFileURL(argv[1]).href) {
  console.log(`(${remove.toString()})(${JSON.stringify(newerNames())});`);
}
