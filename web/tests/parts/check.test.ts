import { describe, expect, it, vi } from "vitest";
import { ApiError, type AssessmentRequest } from "../../src/api/client";
import { NO_ANSWERS } from "../../src/assessment/answers";
import type { PreparedPhoto } from "../../src/assessment/preparedPhoto";
import type { SendPorts } from "../../src/assessment/sendPhoto";
import { NO_SHOT, type Place, ShotStore } from "../../src/assessment/shots";
import { answered } from "../../src/parts/check/outcomes";
import { sendShots } from "../../src/parts/check/sendShots";
import { finished } from "../components/answers";
import { triage } from "../kept";

const ANSWERS = {
  ...NO_ANSWERS,
  sex: "female",
  ageGroup: "30s",
  site: "left",
  consent: true,
  research: true,
  fourteen: true,
} as const;

function photo(): PreparedPhoto {
  return { file: new Blob(["x"]), contentType: "image/jpeg", preview: null, findings: [] };
}

function storeOf(...places: Place[]): ShotStore {
  const store = new ShotStore();
  for (const place of places) store.set(place, { photo: photo(), id: null });
  return store;
}

/** Ports that name assessments 1, 2, 3; the uploads end as they are told. */
function portsWith(uploads: (Error | null)[] = []) {
  const requests: AssessmentRequest[] = [];
  const ports: SendPorts = {
    create: async (request) => {
      requests.push(request);
      const upload = { url: "u", fields: {}, expiresAt: "2999-01-01T00:00:00Z", maxBytes: 1 };
      return { id: `${requests.length}`, status: "pending", upload, pollAfterSeconds: 0 };
    },
    upload: async () => {
      const failure = uploads.shift() ?? null;
      if (failure) throw failure;
    },
    remove: vi.fn(async () => undefined),
    connection: { isOffline: () => false, whenOnline: async () => undefined },
  };
  const send = (store: ShotStore, signal = new AbortController().signal) =>
    sendShots(store, ANSWERS, () => undefined, signal, ports);
  return { ports, requests, send };
}

describe("a check of several places", () => {
  it("sends each photo as an assessment of its own place, and counts one of them", async () => {
    const store = storeOf("crown", "parting", "back");
    const { requests, send } = portsWith();
    await send(store);
    expect(requests).toMatchObject([
      { site: "top", counted: true, research: false, sex: "female", consent: true },
      { counted: false, research: false },
      { site: "back", counted: false, research: false },
    ]);
    expect(requests[1]).not.toHaveProperty("site");
    expect(store.ids).toEqual({ crown: "1", parting: "2", back: "3" });
  });

  it("counts another place where there is no crown", async () => {
    const { requests, send } = portsWith();
    await send(storeOf("parting", "back"));
    expect(requests).toMatchObject([{ counted: true }, { counted: false }]);
  });

  it("keeps what has arrived when a photo fails, and then sends only the others", async () => {
    const store = storeOf("crown", "parting", "back");
    const { ports, requests, send } = portsWith([null, new ApiError("upload_refused", 400)]);
    await expect(send(store)).rejects.toThrow("upload_refused");
    expect(store.ids).toEqual({ crown: "1", parting: null, back: null });
    expect(ports.remove).toHaveBeenCalledExactlyOnceWith("2");
    await send(store);
    expect(requests).toHaveLength(4);
    expect(store.ids).toEqual({ crown: "1", parting: "3", back: "4" });
  });

  it("replaces one photo without touching the others", async () => {
    const store = storeOf("crown", "back");
    const { requests, send } = portsWith();
    await send(store);
    const { crown } = store.shots;
    store.set("back", NO_SHOT);
    store.set("back", { photo: photo(), id: null });
    await send(store);
    expect(store.shots.crown).toBe(crown);
    expect(requests[2]).toMatchObject({ site: "back", counted: false });
  });
});

describe("the shots of a tab", () => {
  it("begin anew only when none waits to be sent", () => {
    const store = storeOf("crown");
    store.begin();
    expect(store.shots.crown.photo).not.toBeNull();
    store.set("crown", { ...store.shots.crown, id: "1" });
    store.begin();
    expect(store.shots.crown).toEqual(NO_SHOT);
  });

  it("hold the photos of the check that is shown, and of no other", () => {
    const store = storeOf("crown");
    store.set("crown", { ...store.shots.crown, id: "1" });
    store.show({ crown: "1", parting: "2", back: null });
    expect(store.shots.crown.photo).not.toBeNull();
    store.show({ crown: "7", parting: "2", back: null });
    expect(store.shots.crown).toEqual({ photo: null, id: "7" });
    store.forget("2");
    expect(store.ids).toEqual({ crown: "7", parting: null, back: null });
  });
});

describe("the order of places", () => {
  const done = (found: ReturnType<typeof finished>) =>
    ({ name: "done", assessment: found, result: found.result }) as const;

  it("is by urgency, then by the worst finding, without what may be no scalp", () => {
    const soon = triage({ level: "this_week" });
    const crown = done(finished({ dandruff: 3 }));
    const parting = done(finished({ dandruff: 1 }, { result: { triage: soon } }));
    const back = done(finished({ hair_loss: 2 }));
    const order = (outcomes: Parameters<typeof answered>[0]) =>
      answered(outcomes).map(({ place }) => place);
    expect(order({ crown, parting, back })).toEqual(["parting", "crown", "back"]);
    const strange = done(finished({}, { result: { warnings: ["unfamiliar"] } }));
    expect(order({ crown: strange, back })).toEqual(["back"]);
    expect(
      order({ crown: { name: "problem", code: "failed", retry: "send" }, parting, back }),
    ).toEqual(["parting", "back"]);
  });
});
