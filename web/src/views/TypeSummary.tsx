import type { AnalysisResult } from "../api";
import { GradeSteps } from "../components/Grade";
import { Heading } from "../components/Heading";
import { InfoIcon } from "../components/icons";
import { typeChances } from "../findings";
import { useI18n } from "../i18n";
import type { ScalpType } from "../vocabulary";

/** The answer in one glance: the scalp type, how sure that is, and what led to it. */
export function TypeSummary({ result }: { result: AnalysisResult }) {
  const { t } = useI18n();
  const { scalpType, contributing, hairLoss, dandruffKind } = result.type;
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
        {contributing.length > 0 && (
          <div class="contributing">
            <h2>{t("result.contributing")}</h2>
            <ul role="list">
              {contributing.map((symptom) => {
                const { grade, uncertain } = result.symptoms[symptom];
                return (
                  <li key={symptom} class={`grade-tint-${grade}`}>
                    <GradeSteps grade={grade} />
                    <span class="sentence-case">{t(`symptom.${symptom}`)}</span>
                    <strong>{t(`grade.${grade}`)}</strong>
                    {uncertain && <span class="unsure">{t("grade.unsure")}</span>}
                  </li>
                );
              })}
            </ul>
          </div>
        )}
      </div>
      <Chances result={result} />
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
  const { t, percent } = useI18n();
  return (
    <div class="chance">
      <dt>{term}</dt>
      <dd>
        <span class="chance-type sentence-case">{t(`type.${type}`)}</span>
        <span class="chance-percent">{percent(probability)}</span>
        <span class="chance-bar" aria-hidden="true">
          <i style={{ inlineSize: `${probability * 100}%` }} />
        </span>
      </dd>
    </div>
  );
}
