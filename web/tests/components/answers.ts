/** Answers of the API as its schema has them, with what a test is about put in. */

import type { AnalysisResult, Assessment } from "../../src/api/client";
import type { components } from "../../src/api/openapi";
import type { GroupStatistics, StatisticsView } from "../../src/parts/statistics/statistics";
import { type Grade, SYMPTOMS, type Symptom } from "../../src/vocabulary";
import { kept, triage } from "../kept";

type Schemas = components["schemas"];
type Finished = Assessment & { result: AnalysisResult };

const MONTH_MS = 30 * 24 * 60 * 60 * 1_000;
let number = 0xa11;

/** A result of its own address that is still on the server. */
export function finished(
  grades: Partial<Record<Symptom, Grade>>,
  change: { facts?: Partial<Assessment>; result?: Partial<AnalysisResult> } = {},
): Finished {
  number += 1;
  const { assessment, result } = kept({ number, day: "2026-11-20", grades });
  const expiresAt = new Date(Date.now() + MONTH_MS).toISOString();
  return {
    ...assessment,
    expiresAt,
    ...change.facts,
    result: { ...result, warnings: [], triage: triage(), ...change.result },
  };
}

export function problem(status: number, code: string) {
  return { status, json: { type: "about:blank", title: "", status, code } };
}

/** A group in which all symptoms but dandruff are absent. */
export function group(dandruff: [number, number, number, number]): GroupStatistics {
  const total = dandruff.reduce((sum, count) => sum + count, 0);
  const statistics = (counts: [number, number, number, number]): Schemas["SymptomStatistics"] => ({
    counts,
    meanGrade: counts.reduce((sum, count, grade) => sum + count * grade, 0) / total,
    percentiles: counts.map((count, grade) => {
      const below = counts.slice(0, grade).reduce((sum, each) => sum + each, 0);
      return (100 * (below + count / 2)) / total;
    }) as [number, number, number, number],
  });
  const absent = statistics([total, 0, 0, 0]);
  return {
    suppressed: false,
    total,
    noise: 0,
    symptoms: {
      ...(Object.fromEntries(
        SYMPTOMS.map((symptom) => [symptom, absent]),
      ) as GroupStatistics["symptoms"]),
      dandruff: statistics(dandruff),
    },
    scalpTypes: {
      normal: dandruff[0],
      dandruff: total - dandruff[0],
    } as GroupStatistics["scalpTypes"],
    daily: [{ date: "2026-11-20", added: total }],
  };
}

export const SUPPRESSED: Schemas["SuppressedStatistics"] = { suppressed: true };

export function statistics(change: Partial<StatisticsView>): StatisticsView {
  const everyone = group([60, 20, 15, 5]);
  return {
    sex: "female",
    ageGroup: "30s",
    minimum: 30,
    group: group([10, 6, 4, 1]),
    everyone,
    own: null,
    ...change,
  };
}

export const REFERENCE: Schemas["ReferenceStatistics"] = {
  series: [
    {
      id: "patients",
      title: { ko: "진료 인원", en: "Patients" },
      population: { ko: "전국", en: "All of Korea" },
      caution: { ko: "진료받은 사람만", en: "Only who saw a doctor" },
      unit: "people",
      roundedTo: null,
      sources: [
        {
          publisher: "건강보험공단",
          title: "통계",
          published: "2024-01-01",
          url: "https://example.org/1",
        },
      ],
      values: [
        { period: "2023", sex: "all", ageGroup: "all", value: 1000, derived: false },
        { period: "2024", sex: "all", ageGroup: "all", value: 1100, derived: false },
      ],
    },
  ],
};

const statement = (ko: string, en: string) => ({ ko, en, sources: ["S1"] });

export const ADVICE: Schemas["Advice"] = {
  whatItIs: [statement("무엇인가요", "What it is")],
  toDo: [statement("이틀에 한 번 감기", "Wash every other day")],
  toAvoid: [statement("긁지 않기", "Do not scratch")],
  howOften: [statement("이틀에 한 번", "Every other day")],
  seeDermatologist: [statement("2주 뒤에도 그대로면", "If it stays for two weeks")],
};

export function care(change: Partial<Schemas["CareView"]>): Schemas["CareView"] {
  return {
    version: "2026-11-01",
    notice: { ko: "참고용이에요", en: "For orientation" },
    doctorFirst: null,
    scalpType: "oily",
    advice: ADVICE,
    symptoms: [],
    sources: [{ id: "S1", title: "Guideline", publisher: "KDA", url: "https://example.org/g" }],
    ...change,
  };
}

export function product(
  id: string,
  change: Partial<Schemas["ProductView"]> = {},
): Schemas["ProductView"] {
  return {
    id,
    brand: "상표",
    name: `샴푸 ${id}`,
    brandEn: null,
    nameEn: null,
    kind: "shampoo",
    category: { ko: "샴푸", en: "Shampoo" },
    reasons: [
      {
        symptom: "hair_loss",
        grade: 2,
        kind: "claim",
        words: { ko: "탈모 완화", en: "Hair loss" },
      },
    ],
    functional: null,
    advertisement: null,
    advertiser: null,
    price: null,
    image: null,
    visit: `/api/v1/products/${id}/visit`,
    visitLabel: { ko: "올리브영에서 검색", en: "Search at Olive Young" },
    ...change,
  } as Schemas["ProductView"];
}

export function products(change: Partial<Schemas["ProductList"]> = {}): Schemas["ProductList"] {
  return {
    clinicFirst: null,
    withheld: null,
    leftOut: [],
    basis: { ko: "성분을 기준으로 골랐어요.", en: "Chosen by ingredients." },
    products: [product("P001"), product("P002")],
    searches: [],
    medicines: [],
    ...change,
  };
}
