import type { AnalysisResult, Assessment } from "../../api";
import { useMessages } from "../../i18n";
import en from "../../i18n/en/care.json";
import ko from "../../i18n/ko/care.json";

interface Props {
  assessment: Assessment;
  result: AnalysisResult;
}

export function CareSection(_: Props) {
  const t = useMessages({ ko, en });
  return (
    <section class="card" aria-labelledby="care-title">
      <h2 id="care-title">{t("care.title")}</h2>
    </section>
  );
}
