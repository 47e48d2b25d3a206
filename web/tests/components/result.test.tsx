// @vitest-environment happy-dom
/** The result page: how bad, what to do by when, how sure, and what unfolds below. */

import { screen, waitFor, within } from "@testing-library/preact";
import { describe, expect, it } from "vitest";
import enApp from "../../src/i18n/en/app.json";
import koApp from "../../src/i18n/ko/app.json";
import koCare from "../../src/i18n/ko/care.json";
import koClinics from "../../src/i18n/ko/clinics.json";
import koHistory from "../../src/i18n/ko/history.json";
import { triage } from "../kept";
import { ADVICE, care, finished } from "./answers";
import { freshSite, openSite, region, reopen, serve, server, unfold } from "./site";

freshSite();

const CARE = "POST /api/v1/care";
const MONTH = triage({
  level: "within_a_month",
  headline: { ko: "한 달 안에 피부과에 가 보세요", en: "See a dermatologist within a month" },
  action: { ko: "피부과에 보여 주세요.", en: "Show it to a dermatologist." },
  reasons: [
    {
      level: "within_a_month",
      symptom: "hair_loss",
      grade: 2,
      plausible: false,
      signs: [],
      words: { ko: "가는 머리카락이 많아요.", en: "Many hairs are thin." },
      sources: ["nhs"],
    },
  ],
});

/** Moderate or severe dandruff, certain hair loss, and a dark photo. */
function unsure() {
  const limits = [
    { warning: "too_dark", message: { ko: "사진이 어두워요.", en: "The photo is dark." } },
  ] as const;
  const found = finished(
    { dandruff: 2, hair_loss: 1 },
    { result: { triage: triage({ ...MONTH, limits: [...limits] }), warnings: ["too_dark"] } },
  );
  const { dandruff } = found.result.symptoms;
  Object.assign(dandruff, { plausibleGrades: [2, 3], uncertain: true });
  return serve(found);
}

function answer(): HTMLElement {
  return document.querySelector<HTMLElement>(".answer")!;
}

