/**
 * Keeps what can be used without a connection: the first pages, and the parts that show what is on the
 * device.
 *
 * Pages come from the network first, as their Cache-Control asks, and from the cache only when there
 * is none. Files below /assets/ carry a hash of their content in their name and never change, so
 * those are taken from the cache first. The API and the upload are none of its business.
 *
 * The cache is a favour, never a condition: a device whose storage is full or switched off refuses to
 * open it, to read it or to add to it, and then the network answers as it would without this worker.
 */

declare const self: ServiceWorkerGlobalScope;
/** Put in by the build: the addresses to fetch ahead, and a name that changes with them. */
declare const __SHELL__: readonly string[];
declare const __LATER__: readonly string[];
declare const __VERSION__: string;

const CACHE = `shell-${__VERSION__}`;
const PAGE = "/";

self.addEventListener("install", (event) => {
  event.waitUntil(keepAhead());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(Promise.all([forgetOlder(), self.clients.claim()]).catch(ignore));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate" && url.pathname === PAGE) event.respondWith(page(event));
  else if (__SHELL__.includes(url.pathname)) event.respondWith(fromCache(event));
  else if (url.pathname.startsWith("/assets/")) event.respondWith(fromCache(event));
});

/** The first pages or nothing; of the later parts, what can be had. */
async function keepAhead(): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.addAll([PAGE, ...__SHELL__]);
  await Promise.all(__LATER__.map((path) => cache.add(path).catch(ignore)));
  await self.skipWaiting(); // every page names the files it was built with, so none is surprised
}

async function forgetOlder(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
}

async function page(event: FetchEvent): Promise<Response> {
  try {
    const fresh = await fetch(event.request);
    if (fresh.ok) keep(event, PAGE, fresh.clone());
    return fresh;
  } catch (error) {
    const kept = await find(PAGE);
    if (kept) return kept;
    throw error;
  }
}

/** Also keeps what was not fetched ahead: fonts, and the parts that have been opened once. */
async function fromCache(event: FetchEvent): Promise<Response> {
  const kept = await find(event.request);
  if (kept) return kept;
  const fresh = await fetch(event.request);
  if (fresh.status === 200) keep(event, event.request, fresh.clone());
  return fresh;
}

async function find(request: RequestInfo): Promise<Response | undefined> {
  try {
    const cache = await caches.open(CACHE);
    return await cache.match(request);
  } catch {
    return undefined;
  }
}

/** Beside the answer, which does not wait for it. */
function keep(event: FetchEvent, request: RequestInfo, answer: Response): void {
  const put = async () => (await caches.open(CACHE)).put(request, answer);
  event.waitUntil(put().catch(ignore));
}

function ignore(): void {
  // What is not kept comes from the network.
}

export {};
