/** The words of the product, as the API's description gives them, in the order to show them. */

import type { components } from "./api/openapi";

type Schemas = components["schemas"];

export type Symptom = Schemas["Symptom"];
export type Grade = Schemas["Grade"];
export type Sex = Schemas["Sex"];
export type AgeGroup = Schemas["AgeGroup"];
export type Site = Schemas["Site"];
export type ScalpType = Schemas["ScalpType"];
export type ContentType = Schemas["ContentType"];

/** A list of all members of a union: the compiler refuses one that leaves a member out. */
export function all<Word>() {
  return <const Words extends readonly Word[]>(
    ...words: Exclude<Word, Words[number]> extends never ? Words : never
  ): Words => words;
}

export const SYMPTOMS = all<Symptom>()(
  "fine_scaling",
  "excess_sebum",
  "interfollicular_erythema",
  "follicular_erythema_pustules",
  "dandruff",
  "hair_loss",
);
export const GRADES = all<Grade>()(0, 1, 2, 3);
export const SEXES = all<Sex>()("female", "male", "undisclosed");
export const AGE_GROUPS = all<AgeGroup>()("10s", "20s", "30s", "40s", "50s", "60s", "70s_plus");
export const SITES = all<Site>()("top", "left", "right", "back");
export const CONTENT_TYPES = all<ContentType>()(
  "image/jpeg",
  "image/png",
  "image/webp",
  "image/heic",
  "image/heif",
);
