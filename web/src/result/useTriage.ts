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

export const NO_ANSWERS: PatientAnswers = {};

/**
 * Return the triage of a result: its own, and the API's again once the person has answered questions.
 * Results without a triage, such as imported ones, ask for it at once; without a result only answers do.
 *
 * `before` are answers that were given before the result was there.
 */
export function useTriage(result: AnalysisResult | null, before = NO_ANSWERS): TriageState {
  const [answers, setAnswers] = useState(before);
  const own = result?.triage ?? null;
  const given = Object.keys(answers).length > 0;
  const asks = given || (result !== null && own === null);
  const findings = result === null ? {} : { findings: findingsBody(result) };
  const request = useRequest(asks ? JSON.stringify(answers) : null, (signal) =>
    postJson<Triage>("/care/triage", { ...findings, answers }, signal),
  );
  return {
    triage: (given ? request.value : null) ?? own ?? request.value,
    answers,
    request,
    setAnswers,
  };
}
