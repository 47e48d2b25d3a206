import { type AnalysisResult, type PatientAnswers, postJson, type Triage } from "../../api/client";
import type { components } from "../../api/openapi";
import { RequestView } from "../../api/RequestView";
import { useRequest } from "../../api/useRequest";
import { Fold } from "../../components/Fold";
import { CareIcon } from "../../components/icons";
import { useI18n, useMessages } from "../../i18n";
import en from "../../i18n/en/care.json";
import ko from "../../i18n/ko/care.json";
import { scalpTypeName } from "../../result/About";
import { findingsBody, shownType } from "../../result/findings";
import { GradeBadge } from "../../result/Grade";
import { AdviceBody } from "./AdviceBody";
import { Sources } from "./Sources";
import "./care.css";

type CareView = components["schemas"]["CareView"];

interface Props {
  result: AnalysisResult;
  triage: Triage | null;
  answers: PatientAnswers;
}

/** Care guide for a result and a person's answers: what comes first, then advice by symptom. */
export function CareSection({ result, triage, answers }: Props) {
  const t = useMessages({ ko, en });
  const { t: shell } = useI18n();
  const scalpType = shownType(result);
  const body = { scalpType, findings: findingsBody(result), answers };
  const request = useRequest(JSON.stringify(body), (signal) =>
    postJson<CareView>("/care", body, signal),
  );
  return (
    <div class="care">
      {triage !== null && triage.reasons.length > 0 && <Reasons triage={triage} />}
      <RequestView request={request} failed={t("care.failed")}>
        {(care) => <Guide care={care} type={scalpTypeName(result, shell)} />}
      </RequestView>
    </div>
  );
}

/** All reasons of the triage, of which the answer above gives the first, and their sources. */
function Reasons({ triage }: { triage: Triage }) {
  const t = useMessages({ ko, en });
  const { locale } = useI18n();
  return (
    <div class="care-reasons">
      <h3>{t("care.reasons")}</h3>
      <ul>
        {triage.reasons.map(({ words }) => (
          <li key={words.ko}>{words[locale]}</li>
        ))}
      </ul>
      <Fold
        class="fold-quiet"
        summary={t("care.reasons.sources", { count: triage.sources.length })}
      >
        <Sources sources={triage.sources} />
      </Fold>
    </div>
  );
}

function Guide({ care, type }: { care: CareView; type: string | null }) {
  const t = useMessages({ ko, en });
  const { t: shell, locale, date } = useI18n();
  const seen = care.symptoms.filter(({ grade }) => grade > 0);
  const sources = new Map(care.sources.map((source) => [source.id, source]));
  return (
    <>
      <p class="hint">{care.notice[locale]}</p>
      {care.doctorFirst && (
        <p class="notice notice-care care-first">
          <CareIcon />
          <strong>{care.doctorFirst[locale]}</strong>
        </p>
      )}
      {care.advice && type !== null && (
        <div class="care-type">
          <h3>{t("care.type", { type })}</h3>
          <AdviceBody advice={care.advice} sources={sources} />
        </div>
      )}
      {seen.length > 0 && (
        <div class="care-symptoms">
          <p class="care-more-title">{t("care.symptoms")}</p>
          {seen.map(({ symptom, grade, doctorFirst, advice }) => (
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
