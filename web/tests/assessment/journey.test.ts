import { describe, expect, it, vi } from "vitest";
import { ApiError, type Assessment } from "../../src/api/client";
import { type Answers, CONSENT_VERSION, NO_ANSWERS } from "../../src/assessment/answers";
import { Journey, type JourneyPorts } from "../../src/assessment/journey";
import type { PreparedPhoto } from "../../src/assessment/preparedPhoto";

const id = "0123456789abcdef0123456789abcdef";
const answers: Answers = {
  ...NO_ANSWERS,
  sex: "female",
  ageGroup: "30s",
  consent: true,
  fourteen: true,
};
const photo: PreparedPhoto = {
  file: new Blob(["x"]),
  contentType: "image/jpeg",
  preview: null,
  findings: [],
};

function assessment(change: Partial<Assessment>): Assessment {
  return { id, status: "done", result: {}, rejection: null, ...change } as Assessment;
}

function journeyWith(ports: Partial<JourneyPorts> = {}, start: "start" | "assessment" = "start") {
  const upload = { url: "u", fields: {}, expiresAt: "2999-01-01T00:00:00Z", maxBytes: 1 };
  const all: JourneyPorts = {
    create: vi.fn(async () => ({ id, status: "pending" as const, upload, pollAfterSeconds: 0 })),
    upload: vi.fn(async () => undefined),
    get: vi.fn(async () => assessment({})),
    remove: vi.fn(async () => undefined),
    connection: { isOffline: () => false, whenOnline: async () => undefined },
    navigate: vi.fn(),
    loadSample: vi.fn(async () => ({ ...photo, sample: true as const })),
    ...ports,
  };
  const route = start === "start" ? { name: start } : { name: start, id };
  return { journey: new Journey(all, route), ports: all };
}

