/** Grades in words: as a range where several are plausible. */

import type { AnalysisResult, SymptomFinding } from "../api/client";
import { useI18n } from "../i18n";
import type { Grade, Symptom } from "../vocabulary";
import { plausibleGrades, presentSymptoms } from "./findings";

/** Return a function that says a finding's plausible grades, such as "Mild to moderate". */
export function useGradeWords(): (finding: SymptomFinding) => string {
  const { t } = useI18n();
  return (finding) => {
    const grades = plausibleGrades(finding);
    const low = t(`grade.${Math.min(...grades) as Grade}`);
    const high = t(`grade.${Math.max(...grades) as Grade}`);
    return grades.length === 1 ? low : t("grade.range", { low, high: high.toLowerCase() });
  };
}

/** Return a finding's plausible grades as numbers from 0 to 3, such as "1–2". */
export function gradeNumbers(finding: SymptomFinding): string {
  const grades = plausibleGrades(finding);
  const [low, high] = [Math.min(...grades), Math.max(...grades)];
  return low === high ? `${low}` : `${low}–${high}`;
}

/** Return a function that names a symptom of a result with its grade. */
export function useSymptomWords(): (result: AnalysisResult, symptom: Symptom) => string {
  const { t } = useI18n();
  const words = useGradeWords();
  return (result, symptom) =>
    t("result.headline", {
      symptom: t(`symptom.${symptom}`),
      grade: words(result.symptoms[symptom]).toLowerCase(),
    });
}

/** Return a function that names a result by its worst symptom. */
export function useHeadline(): (result: AnalysisResult) => string {
  const { t } = useI18n();
  const words = useSymptomWords();
  return (result) => {
    const [worst] = presentSymptoms(result);
    return worst === undefined ? t("result.title.none") : words(result, worst);
  };
}
