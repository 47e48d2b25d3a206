/** Signs in a question that come before any answer: despair, emergencies, and reasons to see a doctor. */

export interface Sign {
  /** One of these in the question is enough. */
  any: RegExp;
  /** One of these must be there as well. */
  and?: RegExp;
  /** Parts of the question that are not this sign; they are left out first. */
  not?: RegExp;
}

export interface Phrases {
  /** Words of signs that are recognised a typing error away, where no other word is known there. */
  spelt: readonly string[];
  /** Signs with the ids of the notices to show, the most urgent first. */
  signs: readonly (Sign & { notice: string })[];
  /** Requests for a diagnosis or a prescription. */
  verdicts: readonly Sign[];
}

/**
 * Return the ids of the notices that a question calls for, the most urgent first.
 *
 * A sign that is denied ("열은 없어요", "no fever") is left out by its own `not`; in doubt it counts, as
 * a notice too many costs less than one that is missing.
 */
export function noticesFor(text: string, { signs }: Phrases): string[] {
  const found = signs.filter((sign) => isIn(text, sign)).map(({ notice }) => notice);
  return [...new Set(found)];
}

/** Whether a question asks for a diagnosis or a prescription. */
export function asksForVerdict(text: string, { verdicts }: Phrases): boolean {
  return verdicts.some((verdict) => isIn(text, verdict));
}

function isIn(text: string, { any, and, not }: Sign): boolean {
  const rest = not === undefined ? text : text.replace(not, " ");
  return any.test(rest) && (and === undefined || and.test(rest));
}
