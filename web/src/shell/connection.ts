/** Whether the device is connected, as far as the browser knows. */

import { abortError } from "../api/abort";

export interface Connection {
  lost: () => boolean;
  /** Resolves when the connection is back; rejects at once when `signal` aborts. */
  back: (signal: AbortSignal) => Promise<void>;
}

export const connection: Connection = {
  lost: () => !navigator.onLine,
  back: (signal) =>
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

/** Call `listener` whenever the connection comes or goes; the answer ends that. */
export function watchConnection(listener: () => void): () => void {
  window.addEventListener("online", listener);
  window.addEventListener("offline", listener);
  return () => {
    window.removeEventListener("online", listener);
    window.removeEventListener("offline", listener);
  };
}
