import type { AnalysisResult } from "../api/client";
import { Fold } from "../components/Fold";
import { useI18n } from "../i18n";
import type { Symptom } from "../vocabulary";
import { certaintyOf, plausibleGrades, wholePercents } from "./findings";
import { GradeProbabilities } from "./Grade";
import { useSymptomWords } from "./gradeWords";

interface CertaintyProps {
  result: AnalysisResult;
  /** Symptoms that the answer is about. */
  about: readonly Symptom[];
}

/** How sure the answer is, in one word; the figures behind it unfold. */
export function Certainty({ result, about }: CertaintyProps) {
  const { t } = useI18n();
  const words = useSymptomWords();
  const certainty = certaintyOf(about.map((symptom) => result.symptoms[symptom]));
  const [first] = about;
  // Of several symptoms only those that may have another grade are of interest.
  const unsure = about.filter((symptom) => plausibleGrades(result.symptoms[symptom]).length > 1);
  return (
    <Fold
      class="fold-quiet certainty"
      summary={
        <span>
          {t("certainty.title")} <strong>{t(`certainty.${certainty}`)}</strong>
        </span>
      }
    >
      <p>{t(`certainty.${certainty}.about`)}</p>
      {about.length === 1 && first !== undefined ? (
        <GradeProbabilities
          percents={wholePercents(result.symptoms[first].probabilities)}
          grade={result.symptoms[first].grade}
        />
      ) : (
        <ul>
          {unsure.map((symptom) => (
            <li key={symptom}>
              <span class="sentence-case">{words(result, symptom)}</span>
            </li>
          ))}
        </ul>
      )}
      {result.model.trainedOn === "rendered" && <p class="hint">{t("certainty.basis")}</p>}
    </Fold>
  );
}
