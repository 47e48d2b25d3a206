/**
 * Service worker that caches what works offline: the first pages, and the parts that show data on the
 * device.
 *
 * Pages are network first, as their Cache-Control asks. Files below /assets/ have a hash of their content
 * in their name and never change, so they are cache first. API and uploads are not handled.
 *
 * Every cache operation may fail, because the device's storage is full or switched off; the request then
 * goes to the network as without this worker.
 */

import { dueReminder } from "./reminder";

declare const self: ServiceWorkerGlobalScope;
/** Replaced by the build: the URLs to precache, and a version that changes with them. */
declare const __SHELL__: readonly string[];
declare const __LATER__: readonly string[];
declare const __VERSION__: string;

const CACHE = `shell-${__VERSION__}`;
const PAGE = "/";

self.addEventListener("install", (event) => {
  event.waitUntil(precache());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(Promise.all([deleteOldCaches(), self.clients.claim()]).catch(ignore));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate" && url.pathname === PAGE) event.respondWith(page(event));
  else if (__SHELL__.includes(url.pathname)) event.respondWith(fromCache(event));
  else if (url.pathname.startsWith("/assets/")) event.respondWith(fromCache(event));
});

/** Missing in TypeScript's types: a check once in a while, in installed apps of some browsers. */
interface PeriodicSyncEvent extends ExtendableEvent {
  tag: string;
}

self.addEventListener("periodicsync", (event) => {
  const { tag } = event as PeriodicSyncEvent;
  (event as PeriodicSyncEvent).waitUntil(remind(tag));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow("/#/photo"));
});

async function remind(tag: string): Promise<void> {
  const reminder = dueReminder(tag, Date.now());
  if (reminder === null) return;
  const { registration } = self as unknown as { registration: ReminderRegistration };
  await registration.showNotification(reminder.title, {
    body: reminder.text,
    icon: "/icon-192.png",
    tag: "reminder",
  });
  await registration.periodicSync.unregister(tag);
}

interface ReminderRegistration extends ServiceWorkerRegistration {
  periodicSync: { unregister(tag: string): Promise<void> };
}

/** Precache the first pages, or fail; of the later parts, whatever can be fetched. */
async function precache(): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.addAll([PAGE, ...__SHELL__]);
  await Promise.all(__LATER__.map((path) => cache.add(path).catch(ignore)));
  await self.skipWaiting(); // safe: pages reference files by hash
}

async function deleteOldCaches(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
}

async function page(event: FetchEvent): Promise<Response> {
  try {
    const fresh = await fetch(event.request);
    if (fresh.ok) addToCache(event, PAGE, fresh.clone());
    return fresh;
  } catch (error) {
    const cached = await find(PAGE);
    if (cached) return cached;
    throw error;
  }
}

/** Cache first; also caches what was not precached: fonts, and parts once they were opened. */
async function fromCache(event: FetchEvent): Promise<Response> {
  const cached = await find(event.request);
  if (cached) return cached;
  const fresh = await fetch(event.request);
  if (fresh.status === 200) addToCache(event, event.request, fresh.clone());
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

/** Add to the cache without delaying the response. */
function addToCache(event: FetchEvent, request: RequestInfo, response: Response): void {
  const put = async () => (await caches.open(CACHE)).put(request, response);
  event.waitUntil(put().catch(ignore));
}

function ignore(): void {
  // What is not cached comes from the network.
}
