/** What changed between two results by more than chance. */

import { plausibleGrades } from "../../result/findings";
import { SYMPTOMS, type Symptom } from "../../vocabulary";
import { type KeptResult, LEAST_APART, takenAt } from "./record";

/**
 * Put in by the build from the networks' evaluation: how often the grade of an unchanged scalp differs between
 * two photos (the upper bound of the interval), for one version of the networks; null where that was not
 * measured.
 */
declare const __RETEST__: { version: string; flips: Record<Symptom, number> } | null;

/** A change of one grade that an unchanged scalp shows more often than this is taken for chance. */
const MOST_CHANCE = 0.05;

export interface Progress {
  better: Symptom[];
  worse: Symptom[];
}

/** Why nothing can be said: too little time, other networks, or networks whose noise is unknown. */
export type NoProgress = "soon" | "model" | "unmeasured";

export type Taken = Pick<KeptResult, "assessment" | "result">;

/**
 * Return the symptoms that changed.
 *
 * Two photos of one scalp differ by light and place. So a change counts where no grade is plausible for both
 * photos, and where unchanged scalps show it in one of twenty cases at most, or it is more than one grade.
 */
export function progressOf(earlier: Taken, later: Taken): Progress | NoProgress {
  if (takenAt(later) - takenAt(earlier) < LEAST_APART) return "soon";
  const [before, after] = [earlier.result, later.result];
  if (before.model.version !== after.model.version) return "model";
  if (__RETEST__ === null || __RETEST__.version !== after.model.version) return "unmeasured";
  const { flips } = __RETEST__;
  const changed = SYMPTOMS.filter((symptom) => {
    const [first, second] = [before.symptoms[symptom], after.symptoms[symptom]];
    const steps = Math.abs(second.grade - first.grade);
    const known = plausibleGrades(first);
    const apart = plausibleGrades(second).every((grade) => !known.includes(grade));
    return apart && (steps > 1 || (steps === 1 && flips[symptom] <= MOST_CHANCE));
  });
  const rose = (symptom: Symptom) => after.symptoms[symptom].grade > before.symptoms[symptom].grade;
  return { better: changed.filter((each) => !rose(each)), worse: changed.filter(rose) };
}
