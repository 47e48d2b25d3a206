/** Notifications of the installed app, shown by its service worker when a day has come. */

import type { Reminder } from "../../../worker/reminder";

/** Missing in TypeScript's types; in Chromium's browsers, once the site is installed. */
interface PeriodicSync {
  register(tag: string, options: { minInterval: number }): Promise<void>;
  unregister(tag: string): Promise<void>;
  getTags(): Promise<string[]>;
}

const TWELVE_HOURS = 12 * 60 * 60 * 1000;

/** Return the installed app's periodic sync, or null where nothing could notify anybody. */
export async function findPeriodicSync(): Promise<PeriodicSync | null> {
  if (!matchMedia("(display-mode: standalone)").matches) return null;
  if (typeof Notification === "undefined" || !("serviceWorker" in navigator)) return null;
  const registration = await navigator.serviceWorker.getRegistration();
  const { periodicSync } = (registration ?? {}) as { periodicSync?: PeriodicSync };
  return periodicSync ?? null;
}

/** Set the one reminder, instead of any before; return whether the person and the browser allow it. */
export async function remindByNotification(
  sync: PeriodicSync,
  reminder: Reminder,
): Promise<boolean> {
  if ((await Notification.requestPermission()) !== "granted") return false;
  try {
    for (const tag of await sync.getTags()) await sync.unregister(tag);
    await sync.register(JSON.stringify(reminder), { minInterval: TWELVE_HOURS });
    return true;
  } catch {
    return false; // the browser has not seen enough use of the app
  }
}
