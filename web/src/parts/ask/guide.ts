/** The guide's questions and answers in one language, as build/careQuestions.ts writes them. */

import type { Locale } from "../../i18n";
import type { Symptom } from "../../vocabulary";
import type { Language } from "./terms";

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

/** A guide and what reads its language; each language is a download of its own. */
export interface Loaded {
  guide: Guide;
  language: Language;
}

const LOADS: Record<Locale, () => Promise<Loaded>> = {
  ko: async () => {
    const [guide, korean] = await Promise.all([
      import("virtual:care-questions/ko"),
      import("./korean"),
    ]);
    return { guide: guide.default, language: korean.createLanguage() };
  },
  en: async () => {
    const [guide, english] = await Promise.all([
      import("virtual:care-questions/en"),
      import("./english"),
    ]);
    return { guide: guide.default, language: english.createLanguage() };
  },
};

/** Load the guide of one language. */
export function loadGuide(locale: Locale): Promise<Loaded> {
  return LOADS[locale]();
}
