/** Reads English. */

import { wordsOf } from "./lexicon";
import { EN } from "./lexicon.en";
import { EN_PHRASES } from "./phrases.en";
import { about, alternatives, finder, isOurs, type Language, signSpeller, speller } from "./terms";

/** Letters that a word needs before one of them may be wrong. */
const LEAST_LETTERS = 6;

export function createLanguage(): Language {
  const words = wordsOf(EN);
  const find = finder(words);
  const longest = new RegExp(`\\b${alternatives(words.map(({ word }) => word)).source}\\b`, "g");
  const misspelt = speller(
    words.filter((each) => /^[a-z]+$/.test(each.word) && isOurs(each)),
    (word) => word,
    LEAST_LETTERS,
  );
  const unknownOf = (text: string) => wordsIn(text.replaceAll("-", " ").replace(longest, " "));
  const stems = new Map(words.map(({ word, concept }) => [stem(word), concept]));
  const inflected = (unknown: string[]) => unknown.flatMap((word) => stems.get(stem(word)) ?? []);
  const misspeltSign = signSpeller(EN_PHRASES, (word) => word, LEAST_LETTERS);
  const withSign = (word: string) =>
    stems.has(stem(word)) || STOP.has(word) ? word : (misspeltSign([word])[0] ?? word);
  const read = (text: string) => {
    const whole = plain(text).replaceAll("-", " ");
    return {
      concepts: new Set([...find(whole.match(longest) ?? []), ...inflected(unknownOf(whole))]),
      letters: wordsIn(whole).map(stem),
      others: unknownOf(plain(text)).map((word) => [stem(word)]),
    };
  };
  return {
    phrases: EN_PHRASES,
    normalise: (text) => plain(text).replace(/[a-z]+/g, withSign),
    ...about(EN),
    letterWeight: 1.2,
    read,
    readQuestion: (text) => ({
      ...read(text),
      guessed: find(misspelt(unknownOf(plain(text)))),
    }),
  };
}

/** Words that say something. */
function wordsIn(text: string): string[] {
  return text.split(/[^a-z]+/).filter((word) => word !== "" && !STOP.has(word));
}

function plain(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[’‘`´]/g, "'")
    .replace(/\b[a-z0-9]+\b/g, (word) => SLANG.get(word) ?? word)
    .replace(/\s+/g, " ");
}

/** How words are typed in a hurry. */
const SLANG = new Map(
  "u:you ur:your r:are y:why n:and b4:before shud:should cud:could wud:would wat:what wot:what hw:how offen:often oft:often evry:every quik:quick alot:many cos:because coz:because bcos:because plz:please pls:please rly:really dis:this dat:that da:the mi:my tho:though thru:through nite:night everytime:always hav:have luv:love cuz:because skool:school"
    .split(" ")
    .map((pair) => pair.split(":") as [string, string]),
);

const STOP = new Set(
  "a an the i my me mine you your it its is are am was were be been do does did have has had of to in on at for with and or if so that this these those there they them he she we us will would can could should may might just really very any some about get got as from when what how why which who not no im ive id s t m ve re d ll also even still please went through started start ever since after before now then lot lots much way thing things something anything bit going go come keep anywhere actually better basically literally honestly maybe definitely always my use used using".split(
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
