/** Asking until an assessment is finished: after a small share of the wait so far, again and again. */

import { abortError } from "../api/abort";
import { ApiError, type Assessment } from "../api/client";
import type { Connection } from "../shell/connection";

const SHARE_OF_WAIT = 0.2;
const SHORTEST_INTERVAL_MS = 50;
const LONGEST_INTERVAL_MS = 8_000;
/** Somebody whose photo took a minute to send is not to wait many seconds for the first answer. */
const MOST_WAITED_BEFORE_MS = 5_000;
const FIRST_RETRY_MS = 1_000;
const RETRY_FACTOR = 1.5;
const LONGEST_RETRY_MS = 8_000;
const GIVE_UP_AFTER_MS = 180_000;
const FAILURES_TOLERATED = 4;

/**
 * Milliseconds from an answer "not yet" to the next question.
 *
 * Questions begin a fifth of the wait so far apart: what asking adds stays the same small share of
 * any wait, and the number of questions grows with its logarithm (docs/adr/0014). Who is answered
 * slowly rests half of that at least.
 */
export function nextQuestion(
  waitedMs: number,
  answerTookMs: number,
  random: () => number = Math.random,
): number {
  const share = Math.max(SHORTEST_INTERVAL_MS, SHARE_OF_WAIT * waitedMs);
  const interval = spread(Math.min(LONGEST_INTERVAL_MS, share), random);
  return Math.max(interval - answerTookMs, interval / 2);
}

/**
 * Milliseconds to wait after failure number `failures` (from 0): exponential, and at least what
 * Retry-After says.
 */
export function retryDelay(
  failures: number,
  retryAfterSeconds: number | null,
  random: () => number = Math.random,
): number {
  const grown = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * RETRY_FACTOR ** failures);
  return spread(Math.max(grown, (retryAfterSeconds ?? 0) * 1_000), random);
}

/** Up to 20 % more, so that many browsers do not ask in step. */
function spread(ms: number, random: () => number): number {
  return ms * (1 + 0.2 * random());
}

export interface PollOptions {
  ask: () => Promise<Assessment>;
  signal: AbortSignal;
  /** Called each time the answer is "not yet". */
  onPending: () => void;
  connection: Connection;
  /** Called when the device is off line: asking goes on when it is back. */
  onPaused: () => void;
  /** What the person has waited already, for the photo to be sent; who has not, asks at once. */
  waitedMs: number;
  sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
  now?: () => number;
}

/** The finished assessment; an {@link ApiError} `still_pending` when it takes too long. */
export async function pollUntilFinished(options: PollOptions): Promise<Assessment> {
  const { ask, signal, onPending, connection, onPaused, waitedMs } = options;
  const { sleep = pause, now = Date.now } = options;
  const before = Math.min(waitedMs, MOST_WAITED_BEFORE_MS);
  let began = now();
  let failures = 0;
  let delay = SHARE_OF_WAIT * before;
  for (;;) {
    await sleep(delay, signal);
    const asked = now();
    if (asked - began >= GIVE_UP_AFTER_MS) throw new ApiError("still_pending", 0);
    try {
      const assessment = await ask();
      if (assessment.status !== "pending") return assessment;
      failures = 0;
      onPending();
      delay = nextQuestion(before + asked - began, now() - asked);
    } catch (error) {
      if (!(error instanceof ApiError) || !error.transient) throw error;
      delay = retryDelay(failures, error.retryAfterSeconds);
      if (error.code === "network" && connection.lost()) {
        const since = now();
        onPaused();
        await connection.back(signal);
        began += now() - since;
      } else {
        failures += 1;
        if (failures > FAILURES_TOLERATED) throw error;
      }
    }
  }
}

/** Wait `ms`, or reject at once when `signal` aborts. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(abortError());
    const stop = () => {
      clearTimeout(timer);
      reject(abortError());
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, ms);
    return signal.addEventListener("abort", stop, { once: true });
  });
}
