/** Polling of an assessment until it is finished. */

import { abortError } from "../api/abort";
import { ApiError, type Assessment } from "../api/client";
import type { Connection } from "../shell/connection";

const SHARE_OF_WAIT = 0.2;
const SHORTEST_INTERVAL_MS = 50;
const LONGEST_INTERVAL_MS = 8_000;
/** Caps the first interval for somebody whose upload took a minute. */
const MAX_PRIOR_WAIT_MS = 5_000;
const FIRST_RETRY_MS = 1_000;
const RETRY_FACTOR = 1.5;
const LONGEST_RETRY_MS = 8_000;
const TIMEOUT_MS = 180_000;
const FAILURES_TOLERATED = 4;

/**
 * Return the milliseconds from a response "pending" to the next request.
 *
 * Requests start a fifth of the wait so far apart: polling adds the same small share to any wait, and
 * the number of requests grows with the logarithm of the wait (docs/adr/0014). After a slow response the
 * pause is at least half of that.
 */
export function nextPollDelay(
  waitedMs: number,
  answerTookMs: number,
  random: () => number = Math.random,
): number {
  const share = Math.max(SHORTEST_INTERVAL_MS, SHARE_OF_WAIT * waitedMs);
  const interval = withJitter(Math.min(LONGEST_INTERVAL_MS, share), random);
  return Math.max(interval - answerTookMs, interval / 2);
}

/**
 * Return the milliseconds to wait after failure number `failures` (from 0): exponential, and at least
 * what Retry-After says.
 */
export function retryDelay(
  failures: number,
  retryAfterSeconds: number | null,
  random: () => number = Math.random,
): number {
  const grown = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * RETRY_FACTOR ** failures);
  return withJitter(Math.max(grown, (retryAfterSeconds ?? 0) * 1_000), random);
}

/** Add up to 20 %, so that many browsers do not send requests in step. */
function withJitter(ms: number, random: () => number): number {
  return ms * (1 + 0.2 * random());
}

interface PollOptions {
  fetchAssessment: () => Promise<Assessment>;
  signal: AbortSignal;
  /** Called for each response "pending". */
  onPending: () => void;
  connection: Connection;
  /** Called when the device goes offline; polling resumes when it is online again. */
  onPaused: () => void;
  /** Milliseconds that the person has already waited for the upload; 0 polls at once. */
  waitedMs: number;
  sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
  now?: () => number;
}

/** Return the finished assessment; raise an {@link ApiError} `still_pending` after three minutes. */
export async function pollUntilFinished(options: PollOptions): Promise<Assessment> {
  const { fetchAssessment, signal, onPending, connection, onPaused, waitedMs } = options;
  const { sleep = abortableDelay, now = Date.now } = options;
  const before = Math.min(waitedMs, MAX_PRIOR_WAIT_MS);
  let began = now();
  let failures = 0;
  let delay = SHARE_OF_WAIT * before;
  for (;;) {
    await sleep(delay, signal);
    const asked = now();
    if (asked - began >= TIMEOUT_MS) throw new ApiError("still_pending", 0);
    try {
      const assessment = await fetchAssessment();
      if (assessment.status !== "pending") return assessment;
      failures = 0;
      onPending();
      delay = nextPollDelay(before + asked - began, now() - asked);
    } catch (error) {
      if (!(error instanceof ApiError) || !error.transient) throw error;
      delay = retryDelay(failures, error.retryAfterSeconds);
      if (error.code === "network" && connection.isOffline()) {
        const since = now();
        onPaused();
        await connection.whenOnline(signal);
        began += now() - since;
      } else {
        failures += 1;
        if (failures > FAILURES_TOLERATED) throw error;
      }
    }
  }
}

/** Resolve after `ms`, or reject at once when `signal` aborts. */
export function abortableDelay(ms: number, signal: AbortSignal): Promise<void> {
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
