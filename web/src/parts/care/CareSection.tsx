import { type AnalysisResult, type Assessment, getJson } from "../../api/client";
import type { components } from "../../api/openapi";
import { RequestView } from "../../api/RequestView";
import { useRequest } from "../../api/useRequest";
import { Fold } from "../../components/Fold";
import { useI18n, useMessages } from "../../i18n";
import en from "../../i18n/en/care.json";
import ko from "../../i18n/ko/care.json";
import { DoctorFirstNotice } from "../../result/DoctorFirstNotice";
import { bySeverity } from "../../result/findings";
import { GradeBadge } from "../../result/Grade";
import { AdviceBody } from "./AdviceBody";
import "./care.css";

type CareView = components["schemas"]["CareView"];

interface Props {
  assessment: Assessment;
  result: AnalysisResult;
}

/** Care guide for a result: the scalp type's advice at once, each symptom's on demand. */
export function CareSection({ result }: Props) {
  const t = useMessages({ ko, en });
  const { scalpType } = result.type;
  const symptoms = bySeverity(result)
    .filter((symptom) => result.symptoms[symptom].grade > 0)
    .map((symptom) => `${symptom}:${result.symptoms[symptom].grade}`)
    .join(",");
  const request = useRequest(`${scalpType}?${symptoms}`, (signal) =>
    getJson<CareView>(`/care/${scalpType}`, { symptoms: symptoms || null }, signal),
  );
  return (
    <section class="card care" aria-labelledby="care-title">
      <h2 id="care-title">{t("care.title")}</h2>
      <RequestView request={request} failed={t("care.failed")}>
        {(care) => <Guide care={care} />}
      </RequestView>
    </section>
  );
}

function Guide({ care }: { care: CareView }) {
  const t = useMessages({ ko, en });
  const { t: shell, locale, date } = useI18n();
  const sources = new Map(care.sources.map((source) => [source.id, source]));
  return (
    <>
      <p class="hint">{care.notice[locale]}</p>
      {care.doctorFirst && <DoctorFirstNotice class="care-first" text={care.doctorFirst[locale]} />}
      {care.advice && care.scalpType && (
        <div class="care-type">
          <h3>{t("care.type", { type: shell(`type.${care.scalpType}`) })}</h3>
          <AdviceBody advice={care.advice} sources={sources} />
        </div>
      )}
      {care.symptoms.length > 0 && (
        <div class="care-symptoms">
          <p class="care-more-title">{t("care.symptoms")}</p>
          {care.symptoms.map(({ symptom, grade, doctorFirst, advice }) => (
            <Fold
              key={symptom}
              summary={
                <>
                  <h3 class="sentence-case">{shell(`symptom.${symptom}`)}</h3>
                  <GradeBadge grade={grade} />
                  {doctorFirst && <span class="care-doctor">{t("care.doctor")}</span>}
                </>
              }
            >
              <AdviceBody advice={advice} sources={sources} />
            </Fold>
          ))}
        </div>
      )}
      <p class="hint care-version">{t("care.version", { date: date(care.version) })}</p>
    </>
  );
}
