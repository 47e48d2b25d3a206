/** Turns a text into terms: concepts of the lexicon, and letters for all that it does not know. */

import { assemble, convertQwertyToHangul, disassemble } from "es-hangul";
import MiniSearch from "minisearch";
import type { Locale } from "../../i18n";
import { type Lexicon, RANKS, type Rank, type Word, wordsOf } from "./lexicon";
import { EN } from "./lexicon.en";
import { KO } from "./lexicon.ko";

export interface Terms {
  concepts: Set<string>;
  /** Pairs of syllables in Korean, stems in English. */
  letters: string[];
}

export interface Reader {
  /** Text as red flags are looked for in it. */
  normalise: (text: string) => string;
  read: (text: string) => Terms;
  ranksOf: (concept: string) => readonly Rank[];
  isManner: (concept: string) => boolean;
  /** Weight of a pair of syllables, or of a stem. */
  letterWeight: number;
}

const HANGUL = /[가-힣]/;
/** Letters that a word needs before one of them may be wrong. */
const LEAST_LETTERS = 5;
const LEAST_FOR_TWO = 9;

export const READERS: Record<Locale, () => Reader> = { ko: readKorean, en: readEnglish };

/** Begins of words that look like a one-syllable word of the lexicon. */
const NOT_SHORT = /혹시|잠깐|잠시|진짜|가짜|약간|향후|돈가스|술술|밤톨|젤 /g;

function readKorean(): Reader {
  const words = wordsOf(KO);
  const long = words.filter(({ word }) => word.length > 1);
  const find = finder(words);
  const longest = alternatives(long.map(({ word }) => word));
  const short = words.filter(({ word }) => word.length === 1).map(({ word }) => word);
  const shortest = new RegExp(`(?:^|\\s)(${short.join("|")})`, "g");
  const misspelt = speller(long.filter((each) => HANGUL.test(each.word) && isOurs(each)));
  return {
    normalise: (text) => compact(text),
    ...about(KO),
    letterWeight: 0.5,
    read: (text) => {
      const spaced = clean(text);
      const whole = spaced.replaceAll(" ", "");
      const known = whole.match(longest) ?? [];
      const alone = [...spaced.replace(NOT_SHORT, " ").matchAll(shortest)].map(([, word]) => word!);
      const rest = whole.replace(longest, " ").split(" ");
      const guessed = rest.flatMap((part) => misspelt(windows(part)));
      return {
        concepts: find([...known, ...alone, ...guessed]),
        letters: pairs(whole),
      };
    },
  };
}

function readEnglish(): Reader {
  const words = wordsOf(EN);
  const find = finder(words);
  const longest = new RegExp(`\\b${alternatives(words.map(({ word }) => word)).source}\\b`, "g");
  const misspelt = speller(words.filter((each) => /^[a-z]+$/.test(each.word) && isOurs(each)));
  return {
    normalise: plain,
    ...about(EN),
    letterWeight: 1.2,
    read: (text) => {
      const whole = plain(text).replaceAll("-", " ");
      const known = whole.match(longest) ?? [];
      const rest = whole.replace(longest, " ").split(/[^a-z]+/);
      const unknown = rest.filter((word) => word !== "" && !STOP.has(word));
      return {
        concepts: find([...known, ...misspelt(unknown)]),
        letters: whole.split(/[^a-z]+/).filter((word) => word !== "" && !STOP.has(word)).map(stem),
      };
    },
  };
}

/** Whether a word is of the guide's subject; nothing is off topic by a guess. */
function isOurs({ concept }: Word): boolean {
  return concept !== "elsewhere" && concept !== "never";
}

/** Return a function from words of the lexicon to their concepts. */
function finder(words: Word[]): (found: string[]) => Set<string> {
  const concepts = new Map(words.map(({ word, concept }) => [word, concept]));
  return (found) => new Set(found.map((word) => concepts.get(word)!));
}

/** One pattern for all words, the longest first, so that no word hides in another one. */
function alternatives(words: string[]): RegExp {
  const sorted = [...words].sort((a, b) => b.length - a.length);
  return new RegExp(`(?:${sorted.join("|")})`, "g");
}

/**
 * Return a function from unknown words to those of the lexicon that a typing error is away: one letter,
 * or jamo, from five on, two from nine on.
 */
function speller(words: Word[]): (unknown: string[]) => string[] {
  const index = new MiniSearch<{ id: string; letters: string }>({
    fields: ["letters"],
    tokenize: (text) => [text],
    processTerm: (term) => term,
  });
  const ids = new Set(words.map(({ word }) => word));
  index.addAll([...ids].map((id) => ({ id, letters: disassemble(id) })));
  const fuzzy = (term: string) =>
    term.length < LEAST_LETTERS ? false : term.length < LEAST_FOR_TWO ? 1 : 2;
  return (unknown) =>
    unknown.flatMap((word) => {
      const [best] = index.search(disassemble(word), { fuzzy });
      return best === undefined ? [] : [String(best.id)];
    });
}

function about(lexicon: Lexicon): Pick<Reader, "ranksOf" | "isManner"> {
  return {
    ranksOf: (concept) => RANKS.filter((rank) => concept in lexicon[rank]),
    isManner: (concept) => concept in lexicon.manners,
  };
}

/** Lower case, without marks; Korean from compatibility jamo and from an English keyboard. */
function clean(text: string): string {
  const lower = text.normalize("NFKC").toLowerCase();
  const joined = lower.replace(/[ㄱ-ㅎㅏ-ㅣ]{3,}/g, (jamo) =>
    /[ㅏ-ㅣ]/.test(jamo) && /[ㄱ-ㅎ]/.test(jamo) ? assemble([...jamo]) : " ",
  );
  const korean = HANGUL.test(joined) ? joined : convertQwertyToHangul(joined);
  return korean.replace(/[^가-힣a-z0-9]+/g, " ").trim();
}

function compact(text: string): string {
  return clean(text).replaceAll(" ", "");
}

function plain(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[’‘`´]/g, "'")
    .replace(/\s+/g, " ");
}

/** Parts of two to four syllables, in which a misspelt word may stand. */
function windows(text: string): string[] {
  return [2, 3, 4].flatMap((size) =>
    Array.from({ length: Math.max(0, text.length - size + 1) }, (_, start) =>
      text.slice(start, start + size),
    ),
  );
}

function pairs(text: string): string[] {
  return Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2));
}

const STOP = new Set(
  "a an the i my me mine you your it its is are am was were be been do does did have has had of to in on at for with and or if so that this these those there they them he she we us will would can could should may might just really very any some about get got as from when what how why which who not no im ive id s t m ve re d ll also even still please".split(
    " ",
  ),
);

/** The word without its commonest endings. */
function stem(word: string): string {
  if (word.length < 4) return word;
  return word
    .replace(/ies$/, "y")
    .replace(/(?:ing|edly|ed|ly|es|s)$/, "")
    .replace(/(.)\1$/, "$1");
}
