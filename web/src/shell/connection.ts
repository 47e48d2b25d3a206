/** The device's connection, as far as the browser knows. */

import { abortError } from "../api/abort";

export interface Connection {
  isOffline: () => boolean;
  /** Resolve when the device is online again; reject at once when `signal` aborts. */
  whenOnline: (signal: AbortSignal) => Promise<void>;
}

export const connection: Connection = {
  isOffline: () => !navigator.onLine,
  whenOnline: (signal) =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(abortError());
      if (navigator.onLine) return resolve();
      const done = (settle: () => void) => () => {
        window.removeEventListener("online", online);
        signal.removeEventListener("abort", aborted);
        settle();
      };
      const online = done(resolve);
      const aborted = done(() => reject(abortError()));
      window.addEventListener("online", online);
      signal.addEventListener("abort", aborted);
    }),
};

/** Call `listener` whenever the device goes online or offline; return a function that stops this. */
export function subscribeToConnection(listener: () => void): () => void {
  window.addEventListener("online", listener);
  window.addEventListener("offline", listener);
  return () => {
    window.removeEventListener("online", listener);
    window.removeEventListener("offline", listener);
  };
}
