/** Answers questions with entries of the guide; never with words of its own. */

import type { Symptom } from "../../vocabulary";
import type { Guide, Notice } from "./guide";
import type { Rank } from "./lexicon";
import { asksForVerdict, noticesFor } from "./redFlags";
import { createSearch, type Hit, type Search } from "./search";
import type { Language, Question } from "./terms";

export type Kind = "answer" | "red_flag" | "no_diagnosis" | "off_topic";

export interface Reply {
  kind: Kind;
  /** What has to be read before the answers. */
  notices: Notice[];
  /** The best first; for a question off topic the three nearest. */
  answers: Hit[];
}

/** Answer a question; symptoms of the result beside it prefer the entries about them. */
export type Ask = (question: string, symptoms?: readonly Symptom[]) => Reply;

const MOST_ANSWERS = 3;
/** Share of the best score that an answer needs below a notice. */
const CLOSE = 0.6;
/** Share of a question that the guide has to know, by what else speaks for the subject. */
const LEAST_KNOWN = { head: 0.45, other: 0.44, nothing: 0.72 };
/** Concepts that are about the scalp only together with another one ("머리", "head"). */
const COMMON = new Set(["head"]);
const OWN = ["scalp", "head", "hair"];
const WEAK = new Set(["head", "loss"]);
/** Manners of questions that name their subject. */
const GENERAL = ["how", "choose", "what", "remove"];
const OTHER_SUBJECTS = ["elsewhere", "never"];
/** What people catch from pets. */
const FROM_PETS = ["fungus", "lice"];

/** Index a guide, and return the function that answers from it. */
export function createAsk(guide: Guide, language: Language): Ask {
  const { phrases } = language;
  const search = createSearch(guide, language);
  const named = (ids: string[]) => ids.map((id) => guide.notices[id]!);

  return (question, symptoms = []) => {
    const text = language.normalise(question);
    const read = language.readQuestion(question);
    const found = search.find(read, symptoms);
    const answers = found.slice(0, MOST_ANSWERS);
    const close = answers.filter(({ score }) => score >= CLOSE * answers[0]!.score);
    const onTopic = isOnTopic(
      language,
      search,
      read,
      Math.max(0, ...answers.map(({ known }) => known)),
    );
    const flags = isOfPets(read) ? [] : noticesFor(text, phrases);
    if (flags.includes("despair")) {
      return { kind: "red_flag", notices: named(["despair"]), answers: [] };
    }
    if (flags.length > 0) {
      return { kind: "red_flag", notices: named(flags), answers: onTopic ? close : [] };
    }
    const isElsewhere = OTHER_SUBJECTS.some((concept) => read.concepts.has(concept));
    if (asksForVerdict(text, phrases) && (onTopic || !isElsewhere)) {
      return { kind: "no_diagnosis", notices: named(["no_diagnosis"]), answers: close };
    }
    if (onTopic) return { kind: "answer", notices: [], answers };
    const others = guide.entries.filter((entry) => !answers.some((hit) => hit.entry === entry));
    const fill = others.map((entry) => ({ entry, score: 0, known: 0 }));
    const near = [...answers, ...fill].slice(0, MOST_ANSWERS);
    return { kind: "off_topic", notices: named(["off_topic"]), answers: near };
  };
}

/** Whether a question names pets, and nothing of a person's head. */
function isOfPets({ concepts }: Question): boolean {
  return concepts.has("never") && !OWN.some((concept) => concepts.has(concept));
}

/** Beside a word of another subject, "head" and "lose" count only together: "lose belly fat". */
function outweighsElsewhere(anchors: string[]): boolean {
  return anchors.length > 1 || anchors.some((concept) => !WEAK.has(concept));
}

function isOnTopic(
  { ranksOf, isManner }: Language,
  search: Search,
  question: Question,
  known: number,
): boolean {
  const { concepts, guessed } = question;
  const all = [...concepts];
  const isOf = (concept: string, rank: Rank) => ranksOf(concept).includes(rank);
  const has = (rank: Rank) => all.some((concept) => isOf(concept, rank));
  const anchored = has("anchors") || [...guessed].some((concept) => isOf(concept, "anchors"));
  if (concepts.has("never") && !FROM_PETS.some((concept) => concepts.has(concept))) return false;
  if (
    concepts.has("elsewhere") &&
    !outweighsElsewhere(all.filter((each) => isOf(each, "anchors")))
  ) {
    return false;
  }
  if (anchored) {
    const hasSubject = [...all, ...guessed].some(
      (concept) => !COMMON.has(concept) && !isManner(concept),
    );
    return hasSubject || known >= LEAST_KNOWN.head;
  }
  if (has("conditions")) return true;
  if (search.hasUnknownWord(question)) return false;
  // "How to sleep better" is about sleep; "is it my sleep?" is about what the person came for.
  const general = GENERAL.some((concept) => concepts.has(concept));
  return known >= (has("others") && !general ? LEAST_KNOWN.other : LEAST_KNOWN.nothing);
}
