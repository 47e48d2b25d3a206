/** The optional questions in their order, and a person's answers in words. */

import type { PatientAnswers } from "../../api/client";
import { useMessages } from "../../i18n";
import en from "../../i18n/en/questions.json";
import ko from "../../i18n/ko/questions.json";
import { exhaustive } from "../../vocabulary";

export type YesNo = Exclude<
  {
    [Name in keyof PatientAnswers]: PatientAnswers[Name] extends boolean | null | undefined
      ? Name
      : never;
  }[keyof PatientAnswers],
  undefined
>;

export const ABOUT_SCALP = [
  "painOrSwelling",
  "oozingOrBleeding",
  "fever",
  "suddenBaldPatches",
] as const satisfies YesNo[];
export const ABOUT_MEDICINES = ["pregnantOrBreastfeeding", "under18"] as const satisfies YesNo[];
export const ITCHES = exhaustive<NonNullable<PatientAnswers["itch"]>>()("none", "some", "severe");
export const DURATIONS = exhaustive<NonNullable<PatientAnswers["duration"]>>()(
  "under_two_weeks",
  "two_weeks_to_a_month",
  "one_to_three_months",
  "over_three_months",
);

interface AnswerInWords {
  question: string;
  /** Null where the person gave none. */
  answer: string | null;
}

/** Return the six questions with their answers, and those about medicines that were answered. */
export function useAnswersInWords({ itch, duration, ...given }: PatientAnswers): AnswerInWords[] {
  const t = useMessages({ ko, en });
  const yesOrNo = (name: YesNo): AnswerInWords => {
    const answer = given[name] ?? null;
    return {
      question: t(`questions.${name}`),
      answer: answer === null ? null : t(answer ? "questions.yes" : "questions.no"),
    };
  };
  return [
    { question: t("questions.itch"), answer: itch ? t(`questions.itch.${itch}`) : null },
    ...ABOUT_SCALP.map(yesOrNo),
    {
      question: t("questions.duration"),
      answer: duration ? t(`questions.duration.${duration}`) : null,
    },
    ...ABOUT_MEDICINES.map(yesOrNo).filter(({ answer }) => answer !== null),
  ];
}
