// @vitest-environment happy-dom
/** Results of a check of three places on one page. */

import { screen, waitFor, within } from "@testing-library/preact";
import { describe, expect, it } from "vitest";
import app from "../../src/i18n/ko/app.json";
import ko from "../../src/i18n/ko/check.json";
import history from "../../src/i18n/ko/history.json";
import { triage } from "../kept";
import { finished } from "./answers";
import { freshSite, goTo, openSite, serve, server } from "./site";

freshSite();

const WEEK = triage({
  level: "this_week",
  headline: { ko: "이번 주 안에 피부과에 가 주세요", en: "See a dermatologist this week" },
});

function place(name: string): HTMLElement {
  return screen.getByText(name, { selector: ".check-words *" }).closest("li")!;
}

describe("a check of three places", () => {
  it("shows the most urgent answer first, then what the others show", async () => {
    const crown = serve(finished({ hair_loss: 2, dandruff: 1 }));
    const parting = serve(
      finished({ follicular_erythema_pustules: 2 }, { result: { triage: WEEK } }),
    );
    const rejection = { code: "blurred", message: { ko: "사진이 흐려요.", en: "It is blurred." } };
    const back = { ...finished({}), status: "rejected", result: null, rejection };
    server.on(`GET /api/v1/assessments/${back.id}`, { json: back });
    const { user } = openSite(`#/c/${crown.id}/${parting.id}/${back.id}`);

    await screen.findByRole("heading", { level: 1, name: "모낭홍반/농포: 중등도" });
    const todo = document.querySelectorAll(".todo");
    expect([...todo].map((each) => each.querySelector("h2")!.textContent)).toEqual([
      WEEK.headline.ko, // one answer for the person, not one for each place
    ]);
    expect(screen.getByText("가르마 · 가장 먼저 살필 곳")).toBeTruthy();
    const details = within(place(ko["check.place.crown"]));
    expect(details.getByRole("heading", { name: "탈모: 중등도" })).toBeTruthy();
    expect(details.getByRole("link").getAttribute("href")).toBe(`#/a/${crown.id}`);

    const rejected = within(place(ko["check.place.back"]));
    expect(rejected.getByText("사진이 흐려요.")).toBeTruthy();
    server.on(`DELETE /api/v1/assessments/${back.id}`, { status: 204, text: "" });
    await user.click(rejected.getByRole("button", { name: "뒤쪽 다시 찍기" }));
    await screen.findByRole("heading", { level: 1, name: ko["check.title"] });
    expect(screen.getAllByText(ko["check.sent"])).toHaveLength(2);
    await user.click(screen.getByRole("link", { name: ko["check.results"] }));
    await screen.findByRole("heading", { level: 1, name: "모낭홍반/농포: 중등도" });
    expect(location.hash).toBe(`#/c/${crown.id}/${parting.id}/-`);
  });

  it("goes back to the photos and deletes what was sent when the person cancels", async () => {
    const crown = serve(finished({ dandruff: 2 }));
    const back = { ...finished({}), status: "pending", result: null };
    server.on(`GET /api/v1/assessments/${back.id}`, { json: back });
    const { user } = openSite(`#/c/${crown.id}/-/${back.id}`);
    await user.click(await screen.findByRole("button", { name: app["progress.cancel"] }));
    await screen.findByRole("heading", { level: 1, name: ko["check.title"] });
    expect(screen.queryByText(ko["check.sent"])).toBeNull();
    for (const { id } of [crown, back]) {
      await waitFor(() => expect(server.count(`DELETE /api/v1/assessments/${id}`)).toBe(1));
    }
  });

  it("is kept in the history as one, and deleted as one", async () => {
    const crown = serve(finished({ dandruff: 2 }));
    const back = serve(finished({ dandruff: 1 }));
    const address = `#/c/${crown.id}/-/${back.id}`;
    const { user } = openSite(address);
    await user.click(await screen.findByRole("button", { name: history["history.bar.keep"] }));
    await screen.findByText(ko["check.said.kept"]);
    goTo("#/history");
    const group = (await screen.findByText(/^함께 검사한 결과/)).closest("li")!;
    expect(within(group).getAllByRole("heading", { level: 3 })).toHaveLength(2);

    goTo(address);
    await screen.findByText("정수리 · 가장 먼저 살필 곳");
    for (const { id } of [crown, back]) {
      server.on(`DELETE /api/v1/assessments/${id}`, { status: 204, text: "" });
    }
    await user.click(await screen.findByRole("button", { name: ko["check.delete"] }));
    await user.click(await screen.findByRole("button", { name: app["delete.confirm"] }));
    await screen.findByRole("heading", { level: 1, name: app["deleted.title"] });
    expect(server.count(`DELETE /api/v1/assessments/${back.id}`)).toBe(1);
    goTo("#/history");
    await screen.findByRole("heading", { name: history["history.empty.title"] });
  });

  it("opens each full result, and leads back", async () => {
    const crown = serve(finished({ dandruff: 2 }));
    const back = serve(finished({ dandruff: 1 }));
    const { user } = openSite(`#/c/${crown.id}/-/${back.id}`);
    await user.click(await screen.findByRole("link", { name: "뒤쪽 결과 자세히 보기" }));
    await user.click(await screen.findByRole("link", { name: app["result.check.back"] }));
    await screen.findByRole("heading", { level: 1, name: "비듬: 중등도" });
  });
});
