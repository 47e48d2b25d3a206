/** Builder of kept results. */

import type { AnalysisResult } from "../src/api/client";
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
