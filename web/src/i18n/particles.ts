/** Korean particles, whose form depends on whether the preceding word ends in a consonant. */

const HANGUL_FIRST = 0xac00;
const HANGUL_LAST = 0xd7a3;
const FINALS = 28;
const RIEUL = 8;

/** Return the index of the last syllable's final consonant; 0 if it has none or is not Hangul. */
function finalOf(word: string): number {
  const code = word.codePointAt(word.length - 1) ?? 0;
  return code >= HANGUL_FIRST && code <= HANGUL_LAST ? (code - HANGUL_FIRST) % FINALS : 0;
}

/**
 * Return the form of a pair such as "을/를" that fits `word`: the first after a consonant, the second
 * after a vowel. "으로/로" takes 로 after ㄹ too.
 */
export function particle(word: string, pair: string): string {
  const [afterConsonant = "", afterVowel = ""] = pair.split("/");
  const final = finalOf(word);
  const vowelLike = final === 0 || (final === RIEUL && afterConsonant === "으로");
  return vowelLike ? afterVowel : afterConsonant;
}
