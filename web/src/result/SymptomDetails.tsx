import type { AnalysisResult, SymptomFinding } from "../api/client";
import { useI18n } from "../i18n";
import type { Symptom } from "../vocabulary";
import { bySeverity, certaintyOf, wholePercents } from "./findings";
import { GradeBadge, GradeProbabilities } from "./Grade";
import { useGradeWords } from "./gradeWords";

interface SymptomDetailsProps {
  result: AnalysisResult;
  /** The symptom whose evidence map is on the photo. */
  selected: Symptom | null;
  onShow: (symptom: Symptom) => void;
}

/** The six symptoms, the worst first: grade, range, certainty, and probabilities. */
export function SymptomDetails({ result, selected, onShow }: SymptomDetailsProps) {
  const { t } = useI18n();
  return (
    <div class="symptoms">
      <p class="hint">{t("symptoms.lead")}</p>
      <ul role="list">
        {bySeverity(result).map((symptom) => (
          <SymptomCard
            key={symptom}
            symptom={symptom}
            finding={result.symptoms[symptom]}
            shown={selected === symptom}
            onShow={() => onShow(symptom)}
          />
        ))}
      </ul>
    </div>
  );
}

interface SymptomCardProps {
  symptom: Symptom;
  finding: SymptomFinding;
  shown: boolean;
  onShow: () => void;
}

function SymptomCard({ symptom, finding, shown, onShow }: SymptomCardProps) {
  const { t } = useI18n();
  const words = useGradeWords();
  return (
    <li class={shown ? "card symptom symptom-shown" : "card symptom"}>
      <div class="symptom-head">
        <div>
          <h3 class="sentence-case">{t(`symptom.${symptom}`)}</h3>
          <p class="hint">{t(`symptom.${symptom}.about`)}</p>
        </div>
        <GradeBadge grade={finding.grade} />
      </div>
      <GradeProbabilities percents={wholePercents(finding.probabilities)} grade={finding.grade} />
      <div class="symptom-foot">
        <p>
          <strong class="symptom-range">{words(finding)}</strong>{" "}
          <span class="hint">
            {t("certainty.title")} {t(`certainty.${certaintyOf([finding])}`)}
          </span>
        </p>
        {finding.grade > 0 && (
          <button type="button" class="button button-small" aria-pressed={shown} onClick={onShow}>
            {t(shown ? "viewer.shown" : "viewer.show")}
            <span class="visually-hidden"> ({t(`symptom.${symptom}`)})</span>
          </button>
        )}
      </div>
    </li>
  );
}
