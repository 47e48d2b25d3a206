import { useI18n, useMessages } from "../../i18n";
import en from "../../i18n/en/report.json";
import ko from "../../i18n/ko/report.json";
import { TriageAnswer } from "../../result/Answer";
import type { TriageState } from "../../result/useTriage";

/** Reasons to name: the first, which are the most urgent, so that the report stays on one page. */
const MOST_REASONS = 3;

/** How soon the self-check sends the person to a doctor, and why. */
export function Urgency({ state }: { state: TriageState }) {
  const t = useMessages({ ko, en });
  const { locale } = useI18n();
  const { triage, answers, request } = state;
  if (triage === null) return <TriageAnswer state={state} />;
  const { level, headline, reasons } = triage;
  const uncounted = Object.keys(answers).length > 0 && request.failure !== null;
  return (
    <section class="report-urgency" aria-labelledby="report-urgency-title">
      <p>{t("report.urgency")}</p>
      <h2 id="report-urgency-title">{headline[locale]}</h2>
      <ul>
        {reasons
          .filter((reason) => reason.level === level)
          .slice(0, MOST_REASONS)
          .map(({ words }) => (
            <li key={words.en}>{words[locale]}</li>
          ))}
      </ul>
      {level === "care_at_home" && <p>{t("report.urgency.none")}</p>}
      {uncounted && <p>{t("report.urgency.uncounted")}</p>}
    </section>
  );
}
