import type { AnalysisResult, Assessment } from "../../api";
import { useMessages } from "../../i18n";
import en from "../../i18n/en/comparison.json";
import ko from "../../i18n/ko/comparison.json";

interface Props {
  assessment: Assessment;
  result: AnalysisResult;
}

export function ComparisonSection(_: Props) {
  const t = useMessages({ ko, en });
  return (
    <section class="card" aria-labelledby="comparison-title">
      <h2 id="comparison-title">{t("comparison.title")}</h2>
    </section>
  );
}
