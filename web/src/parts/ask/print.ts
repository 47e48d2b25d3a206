/** Replies as lines of text or JSON, for `make ask`. */

import en from "virtual:care-questions/en";
import ko from "virtual:care-questions/ko";
import type { Locale } from "../../i18n";
import { type Ask, createAsk, type Reply } from "./ask";
import { createLanguage as english } from "./english";
import { createLanguage as korean } from "./korean";

/** Imported at once, because the runner of modules is closed once it has loaded this one. */
const MAKES: Record<Locale, () => Ask> = {
  ko: () => createAsk(ko, korean()),
  en: () => createAsk(en, english()),
};

interface Printed {
  id: string;
  title: string;
  text: string;
  score: number;
}

/** Yield a line for each question, in the given language or that of its letters. */
export function* answers(
  questions: readonly string[],
  language: Locale | undefined,
  json: boolean,
): Generator<string> {
  const made = new Map<Locale, Ask>();
  for (const question of questions) {
    const locale = language ?? (/[ㄱ-ㅎㅏ-ㅣ가-힣]/.test(question.normalize("NFC")) ? "ko" : "en");
    const ask = made.get(locale) ?? MAKES[locale]();
    made.set(locale, ask);
    const reply = ask(question);
    yield json ? asJson(question, reply) : asText(question, reply);
  }
}

function asJson(question: string, reply: Reply): string {
  return JSON.stringify({ question, kind: reply.kind, answers: printed(reply) });
}

function asText(question: string, reply: Reply): string {
  const lines = printed(reply).map(({ title, text }) => `  ${title}\n    ${text}`);
  return [`${question} [${reply.kind}]`, ...lines].join("\n");
}

/** Return notices, which have the full score, then answers. */
function printed({ notices, answers: found }: Reply): Printed[] {
  const text = (answer: readonly { text: string }[]) => answer.map((each) => each.text).join(" ");
  const best = Math.max(1, ...found.map(({ score }) => score));
  return [
    ...notices.map(({ id, title, answer }) => ({ id, title, text: text(answer), score: 1 })),
    ...found.map(({ entry, score }) => ({
      id: entry.id,
      title: entry.title,
      text: text(entry.answer),
      score: Math.round((score / best) * 1000) / 1000,
    })),
  ];
}
