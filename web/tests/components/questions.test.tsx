// @vitest-environment happy-dom
/** The optional questions: they change the answer in place, and nothing of them is stored. */

import { screen, waitFor, within } from "@testing-library/preact";
import { describe, expect, it, vi } from "vitest";
import koApp from "../../src/i18n/ko/app.json";
import koHistory from "../../src/i18n/ko/history.json";
import ko from "../../src/i18n/ko/questions.json";
import { triage } from "../kept";
import { finished } from "./answers";
import { freshSite, openSite, send, serve, server, takePhotos, unfold } from "./site";

freshSite();

const TRIAGE = "POST /api/v1/care/triage";
const message = { ko: "진료가 먼저예요.", en: "A doctor comes first." };
const TODAY = triage({
  level: "today",
  headline: { ko: "오늘 바로 병원에 가 주세요", en: "Get medical care today" },
  offers: "none",
  withheld: { code: "doctor_first", message },
});

async function asked(section: HTMLElement, legend: string): Promise<HTMLElement> {
  return within(section).findByRole("radiogroup", { name: legend });
}

describe("the optional questions", () => {
  it("change the answer in place, and with it care and products", async () => {
    server.on(TRIAGE, { json: TODAY });
    const own = serve(finished({ dandruff: 1 }));
    const { user } = openSite(`#/a/${own.id}`);
    const section = await unfold(koApp["result.part.questions"]);
    const submit = await within(section).findByRole<HTMLButtonElement>("button", {
      name: ko["questions.submit"],
    });
    expect(submit.disabled).toBe(true);
    const fever = await asked(section, ko["questions.fever"]);
    await user.click(within(fever).getByRole("radio", { name: ko["questions.yes"] }));
    const itch = await asked(section, ko["questions.itch"]);
    await user.click(within(itch).getByRole("radio", { name: ko["questions.itch.some"] }));
    await user.click(submit);

    const answers = { fever: true, itch: "some" };
    const heading = await screen.findByRole("heading", { name: TODAY.headline.ko });
    expect(heading.closest("[aria-live=polite]")).not.toBeNull();
    const [request] = server.asked.filter(({ path }) => path.endsWith("/triage"));
    expect(JSON.parse(request!.body).answers).toEqual(answers);
    await unfold(koApp["result.part.care"]);
    await waitFor(() => expect(server.count("POST /api/v1/care")).toBe(1));
    const [care] = server.asked.filter(({ path }) => path === "/api/v1/care");
    expect(JSON.parse(care!.body).answers).toEqual(answers);
    await within(await unfold(koApp["result.part.products"])).findByText(message.ko);
    expect(server.count("POST /api/v1/products")).toBe(0);

    await user.click(screen.getByRole("button", { name: koHistory["history.bar.keep"] }));
    await screen.findByRole("button", { name: koHistory["history.bar.kept"] });
    expect(JSON.stringify([{ ...localStorage }, { ...sessionStorage }])).not.toContain("fever");
    await user.click(within(section).getByRole("button", { name: ko["questions.clear"] }));
    await screen.findByRole("heading", { name: own.result!.triage!.headline.ko });
  });

  it("are answered before the photo, too: what is urgent is said, and counts for the result", async () => {
    server.on(TRIAGE, { json: TODAY });
    takePhotos(finished({ dandruff: 1 }));
    const { user, journey } = openSite("#/photo");
    const section = await unfold(koApp["result.part.questions"]);
    const fever = await asked(section, ko["questions.fever"]);
    await user.click(within(fever).getByRole("radio", { name: ko["questions.yes"] }));
    await user.click(within(section).getByRole("button", { name: ko["questions.submit"] }));
    await screen.findByRole("heading", { name: TODAY.headline.ko });

    send(journey);
    await screen.findByText(koApp["result.eyebrow"]);
    await screen.findByRole("heading", { name: TODAY.headline.ko });
    const bodies = server.asked
      .filter(({ path }) => path.endsWith("/triage"))
      .map(({ body }) => JSON.parse(body));
    expect(bodies.map(({ answers }) => answers)).toEqual([{ fever: true }, { fever: true }]);
    expect(bodies.map((body) => "findings" in body)).toEqual([false, true]);
    expect(JSON.stringify([{ ...localStorage }, { ...sessionStorage }])).not.toContain("fever");

    journey.anotherPhoto();
    await unfold(koApp["result.part.questions"]);
    expect(server.asked.filter(({ path }) => path.endsWith("/triage"))).toHaveLength(2);
  });

  it("say that the answer is still from the photo alone where they could not be sent", async () => {
    server.on(TRIAGE, "lost");
    const own = serve(finished({ dandruff: 1 }));
    const { user } = openSite(`#/a/${own.id}`);
    const section = await unfold(koApp["result.part.questions"]);
    const fever = await asked(section, ko["questions.fever"]);
    await user.click(within(fever).getByRole("radio", { name: ko["questions.no"] }));
    await user.click(within(section).getByRole("button", { name: ko["questions.submit"] }));
    const alert = await within(section).findByRole("alert");
    expect(alert.textContent).toContain(ko["questions.failed"]);
    expect(screen.getByRole("heading", { name: own.result!.triage!.headline.ko })).toBeTruthy();
  });

  it("need a connection, and say so", async () => {
    const own = serve(finished({ dandruff: 1 }));
    const { user } = openSite(`#/a/${own.id}`);
    const section = await unfold(koApp["result.part.questions"]);
    const fever = await asked(section, ko["questions.fever"]);
    await user.click(within(fever).getByRole("radio", { name: ko["questions.yes"] }));
    vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
    window.dispatchEvent(new Event("offline"));
    await within(section).findByText(ko["questions.offline"]);
    const submit = within(section).getByRole<HTMLButtonElement>("button", {
      name: ko["questions.submit"],
    });
    expect(submit.disabled).toBe(true);
  });
});
