import type { AnalysisResult, Assessment } from "../../api";
import { useMessages } from "../../i18n";
import en from "../../i18n/en/products.json";
import ko from "../../i18n/ko/products.json";

interface Props {
  assessment: Assessment;
  result: AnalysisResult;
}

export function ProductsSection(_: Props) {
  const t = useMessages({ ko, en });
  return (
    <section class="card" aria-labelledby="products-title">
      <h2 id="products-title">{t("products.title")}</h2>
    </section>
  );
}