describe("the answer", () => {
  it.each([
    ["ko", koApp, "비듬: 중등도에서 중증", "탈모(경증)", "확실한 정도 보통"],
    ["en", enApp, "dandruff: moderate to severe", "hair loss (mild)", "Certainty Medium"],
  ] as const)(
    "says how bad, what to do, how sure, in %s",
    async (locale, say, title, also, sure) => {
      openSite(`#/a/${unsure().id}`, locale);
      await screen.findByRole("heading", { level: 1, name: title });
      const parts = [".answer-seen", ".todo", ".certainty > summary", ".trained"].map(
        (part) => answer().querySelector(part)!,
      );
      const texts = parts.map((part) => part.textContent);
      expect(texts[0]).toContain(also);
      expect(texts[1]).toContain(MONTH.headline[locale]);
      expect(texts[1]).toContain(MONTH.reasons[0]!.words[locale]);
      expect(texts[1]).toContain(MONTH.action[locale]);
      expect(texts[2]).toBe(sure);
      expect(texts[3]).toBe(say["result.trained.rendered"]);
      const positions = parts.map((part) => [...answer().querySelectorAll("*")].indexOf(part));
      expect(positions).toEqual([...positions].sort((a, b) => a - b));
      expect(
        screen.getByText(locale === "ko" ? "사진이 어두워요." : "The photo is dark."),
      ).toBeTruthy();
    },
  );

  it("does not say that nothing stands out where a doctor has to look for it", async () => {
    const [reason] = MONTH.reasons;
    const maybe = triage({ ...MONTH, reasons: [{ ...reason!, plausible: true }] });
    const found = finished({}, { result: { triage: maybe } });
    Object.assign(found.result.symptoms.hair_loss, { plausibleGrades: [0, 1, 2, 3] });
    openSite(`#/a/${serve(found).id}`);
    await screen.findByRole("heading", { level: 1, name: koApp["result.title.unsure"] });
    expect(screen.queryByText(koApp["result.fine"])).toBeNull();
  });

  it.each([
    ["ko", "실제 두피 사진 61장에 맞췄어요"],
    ["en", "61 photos that people graded"],
  ] as const)("of adapted models says how few photos they saw, in %s", async (locale, line) => {
    const model = { version: "1", trainedOn: "adapted", adaptedPhotos: 61 } as const;
    openSite(`#/a/${serve(finished({}, { result: { model } })).id}`, locale);
    expect((await screen.findByText(new RegExp(line))).closest(".trained")).not.toBeNull();
  });

  it("of a healthy scalp is good news, with one habit from the care guide", async () => {
    const own = serve(finished({}));
    openSite(`#/a/${own.id}`);
    await screen.findByRole("heading", { level: 1, name: koApp["result.title.normal"] });
    expect(answer().textContent).toContain(koApp["result.fine"]);
    const habit = (await screen.findByText(koCare["care.habit"])).parentElement!;
    expect(habit.textContent).toContain(ADVICE.toDo[0]!.ko);
  });

  it("never says that all is well where a doctor should look", async () => {
    const own = serve(finished({}, { result: { triage: MONTH } }));
    openSite(`#/a/${own.id}`);
    await screen.findByRole("heading", { level: 1, name: koApp["result.title.none"] });
    expect(answer().textContent).toContain(MONTH.headline.ko);
    expect(screen.queryByText(koCare["care.habit"])).toBeNull();
  });

  it("to a photo that may show no scalp is another photo, and nothing else", async () => {
    const own = serve(
      finished(
        { hair_loss: 3 },
        { result: { warnings: ["unfamiliar"], triage: triage({ level: null, offers: "none" }) } },
      ),
    );
    const { user } = openSite(`#/a/${own.id}`);
    await screen.findByRole("heading", { level: 1, name: koApp["result.unfamiliar.title"] });
    const bar = await screen.findByRole("button", { name: koHistory["history.bar.keep"] });
    for (const absent of [".todo", ".certainty", ".viewer", ".result-parts"]) {
      expect(document.querySelector(absent)).toBeNull();
    }
    expect(document.body.textContent).not.toContain(koApp["symptom.hair_loss"]);
    expect(bar.parentElement!.querySelector("a")).toBeNull();
    await user.click(screen.getByRole("button", { name: koApp["result.unfamiliar.camera"] }));
    // Consent and camera are both there.
    await waitFor(() => expect(location.hash).toBe("#/photo"));
  });

  it("is asked for where the result has none", async () => {
    const own = finished({ hair_loss: 2 });
    delete own.result.triage;
    serve(own);
    server.on("POST /api/v1/care/triage", "lost");
    const { user } = openSite(`#/a/${own.id}`);
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain(koApp["result.todo.failed"]);
    server.on("POST /api/v1/care/triage", { json: MONTH });
    await user.click(within(alert).getByRole("button", { name: koApp["problem.retry"] }));
    await screen.findByRole("heading", { name: MONTH.headline.ko });
    const [asked] = server.asked.filter(({ path }) => path === "/api/v1/care/triage");
    const { findings, answers } = JSON.parse(asked!.body);
    expect(findings.grades.hair_loss).toBe(2);
    expect(answers).toEqual({});
  });

  it("follows the language, which is stored", async () => {
    const { user } = openSite(`#/a/${unsure().id}`);
    await screen.findByRole("heading", { level: 1, name: "비듬: 중등도에서 중증" });
    await user.click(await screen.findByRole("button", { name: koApp["app.switch"] }));
    await screen.findByRole("heading", { level: 1, name: "dandruff: moderate to severe" });
    await waitFor(() => expect(document.documentElement.lang).toBe("en"));
    expect(localStorage.getItem("locale")).toBe("en");
    reopen("en");
    await screen.findByText(enApp["result.eyebrow"]);
    await screen.findByText(enApp["viewer.nophoto"]);
  });
});

