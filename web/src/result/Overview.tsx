import type { AnalysisResult } from "../api/client";
import { useI18n } from "../i18n";
import { GRADES } from "../vocabulary";
import { bySeverity, wholePercents } from "./findings";

const STEPS = GRADES.filter((grade) => grade > 0);

/**
 * All six grades, the most severe first, as bars: in one column they can be compared by length. In a
 * radar chart the area would depend on the order of the symptoms.
 */
export function Overview({ result }: { result: AnalysisResult }) {
  const { t, chance } = useI18n();
  return (
    <table class="overview">
      <caption>{t("result.overview")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("result.overview.symptom")}</th>
          <th scope="col">{t("result.overview.grade")}</th>
          <th scope="col">{t("result.overview.confidence")}</th>
        </tr>
      </thead>
      <tbody>
        {bySeverity(result).map((symptom) => {
          const { grade, probabilities, uncertain } = result.symptoms[symptom];
          const sure = chance((wholePercents(probabilities)[grade] ?? 0) / 100);
          return (
            <tr key={symptom}>
              <th scope="row">
                <span class="sentence-case">{t(`symptom.${symptom}`)}</span>
              </th>
              <td>
                <span class="overview-bar" aria-hidden="true">
                  {STEPS.map((step) => (
                    <i key={step} class={`grade-fill-${step <= grade ? grade : 0}`} />
                  ))}
                </span>
                <strong class={`overview-grade grade-ink-${grade}`}>
                  {grade} {t(`grade.${grade}`)}
                </strong>
              </td>
              <td>
                {uncertain ? (
                  <span class="certainty-low">{t("grade.unsure")}</span>
                ) : (
                  <span class="overview-sure">{sure}</span>
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
