/** What has become of a check's assessments. */

import { useEffect, useState } from "preact/hooks";
import { type AnalysisResult, ApiError, type Assessment, getAssessment } from "../../api/client";
import { outcome, type Stage } from "../../assessment/journey";
import { pollUntilFinished } from "../../assessment/polling";
import { PLACES, type Place, type PlaceIds } from "../../assessment/shots";
import { bySeverity, isUnfamiliar } from "../../result/findings";
import { connection } from "../../shell/connection";

type Outcomes = Partial<Record<Place, Stage>>;

export interface Answered {
  place: Place;
  assessment: Assessment;
  result: AnalysisResult;
}

/** Wait for each of a check's assessments; `retry` asks again for all. */
export function useOutcomes(ids: PlaceIds): { outcomes: Outcomes; retry: () => void } {
  const [outcomes, setOutcomes] = useState<Outcomes>({});
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the page is made anew for other ids
  useEffect(() => {
    const running = new AbortController();
    const { signal } = running;
    setOutcomes({});
    for (const place of PLACES) {
      const id = ids[place];
      if (id === null) continue;
      const settle = (stage: Stage) => {
        if (!signal.aborted) setOutcomes((known) => ({ ...known, [place]: stage }));
      };
      pollUntilFinished({
        fetchAssessment: () => getAssessment(id, signal),
        signal,
        onPending: () => undefined,
        connection,
        onPaused: () => undefined, // the shell says so
        waitedMs: 0,
      }).then(
        (assessment) => settle(outcome(assessment)),
        (error: unknown) => {
          const code = error instanceof ApiError ? error.code : "unexpected";
          settle({ name: "problem", code, retry: "ask" });
        },
      );
    }
    return () => running.abort();
  }, [attempt]);
  return { outcomes, retry: () => setAttempt((before) => before + 1) };
}

const URGENCY = ["today", "this_week", "within_a_month", "care_at_home"];

/** Return the places that have an answer: the most urgent first, then the one with the worst finding. */
export function answered(outcomes: Outcomes): Answered[] {
  const found = PLACES.flatMap((place) => {
    const stage = outcomes[place];
    if (stage?.name !== "done" || isUnfamiliar(stage.result)) return [];
    return [{ place, assessment: stage.assessment, result: stage.result }];
  });
  const urgency = ({ result }: Answered) => {
    const at = URGENCY.indexOf(result.triage?.level ?? "");
    return at < 0 ? URGENCY.length : at;
  };
  const worst = ({ result }: Answered) => {
    const [symptom] = bySeverity(result);
    return symptom === undefined ? 0 : result.symptoms[symptom].grade;
  };
  return found.sort((a, b) => urgency(a) - urgency(b) || worst(b) - worst(a));
}
