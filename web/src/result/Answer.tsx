import type { AnalysisResult } from "../api/client";
import { PartProblem } from "../api/PartProblem";
import { InfoIcon } from "../components/icons";
import { useI18n } from "../i18n";
import { Heading } from "../shell/Heading";
import { SYMPTOMS, type Symptom } from "../vocabulary";
import { Certainty } from "./Certainty";
import { bySeverity, isGoodNews, presentSymptoms } from "./findings";
import { GradeScale } from "./GradeScale";
import { useGradeWords, useHeadline } from "./gradeWords";
import type { TriageState } from "./useTriage";
import { WhatToDo } from "./WhatToDo";

interface AnswerProps {
  result: AnalysisResult;
  state: TriageState;
  /** What the answer is about, if not the one photo. */
  eyebrow?: string;
}

/** The answer on one screen: how bad, what to do by when, how sure, and what the AI learned from. */
export function Answer({ result, state, eyebrow }: AnswerProps) {
  const { t } = useI18n();
  const headline = useHeadline();
  const present = presentSymptoms(result);
  const good = present.length === 0 && isGoodNews(state.triage);
  // Grade none, but a doctor because a higher one is plausible: "nothing stands out" would contradict.
  const unsure = present.length === 0 && state.triage?.reasons.some(({ plausible }) => plausible);
  const [worst = SYMPTOMS[0]] = bySeverity(result);
  const title = good ? t("result.title.normal") : unsure && t("result.title.unsure");
  return (
    <section class="card answer">
      <p class="eyebrow">{eyebrow ?? t("result.eyebrow")}</p>
      <Heading documentTitle={t("result.document")}>
        <span class="sentence-case">{title || headline(result)}</span>
      </Heading>
      <p class="answer-seen">
        {present.length > 0 && <Seen result={result} present={present} />}
        {present.length === 0 && t(unsure ? "result.unsure" : "result.fine")}
      </p>
      {present.length > 0 && <GradeScale finding={result.symptoms[worst]} />}
      <TriageAnswer state={state} />
      <Certainty result={result} about={present.length > 0 ? [worst] : bySeverity(result)} />
      <TrainedOn result={result} />
    </section>
  );
}

/** Other symptoms named beside the worst; all six unfold below. */
const NAMED = 2;

/** What the worst symptom is, and which others were seen. */
function Seen({ result, present }: { result: AnalysisResult; present: Symptom[] }) {
  const { t } = useI18n();
  const words = useGradeWords();
  const [worst, ...others] = present;
  const symptoms = others
    .slice(0, NAMED)
    .map((symptom) =>
      t("result.also.item", {
        symptom: t(`symptom.${symptom}`),
        grade: words(result.symptoms[symptom]).toLowerCase(),
      }),
    )
    .join(", ");
  const count = others.length - NAMED;
  return (
    <>
      {worst && t(`symptom.${worst}.seen`)}{" "}
      {symptoms && t(count > 0 ? "result.also.more" : "result.also", { symptoms, count })}
    </>
  );
}

/** What to do, announced when answers change it. */
export function TriageAnswer({ state }: { state: TriageState }) {
  const { t } = useI18n();
  const { triage, request } = state;
  return (
    <div class="answer-todo" aria-live="polite">
      {triage !== null && <WhatToDo triage={triage} />}
      {triage === null && request.failure === null && (
        <p class="hint">{t("result.todo.loading")}</p>
      )}
      {request.failure !== null && (
        <PartProblem
          title={t(triage === null ? "result.todo.failed" : "result.todo.uncounted")}
          code={request.failure}
          onRetry={request.retry}
        />
      )}
    </div>
  );
}

/** The one line about what the AI learned from, where that was no real scalp or few of them. */
export function TrainedOn({ result }: { result: AnalysisResult }) {
  const { t } = useI18n();
  const { trainedOn, adaptedPhotos } = result.model;
  if (trainedOn === "aihub") return null;
  return (
    <p class="trained">
      <InfoIcon />
      <span>{t(`result.trained.${trainedOn}`, { photos: adaptedPhotos ?? 0 })}</span>
    </p>
  );
}
