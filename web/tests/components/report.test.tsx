// @vitest-environment happy-dom
/** The report for a doctor: what it holds, and what nobody else gets to know. */

import { screen, waitFor, within } from "@testing-library/preact";
import { describe, expect, it } from "vitest";
import enApp from "../../src/i18n/en/app.json";
import koApp from "../../src/i18n/ko/app.json";
import koHistory from "../../src/i18n/ko/history.json";
import koQuestions from "../../src/i18n/ko/questions.json";
import ko from "../../src/i18n/ko/report.json";
import { saveResults } from "../../src/parts/history/store";
import { kept, triage } from "../kept";
import { finished } from "./answers";
import { freshSite, goTo, openSite, serve, server, unfold } from "./site";

freshSite();

const TRIAGE = "POST /api/v1/care/triage";
const reason = (level: "today" | "this_week", ko: string) => ({
  level,
  symptom: null,
  grade: null,
  plausible: false,
  signs: [],
  words: { ko, en: ko },
  sources: [],
});
const TODAY = triage({
  level: "today",
  headline: { ko: "오늘 바로 병원에 가 주세요", en: "Get medical care today" },
  reasons: [reason("today", "열이 있어요."), reason("this_week", "고름집이 여럿이에요.")],
  offers: "none",
});

async function report(): Promise<HTMLElement> {
  await screen.findByRole("heading", { level: 1, name: ko["report.title"] });
  return document.querySelector<HTMLElement>(".report")!;
}

function fields(): HTMLTextAreaElement[] {
  return screen.getAllByRole<HTMLTextAreaElement>("textbox");
}

describe("the report", () => {
  it("has the grades as ranges, and the answers given beside the result with their triage", async () => {
    server.on(TRIAGE, { json: TODAY });
    const own = finished({ dandruff: 2 });
    Object.assign(own.result.symptoms.dandruff, { plausibleGrades: [1, 2], uncertain: true });
    serve(own);
    const { user } = openSite(`#/a/${own.id}`);
    const section = await unfold(koApp["result.part.questions"]);
    const fever = await within(section).findByRole("radiogroup", {
      name: koQuestions["questions.fever"],
    });
    await user.click(within(fever).getByRole("radio", { name: koQuestions["questions.yes"] }));
    await user.click(
      within(section).getByRole("button", { name: koQuestions["questions.submit"] }),
    );
    await screen.findByRole("heading", { name: TODAY.headline.ko });
    goTo(`#/a/${own.id}/report`);
    const text = (await report()).textContent!;
    expect(text).toContain("비듬경증에서 중등도 (1–2)");
    expect(text).toContain(TODAY.headline.ko);
    expect(text).toContain("열이 있어요.");
    expect(text).not.toContain("고름집이"); // a reason for less
    const given = `${koQuestions["questions.fever"]}${koQuestions["questions.yes"]}`;
    expect(text).toContain(given);
    expect(text).not.toContain(koQuestions["questions.under18"]); // was not answered
    expect(server.count(TRIAGE)).toBe(1);

    goTo("#/history");
    await screen.findByRole("heading", { level: 1, name: koHistory["history.title"] });
    goTo(`#/a/${own.id}/report`);
    expect((await report()).textContent).toContain(ko["report.answers.none"]);
  });

  it("says when the answers could not be counted", async () => {
    server.on(TRIAGE, "lost");
    const own = serve(finished({ dandruff: 1 }));
    const { user } = openSite(`#/a/${own.id}/report`);
    const section = await unfold(koApp["result.part.questions"]);
    const itch = await within(section).findByRole("radiogroup", {
      name: koQuestions["questions.itch"],
    });
    await user.click(
      within(itch).getByRole("radio", { name: koQuestions["questions.itch.severe"] }),
    );
    await user.click(
      within(section).getByRole("button", { name: koQuestions["questions.submit"] }),
    );
    await screen.findByText(ko["report.urgency.uncounted"]);
    expect((await report()).textContent).toContain(koQuestions["questions.itch.severe"]);
  });

  it("lists the newest eight earlier results of the same person, and no photo but its own", async () => {
    const own = finished({ dandruff: 2 });
    const earlier = Array.from({ length: 10 }, (_, day) =>
      kept({ number: day, day: `2026-08-${10 + day}`, grades: { dandruff: 3 } }),
    );
    const other = kept({ number: 77, day: "2026-08-30", grades: { hair_loss: 3 } });
    other.assessment.cohort = { sex: "male", ageGroup: "30s" };
    const later = kept({ number: 78, day: "2026-11-29" });
    const photo = "data:image/jpeg;base64,AAAA";
    const copy = { id: own.id, keptAt: own.createdAt, assessment: own, result: own.result, photo };
    await saveResults(...earlier, other, later, copy);
    serve(own);
    openSite(`#/a/${own.id}/report`);
    const page = await report();
    const rows = await waitFor(() => {
      const found = [...page.querySelectorAll(".report-earlier tbody tr")];
      expect(found).toHaveLength(8);
      return found.map((row) => row.textContent);
    });
    expect(rows[0]).toBe("2026. 8. 19.정수리000030");
    expect(rows[7]).toBe("2026. 8. 12.정수리000030");
    expect(screen.getByRole("img", { name: ko["report.photo"] }).getAttribute("src")).toBe(photo);
  });

  it("says in one line that there is no photo, and gives no grade to what may be no scalp", async () => {
    const unfamiliar = triage({
      level: null,
      headline: { ko: "두피 사진이 아닌 것 같아요", en: "This may not be a scalp" },
      offers: "none",
    });
    const change = { warnings: ["unfamiliar" as const], triage: unfamiliar };
    const own = serve(finished({ hair_loss: 3 }, { result: change }));
    openSite(`#/a/${own.id}/report`);
    const page = await report();
    expect(within(page).getByText(ko["report.photo.none"])).toBeTruthy();
    expect(page.querySelector("img, canvas")).toBeNull();
    expect(page.textContent).toContain(unfamiliar.headline.ko);
    expect(page.textContent).not.toContain(koApp["symptom.hair_loss"]);
    expect(page.textContent).not.toContain(koApp["type.oily"]);
  });

  it("neither sends nor stores what is typed into its lines", async () => {
    const own = serve(finished({ dandruff: 1 }));
    const { user } = openSite(`#/a/${own.id}/report`);
    await report();
    const asked = server.asked.length;
    await user.type(fields()[2]!, "혈압약{Enter}매일");
    expect(fields()[2]!.value).toBe("혈압약 매일");
    await user.click(screen.getByRole("button", { name: koApp["app.switch"] }));
    expect(fields()[2]!.value).toBe("혈압약 매일"); // as long as the page is open
    expect(JSON.stringify([{ ...localStorage }, { ...sessionStorage }])).not.toContain("혈압약");
    expect(await indexedDB.databases()).toEqual([]);
    expect(server.asked).toHaveLength(asked);
    goTo(`#/a/${own.id}`);
    await screen.findByText(enApp["result.eyebrow"]);
    goTo(`#/a/${own.id}/report`);
    await waitFor(() => expect(fields().map(({ value }) => value)).toEqual(["", "", "", ""]));
  });
});
