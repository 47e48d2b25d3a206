/** The guide's questions and answers in one language, as build/careQuestions.ts writes them. */

import type { Locale } from "../../i18n";
import type { Symptom } from "../../vocabulary";

export interface Source {
  name: string;
  /** Absent for a page of this project. */
  url?: string;
}

export interface Sentence {
  text: string;
  sources: string[];
  /** It reassures, says to wait or suggests a product: left out where a doctor comes first. */
  atHome?: boolean;
}

export interface Entry {
  id: string;
  title: string;
  /** Other ways to ask it; only searched, never shown. */
  asked: string[];
  /** Symptoms of a result that it fits. */
  about: Symptom[];
  answer: Sentence[];
}

/** What comes before answers: how urgent something is, or what this guide cannot say. */
export interface Notice {
  id: string;
  title: string;
  answer: Sentence[];
  /** Telephone number in Korea. */
  call?: string;
}

export interface Guide {
  locale: Locale;
  doctorFirst: string;
  notices: Record<string, Notice>;
  entries: Entry[];
  sources: Record<string, Source>;
}

const GUIDES: Record<Locale, () => Promise<{ default: Guide }>> = {
  ko: () => import("virtual:care-questions/ko"),
  en: () => import("virtual:care-questions/en"),
};

/** Load the guide of one language. */
export async function loadGuide(locale: Locale): Promise<Guide> {
  return (await GUIDES[locale]()).default;
}
