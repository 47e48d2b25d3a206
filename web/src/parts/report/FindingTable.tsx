import type { AnalysisResult } from "../../api/client";
import { useI18n, useMessages } from "../../i18n";
import en from "../../i18n/en/report.json";
import ko from "../../i18n/ko/report.json";
import { bySeverity, certaintyOf } from "../../result/findings";
import { GradeSteps } from "../../result/Grade";
import { gradeNumbers, useGradeWords } from "../../result/gradeWords";

/** The six symptoms with the grades that the photo leaves plausible, the worst first. */
export function FindingTable({ result }: { result: AnalysisResult }) {
  const t = useMessages({ ko, en });
  const { t: shell } = useI18n();
  const words = useGradeWords();
  return (
    <section class="report-findings" aria-labelledby="report-findings-title">
      <h2 id="report-findings-title">{t("report.findings")}</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">{t("report.findings.symptom")}</th>
            <th scope="col">{t("report.findings.grade")}</th>
            <th scope="col">{shell("certainty.title")}</th>
          </tr>
        </thead>
        <tbody>
          {bySeverity(result).map((symptom) => {
            const finding = result.symptoms[symptom];
            return (
              <tr key={symptom}>
                <th scope="row">
                  <span class="sentence-case">{shell(`symptom.${symptom}`)}</span>
                </th>
                <td>
                  <GradeSteps grade={finding.grade} />
                  <strong>{words(finding)}</strong> ({gradeNumbers(finding)})
                </td>
                <td>{shell(`certainty.${certaintyOf([finding])}`)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
