import { describe, expect, it } from "vitest";
import { ApiError, parseRetryAfter, type Assessment, type AssessmentReply } from "../src/api";
import { nextDelay, pause, pollUntilFinished } from "../src/polling";

const never = new AbortController().signal;

function reply(status: Assessment["status"], retryAfterSeconds: number | null = null) {
  return { assessment: { status } as Assessment, retryAfterSeconds } satisfies AssessmentReply;
}

/** Polls with a clock that only moves by sleeping, and answers in turn; the last one repeats. */
function simulate(answers: (AssessmentReply | Error)[], offlineFor = 0) {
  let clock = 0;
  let paused = 0;
  let asked = 0;
  const delays: number[] = [];
  let pending = 0;
  const finished = pollUntilFinished({
    ask: () => {
      const answer = answers[Math.min(asked, answers.length - 1)]!;
      asked += 1;
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
    signal: never,
    onPending: () => (pending += 1),
    onPaused: () => (paused += 1),
    connection: {
      lost: () => clock < offlineFor,
      back: () => {
        clock = offlineFor;
        return Promise.resolve();
      },
    },
    firstAfterSeconds: 1,
    now: () => clock,
    sleep: (ms) => {
      delays.push(ms);
      clock += ms;
      return Promise.resolve();
    },
  });
  return { finished, delays, counts: () => ({ asked, pending, paused }) };
}

describe("nextDelay", () => {
  it("grows and stops growing", () => {
    const delays = [0, 1, 2, 3, 10].map((attempt) => nextDelay(attempt, null, () => 0));
    expect(delays).toEqual([1000, 1500, 2250, 3375, 8000]);
  });

  it("never asks before Retry-After, and spreads the browsers", () => {
    expect(nextDelay(0, 5, () => 0)).toBe(5000);
    expect(nextDelay(0, 20, () => 1)).toBe(24000);
    expect(nextDelay(10, 1, () => 0)).toBe(8000);
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
    const run = simulate([reply("pending", 4), reply("pending"), reply("done")]);
    expect((await run.finished).status).toBe("done");
    expect(run.counts()).toEqual({ asked: 3, pending: 2, paused: 0 });
    expect(run.delays[0]).toBe(1000);
    expect(run.delays[1]).toBeGreaterThanOrEqual(4000);
  });

  it("bears a few failures that may pass", async () => {
    const lost = new ApiError("network", 0);
    const run = simulate([lost, new ApiError("backend_unavailable", 503, 7), reply("done")]);
    expect((await run.finished).status).toBe("done");
    expect(run.delays[2]).toBeGreaterThanOrEqual(7000);
  });

  it("gives up after five failures in a row", async () => {
    const run = simulate([new ApiError("network", 0)]);
    await expect(run.finished).rejects.toMatchObject({ code: "network" });
    expect(run.counts().asked).toBe(5);
  });

  it("waits for a lost connection, however long, and counts it as no failure", async () => {
    const lost = new ApiError("network", 0);
    const run = simulate([lost, reply("done")], 3_600_000);
    expect((await run.finished).status).toBe("done");
    expect(run.counts()).toEqual({ asked: 2, pending: 0, paused: 1 });
  });

  it("gives up at once on an answer that will not change", async () => {
    const run = simulate([new ApiError("assessment_not_found", 404)]);
    await expect(run.finished).rejects.toMatchObject({ code: "assessment_not_found" });
    expect(run.counts().asked).toBe(1);
  });

  it("says so when it takes too long", async () => {
    const run = simulate([reply("pending")]);
    await expect(run.finished).rejects.toMatchObject({ code: "still_pending" });
    expect(run.delays.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThan(170_000);
  });
});

describe("pause", () => {
  it("ends when aborted", async () => {
    const controller = new AbortController();
    const paused = pause(60_000, controller.signal);
    controller.abort();
    await expect(paused).rejects.toThrow();
    await expect(pause(1, controller.signal)).rejects.toThrow();
  });
});
