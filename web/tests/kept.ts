/** Builder of kept results. */

import type { AnalysisResult, Triage } from "../src/api/client";
import type { KeptResult } from "../src/parts/history/record";
import { type Grade, type HeadRegion, SYMPTOMS, type Symptom } from "../src/vocabulary";

interface Wanted {
  number: number;
  day: string;
  site?: HeadRegion | null;
  grades?: Partial<Record<Symptom, Grade>>;
  uncertain?: Symptom[];
  version?: string;
}

/** A triage as the API returns it: care at home, with what a test is about put in. */
export function triage(change: Partial<Triage> = {}): Triage {
  return {
    level: "care_at_home",
    headline: { ko: "진료가 급하지 않아요", en: "No hurry to see a doctor" },
    when: { ko: "한 달 뒤", en: "In a month" },
    action: { ko: "한 달 뒤 다시 확인해 보세요.", en: "Check again in a month." },
    reasons: [],
    limits: [],
    offers: "all",
    withheld: null,
    sources: [],
    ...change,
  };
}

export function kept(wanted: Wanted): KeptResult {
  const { number, day, site = "top", grades = {}, uncertain = [], version = "1" } = wanted;
  const id = number.toString(16).padStart(32, "0");
  const createdAt = `${day}T03:00:00Z`;
  const symptoms = Object.fromEntries(
    SYMPTOMS.map((symptom) => [
      symptom,
      {
        grade: grades[symptom] ?? 0,
        plausibleGrades: uncertain.includes(symptom) ? [0, 1, 2, 3] : [grades[symptom] ?? 0],
        probabilities: [0.7, 0.1, 0.1, 0.1],
        confidence: 0.7,
        uncertain: uncertain.includes(symptom),
        activation: { rows: 1, columns: 2, values: [0, 255] },
      },
    ]),
  ) as AnalysisResult["symptoms"];
  return {
    id,
    keptAt: createdAt,
    assessment: {
      id,
      status: "done",
      cohort: { sex: "female", ageGroup: "30s" },
      site,
      research: false,
      createdAt,
      finishedAt: createdAt,
      expiresAt: `${day}T03:00:01Z`,
      rejection: null,
    },
    result: {
      symptoms,
      type: {
        scalpType: "oily",
        contributing: ["excess_sebum"],
        hairLoss: false,
        dandruffKind: null,
        mostProbable: [{ scalpType: "oily", probability: 0.8 }],
      },
      photo: { width: 40, height: 30, region: { left: 0, top: 0, width: 1, height: 1 } },
      warnings: ["blurred"],
      model: { version, trainedOn: "rendered" },
      timings: { decode: 1, inference: 2 },
    },
    photo: null,
  };
}