describe("Journey", () => {
  it("goes from the photo to the result", async () => {
    const { journey, ports } = journeyWith();
    const seen: string[] = [];
    journey.subscribe(() => seen.push(journey.state.stage.name));
    journey.answer(answers);
    journey.setPhoto(photo);
    await journey.submit();
    expect([...new Set(seen)]).toEqual(["idle", "starting", "uploading", "received", "done"]);
    expect(ports.create).toHaveBeenCalledWith(
      {
        sex: "female",
        ageGroup: "30s",
        consent: true,
        research: false,
        counted: true,
        contentType: "image/jpeg",
      },
      expect.anything(),
    );
    expect(ports.navigate).toHaveBeenLastCalledWith({ name: "assessment", id }, "push");
    expect(journey.state.photoOf).toBe(id);
  });

  it.each([
    ["sex", null],
    ["ageGroup", null],
    ["consent", false],
    ["fourteen", false],
  ] as const)("sends nothing without %s", async (field, nothing) => {
    const { journey, ports } = journeyWith();
    journey.answer({ ...answers, [field]: nothing });
    journey.setPhoto(photo);
    await journey.submit();
    expect(ports.create).not.toHaveBeenCalled();
  });

  it("shows the sample without an answer or consent of anybody", async () => {
    const { journey, ports } = journeyWith();
    await journey.trySample();
    expect(ports.create).toHaveBeenCalledWith("sample", expect.anything());
    expect(journey.state.stage.name).toBe("done");
    expect(journey.state.saved).toBeNull();
  });

  it("counts consent for one photo, unless the person saves it", async () => {
    for (const save of [false, true]) {
      const { journey } = journeyWith();
      journey.answer({ ...answers, save, research: true });
      journey.setPhoto(photo);
      await journey.submit();
      expect(journey.state.answers).toMatchObject({
        sex: "female",
        consent: save,
        research: false,
      });
      if (save) expect(journey.state.saved).toMatchObject({ consentVersion: CONSENT_VERSION });
      else expect(journey.state.saved).toBeNull();
      journey.forgetAnswers();
      expect(journey.state).toMatchObject({ answers: NO_ANSWERS, saved: null });
    }
  });

  it("opens a result by its address, without a photo", async () => {
    const { journey } = journeyWith({}, "assessment");
    expect(journey.state.stage.name).toBe("loading");
    await vi.waitFor(() => expect(journey.state.stage.name).toBe("done"));
    expect(journey.state.photoOf).toBeNull();
  });

  it("distinguishes a rejected photo from a failed analysis", async () => {
    for (const [answer, expected] of [
      [
        { status: "rejected", rejection: { code: "damaged_image", message: { ko: "", en: "" } } },
        "rejected",
      ],
      [{ status: "failed" }, "problem"],
    ] as const) {
      const get = async () => assessment({ result: null, ...answer });
      const { journey } = journeyWith({ get }, "assessment");
      await vi.waitFor(() => expect(journey.state.stage.name).toBe(expected));
    }
  });

  it("sends the photo anew when it never arrived", async () => {
    const upload = vi.fn<JourneyPorts["upload"]>();
    upload.mockRejectedValueOnce(new ApiError("upload_refused", 403));
    const { journey, ports } = journeyWith({ upload });
    journey.answer(answers);
    journey.setPhoto(photo);
    await journey.submit();
    expect(journey.state.stage).toEqual({ name: "problem", code: "upload_refused", retry: "send" });
    await journey.retry();
    expect(journey.state.stage.name).toBe("done");
    expect(ports.create).toHaveBeenCalledTimes(2);
  });

  it("asks again, without a second upload, when only the answer was lost", async () => {
    const get = vi.fn(async () => assessment({}));
    get.mockRejectedValueOnce(new ApiError("unexpected", 418));
    const { journey, ports } = journeyWith({ get });
    journey.answer(answers);
    journey.setPhoto(photo);
    await journey.submit();
    expect(journey.state.stage).toMatchObject({ name: "problem", retry: "ask" });
    await journey.retry();
    expect(journey.state.stage.name).toBe("done");
    expect(ports.upload).toHaveBeenCalledTimes(1);
  });

  it("shows that it waits for the connection, and goes on to the result", async () => {
    const upload = vi.fn<JourneyPorts["upload"]>();
    upload.mockRejectedValueOnce(new ApiError("network", 0));
    let plugIn: () => void = () => undefined;
    const whenOnline = () => new Promise<void>((resolve) => (plugIn = resolve));
    const { journey, ports } = journeyWith({
      upload,
      connection: { isOffline: () => true, whenOnline },
    });
    journey.answer(answers);
    journey.setPhoto(photo);
    const submitted = journey.submit();
    const waiting = { name: "paused", during: "sending", reason: "offline" };
    await vi.waitFor(() => expect(journey.state.stage).toEqual(waiting));
    plugIn();
    await submitted;
    expect(journey.state.stage.name).toBe("done");
    expect(ports.create).toHaveBeenCalledTimes(1);
  });

  it("cancels an upload and deletes its assessment", async () => {
    const upload: JourneyPorts["upload"] = (_target, _file, _progress, signal) =>
      new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    const { journey, ports } = journeyWith({ upload });
    journey.answer(answers);
    journey.setPhoto(photo);
    const submitted = journey.submit();
    await vi.waitFor(() => expect(journey.state.stage.name).toBe("uploading"));
    journey.cancel();
    await submitted;
    expect(journey.state).toMatchObject({ route: { name: "photo" }, stage: { name: "idle" } });
    expect(ports.remove).toHaveBeenCalledWith(id);
  });

  it("deletes, and counts what is gone already as deleted", async () => {
    for (const remove of [
      async () => undefined,
      () => Promise.reject(new ApiError("assessment_not_found", 404)),
    ]) {
      const { journey } = journeyWith({ remove }, "assessment");
      await vi.waitFor(() => expect(journey.state.stage.name).toBe("done"));
      await journey.remove();
      expect(journey.state).toMatchObject({ route: { name: "start" }, stage: { name: "deleted" } });
    }
  });

  it("keeps the result when deleting failed", async () => {
    const remove = () => Promise.reject(new ApiError("backend_unavailable", 503));
    const { journey } = journeyWith({ remove }, "assessment");
    await vi.waitFor(() => expect(journey.state.stage.name).toBe("done"));
    await expect(journey.remove()).rejects.toThrow();
    expect(journey.state.stage.name).toBe("done");
  });

  it("deletes what is left behind the address of a result that has expired", async () => {
    const get = () => Promise.reject(new ApiError("assessment_not_found", 404));
    const remove = vi.fn<JourneyPorts["remove"]>(async () => undefined);
    remove.mockRejectedValueOnce(new ApiError("backend_unavailable", 503));
    const { journey } = journeyWith({ get, remove }, "assessment");
    await vi.waitFor(() => expect(journey.state.stage.name).toBe("problem"));
    await journey.removeLeftovers();
    expect(journey.state.stage).toMatchObject({ name: "problem", code: "backend_unavailable" });
    await journey.removeLeftovers();
    expect(remove).toHaveBeenLastCalledWith(id);
    expect(journey.state.stage.name).toBe("deleted");
  });
});
