import { describe, expect, it } from "vitest";
import { ApiError, type Assessment, parseRetryAfter } from "../../src/api/client";
import {
  abortableDelay,
  nextPollDelay,
  pollUntilFinished,
  retryDelay,
} from "../../src/assessment/polling";

const never = new AbortController().signal;
const ANSWER_MS = 20;

function answer(status: Assessment["status"]) {
  return { status } as Assessment;
}

/** Poll with a simulated clock; `reply` receives the time and the number of the request. */
function simulateWith(
  reply: (clock: number, asked: number) => Assessment | Error,
  { waitedMs = 0, offlineFor = 0 } = {},
) {
  let clock = 0;
  let paused = 0;
  let asked = 0;
  const delays: number[] = [];
  let pending = 0;
  const finished = pollUntilFinished({
    fetchAssessment: () => {
      const found = reply(clock, asked);
      asked += 1;
      clock += ANSWER_MS;
      return found instanceof Error ? Promise.reject(found) : Promise.resolve(found);
    },
    signal: never,
    onPending: () => (pending += 1),
    onPaused: () => (paused += 1),
    connection: {
      isOffline: () => clock < offlineFor,
      whenOnline: () => {
        clock = offlineFor;
        return Promise.resolve();
      },
    },
    waitedMs,
    now: () => clock,
    sleep: (ms) => {
      delays.push(ms);
      clock += ms;
      return Promise.resolve();
    },
  });
  return { finished, delays, counts: () => ({ asked, pending, paused }), took: () => clock };
}

/** Return the replies in turn; the last one repeats. */
function simulate(answers: (Assessment | Error)[], options = {}) {
  return simulateWith((_, asked) => answers[Math.min(asked, answers.length - 1)]!, options);
}

/** Return the delay that polling adds to an assessment of this length, and the number of requests. */
async function wait(finishedAt: number, waitedMs: number) {
  const run = simulateWith((clock) => answer(clock < finishedAt ? "pending" : "done"), {
    waitedMs,
  });
  await run.finished;
  const added = run.took() - ANSWER_MS - finishedAt;
  return { share: added / (waitedMs + finishedAt), asked: run.counts().asked };
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

describe("nextPollDelay", () => {
  it("comes after a fifth of the wait so far, within bounds", () => {
    const delays = [0, 250, 1_000, 10_000, 100_000].map((ms) => nextPollDelay(ms, 0, () => 0));
    expect(delays).toEqual([50, 50, 200, 2_000, 8_000]);
  });

  it("counts what the answer took as waiting, but rests", () => {
    expect(nextPollDelay(1_000, 80, () => 0)).toBe(120);
    expect(nextPollDelay(1_000, 3_000, () => 0)).toBe(100);
  });

  it("spreads the browsers", () => {
    expect(nextPollDelay(1_000, 0, () => 1)).toBe(240);
  });
});

describe("retryDelay", () => {
  it("grows and stops growing", () => {
    const delays = [0, 1, 2, 3, 10].map((failures) => retryDelay(failures, null, () => 0));
    expect(delays).toEqual([1000, 1500, 2250, 3375, 8000]);
  });

  it("is never less than Retry-After, and spreads the browsers", () => {
    expect(retryDelay(0, 5, () => 0)).toBe(5000);
    expect(retryDelay(0, 20, () => 1)).toBe(24000);
    expect(retryDelay(10, 1, () => 0)).toBe(8000);
  });
});

describe("parseRetryAfter", () => {
  it.each([
    [null, null],
    ["3", 3],
    ["0", 0],
    ["Thu, 01 Jan 1970 00:00:09 GMT", 9],
    ["soon", null],
  ])("%s → %s", (header, expected) => {
    expect(parseRetryAfter(header, 0)).toBe(expected);
  });
});

describe("pollUntilFinished", () => {
  it("asks until the status is not pending", async () => {
    const run = simulate([answer("pending"), answer("pending"), answer("done")]);
    expect((await run.finished).status).toBe("done");
    expect(run.counts()).toEqual({ asked: 3, pending: 2, paused: 0 });
  });

  it("asks at once for what nobody has waited for yet", async () => {
    const run = simulate([answer("done")]);
    await run.finished;
    expect(run.delays).toEqual([0]);
  });

  it.each([300, 1_200, 8_000, 30_000])(
    "adds a small share to a wait of %i ms, with few questions",
    async (total) => {
      const sending = 200;
      const spreads = Array.from({ length: 200 }, (_, number) => total * (1 + number / 1_000));
      const waits = await Promise.all(spreads.map((end) => wait(end - sending, sending)));
      expect(median(waits.map(({ share }) => share))).toBeLessThan(0.15);
      expect(Math.max(...waits.map(({ share }) => share))).toBeLessThan(0.3);
      const most = 2 + Math.log(total / sending) / Math.log(1.2);
      expect(Math.max(...waits.map(({ asked }) => asked))).toBeLessThanOrEqual(most + 1);
    },
  );

  it("does not make whoever sent slowly wait long for the first answer", async () => {
    const run = simulate([answer("pending"), answer("done")], { waitedMs: 600_000 });
    await run.finished;
    expect(Math.max(...run.delays)).toBeLessThan(1_500);
  });

  it("tolerates a few transient failures, and waits as long as Retry-After says", async () => {
    const lost = new ApiError("network", 0);
    const run = simulate([lost, new ApiError("backend_unavailable", 503, 7), answer("done")]);
    expect((await run.finished).status).toBe("done");
    expect(run.delays[1]).toBeGreaterThanOrEqual(1_000);
    expect(run.delays[2]).toBeGreaterThanOrEqual(7_000);
  });

  it("stops after five failures in a row", async () => {
    const run = simulate([new ApiError("network", 0)]);
    await expect(run.finished).rejects.toMatchObject({ code: "network" });
    expect(run.counts().asked).toBe(5);
  });

  it("waits for a lost connection, however long, and counts it as no failure", async () => {
    const lost = new ApiError("network", 0);
    const run = simulate([lost, answer("done")], { offlineFor: 3_600_000 });
    expect((await run.finished).status).toBe("done");
    expect(run.counts()).toEqual({ asked: 2, pending: 0, paused: 1 });
  });

  it("stops at once on an answer that will not change", async () => {
    const run = simulate([new ApiError("assessment_not_found", 404)]);
    await expect(run.finished).rejects.toMatchObject({ code: "assessment_not_found" });
    expect(run.counts().asked).toBe(1);
  });

  it("says so when it takes too long", async () => {
    const run = simulate([answer("pending")]);
    await expect(run.finished).rejects.toMatchObject({ code: "still_pending" });
    expect(run.delays.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThan(170_000);
  });
});

describe("abortableDelay", () => {
  it("ends when aborted", async () => {
    const controller = new AbortController();
    const paused = abortableDelay(60_000, controller.signal);
    controller.abort();
    await expect(paused).rejects.toThrow();
    await expect(abortableDelay(1, controller.signal)).rejects.toThrow();
  });
});
