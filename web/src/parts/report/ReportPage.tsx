import { useEffect, useState } from "preact/hooks";
import type { AnalysisResult, Assessment, PatientAnswers } from "../../api/client";
import { useI18n, useMessages } from "../../i18n";
import en from "../../i18n/en/report.json";
import ko from "../../i18n/ko/report.json";
import { scalpTypeName } from "../../result/About";
import { FoldedPart } from "../../result/FoldedPart";
import { isUnfamiliar } from "../../result/findings";
import type { TriageState } from "../../result/useTriage";
import { Heading } from "../../shell/Heading";
import { formatRoute } from "../../shell/route";
import { useDates } from "../history/dates";
import type { KeptResult } from "../history/record";
import { listResults } from "../history/store";
import { useAnswersInWords } from "../questions/answers";
import { Earlier } from "./Earlier";
import { FindingList } from "./FindingList";
import { Notes } from "./Notes";
import { Photo } from "./Photo";
import { Urgency } from "./Urgency";
import "./report.css";
import "./print.css";

const questions = () => import("../questions/Questions").then((part) => part.Questions);

interface Props {
  assessment: Assessment;
  result: AnalysisResult;
  photoUrl: string | null;
  state: TriageState;
  /** Whether the result is the copy on this device. */
  fromDevice?: boolean;
}

/** A report of a result for a doctor, which prints on one A4 page. */
export function ReportPage({ assessment, result, photoUrl, state, fromDevice = false }: Props) {
  const t = useMessages({ ko, en });
  const { t: shell } = useI18n();
  const kept = useKeptResults();
  const photo = photoUrl ?? kept.find(({ id }) => id === assessment.id)?.photo ?? null;
  const back = formatRoute({ name: fromDevice ? "kept" : "assessment", id: assessment.id });
  return (
    <div class="report-page">
      <div class="report-tools">
        <a class="back" href={back}>
          {t("report.back")}
        </a>
        <p class="lead">{t("report.lead")}</p>
        <FoldedPart
          id="questions-title"
          title={shell("result.part.questions")}
          load={questions}
          props={{ state }}
        />
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
        <Facts assessment={assessment} result={result} />
        <p class="report-not">
          {t("report.not")}{" "}
          {shell(`result.trained.${result.model.trainedOn}`, {
            photos: result.model.adaptedPhotos ?? 0,
          })}
        </p>
        <div class={photo === null ? "report-top" : "report-top report-columns"}>
          <Photo url={photo} triage={state.triage} />
          <div class="report-verdict">
            <Urgency state={state} />
            {!isUnfamiliar(result) && <FindingList result={result} />}
          </div>
        </div>
        <AnswerList answers={state.answers} />
        <Notes />
        <Earlier assessment={assessment} kept={kept} />
        <Footnotes result={result} />
      </article>
    </div>
  );
}

/** Return the results on this device; none while they are read, and where that fails. */
function useKeptResults(): KeptResult[] {
  const [kept, setKept] = useState<KeptResult[]>([]);
  useEffect(() => {
    listResults().then(setKept, () => undefined); // the report does without them
  }, []);
  return kept;
}

function Facts({ assessment, result }: { assessment: Assessment; result: AnalysisResult }) {
  const t = useMessages({ ko, en });
  const { t: shell } = useI18n();
  const { moment } = useDates();
  const { cohort, site, createdAt } = assessment;
  const facts = [
    { term: t("report.date"), fact: moment(createdAt) },
    { term: t("report.site"), fact: site ? shell(`site.${site}`) : t("report.site.none") },
    { term: t("report.sex"), fact: shell(`sex.${cohort.sex}`) },
    { term: t("report.age"), fact: shell(`age.${cohort.ageGroup}`) },
    { term: t("report.model"), fact: result.model.version },
  ];
  return (
    <dl class="report-facts" aria-label={t("report.facts")}>
      {facts.map(({ term, fact }) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{fact}</dd>
        </div>
      ))}
    </dl>
  );
}

function AnswerList({ answers }: { answers: PatientAnswers }) {
  const t = useMessages({ ko, en });
  const list = useAnswersInWords(answers);
  return (
    <section class="report-answers" aria-labelledby="report-answers-title">
      <h2 id="report-answers-title">{t("report.answers")}</h2>
      {list.every(({ answer }) => answer === null) ? (
        <p>{t("report.answers.none")}</p>
      ) : (
        <dl class="report-list">
          {list.map(({ question, answer }) => (
            <div key={question}>
              <dt>{question}</dt>
              <dd>{answer ?? t("report.answers.skipped")}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

/** What the grades mean, and the scalp type, which names no disease; nothing where neither is given. */
function Footnotes({ result }: { result: AnalysisResult }) {
  const t = useMessages({ ko, en });
  const { t: shell } = useI18n();
  if (isUnfamiliar(result)) return null;
  const type = scalpTypeName(result, shell);
  return (
    <footer class="report-footnotes">
      <p>{t("report.grades")}</p>
      {type !== null && <p>{t("report.type", { type })}</p>}
    </footer>
  );
}
