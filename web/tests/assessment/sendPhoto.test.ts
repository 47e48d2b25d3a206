import { describe, expect, it, vi } from "vitest";
import { ApiError, type CreatedAssessment } from "../../src/api/client";
import { type SendPorts, sendPhoto } from "../../src/assessment/sendPhoto";

const LATER = "2999-01-01T00:00:00Z";
const lostLine = () => new ApiError("network", 0);

function setting(uploads: (Error | null)[], expiries: string[] = []) {
  let made = 0;
  let online = true;
  const events: string[] = [];
  const controller = new AbortController();
  const ports: SendPorts = {
    create: vi.fn(async () => {
      made += 1;
      const expiresAt = expiries[made - 1] ?? LATER;
      const upload = { url: `form ${made}`, fields: {}, expiresAt, maxBytes: 1 };
      return { id: `${made}`, status: "pending", upload, pollAfterSeconds: 0 } as CreatedAssessment;
    }),
    upload: vi.fn(async (target, _file, onProgress) => {
      events.push(target.url);
      const failure = uploads.shift() ?? null;
      if (failure) throw failure;
      onProgress(1);
    }),
    remove: vi.fn(async () => undefined),
    connection: {
      isOffline: () => !online,
      whenOnline: async () => {
        events.push("back");
        online = true;
      },
    },
  };
  const send = () =>
    sendPhoto(ports, {
      request: {
        sex: "female",
        ageGroup: "30s",
        consent: true,
        research: false,
        counted: true,
        contentType: "image/jpeg",
      },
      file: new Blob(["x"]),
      signal: controller.signal,
      onCreated: ({ id }) => events.push(`created ${id}`),
      onProgress: () => undefined,
      onPaused: (reason) => events.push(reason),
      sleep: async (ms) => void events.push(ms >= 1000 ? "slept" : "hurried"),
    });
  return { ports, events, send, controller, unplug: () => (online = false) };
}

describe("sendPhoto", () => {
  it("sends once when all goes well", async () => {
    const { send, events } = setting([]);
    expect((await send()).id).toBe("1");
    expect(events).toEqual(["created 1", "form 1"]);
  });

  it("waits for a lost connection and goes on with the same form", async () => {
    const { send, events, unplug } = setting([lostLine()]);
    unplug();
    expect((await send()).id).toBe("1");
    expect(events).toEqual(["created 1", "form 1", "offline", "back", "form 1"]);
  });

  it("takes a new form when the old one has expired meanwhile, and deletes the old assessment", async () => {
    const { send, events, unplug, ports } = setting([lostLine()], ["1999-01-01T00:00:00Z"]);
    unplug();
    expect((await send()).id).toBe("2");
    expect(events).toEqual(["created 1", "form 1", "offline", "back", "created 2", "form 2"]);
    expect(ports.remove).toHaveBeenCalledWith("1");
  });

  it("takes a new form once when the bucket says that it has expired", async () => {
    const expired = () => new ApiError("upload_expired", 403);
    const { send, events, ports } = setting([expired()]);
    expect((await send()).id).toBe("2");
    expect(events).toEqual(["created 1", "form 1", "created 2", "form 2"]);
    expect(ports.remove).toHaveBeenCalledWith("1");
    await expect(setting([expired(), expired()]).send()).rejects.toThrow("upload_expired");
  });

  it("tries a few times with pauses when the connection breaks, then says so", async () => {
    const { send, events } = setting([lostLine(), lostLine(), lostLine(), lostLine()]);
    await expect(send()).rejects.toThrow("network");
    const again = ["retrying", "slept", "form 1"];
    expect(events).toEqual(["created 1", "form 1", ...again, ...again, ...again]);
  });

  it("does not try again what was refused", async () => {
    const { send, events } = setting([new ApiError("upload_too_large", 400)]);
    await expect(send()).rejects.toThrow("upload_too_large");
    expect(events).toEqual(["created 1", "form 1"]);
  });

  it("says at once that the server is away before anything began", async () => {
    const { send, ports, events } = setting([]);
    vi.mocked(ports.create).mockRejectedValueOnce(lostLine());
    await expect(send()).rejects.toThrow("network");
    expect(events).toEqual([]);
  });

  it("ends when it is cancelled while off line", async () => {
    const { send, ports, unplug, controller } = setting([lostLine()]);
    unplug();
    ports.connection.whenOnline = (signal) =>
      new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    const sending = send();
    setTimeout(() => controller.abort(new Error("cancelled")));
    await expect(sending).rejects.toThrow("cancelled");
  });
});
