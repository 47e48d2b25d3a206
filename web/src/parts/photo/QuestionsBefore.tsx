import type { PatientAnswers } from "../../api/client";
import { useI18n } from "../../i18n";
import { TriageAnswer } from "../../result/Answer";
import { FoldedPart } from "../../result/FoldedPart";
import { useTriage } from "../../result/useTriage";

const questions = () => import("../questions/Questions").then((part) => part.Questions);

export interface QuestionsBeforeProps {
  /** Answers so far, for the result to come. */
  before: PatientAnswers;
  onBefore: (answers: PatientAnswers) => void;
}

/** The optional questions before the photo; what is urgent whatever a photo shows is said at once. */
export function QuestionsBefore({ before, onBefore }: QuestionsBeforeProps) {
  const { t } = useI18n();
  const own = useTriage(null, before);
  const state = {
    ...own,
    setAnswers: (answers: PatientAnswers) => {
      own.setAnswers(answers);
      onBefore(answers);
    },
  };
  return (
    <>
      {state.triage !== null && state.triage.level !== null && <TriageAnswer state={state} />}
      <FoldedPart
        id="questions-title"
        title={t("result.part.questions")}
        load={questions}
        props={{ state }}
      />
    </>
  );
}
