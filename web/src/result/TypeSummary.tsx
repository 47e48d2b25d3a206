import type { AnalysisResult } from "../api/client";
import { InfoIcon } from "../components/icons";
import { useI18n } from "../i18n";
import { Heading } from "../shell/Heading";
import type { ScalpType } from "../vocabulary";
import { typeChances } from "./findings";
import { Overview } from "./Overview";

/** Summary of a result: the scalp type, its probability, and the six grades behind it. */
export function TypeSummary({ result }: { result: AnalysisResult }) {
  const { t } = useI18n();
  const { scalpType, hairLoss, dandruffKind } = result.type;
  const normal = scalpType === "normal";
  return (
    <section class="card type-summary">
      <div class="type-words">
        <p class="eyebrow">{t("result.eyebrow")}</p>
        <Heading documentTitle={t("result.document")}>
          {normal ? t("result.title.normal") : t("result.title", { type: t(`type.${scalpType}`) })}
        </Heading>
        <p class="lead">
          {t(`type.${scalpType}.about`)}
          {dandruffKind && ` ${t(`result.dandruff.${dandruffKind}`)}`}
          {hairLoss && scalpType !== "hair_loss" && ` ${t("result.hairloss")}`}
        </p>
        <Chances result={result} />
      </div>
      <Overview result={result} />
      <p class="trained">
        <InfoIcon />
        <span>{t(`result.trained.${result.model.trainedOn}`)}</span>
      </p>
    </section>
  );
}

function Chances({ result }: { result: AnalysisResult }) {
  const { t } = useI18n();
  const { own, next } = typeChances(result.type);
  return (
    <dl class="chances">
      {own !== null && (
        <Chance term={t("result.own")} type={result.type.scalpType} probability={own} />
      )}
      {next !== null && (
        <Chance term={t("result.next")} type={next.scalpType} probability={next.probability} />
      )}
    </dl>
  );
}

interface ChanceProps {
  term: string;
  type: ScalpType;
  probability: number;
}

function Chance({ term, type, probability }: ChanceProps) {
  const { t, chance } = useI18n();
  return (
    <div class="chance">
      <dt>{term}</dt>
      <dd>
        <span class="chance-type sentence-case">{t(`type.${type}`)}</span>
        <span class="chance-percent">{chance(probability)}</span>
        <span class="chance-bar" aria-hidden="true">
          <i style={{ inlineSize: `${probability * 100}%` }} />
        </span>
      </dd>
    </div>
  );
}