describe("what is below the answer", () => {
  it("is folded, and neither built nor asked for before it is opened", async () => {
    const own = serve(finished({ dandruff: 1 }));
    openSite(`#/a/${own.id}`);
    await region(koApp["result.part.products"]);
    await screen.findByRole("button", { name: koHistory["history.bar.keep"] });
    const folds = [...document.querySelectorAll<HTMLElement>(".folded-part")];
    expect(folds.map((fold) => fold.querySelector("h2")!.textContent)).toEqual([
      koApp["result.part.questions"],
      koApp["result.part.care"],
      koApp["result.part.ask"],
      koApp["result.part.symptoms"],
      koApp["result.part.comparison"],
      koApp["result.part.products"],
    ]);
    for (const fold of folds) {
      expect(fold.querySelector("details")!.open).toBe(false);
      expect(fold.querySelector(".fold-body")!.childElementCount).toBe(0);
    }
    const asked = server.asked.map(({ path }) => path).filter((path) => path.startsWith("/api/"));
    expect(asked).toEqual([`/api/v1/assessments/${own.id}`]);
  });

  it("names each symptom's range and certainty by one rule", async () => {
    openSite(`#/a/${unsure().id}`);
    const section = await unfold(koApp["result.part.symptoms"]);
    await within(section).findByText(koApp["symptoms.lead"]);
    const cards = [...section.querySelectorAll(".symptom")].map((card) => card.textContent!);
    expect(cards).toHaveLength(6);
    expect(cards[0]).toContain("중등도에서 중증");
    expect(cards[0]).toContain("확실한 정도 보통");
    expect(cards[1]).toContain(koApp["symptom.hair_loss"]);
    expect(cards[1]).toContain("확실한 정도 확실");
  });

  it("shows the evidence map of the symptom that is chosen, and none at first", async () => {
    const own = serve(finished({ dandruff: 2, hair_loss: 1 }));
    const { user } = openSite(`#/a/${own.id}`);
    const choices = await screen.findByRole("group", { name: koApp["viewer.legend"] });
    expect(document.querySelector("canvas")).toBeNull();
    const names = within(choices)
      .getAllByRole("radio")
      .map((each) => each.parentElement!.textContent);
    expect(names).toEqual([
      koApp["viewer.none"],
      koApp["symptom.dandruff"],
      koApp["symptom.hair_loss"],
    ]);
    for (const symptom of ["hair_loss", "dandruff"] as const) {
      const name = koApp[`symptom.${symptom}`];
      await user.click(within(choices).getByRole("radio", { name }));
      const caption = document.querySelector(".viewer-caption")!;
      await waitFor(() => expect(caption.textContent).toContain(name));
      expect(document.querySelector("canvas")!.getAttribute("aria-label")).toContain(name);
    }
    await user.click(within(choices).getByRole("radio", { name: koApp["viewer.none"] }));
    await waitFor(() => expect(document.querySelector("canvas")).toBeNull());
  });

  it("gives all reasons to see a doctor before all care", async () => {
    const own = serve(finished({ hair_loss: 2, dandruff: 1 }, { result: { triage: MONTH } }));
    const doctorFirst = { ko: "먼저 피부과", en: "A dermatologist first", sources: [] };
    server.on(CARE, { json: care({ doctorFirst, scalpType: "oily", advice: ADVICE }) });
    const { user } = openSite(`#/a/${own.id}`);
    const section = await unfold(koApp["result.part.care"]);
    const [advice] = await within(section).findAllByRole("heading", { name: koCare["care.do"] });
    for (const text of [MONTH.reasons[0]!.words.ko, doctorFirst.ko]) {
      const before = within(section).getByText(text).compareDocumentPosition(advice!);
      expect(before & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
    }
    const [asked] = server.asked.filter(({ path }) => path === "/api/v1/care");
    const body = JSON.parse(asked!.body);
    expect(body.scalpType).toBe("oily");
    expect(body.findings.grades).toMatchObject({ hair_loss: 2, dandruff: 1, excess_sebum: 0 });
    expect(body.answers).toEqual({});
    await user.click(screen.getByRole("link", { name: koApp["result.doctor.link"] }));
    await screen.findByRole("heading", { level: 1, name: koClinics["clinics.title"] });
  });

  it("has advice for each symptom, folded, with its sources", async () => {
    const own = serve(finished({ dandruff: 2, excess_sebum: 1 }));
    const symptoms = [
      { symptom: "dandruff", grade: 2, doctorFirst: false, advice: ADVICE },
      { symptom: "excess_sebum", grade: 1, doctorFirst: false, advice: ADVICE },
    ] as const;
    server.on(CARE, { json: care({ scalpType: "oily", symptoms: [...symptoms] }) });
    openSite(`#/a/${own.id}`);
    const section = await unfold(koApp["result.part.care"]);
    await within(section).findByText(koCare["care.symptoms"]);
    const folded = [...section.querySelectorAll<HTMLDetailsElement>(".care-symptoms > details")];
    expect(folded.map(({ open }) => open)).toEqual([false, false]);
    expect(folded[0]!.querySelector("summary")!.textContent).toContain(koApp["symptom.dandruff"]);
    expect(folded[0]!.textContent).toContain(ADVICE.toAvoid[0]!.ko);
    const sources = [...folded[0]!.querySelectorAll("a")];
    expect(sources).toHaveLength(1);
    expect(sources[0]!.target).toBe("_blank");
    expect(sources[0]!.rel).toBe("noopener noreferrer");
    expect(sources[0]!.textContent).toContain(koApp["app.newwindow"]);
  });

  it("stays when care does not load, which can be retried", async () => {
    const own = serve(finished({ dandruff: 1 }));
    server.on(CARE, "lost");
    const { user } = openSite(`#/a/${own.id}`);
    const section = await unfold(koApp["result.part.care"]);
    const alert = await within(section).findByRole("alert");
    expect(alert.textContent).toContain(koCare["care.failed"]);
    expect(alert.textContent).toContain(koApp["problem.network.text"]);
    expect(screen.getByRole("heading", { level: 1, name: "비듬: 경증" })).toBeTruthy();
    server.on(CARE, { json: care({ scalpType: "oily" }) });
    await user.click(within(alert).getByRole("button", { name: koApp["problem.retry"] }));
    await within(section).findAllByRole("heading", { name: koCare["care.do"] });
  });

  it("names a combined type by what it is made of", async () => {
    const type = {
      ...finished({}).result.type,
      scalpType: "combined" as const,
      contributing: [
        "excess_sebum" as const,
        "interfollicular_erythema" as const,
        "dandruff" as const,
      ],
    };
    const own = serve(finished({ dandruff: 1 }, { result: { type } }));
    openSite(`#/a/${own.id}`);
    await screen.findByText("두피 유형: 복합성(지루성 + 비듬)");
  });
});
