import { describe, expect, it } from "vitest";
import type { AnalysisResult, ScalpTypeFinding } from "../../src/api/client";
import {
  bySeverity,
  certaintyOf,
  findingsBody,
  isGoodNews,
  shownType,
  typeParts,
  wholePercents,
} from "../../src/result/findings";
import { type Grade, type ScalpType, SYMPTOMS, type Symptom } from "../../src/vocabulary";
import { triage } from "../kept";

function result(grades: Partial<Record<Symptom, Grade>>, contributing: Symptom[] = []) {
  const symptoms = Object.fromEntries(
    SYMPTOMS.map((symptom) => [symptom, { grade: grades[symptom] ?? 0 }]),
  );
  return { symptoms, type: { contributing } } as unknown as AnalysisResult;
}

describe("bySeverity", () => {
  it("puts the most severe first and keeps the result's order among equals", () => {
    const contributing: Symptom[] = ["dandruff", "hair_loss", "excess_sebum"];
    const order = bySeverity(result({ excess_sebum: 1, dandruff: 2, hair_loss: 2 }, contributing));
    expect(order.slice(0, 3)).toEqual(contributing);
    expect(order.slice(3)).toEqual([
      "fine_scaling",
      "interfollicular_erythema",
      "follicular_erythema_pustules",
    ]);
  });

  it("puts what may be worse before what is certain at the same grade", () => {
    const given = result({ dandruff: 1, hair_loss: 1 }, ["dandruff", "hair_loss"]);
    given.symptoms.hair_loss.plausibleGrades = [1, 2, 3];
    expect(bySeverity(given)[0]).toBe("hair_loss");
  });
});

describe("certaintyOf", () => {
  const finding = (...plausibleGrades: Grade[]) => ({
    grade: plausibleGrades[0]!,
    uncertain: plausibleGrades.length > 1,
    plausibleGrades,
  });

  it("goes by the widest set of plausible grades, whichever symptom has it", () => {
    expect(certaintyOf([finding(0), finding(2)])).toBe("sure");
    expect(certaintyOf([finding(0), finding(1, 2)])).toBe("fair");
    expect(certaintyOf([finding(0, 1, 2), finding(1, 2)])).toBe("low");
  });

  it("gives a result from before there were sets the neighbours of an uncertain grade", () => {
    expect(certaintyOf([{ grade: 0, uncertain: false }])).toBe("sure");
    expect(certaintyOf([{ grade: 0, uncertain: true }])).toBe("fair");
    expect(certaintyOf([{ grade: 2, uncertain: true }])).toBe("low");
  });
});

describe("isGoodNews", () => {
  it("needs a photo good enough to say that no doctor is needed", () => {
    const limit = { warning: "blurred", message: { ko: "흐려요.", en: "Blurred." } } as const;
    expect(isGoodNews(triage())).toBe(true);
    expect(isGoodNews(triage({ limits: [limit] }))).toBe(false);
    expect(isGoodNews(triage({ level: "within_a_month" }))).toBe(false);
    expect(isGoodNews(null)).toBe(false);
  });
});

describe("findingsBody", () => {
  it("has every symptom's grade and plausible grades, and the photo's warnings", () => {
    const given = { ...result({ dandruff: 2 }), warnings: ["blurred"] } as AnalysisResult;
    given.symptoms.dandruff.plausibleGrades = [1, 2];
    const body = findingsBody(given);
    expect(Object.keys(body.grades)).toEqual(SYMPTOMS);
    expect(body.grades.dandruff).toBe(2);
    expect(body.plausible!.dandruff).toEqual([1, 2]);
    expect(body.plausible!.hair_loss).toEqual([0]);
    expect(body.warnings).toEqual(["blurred"]);
  });
});

describe("typeParts", () => {
  const type = (...contributing: Symptom[]) => ({ contributing }) as unknown as ScalpTypeFinding;

  it("names sebum with redness as the type that they make, and the rest by themselves", () => {
    const parts = typeParts(type("interfollicular_erythema", "dandruff", "excess_sebum"));
    expect(parts).toEqual(["seborrheic", "dandruff"]);
    expect(typeParts(type("excess_sebum", "hair_loss"))).toEqual(["excess_sebum", "hair_loss"]);
  });
});

describe("shownType", () => {
  const shown = (scalpType: ScalpType, ...contributing: Symptom[]) =>
    shownType({ type: { scalpType, contributing } as unknown as ScalpTypeFinding });

  it("is the type, unless the grades show something else", () => {
    expect(shown("normal")).toBe("normal");
    expect(shown("normal", "dandruff")).toBeNull();
    expect(shown("seborrheic", "excess_sebum", "interfollicular_erythema")).toBe("seborrheic");
    expect(shown("seborrheic", "excess_sebum")).toBeNull();
    expect(shown("oily")).toBeNull();
    expect(shown("combined", "excess_sebum", "hair_loss")).toBe("combined");
    expect(shown("combined", "hair_loss")).toBeNull();
  });
});

describe("wholePercents", () => {
  it.each([
    [
      [0.93, 0.05, 0.015, 0.005],
      [93, 5, 2, 0],
    ],
    [
      [0.25, 0.25, 0.25, 0.25],
      [25, 25, 25, 25],
    ],
    [
      [1 / 3, 1 / 3, 1 / 3, 0],
      [34, 33, 33, 0],
    ],
    [
      [0.001, 0.002, 0.001, 0.996],
      [0, 0, 0, 100],
    ],
    [
      [0.2999, 0.2, 0.3, 0.2],
      [30, 20, 30, 20],
    ],
  ])("%o → %o", (probabilities, expected) => {
    expect(wholePercents(probabilities)).toEqual(expected);
    expect(expected.reduce((sum, value) => sum + value, 0)).toBe(100);
  });
});
