import type { AnalysisResult } from "../../api/client";
import { useI18n, useMessages } from "../../i18n";
import en from "../../i18n/en/report.json";
import ko from "../../i18n/ko/report.json";
import { bySeverity } from "../../result/findings";
import { GradeSteps } from "../../result/Grade";
import { gradeNumbers, useGradeWords } from "../../result/gradeWords";

/** The six symptoms with the grades that the photo leaves plausible, the worst first. */
export function FindingList({ result }: { result: AnalysisResult }) {
  const t = useMessages({ ko, en });
  const { t: shell } = useI18n();
  const words = useGradeWords();
  return (
    <section class="report-findings" aria-labelledby="report-findings-title">
      <h2 id="report-findings-title">{t("report.findings")}</h2>
      <dl class="report-list">
        {bySeverity(result).map((symptom) => {
          const finding = result.symptoms[symptom];
          return (
            <div key={symptom}>
              <dt>
                <span class="sentence-case">{shell(`symptom.${symptom}`)}</span>
              </dt>
              <dd>
                {words(finding)} ({gradeNumbers(finding)}) <GradeSteps grade={finding.grade} />
              </dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}
