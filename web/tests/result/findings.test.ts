import { describe, expect, it } from "vitest";
import type { AnalysisResult, SymptomFinding } from "../../src/api/client";
import {
  bySeverity,
  forDermatologist,
  nextGrade,
  typeChances,
  wholePercents,
} from "../../src/result/findings";
import { type Grade, SYMPTOMS, type Symptom } from "../../src/vocabulary";

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
});

describe("forDermatologist", () => {
  it("names what is severe, and pustules from moderate", () => {
    expect(forDermatologist(result({ hair_loss: 3, dandruff: 2 }))).toEqual(["hair_loss"]);
    expect(forDermatologist(result({ follicular_erythema_pustules: 2 }))).toEqual([
      "follicular_erythema_pustules",
    ]);
    expect(forDermatologist(result({ follicular_erythema_pustules: 1, dandruff: 2 }))).toEqual([]);
  });
});

describe("nextGrade", () => {
  it("is the most probable of the other three", () => {
    const finding = { grade: 1, probabilities: [0.1, 0.44, 0.41, 0.05] } as SymptomFinding;
    expect(nextGrade(finding)).toBe(2);
  });
});

describe("typeChances", () => {
  const type = { contributing: [], hairLoss: false, dandruffKind: null };

  it("separates the assigned type from the next one, whichever is more probable", () => {
    const mostProbable = [
      { scalpType: "oily", probability: 0.5 },
      { scalpType: "seborrheic", probability: 0.3 },
    ] as const;
    const chances = typeChances({
      ...type,
      scalpType: "seborrheic",
      mostProbable: [...mostProbable],
    });
    expect(chances).toEqual({ own: 0.3, next: mostProbable[0] });
  });

  it("says nothing about a type that is not among the two", () => {
    const mostProbable = [{ scalpType: "oily", probability: 0.5 }] as const;
    expect(
      typeChances({ ...type, scalpType: "dry", mostProbable: [...mostProbable] }).own,
    ).toBeNull();
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
