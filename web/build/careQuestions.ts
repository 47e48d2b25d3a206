/** The guide's questions in one language each, as modules that load when the question box opens. */

import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";
import type { Guide, Sentence, Source } from "../src/parts/ask/guide";
import type { Symptom } from "../src/vocabulary";

const SEED = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "infra", "seed");
const PREFIX = "virtual:care-questions/";
const LOCALES = ["ko", "en"] as const;

type Locale = (typeof LOCALES)[number];
type Text = Record<Locale, string>;
type Statement = Text & { sources: string[]; atHome?: boolean };

interface CareGuide {
  doctorFirst: Text;
  triage: { levels: Record<string, { headline: Text; action: Text; sources: string[] }> };
  sources: { id: string; title: string; publisher: string; url: string }[];
}

interface CareQuestions {
  notices: { id: string; headline?: Text; level?: string; call?: string; says: Statement[] }[];
  sources: CareGuide["sources"];
  documents: { id: string; title: string }[];
  questions: ({ id: string; about: Symptom[]; answer: Statement[] } & Record<
    Locale,
    { question: string; alsoAskedAs: string[] }
  >)[];
}

export function careQuestions(): Plugin {
  return {
    name: "care-questions",
    resolveId: (id) => (id.startsWith(PREFIX) ? `\0${id}` : null),
    async load(id) {
      const locale = LOCALES.find((each) => id === `\0${PREFIX}${each}`);
      if (locale === undefined) return null;
      const read = async (name: string) => {
        this.addWatchFile(join(SEED, name));
        return JSON.parse(await readFile(join(SEED, name), "utf8"));
      };
      const guide = inLanguage(
        await read("care-questions.json"),
        await read("care-guide.json"),
        locale,
      );
      // A string that is parsed loads faster than an object literal of this size.
      const json = JSON.stringify(JSON.stringify(guide));
      return `export default JSON.parse(${json});`;
    },
  };
}

/** Return what the page needs of both files in one language. */
function inLanguage(questions: CareQuestions, care: CareGuide, locale: Locale): Guide {
  const sentence = (statement: Statement): Sentence => ({
    text: statement[locale],
    sources: statement.sources,
    ...(statement.atHome && { atHome: true }),
  });
  const notices = questions.notices.map(({ id, headline, level, call, says }) => {
    const outcome = level === undefined ? null : care.triage.levels[level]!;
    const action = outcome && { text: outcome.action[locale], sources: outcome.sources };
    return {
      id,
      title: (headline ?? outcome!.headline)[locale],
      answer: [...says.map(sentence), ...(action ? [action] : [])],
      ...(call !== undefined && { call }),
    };
  });
  const entries = questions.questions.map((entry) => ({
    id: entry.id,
    about: entry.about,
    title: entry[locale].question,
    asked: entry[locale].alsoAskedAs,
    answer: entry.answer.map(sentence),
  }));
  const cited = new Set(
    [...notices, ...entries].flatMap(({ answer }) => answer.flatMap(({ sources }) => sources)),
  );
  const sources = [...questions.sources, ...care.sources].map(
    ({ id, title, publisher, url }): [string, Source] => [
      id,
      { name: `${publisher} – ${title}`, url },
    ],
  );
  const documents = questions.documents.map(({ id, title }): [string, Source] => [
    id,
    { name: `ScalpSpectra – ${title}` },
  ]);
  return {
    locale,
    doctorFirst: care.doctorFirst[locale],
    notices: Object.fromEntries(notices.map((notice) => [notice.id, notice])),
    entries,
    sources: Object.fromEntries([...sources, ...documents].filter(([id]) => cited.has(id))),
  };
}
