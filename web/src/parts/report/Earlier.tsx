import type { Assessment } from "../../api/client";
import { ScrollRegion } from "../../components/ScrollRegion";
import { useMessages } from "../../i18n";
import en from "../../i18n/en/report.json";
import ko from "../../i18n/ko/report.json";
import { gradeNumbers } from "../../result/gradeWords";
import { SYMPTOMS } from "../../vocabulary";
import { useHistoryMessages } from "../history/messages";
import { earlierResults, type KeptResult, takenAt } from "../history/record";
import { SymptomHeads } from "../history/SymptomHeads";

/** Rows that fit on the page beside all that can stand above them. */
const MOST_ROWS = 8;

interface EarlierProps {
  assessment: Assessment;
  /** All results on this device. */
  kept: KeptResult[];
}

/** Earlier results on this device as a table of grades; nothing where there are none. */
export function Earlier({ assessment, kept }: EarlierProps) {
  const t = useMessages({ ko, en });
  const { day, site } = useHistoryMessages();
  const rows = earlierResults(kept, assessment, MOST_ROWS);
  if (rows.length === 0) return null;
  return (
    <div class="report-earlier">
      <h2>{t("report.earlier")}</h2>
      <ScrollRegion class="report-scroll" label={t("report.earlier")}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("report.date")}</th>
              <th scope="col">{t("report.site")}</th>
              <SymptomHeads />
            </tr>
          </thead>
          <tbody>
            {rows.map((each) => (
              <tr key={each.id}>
                <th scope="row">{day(takenAt(each))}</th>
                <td>{site(each.assessment.site)}</td>
                {SYMPTOMS.map((symptom) => (
                  <td key={symptom}>{gradeNumbers(each.result.symptoms[symptom])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </div>
  );
}
