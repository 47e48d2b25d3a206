/** Reads Korean: particles, spacing, jamo and the English keyboard. */

import { assemble, convertQwertyToHangul, disassemble } from "es-hangul";
import { wordsOf } from "./lexicon";
import { KO } from "./lexicon.ko";
import { KO_PHRASES } from "./phrases.ko";
import { about, alternatives, finder, isOurs, type Language, signSpeller, speller } from "./terms";

const HANGUL = /[가-힣]/;
/** Jamo that a word needs before one of them may be wrong: those of two syllables. */
const LEAST_JAMO = 5;

/** Final consonants that are often left half typed, but for "무엇". */
const MEANT: Record<string, string> = {
  잇: "있",
  엇: "었",
  앗: "았",
  겟: "겠",
  햇: "했",
  됬: "됐",
};
const SLIPS = /(?<!무)엇|[잇앗겟햇됬]/g;

/** Letters of a text that may be Korean from an English keyboard; the time to convert grows with their square. */
const MOST_TYPED = 300;

/** Begins of words that look like a one-syllable word of the lexicon. */
const NOT_SHORT = /혹시|잠깐|잠시|진짜|가짜|약간|향후|팔아|팔고|팔리|팔려|돈가스|술술|밤톨|젤 /g;

/** Words that may stand in any question: verbs by their endings, and pronouns and the like. */
const COMMON_WORD =
  /^.$|(?:도|데|데요|나요|가요|까요?|어요|아요|여요|해요|에요|예요|네요|래요|죠|지요|야|면|고|서|다|지|게|려|니까|냐|줘|자|며|려구|거든요|잖아요|습니다|니다|던|요|음|임|함|됨|노|교|겨|예|당|디|려나|구여|여|용|욤|염|슴|군|듯)$|^(?:뭐가|뭐를|진짜|원래|혼자|벌써|요새|매번|한번|두번|괜히|제가|저는|저도|나는|내가|우리|이거|이게|이건|그거|그게|저거|어디|누가|누구|여기|거기|정도|경우|요즘|지금|오늘|어제|사람|친구|하루|정말|너무|조금|많이|그냥|항상|계속|자꾸|혹시|만약|아니면|그리고|그런|이런|어떤|어느|있는|하는|쓰는|되는|없는|같은|이후|뒤에|후에|전에|때는|때도|올린|모든|다른|무슨)/;

export function createLanguage(): Language {
  const words = wordsOf(KO);
  const long = words.filter(({ word }) => word.length > 1);
  const find = finder(words);
  const longest = alternatives(long.map(({ word }) => word));
  const short = words.filter(({ word }) => word.length === 1).map(({ word }) => word);
  const shortest = new RegExp(`(?:^|\\s)(${short.join("|")})`, "g");
  const misspelt = speller(
    long.filter((each) => HANGUL.test(each.word) && isOurs(each)),
    disassemble,
    LEAST_JAMO,
  );
  const partsOf = (spaced: string) =>
    spaced.split(" ").map((word) => ({ word, rest: word.split(longest)[0] ?? "" }));
  const misspeltSign = signSpeller(KO_PHRASES, disassemble, LEAST_JAMO);
  const withSigns = (word: string) => {
    for (const begin of beginnings(word)) {
      const [sign] = misspeltSign([begin]);
      if (sign !== undefined) return sign + word.slice(begin.length);
    }
    return word;
  };
  const read = (text: string) => {
    const spaced = clean(text);
    const whole = spaced.replaceAll(" ", "");
    const known = whole.match(longest) ?? [];
    const alone = [...spaced.replace(NOT_SHORT, " ").matchAll(shortest)].map(([, word]) => word!);
    const others = partsOf(spaced).filter(
      ({ word, rest }) => word === rest && !COMMON_WORD.test(word),
    );
    return {
      concepts: find([...known, ...alone]),
      letters: pairs(whole),
      others: others.map(({ word }) => pairs(word)),
    };
  };
  return {
    phrases: KO_PHRASES,
    normalise: (text) =>
      partsOf(clean(text))
        .map(({ word, rest }) => (word === rest ? withSigns(word) : word))
        .join(""),
    ...about(KO),
    letterWeight: 0.3,
    read,
    readQuestion: (text) => {
      // A short word with the ending of a verb is one.
      const parts = partsOf(clean(text)).filter(
        ({ word }) => word.length > 2 || !COMMON_WORD.test(word),
      );
      return {
        ...read(text),
        guessed: find(parts.flatMap(({ rest }) => misspelt(beginnings(rest)))),
      };
    },
  };
}

/** Lower case, without marks; Korean from compatibility jamo and from an English keyboard. */
function clean(text: string): string {
  // Before NFKC, which would take each of these jamo for the first of a syllable.
  const joined = text
    .normalize("NFC")
    .replace(/[ㄱ-ㅎㅏ-ㅣ]{3,}/g, (jamo) =>
      /[ㅏ-ㅣ]/.test(jamo) && /[ㄱ-ㅎ]/.test(jamo) ? assemble([...jamo]) : " ",
    );
  const lower = joined
    .normalize("NFKC")
    .toLowerCase()
    .replace(SLIPS, (letter) => MEANT[letter]!);
  const isTyped = !HANGUL.test(lower) && lower.length <= MOST_TYPED;
  const korean = isTyped ? convertQwertyToHangul(lower) : lower;
  return korean.replace(/[^가-힣a-z0-9]+/g, " ").trim();
}

/** The first two to four syllables of a word, which its particles follow. */
function beginnings(word: string): string[] {
  return [2, 3, 4].filter((size) => size <= word.length).map((size) => word.slice(0, size));
}

function pairs(text: string): string[] {
  return Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2));
}
