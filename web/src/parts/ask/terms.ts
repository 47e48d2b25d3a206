/** What each language needs to turn a text into terms: concepts of the lexicon, and letters for the rest. */

import MiniSearch from "minisearch";
import { type Lexicon, RANKS, type Rank, type Word } from "./lexicon";
import type { Phrases } from "./redFlags";

export interface Terms {
  concepts: Set<string>;
  /** Pairs of syllables in Korean, stems in English. */
  letters: string[];
  /** Letters of each word of substance that holds nothing of the lexicon. */
  others: string[][];
}

export interface Question extends Terms {
  /** Concepts of words that a typing error is away. */
  guessed: Set<string>;
}

/** A language: how its texts are read, and the phrases that come before any answer. */
export interface Language {
  phrases: Phrases;
  /** Text as red flags are looked for in it. */
  normalise: (text: string) => string;
  /** Read a text of the guide. */
  read: (text: string) => Terms;
  /** Read a question, which may hold typing errors. */
  readQuestion: (text: string) => Question;
  ranksOf: (concept: string) => readonly Rank[];
  isManner: (concept: string) => boolean;
  /** Weight of a pair of syllables, or of a stem. */
  letterWeight: number;
}

/** Letters that a word needs before two of them may be wrong. */
const LEAST_FOR_TWO = 9;

/** Whether a word is of the guide's subject; nothing is off topic by a guess. */
export function isOurs({ concept }: Word): boolean {
  return concept !== "elsewhere" && concept !== "never";
}

/** Return a function from words of the lexicon to their concepts. */
export function finder(words: Word[]): (found: string[]) => Set<string> {
  const concepts = new Map(words.map(({ word, concept }) => [word, concept]));
  return (found) => new Set(found.map((word) => concepts.get(word)!));
}

/** One pattern for all words, the longest first, so that no word hides in another one. */
export function alternatives(words: string[]): RegExp {
  const sorted = [...words].sort((a, b) => b.length - a.length);
  return new RegExp(`(?:${sorted.join("|")})`, "g");
}

/**
 * Return a function from unknown words to those of the lexicon that a typing error is away: one letter,
 * or jamo, from `least` on, two from nine on.
 */
export function speller(
  words: Word[],
  spell: (word: string) => string,
  least: number,
): (unknown: string[]) => string[] {
  const index = new MiniSearch<{ id: string; letters: string }>({
    fields: ["letters"],
    tokenize: (text) => [text],
    processTerm: (term) => term,
  });
  const ids = new Set(words.map(({ word }) => word));
  index.addAll([...ids].map((id) => ({ id, letters: spell(id) })));
  const fuzzy = (term: string) =>
    term.length < least ? false : term.length < LEAST_FOR_TWO ? 1 : 2;
  return (unknown) =>
    unknown.flatMap((word) => {
      const [best] = index.search(spell(word), { fuzzy });
      return best === undefined ? [] : [String(best.id)];
    });
}

/** Return a function like `speller`'s from unknown words to words of signs. */
export function signSpeller(
  { spelt }: Phrases,
  spell: (word: string) => string,
  least: number,
): (unknown: string[]) => string[] {
  return speller(
    spelt.map((word) => ({ word, concept: "sign" })),
    spell,
    least,
  );
}

export function about(lexicon: Lexicon): Pick<Language, "ranksOf" | "isManner"> {
  return {
    ranksOf: (concept) => RANKS.filter((rank) => concept in lexicon[rank]),
    isManner: (concept) => concept in lexicon.manners,
  };
}
