import { useState } from "preact/hooks";
import { type AnalysisResult, type PatientAnswers, postJson, type Triage } from "../api/client";
import { type RequestState, useRequest } from "../api/useRequest";
import { findingsBody } from "./findings";

export interface TriageState {
  /** The API's decision on the findings and the answers so far; null while it is not known. */
  triage: Triage | null;
  /** Answers that the triage counts; they last as long as the result and its report. */
  answers: PatientAnswers;
  request: RequestState<Triage>;
  /** Ask anew with these answers. */
  setAnswers: (answers: PatientAnswers) => void;
}

const NO_ANSWERS: PatientAnswers = {};

/**
 * Return the triage of a result: its own, and the API's again once the person has answered questions.
 * Results without a triage, such as imported ones, ask for it at once.
 */
export function useTriage(result: AnalysisResult): TriageState {
  const [answers, setAnswers] = useState(NO_ANSWERS);
  const own = result.triage ?? null;
  const given = Object.keys(answers).length > 0;
  const request = useRequest(given || own === null ? JSON.stringify(answers) : null, (signal) =>
    postJson<Triage>("/care/triage", { findings: findingsBody(result), answers }, signal),
  );
  return {
    triage: (given ? request.value : null) ?? own ?? request.value,
    answers,
    request,
    setAnswers,
  };
}
