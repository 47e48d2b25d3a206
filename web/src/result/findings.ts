/** What the pages derive from a result. */

import type {
  AnalysisResult,
  FindingsBody,
  ScalpTypeFinding,
  SymptomFinding,
  Triage,
} from "../api/client";
import { GRADES, type Grade, type ScalpType, SYMPTOMS, type Symptom } from "../vocabulary";

/**
 * Return the symptoms, the worst first: by grade, then by the highest plausible grade; ties keep the
 * result's own order, then the data set's.
 */
export function bySeverity(result: AnalysisResult): Symptom[] {
  const rank = (symptom: Symptom) => {
    const index = result.type.contributing.indexOf(symptom);
    return index === -1 ? SYMPTOMS.length : index;
  };
  const highest = (symptom: Symptom) => Math.max(...plausibleGrades(result.symptoms[symptom]));
  return [...SYMPTOMS].sort(
    (a, b) =>
      result.symptoms[b].grade - result.symptoms[a].grade ||
      highest(b) - highest(a) ||
      rank(a) - rank(b),
  );
}

/** Return the symptoms that were given a grade above none, the worst first. */
export function presentSymptoms(result: AnalysisResult): Symptom[] {
  return bySeverity(result).filter((symptom) => result.symptoms[symptom].grade > 0);
}

/** Whether the photo may show no scalp, so that its grades mean nothing. */
export function isUnfamiliar({ warnings }: Pick<AnalysisResult, "warnings">): boolean {
  return warnings.includes("unfamiliar");
}

/** Whether the API sees no reason to see a doctor, from a photo good enough to say so. */
export function isGoodNews(triage: Triage | null): boolean {
  return triage?.level === "care_at_home" && triage.limits.length === 0;
}

/** Return what the API needs to know of a result for triage and care. */
export function findingsBody({ symptoms, warnings }: AnalysisResult): FindingsBody {
  const each = <Value>(value: (finding: SymptomFinding) => Value) =>
    Object.fromEntries(SYMPTOMS.map((symptom) => [symptom, value(symptoms[symptom])]));
  return { grades: each(({ grade }) => grade), plausible: each(plausibleGrades), warnings };
}

type OlderFinding = Pick<SymptomFinding, "grade" | "uncertain"> & {
  plausibleGrades?: Grade[] | undefined;
};

/**
 * Return the grades that the photo leaves plausible. A result from before these were stored has the
 * neighbours of an uncertain grade, as the API gives them for its own stored results.
 */
export function plausibleGrades(finding: OlderFinding): Grade[] {
  const { grade, uncertain, plausibleGrades: known } = finding;
  const reach = uncertain ? 1 : 0;
  return known ?? GRADES.filter((other) => Math.abs(other - grade) <= reach);
}

export type Certainty = "sure" | "fair" | "low";

/** Return how sure the widest set of plausible grades is: one grade, two, or more. */
export function certaintyOf(findings: readonly OlderFinding[]): Certainty {
  const widest = Math.max(...findings.map((finding) => plausibleGrades(finding).length));
  if (widest <= 1) return "sure";
  return widest === 2 ? "fair" : "low";
}

/**
 * Return what a scalp type is made of: `seborrheic` for sebum with redness between the follicles, as in
 * the data set's table, and each other present symptom by itself.
 */
export function typeParts({ contributing }: ScalpTypeFinding): ("seborrheic" | Symptom)[] {
  const pair: Symptom[] = ["excess_sebum", "interfollicular_erythema"];
  const both = pair.every((symptom) => contributing.includes(symptom));
  if (!both) return contributing;
  return ["seborrheic", ...contributing.filter((symptom) => !pair.includes(symptom))];
}

/** Symptoms that must be present for each type, by the data set's table. */
const MADE_OF: Record<Exclude<ScalpType, "combined" | "normal">, Symptom[]> = {
  dry: ["fine_scaling"],
  oily: ["excess_sebum"],
  sensitive: ["interfollicular_erythema"],
  seborrheic: ["excess_sebum", "interfollicular_erythema"],
  inflammatory: ["follicular_erythema_pustules"],
  dandruff: ["dandruff"],
  hair_loss: ["hair_loss"],
};

/**
 * Return the scalp type where the grades bear it out, else null.
 *
 * The type comes from probabilities, so beside uncertain grades it may name what no grade shows. A
 * combined type of one part says nothing, as the word also means "oily and dry" in cosmetics.
 */
export function shownType({ type }: Pick<AnalysisResult, "type">): ScalpType | null {
  const { scalpType, contributing } = type;
  if (scalpType === "combined") return typeParts(type).length > 1 ? scalpType : null;
  if (scalpType === "normal") return contributing.length === 0 ? scalpType : null;
  const seen = MADE_OF[scalpType].every((symptom) => contributing.includes(symptom));
  return seen ? scalpType : null;
}

/**
 * Return whole percentages that add up to 100, by the largest remainder method: each is rounded down,
 * and the largest remainders get the missing points.
 */
export function wholePercents(probabilities: readonly number[]): number[] {
  const total = probabilities.reduce((sum, value) => sum + value, 0) || 1;
  const exact = probabilities.map((value) => (value / total) * 100);
  const whole = exact.map(Math.floor);
  const order = exact
    .map((value, index) => ({ index, remainder: value - Math.floor(value) }))
    .sort((a, b) => b.remainder - a.remainder);
  const missing = 100 - whole.reduce((sum, value) => sum + value, 0);
  for (const { index } of order.slice(0, missing)) whole[index]! += 1;
  return whole;
}
