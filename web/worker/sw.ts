/**
 * Keeps what the site's first pages need, so that they open without a connection.
 *
 * Pages come from the network first, as their Cache-Control asks, and from the cache only when there
 * is none. Files below /assets/ carry a hash of their content in their name and never change, so
 * those are taken from the cache first. The API and the upload are none of its business.
 */

declare const self: ServiceWorkerGlobalScope;
/** Put in by the build: the addresses to fetch ahead, and a name that changes with them. */
declare const __SHELL__: readonly string[];
declare const __VERSION__: string;

const CACHE = `shell-${__VERSION__}`;
const PAGE = "/";

self.addEventListener("install", (event) => {
  event.waitUntil(keepShell());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOlder());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate" && url.pathname === PAGE) event.respondWith(page(request));
  else if (__SHELL__.includes(url.pathname)) event.respondWith(fromCache(request));
  else if (url.pathname.startsWith("/assets/")) event.respondWith(fromCache(request));
});

async function keepShell(): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.addAll([PAGE, ...__SHELL__]);
  await self.skipWaiting(); // every page names the files it was built with, so none is surprised
}

async function forgetOlder(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
}

async function page(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  try {
    const fresh = await fetch(request);
    if (fresh.ok) await cache.put(PAGE, fresh.clone());
    return fresh;
  } catch (error) {
    const kept = await cache.match(PAGE);
    if (kept) return kept;
    throw error;
  }
}

/** Also keeps what was not fetched ahead: fonts, and the parts that have been opened once. */
async function fromCache(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request);
  if (kept) return kept;
  const fresh = await fetch(request);
  if (fresh.status === 200) await cache.put(request, fresh.clone());
  return fresh;
}

export {};
