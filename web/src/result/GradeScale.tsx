import type { SymptomFinding } from "../api/client";
import { useI18n } from "../i18n";
import { GRADES } from "../vocabulary";
import { plausibleGrades } from "./findings";

/** The four grades in a row, with the plausible ones filled; a text nearby says the same. */
export function GradeScale({ finding }: { finding: SymptomFinding }) {
  const { t } = useI18n();
  const plausible = plausibleGrades(finding);
  return (
    <div class="grade-scale" aria-hidden="true">
      {GRADES.map((grade) => (
        <span key={grade} class={plausible.includes(grade) ? "grade-plausible" : undefined}>
          <i class={plausible.includes(grade) ? `grade-fill-${grade}` : undefined} />
          {t(`grade.${grade}`)}
        </span>
      ))}
    </div>
  );
}
