// @vitest-environment happy-dom
/** The result page: grades, certainty, warnings, and care. */

import { screen, waitFor, within } from "@testing-library/preact";
import { describe, expect, it } from "vitest";
import enApp from "../../src/i18n/en/app.json";
import koApp from "../../src/i18n/ko/app.json";
import koCare from "../../src/i18n/ko/care.json";
import koClinics from "../../src/i18n/ko/clinics.json";
import { ADVICE, care, finished } from "./answers";
import { openSite, region, reopen, serve, server } from "./site";

const WORDS = { ko: koApp, en: enApp };
const CARE = "GET /api/v1/care/oily";

/** A dark photo with an uncertain grade between moderate and severe dandruff. */
function unsure() {
  const found = finished({ dandruff: 2, hair_loss: 1 });
  Object.assign(found.result.symptoms.dandruff, {
    probabilities: [0, 0.1, 0.48, 0.42],
    confidence: 0.48,
    plausibleGrades: [2, 3],
    uncertain: true,
  });
  Object.assign(found.result.symptoms.hair_loss, { probabilities: [0, 1, 0, 0], confidence: 1 });
  found.result.warnings = ["too_dark"];
  return serve(found);
}

describe("a result", () => {
  it.each(["ko", "en"] as const)(
    "names every grade and what is uncertain, in %s",
    async (locale) => {
      const say = WORDS[locale];
      openSite(`#/a/${unsure().id}`, locale);
      const table = await screen.findByRole("table", { name: say["result.overview"] });
      const rows = [...table.querySelectorAll("tbody tr")].map((row) => row.textContent!);
      expect(rows).toHaveLength(6);
      expect(rows[0]).toContain(say["symptom.dandruff"]);
      expect(rows[0]).toContain(`2 ${say["grade.2"]}`);
      expect(rows[0]).toContain(say["grade.unsure"]);
      expect(rows[1]).toContain(say["symptom.hair_loss"]);
      expect(rows[1]).toContain(`1 ${say["grade.1"]}`);
      expect(rows[1]).toContain(say["chance.most"]);
      expect(screen.getByText(say["warning.too_dark"])).toBeTruthy();
      expect(screen.getByText(say["result.trained.rendered"])).toBeTruthy();
      expect(screen.queryByText(say["result.doctor.title"])).toBeNull();
    },
  );

  it("follows the language, which is stored", async () => {
    const { user } = openSite(`#/a/${unsure().id}`);
    await user.click(await screen.findByRole("button", { name: koApp["app.switch"] }));
    await screen.findByRole("table", { name: enApp["result.overview"] });
    await waitFor(() => expect(document.documentElement.lang).toBe("en"));
    expect(localStorage.getItem("locale")).toBe("en");
    reopen("en");
    await screen.findByText(enApp["result.eyebrow"]);
    await screen.findByText(enApp["viewer.nophoto"]);
  });

  it("names the symptom that the map shows", async () => {
    const own = serve(finished({ dandruff: 2, hair_loss: 1 }));
    const { user } = openSite(`#/a/${own.id}`);
    const choices = await screen.findByRole("group", { name: koApp["viewer.legend"] });
    for (const symptom of ["hair_loss", "dandruff"] as const) {
      const name = koApp[`symptom.${symptom}`];
      await user.click(within(choices).getByRole("radio", { name }));
      const caption = document.querySelector(".viewer-caption")!;
      await waitFor(() => expect(caption.textContent).toContain(name));
      expect(document.querySelector("canvas")!.getAttribute("aria-label")).toContain(name);
    }
    const absent = koApp["symptom.excess_sebum"];
    await user.click(within(choices).getByRole("radio", { name: absent }));
    await waitFor(() => expect(document.querySelector("canvas")).toBeNull());
    expect(document.querySelector(".viewer-caption")!.textContent).toContain(absent);
    await user.click(within(choices).getByRole("radio", { name: koApp["viewer.none"] }));
    await screen.findByText(koApp["viewer.caption.none"]);
    expect(document.querySelector("canvas")).toBeNull();
  });

  it("sends people to the dermatologist before all care", async () => {
    const own = serve(finished({ follicular_erythema_pustules: 3, dandruff: 1 }));
    const doctorFirst = { ko: "먼저 피부과", en: "A dermatologist first", sources: [] };
    server.on(CARE, { json: care({ doctorFirst, scalpType: "oily", advice: ADVICE }) });
    const { user } = openSite(`#/a/${own.id}`);
    await screen.findByRole("heading", { name: koApp["result.doctor.title"] });
    const section = await region(koCare["care.title"]);
    const link = await within(section).findByRole("link", { name: koApp["result.doctor.link"] });
    const [advice] = within(section).getAllByRole("heading", { name: koCare["care.do"] });
    expect(link.compareDocumentPosition(advice!) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
    const [asked] = server.asked.filter(({ path }) => path.startsWith("/api/v1/care/"));
    expect(asked!.query.get("symptoms")).toBe("follicular_erythema_pustules:3,dandruff:1");
    await user.click(link);
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
    const section = await region(koCare["care.title"]);
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
    const section = await region(koCare["care.title"]);
    const alert = await within(section).findByRole("alert");
    expect(alert.textContent).toContain(koCare["care.failed"]);
    expect(alert.textContent).toContain(koApp["problem.network.text"]);
    expect(screen.getByRole("table", { name: koApp["result.overview"] })).toBeTruthy();
    server.on(CARE, { json: care({ scalpType: "oily" }) });
    await user.click(within(alert).getByRole("button", { name: koApp["problem.retry"] }));
    await within(section).findAllByRole("heading", { name: koCare["care.do"] });
  });
});
