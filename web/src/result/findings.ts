/** What the pages derive from a result. */

import type { AnalysisResult, ScalpTypeFinding, SymptomFinding } from "../api/client";
import { GRADES, type Grade, type ScalpType, SYMPTOMS, type Symptom } from "../vocabulary";

/** Return the symptoms, most severe first; ties keep the result's own order, then the data set's. */
export function bySeverity(result: AnalysisResult): Symptom[] {
  const rank = (symptom: Symptom) => {
    const index = result.type.contributing.indexOf(symptom);
    return index === -1 ? SYMPTOMS.length : index;
  };
  return [...SYMPTOMS].sort(
    (a, b) => result.symptoms[b].grade - result.symptoms[a].grade || rank(a) - rank(b),
  );
}

/** Return the symptoms that a dermatologist should see: any severe one, pustules from moderate. */
export function forDermatologist(result: AnalysisResult): Symptom[] {
  return bySeverity(result).filter((symptom) => {
    const { grade } = result.symptoms[symptom];
    return grade === 3 || (symptom === "follicular_erythema_pustules" && grade === 2);
  });
}

/** Return the most probable grade besides the assigned one. */
export function nextGrade(finding: SymptomFinding): Grade {
  return GRADES.filter((grade) => grade !== finding.grade).reduce((best, grade) =>
    finding.probabilities[grade] > finding.probabilities[best] ? grade : best,
  );
}

type OlderFinding = Pick<SymptomFinding, "grade" | "uncertain"> &
  Partial<Pick<SymptomFinding, "plausibleGrades">>;

/**
 * Return the grades that the photo leaves plausible. A result from before these were stored has the
 * neighbours of an uncertain grade, as the API gives them for its own stored results.
 */
export function plausibleGrades(finding: OlderFinding): Grade[] {
  const { grade, uncertain, plausibleGrades: known } = finding;
  const reach = uncertain ? 1 : 0;
  return known ?? GRADES.filter((other) => Math.abs(other - grade) <= reach);
}

interface TypeChances {
  own: number | null;
  next: { scalpType: ScalpType; probability: number } | null;
}

/** Return the probability of the assigned type, and the most probable other type. */
export function typeChances(type: ScalpTypeFinding): TypeChances {
  const own = type.mostProbable.find(({ scalpType }) => scalpType === type.scalpType);
  const next = type.mostProbable.find(({ scalpType }) => scalpType !== type.scalpType);
  return { own: own?.probability ?? null, next: next ?? null };
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
