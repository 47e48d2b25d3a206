/** Vocabulary of the API (docs/openapi.json), in display order. */

import type { components } from "./api/openapi";

type Schemas = components["schemas"];

export type Symptom = Schemas["Symptom"];
export type Grade = Schemas["Grade"];
export type Sex = Schemas["Sex"];
export type AgeGroup = Schemas["AgeGroup"];
export type HeadRegion = Schemas["Site"];
export type ScalpType = Schemas["ScalpType"];
export type ContentType = Schemas["ContentType"];
export type RejectionCode = Schemas["RejectionCode"];

/** Return its arguments; the compiler rejects a list that lacks a member of the union. */
export function exhaustive<Member>() {
  return <const Members extends readonly Member[]>(
    ...members: Exclude<Member, Members[number]> extends never ? Members : never
  ): Members => members;
}

export const SYMPTOMS = exhaustive<Symptom>()(
  "fine_scaling",
  "excess_sebum",
  "interfollicular_erythema",
  "follicular_erythema_pustules",
  "dandruff",
  "hair_loss",
);
export const GRADES = exhaustive<Grade>()(0, 1, 2, 3);
export const SEXES = exhaustive<Sex>()("female", "male", "undisclosed");
export const AGE_GROUPS = exhaustive<AgeGroup>()(
  "10s",
  "20s",
  "30s",
  "40s",
  "50s",
  "60s",
  "70s_plus",
);
export const HEAD_REGIONS = exhaustive<HeadRegion>()("top", "left", "right", "back");
export const CONTENT_TYPES = exhaustive<ContentType>()(
  "image/jpeg",
  "image/png",
  "image/webp",
  "image/heic",
  "image/heif",
);
