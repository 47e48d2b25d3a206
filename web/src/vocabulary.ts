/** The words of the product, in the data set's order; the API's vocabulary is the same. */

export const SYMPTOMS = [
  "fine_scaling",
  "excess_sebum",
  "interfollicular_erythema",
  "follicular_erythema_pustules",
  "dandruff",
  "hair_loss",
] as const;
export type Symptom = (typeof SYMPTOMS)[number];

export const GRADES = [0, 1, 2, 3] as const;
export type Grade = (typeof GRADES)[number];

export const SEXES = ["female", "male", "undisclosed"] as const;
export type Sex = (typeof SEXES)[number];

export const AGE_GROUPS = ["10s", "20s", "30s", "40s", "50s", "60s", "70s_plus"] as const;
export type AgeGroup = (typeof AGE_GROUPS)[number];

export const SITES = ["top", "left", "right", "back"] as const;
export type Site = (typeof SITES)[number];

export type ScalpType =
  | "normal"
  | "dry"
  | "oily"
  | "sensitive"
  | "seborrheic"
  | "inflammatory"
  | "dandruff"
  | "hair_loss"
  | "combined";

export const CONTENT_TYPES = [
  "image/jpeg",
  "image/png",
  "image/webp",
  "image/heic",
  "image/heif",
] as const;
export type ContentType = (typeof CONTENT_TYPES)[number];
