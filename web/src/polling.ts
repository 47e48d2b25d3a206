/** Asking until an assessment is finished: patiently, and never faster than the API wishes. */

import { ApiError, type Assessment, type AssessmentReply } from "./api";
import type { Connection } from "./connection";

const FIRST_MS = 1_000;
const FACTOR = 1.5;
const LONGEST_MS = 8_000;
const GIVE_UP_AFTER_MS = 180_000;
const FAILURES_TOLERATED = 4;

/**
 * Milliseconds to wait before question number `attempt` (from 0): exponential, with up to 20 %
 * added so that many browsers do not ask in step, and at least what Retry-After says.
 */
export function nextDelay(
  attempt: number,
  retryAfterSeconds: number | null,
  random: () => number = Math.random,
): number {
  const grown = Math.min(LONGEST_MS, FIRST_MS * FACTOR ** attempt);
  return Math.max(grown, (retryAfterSeconds ?? 0) * 1_000) * (1 + 0.2 * random());
}

export interface PollOptions {
  ask: () => Promise<AssessmentReply>;
  signal: AbortSignal;
  /** Called each time the answer is "not yet". */
  onPending: () => void;
  connection: Connection;
  /** Called when the device is off line: asking goes on when it is back. */
  onPaused: () => void;
  /** Seconds before the first question; 0 asks at once. */
  firstAfterSeconds: number;
  sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
  now?: () => number;
}

/** The finished assessment; an {@link ApiError} `still_pending` when it takes too long. */
export async function pollUntilFinished(options: PollOptions): Promise<Assessment> {
  const { ask, signal, onPending, connection, onPaused, firstAfterSeconds } = options;
  const { sleep = pause, now = Date.now } = options;
  let deadline = now() + GIVE_UP_AFTER_MS;
  let failures = 0;
  await sleep(firstAfterSeconds * 1_000, signal);
  for (let attempt = 0; now() < deadline; attempt += 1) {
    let retryAfter: number | null = null;
    try {
      const reply = await ask();
      if (reply.assessment.status !== "pending") return reply.assessment;
      failures = 0;
      retryAfter = reply.retryAfterSeconds;
      onPending();
    } catch (error) {
      if (!(error instanceof ApiError) || !error.transient) throw error;
      if (error.code === "network" && connection.lost()) {
        const since = now();
        onPaused();
        await connection.back(signal);
        deadline += now() - since;
      } else {
        failures += 1;
        if (failures > FAILURES_TOLERATED) throw error;
      }
      retryAfter = error.retryAfterSeconds;
    }
    await sleep(nextDelay(attempt, retryAfter), signal);
  }
  throw new ApiError("still_pending", 0);
}

/** Wait `ms`, or reject at once when `signal` aborts. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, ms);
    return signal.addEventListener("abort", stop, { once: true });
  });
}
