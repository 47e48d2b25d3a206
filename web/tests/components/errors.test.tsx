// @vitest-environment happy-dom
/** Errors between the page and the server, and the actions offered for each. */

import { screen, waitFor } from "@testing-library/preact";
import { afterEach, describe, expect, it, vi } from "vitest";
import en from "../../src/i18n/en/app.json";
import enPhoto from "../../src/i18n/en/photo.json";
import ko from "../../src/i18n/ko/app.json";
import { finished, problem } from "./answers";
import type { Answer } from "./server";
import { freshSite, openSite, send, serve, server, takePhotos } from "./site";

freshSite();

const CREATE = "POST /api/v1/assessments";
const UPLOAD = "POST /bucket";
type Code = "consent_required" | "invalid_request" | "backend_unavailable" | "internal_error";

function refusal(status: number, code: string, message = ""): Answer {
  return { status, text: `<Error><Code>${code}</Code><Message>${message}</Message></Error>` };
}

const EXPIRED = refusal(403, "AccessDenied", "Invalid according to Policy: Policy expired.");

async function expectHeading(text: string): Promise<void> {
  await screen.findByRole("heading", { level: 1, name: text });
}

async function press(user: ReturnType<typeof openSite>["user"], name: string): Promise<void> {
  await user.click(await screen.findByRole("button", { name }));
}

describe("a request that is refused", () => {
  it.each([
    ["consent_required", 422, "home"],
    ["invalid_request", 422, "home"],
    ["backend_unavailable", 503, "retry"],
    ["internal_error", 500, "retry"],
  ] as [Code, number, "home" | "retry"][])(
    "as %s has a message and an action",
    async (code, status, way) => {
      const own = finished({});
      takePhotos(own);
      server.on(CREATE, problem(status, code));
      const { journey, user } = openSite("", "en");
      send(journey);
      await expectHeading(en[`problem.${code}.title`]);
      expect(screen.getByText(en[`problem.${code}.text`])).toBeTruthy();
      takePhotos(own);
      await press(user, en[`problem.${way}`]);
      if (way === "retry") await screen.findByText(en["result.eyebrow"]);
      else await expectHeading(en["start.title"]);
    },
  );

  it.each([
    [429, "too_many_requests"],
    [403, "blocked"],
  ] as const)(
    "by what stands before the API, with %i and no code, is understood",
    async (status, code) => {
      server.on(CREATE, { status, text: "<html></html>" });
      const { journey } = openSite();
      send(journey);
      await expectHeading(ko[`problem.${code}.title`]);
      expect(screen.getByText(ko[`problem.${code}.text`])).toBeTruthy();
    },
  );

  it("because nothing answers can be tried again", async () => {
    const own = finished({});
    takePhotos(own);
    server.on(CREATE, "lost");
    const { journey, user } = openSite();
    send(journey);
    await expectHeading(ko["problem.network.title"]);
    takePhotos(own);
    await press(user, ko["problem.retry"]);
    await screen.findByText(ko["result.eyebrow"]);
  });
});

describe("an upload that is refused", () => {
  it.each([
    ["upload_expired", EXPIRED, "retry"],
    ["upload_refused", refusal(403, "SignatureDoesNotMatch"), "retry"],
    ["upload_too_large", refusal(400, "EntityTooLarge", "Your proposed upload exceeds"), "photo"],
    [
      "upload_wrong_type",
      refusal(403, "AccessDenied", 'Policy Condition failed: ["eq", "$Content-Type", "x"]'),
      "photo",
    ],
  ] as const)("as %s says why and what to do", async (code, answer, way) => {
    takePhotos(finished({}));
    server.on(UPLOAD, answer);
    const { journey, user } = openSite("", "en");
    send(journey);
    await expectHeading(en[`problem.${code}.title`]);
    expect(screen.getByText(en[`problem.${code}.text`])).toBeTruthy();
    server.on(UPLOAD, { status: 204 });
    await press(user, en[`problem.${way}`]);
    if (way === "retry") await screen.findByText(en["result.eyebrow"]);
    else await expectHeading(enPhoto["photo.title"]);
  });

  it("as expired once gets another form without a word", async () => {
    takePhotos(finished({}));
    server.on(UPLOAD, () => (server.count(UPLOAD) === 1 ? EXPIRED : { status: 204 }));
    const { journey } = openSite();
    send(journey);
    await screen.findByText(ko["result.eyebrow"]);
    expect(server.count(CREATE)).toBe(2);
    const uploads = server.asked.filter(({ path }) => path === "/bucket");
    expect(uploads).toHaveLength(2);
    expect(uploads[1]!.body).toContain("a photo");
  });
});

describe("a connection", () => {
  afterEach(() => vi.restoreAllMocks());

  function connect(there: boolean): void {
    vi.spyOn(navigator, "onLine", "get").mockReturnValue(there);
    window.dispatchEvent(new Event(there ? "online" : "offline"));
  }

  it("lost while sending goes on with the same form", async () => {
    takePhotos(finished({}));
    let dead = true;
    server.on(UPLOAD, () => {
      if (!dead) return { status: 204 };
      connect(false);
      return "lost";
    });
    const { journey } = openSite();
    send(journey);
    await screen.findByText(ko["progress.paused.offline"]);
    await screen.findByText(ko["offline.title"]);
    dead = false;
    connect(true);
    await screen.findByText(ko["result.eyebrow"]);
    expect(screen.queryByText(ko["offline.title"])).toBeNull();
    expect(server.count(CREATE)).toBe(1);
  });

  it("lost while waiting goes on when it is back", async () => {
    const own = finished({});
    takePhotos(own);
    const address = `GET /api/v1/assessments/${own.id}`;
    server.on(address, () => {
      connect(false);
      return "lost";
    });
    const { journey } = openSite();
    send(journey);
    await screen.findByText(ko["progress.paused.offline"]);
    expect(document.querySelector(".step-current")!.textContent).toContain(
      ko["progress.step.analysis"],
    );
    serve(own);
    connect(true);
    await screen.findByText(ko["result.eyebrow"]);
  });
});

describe("an address", () => {
  it("of no result says so", async () => {
    const id = "0".repeat(32);
    server.on(`GET /api/v1/assessments/${id}`, problem(404, "assessment_not_found"));
    const { user } = openSite(`#/a/${id}`);
    await expectHeading(ko["problem.assessment_not_found.title"]);
    await press(user, ko["problem.home"]);
    await expectHeading(ko["start.title"]);
  });

  it("of nothing says so", async () => {
    const { user } = openSite("#/nowhere");
    await expectHeading(ko["unknown.title"]);
    await press(user, ko["problem.home"]);
    await expectHeading(ko["start.title"]);
  });
});

describe("an analysis that failed", () => {
  it("can be tried again with the photo at hand", async () => {
    const own = finished({});
    takePhotos(own);
    const address = `GET /api/v1/assessments/${own.id}`;
    server.on(address, { json: { ...own, status: "failed", result: null } });
    const { journey, user } = openSite();
    send(journey);
    await expectHeading(ko["problem.failed.title"]);
    expect(screen.getByRole("button", { name: ko["problem.photo"] })).toBeTruthy();
    serve(own);
    await press(user, ko["problem.retry"]);
    await screen.findByText(ko["result.eyebrow"]);
    await waitFor(() => expect(server.count(UPLOAD)).toBe(2));
  });
});
