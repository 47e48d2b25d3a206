/** A person's answers before an assessment, and those that are saved on the device. */

import type { NewAssessment } from "../api/client";
import {
  AGE_GROUPS,
  type AgeGroup,
  type ContentType,
  HEAD_REGIONS,
  type HeadRegion,
  SEXES,
  type Sex,
} from "../vocabulary";

/** Version of the consent text; the API stores the same with each assessment. */
export const CONSENT_VERSION = "2026-11-30";
/** Days until saved answers have to be given again. The consent text states them. */
export const SAVED_DAYS = 90;

/** The form as far as it is filled in. */
export interface Answers {
  sex: Sex | null;
  ageGroup: AgeGroup | null;
  site: HeadRegion | null;
  consent: boolean;
  research: boolean;
  fourteen: boolean;
  /** Whether to save the answers on this device. */
  save: boolean;
}

/** Sex, age group, consent and age of 14 on this device; never the head region or research consent. */
export interface SavedAnswers {
  sex: Sex;
  ageGroup: AgeGroup;
  consentVersion: string;
  /** ISO time until which they hold; using them does not extend it. */
  until: string;
}

export const NO_ANSWERS: Answers = {
  sex: null,
  ageGroup: null,
  site: null,
  consent: false,
  research: false,
  fourteen: false,
  save: false,
};

/** Required fields in page order: the first missing one gets the focus. */
const REQUIRED = ["sex", "ageGroup", "consent", "fourteen"] as const;
export type RequiredField = (typeof REQUIRED)[number];

export function missingFields(answers: Answers): RequiredField[] {
  return REQUIRED.filter((field) => !answers[field]);
}

/**
 * Return the request for an assessment, or null while a required answer is missing; `counted` says
 * whether the statistics count it.
 */
export function toRequest(
  answers: Answers,
  contentType: ContentType,
  counted = true,
): NewAssessment | null {
  const { sex, ageGroup, site, consent, research, fourteen } = answers;
  if (sex === null || ageGroup === null || !consent || !fourteen) return null;
  return { sex, ageGroup, consent, research, counted, contentType, ...(site !== null && { site }) };
}

/** Return the answers with which a form begins; consent to an older text does not count. */
export function fromSaved(saved: SavedAnswers | null): Answers {
  if (saved === null) return NO_ANSWERS;
  const { sex, ageGroup, consentVersion } = saved;
  const consent = consentVersion === CONSENT_VERSION;
  return { ...NO_ANSWERS, sex, ageGroup, consent, fourteen: true, save: true };
}

/** Return what to save of complete answers; null unless the person asks for it. */
export function toSaved(
  { sex, ageGroup, save }: Answers,
  before: SavedAnswers | null,
  now: number = Date.now(),
): SavedAnswers | null {
  if (!save || sex === null || ageGroup === null) return null;
  const current = before?.consentVersion === CONSENT_VERSION;
  const until = current ? before.until : new Date(now + SAVED_DAYS * 86_400_000).toISOString();
  return { sex, ageGroup, consentVersion: CONSENT_VERSION, until };
}

/** Return the answers after an assessment: a consent that is not saved counts for one photo. */
export function afterAssessment(answers: Answers): Answers {
  const consent = answers.consent && answers.save;
  if (answers.consent === consent && !answers.research) return answers;
  return { ...answers, consent, research: false };
}

/** Whether stored answers are valid: another version of the site may have written them. */
export function isAnswers(value: unknown): value is Answers {
  if (typeof value !== "object" || value === null) return false;
  const { sex, ageGroup, site, ...ticks } = value as Answers;
  return (
    (sex === null || SEXES.includes(sex)) &&
    (ageGroup === null || AGE_GROUPS.includes(ageGroup)) &&
    (site === null || HEAD_REGIONS.includes(site)) &&
    (["consent", "research", "fourteen", "save"] as const).every(
      (name) => typeof ticks[name] === "boolean",
    )
  );
}

/** Whether saved answers are valid and have not expired. */
export function isSavedAnswers(value: unknown, now: number = Date.now()): value is SavedAnswers {
  if (typeof value !== "object" || value === null) return false;
  const { sex, ageGroup, consentVersion, until } = value as SavedAnswers;
  const known = SEXES.includes(sex) && AGE_GROUPS.includes(ageGroup);
  return known && typeof consentVersion === "string" && Date.parse(until) > now;
}
