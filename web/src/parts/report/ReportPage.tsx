import { encode } from "uqr";
import type { AnalysisResult, Assessment, SymptomFinding } from "../../api/client";
import { useI18n, useMessages } from "../../i18n";
import en from "../../i18n/en/report.json";
import ko from "../../i18n/ko/report.json";
import { certaintyOf, plausibleGrades, typeChances, wholePercents } from "../../result/findings";
import { GradeBadge } from "../../result/Grade";
import { useGradeWords } from "../../result/gradeWords";
import { MapTile } from "../../result/MapTile";
import { useTriage } from "../../result/useTriage";
import { PhotoLimits, WhatToDo } from "../../result/WhatToDo";
import { Heading } from "../../shell/Heading";
import { formatRoute } from "../../shell/route";
import { GRADES, SYMPTOMS, type Symptom } from "../../vocabulary";
import { useDates } from "../history/dates";
import { resultAddress } from "../history/share";
import { qrPath } from "./qr";
import "./report.css";
import "./print.css";

interface Props {
  assessment: Assessment;
  result: AnalysisResult;
  photoUrl: string | null;
  /** Whether the result is the copy on this device. */
  fromDevice?: boolean;
}

/** A printable report of a result on one or two A4 pages, to take to a doctor. */
export function ReportPage({ assessment, result, photoUrl, fromDevice = false }: Props) {
  const t = useMessages({ ko, en });
  const { t: shell } = useI18n();
  const { triage } = useTriage(result);
  const back = formatRoute({ name: fromDevice ? "kept" : "assessment", id: assessment.id });
  return (
    <div class="report-page">
      <div class="report-tools">
        <a class="back" href={back}>
          {t("report.back")}
        </a>
        <p class="lead">{t("report.lead")}</p>
        <button type="button" class="button button-primary" onClick={() => window.print()}>
          {t("report.print")}
        </button>
        <p class="hint">{t("report.print.hint")}</p>
      </div>
      <article class="report">
        <header class="report-head">
          <Heading documentTitle={t("report.title")}>{t("report.title")}</Heading>
          <p class="report-brand">ScalpSpectra</p>
        </header>
        <p class="report-not">{t("report.not")}</p>
        <div class="report-top">
          <Facts assessment={assessment} result={result} />
          <Lookup assessment={assessment} />
        </div>
        {triage !== null && (
          <>
            <WhatToDo triage={triage} />
            <PhotoLimits triage={triage} />
          </>
        )}
        <section class="report-symptoms" aria-labelledby="report-symptoms-title">
          <h2 id="report-symptoms-title">{t("report.symptoms")}</h2>
          <p class="hint">{t("report.symptoms.hint")}</p>
          <ul role="list">
            {SYMPTOMS.map((symptom) => (
              <Finding key={symptom} result={result} symptom={symptom} photoUrl={photoUrl} />
            ))}
          </ul>
        </section>
        <section class="report-model" aria-labelledby="report-model-title">
          <h2 id="report-model-title">{t("report.model")}</h2>
          <p>
            {t("report.model.version", { version: result.model.version })}.{" "}
            {shell(`result.trained.${result.model.trainedOn}`, {
              photos: result.model.adaptedPhotos ?? 0,
            })}
          </p>
        </section>
        <section class="report-notes" aria-labelledby="report-notes-title">
          <h2 id="report-notes-title">{t("report.notes")}</h2>
          <p class="hint">{t("report.notes.hint")}</p>
          <div class="report-lines" aria-hidden="true" />
        </section>
      </article>
    </div>
  );
}

function Facts({ assessment, result }: { assessment: Assessment; result: AnalysisResult }) {
  const t = useMessages({ ko, en });
  const { t: shell, chance } = useI18n();
  const { moment } = useDates();
  const { cohort, site } = assessment;
  const { own, next } = typeChances(result.type);
  const type = shell(`type.${result.type.scalpType}`);
  return (
    <dl class="report-facts" aria-label={t("report.facts")}>
      <Fact term={t("report.date")}>{moment(assessment.createdAt)}</Fact>
      <Fact term={t("report.sex")}>{shell(`sex.${cohort.sex}`)}</Fact>
      <Fact term={t("report.age")}>{shell(`age.${cohort.ageGroup}`)}</Fact>
      <Fact term={t("report.site")}>{site ? shell(`site.${site}`) : t("report.site.none")}</Fact>
      <div class="report-type">
        <dt>{t("report.type")}</dt>
        <dd>
          <strong class="sentence-case">
            {own === null ? type : t("report.type.is", { type, percent: chance(own) })}
          </strong>
          <span>{shell(`type.${result.type.scalpType}.about`)}</span>
          {next !== null && next.probability >= 0.005 && (
            <span>
              {t("report.type.next", {
                type: shell(`type.${next.scalpType}`),
                percent: chance(next.probability),
              })}
            </span>
          )}
        </dd>
      </div>
    </dl>
  );
}

function Fact({ term, children }: { term: string; children: string }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

interface FindingProps {
  result: AnalysisResult;
  symptom: Symptom;
  photoUrl: string | null;
}

function Finding({ result, symptom, photoUrl }: FindingProps) {
  const { t: shell } = useI18n();
  const finding = result.symptoms[symptom];
  return (
    <li class="report-finding">
      <MapTile result={result} symptom={symptom} photoUrl={photoUrl} />
      <div>
        <h3 class="sentence-case">{shell(`symptom.${symptom}`)}</h3>
        <GradeBadge grade={finding.grade} />
        <p>{shell(`symptom.${symptom}.about`)}</p>
        <Certainty finding={finding} />
        <Chances finding={finding} />
      </div>
    </li>
  );
}

function Certainty({ finding }: { finding: SymptomFinding }) {
  const t = useMessages({ ko, en });
  const { t: shell } = useI18n();
  const words = useGradeWords();
  const certainty = shell(`certainty.${certaintyOf([finding])}`);
  return (
    <p class="report-sure">
      {plausibleGrades(finding).length > 1 && `${words(finding)} · `}
      {t("report.sure", { certainty })}
    </p>
  );
}

function Chances({ finding }: { finding: SymptomFinding }) {
  const t = useMessages({ ko, en });
  const { t: shell, percent } = useI18n();
  const percents = wholePercents(finding.probabilities);
  const each = GRADES.map(
    (grade) => `${shell(`grade.${grade}`)}\u00a0${percent((percents[grade] ?? 0) / 100)}`,
  );
  return <p class="report-chances">{t("report.chances", { list: each.join(" · ") })}</p>;
}

function Lookup({ assessment }: { assessment: Assessment }) {
  const t = useMessages({ ko, en });
  const { date } = useI18n();
  const until = { date: date(assessment.expiresAt) };
  if (Date.parse(assessment.expiresAt) <= Date.now()) {
    return <p class="report-lookup hint">{t("report.lookup.gone", until)}</p>;
  }
  const address = resultAddress(assessment.id);
  const code = encode(address, { ecc: "M", border: 2 });
  return (
    <section class="report-lookup" aria-labelledby="report-lookup-title">
      <svg
        class="report-qr"
        viewBox={`0 0 ${code.size} ${code.size}`}
        role="img"
        aria-label={t("report.qr")}
      >
        <path d={qrPath(code.data)} />
      </svg>
      <h2 id="report-lookup-title">{t("report.lookup")}</h2>
      <p class="report-address">{address}</p>
      <p>{t("report.lookup.until", until)}</p>
    </section>
  );
}
