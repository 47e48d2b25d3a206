/** Words of the guide's subject in one language. */

export interface Lexicon {
  anchors: Concepts;
  conditions: Concepts;
  others: Concepts;
  manners: Concepts;
  elsewhere: string;
  never: string;
}

/** Words by concept, separated by spaces; `_` stands for a space within an English phrase. */
export type Concepts = Readonly<Record<string, string>>;

export type Rank = "anchors" | "conditions" | "others" | "manners";

export const RANKS: readonly Rank[] = ["anchors", "conditions", "others", "manners"];

export interface Word {
  word: string;
  concept: string;
}

/** Return all words of a lexicon with their concepts. */
export function wordsOf(lexicon: Lexicon): Word[] {
  const entries = RANKS.flatMap((rank) => Object.entries(lexicon[rank]));
  return [
    ...entries,
    ["elsewhere", lexicon.elsewhere] as const,
    ["never", lexicon.never] as const,
  ].flatMap(([concept, words]) =>
    words.split(" ").map((word) => ({ word: word.replaceAll("_", " "), concept })),
  );
}
