import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import type { AnalysisResult, Assessment } from "../api/client";
import { useI18n } from "../i18n";
import { Later } from "../shell/Later";
import { LazyPart } from "../shell/LazyPart";
import type { Symptom } from "../vocabulary";
import { About } from "./About";
import { Answer } from "./Answer";
import { FoldedPart } from "./FoldedPart";
import { isGoodNews, isUnfamiliar, presentSymptoms } from "./findings";
import { Unfamiliar } from "./Unfamiliar";
import type { TriageState } from "./useTriage";
import { Viewer } from "./Viewer";
import { PhotoLimits } from "./WhatToDo";

const actions = () => import("../parts/history/ResultActions").then((part) => part.ResultActions);
const questions = () => import("../parts/questions/Questions").then((part) => part.Questions);
const habit = () => import("../parts/care/Habit").then((part) => part.Habit);
const askBox = () => import("../parts/ask/AskSection").then((part) => part.AskSection);
const care = () => import("../parts/care/CareSection").then((part) => part.CareSection);
const details = () => import("./SymptomDetails").then((part) => part.SymptomDetails);
const sinceLast = () => import("../parts/history/SinceLast").then((part) => part.SinceLast);
const comparison = () =>
  import("../parts/comparison/ComparisonSection").then((part) => part.ComparisonSection);
const products = () =>
  import("../parts/products/ProductsSection").then((part) => part.ProductsSection);

export interface ResultViewProps {
  assessment: Assessment;
  result: AnalysisResult;
  state: TriageState;
  photoUrl: string | null;
  onDelete: () => Promise<void>;
  onStartOver: () => void;
  onAnotherPhoto: () => void;
}

interface FindingsProps {
  assessment: Assessment;
  result: AnalysisResult;
  state: TriageState;
  photoUrl: string | null;
  onAnotherPhoto: () => void;
  /** Actions at the end of the page. */
  children: ComponentChildren;
}

export function ResultView(props: ResultViewProps) {
  const { assessment, result, state, photoUrl, onAnotherPhoto } = props;
  return (
    <Findings
      assessment={assessment}
      result={result}
      state={state}
      photoUrl={photoUrl}
      onAnotherPhoto={onAnotherPhoto}
    >
      <div class="result-actions-place">
        <LazyPart load={actions} props={props} />
      </div>
    </Findings>
  );
}

/** The page of a result, from the server or from this device. */
export function Findings(props: FindingsProps) {
  const { assessment, result, state, photoUrl, onAnotherPhoto, children } = props;
  const { t } = useI18n();
  const [selected, setSelected] = useState<Symptom | null>(null);
  const viewer = useRef<HTMLElement>(null);
  const { triage, answers } = state;
  const unfamiliar = isUnfamiliar(result);

  const show = (symptom: Symptom) => {
    setSelected(symptom);
    viewer.current?.scrollIntoView({ block: "start" });
    viewer.current?.focus({ preventScroll: true });
  };

  return (
    <div class="result">
      <div class={unfamiliar ? "result-top" : "result-top result-columns"}>
        <div class="result-answer">
          {!unfamiliar && <LazyPart quiet load={sinceLast} props={{ assessment, result }} />}
          {unfamiliar ? (
            <Unfamiliar
              result={result}
              state={state}
              photoUrl={photoUrl}
              onAnotherPhoto={onAnotherPhoto}
            />
          ) : (
            <Answer result={result} state={state} />
          )}
          {!unfamiliar && isGoodNews(triage) && presentSymptoms(result).length === 0 && (
            <div class="habit-place">
              <LazyPart load={habit} props={{ result }} />
            </div>
          )}
          <FoldedPart
            id="questions-title"
            title={t("result.part.questions")}
            load={questions}
            props={{ state }}
          />
          {triage !== null && <PhotoLimits triage={triage} />}
        </div>
        {!unfamiliar && (
          <Viewer
            result={result}
            photoUrl={photoUrl}
            selected={selected}
            onSelect={setSelected}
            sectionRef={viewer}
          />
        )}
      </div>
      <Later>
        {!unfamiliar && (
          <div class="result-parts">
            <FoldedPart
              id="care-title"
              title={t("result.part.care")}
              load={care}
              props={{ result, triage, answers }}
            />
            <FoldedPart
              id="ask-title"
              title={t("result.part.ask")}
              load={askBox}
              props={{ result, triage }}
            />
            <FoldedPart
              id="symptoms-title"
              title={t("result.part.symptoms")}
              load={details}
              props={{ result, selected, onShow: show }}
            />
            <FoldedPart
              id="comparison-title"
              title={t("result.part.comparison")}
              load={comparison}
              props={{ assessment, result }}
            />
            {Date.parse(assessment.expiresAt) > Date.now() && triage !== null && (
              <FoldedPart
                id="products-title"
                title={t("result.part.products")}
                load={products}
                props={{ assessment, triage, answers }}
              />
            )}
            <a class="part-link" href="#/clinics">
              {t("result.doctor.link")}
            </a>
          </div>
        )}
        <About assessment={assessment} result={result} hasPhoto={photoUrl !== null} />
        {children}
      </Later>
    </div>
  );
}
