import type { SymptomFinding } from "../api/client";
import { useI18n } from "../i18n";
import type { Symptom } from "../vocabulary";
import { nextGrade, wholePercents } from "./findings";
import { GradeBadge, GradeProbabilities } from "./Grade";

interface SymptomCardProps {
  symptom: Symptom;
  finding: SymptomFinding;
  /** Whether its evidence map is shown over the photo. */
  shown: boolean;
  onShow: () => void;
}

export function SymptomCard({ symptom, finding, shown, onShow }: SymptomCardProps) {
  const { t, chance } = useI18n();
  const percents = wholePercents(finding.probabilities);
  const chanceOf = (grade: number) => chance((percents[grade] ?? 0) / 100);
  const next = nextGrade(finding);
  return (
    <li class={shown ? "card symptom symptom-shown" : "card symptom"}>
      <div class="symptom-head">
        <div>
          <h3 class="sentence-case">{t(`symptom.${symptom}`)}</h3>
          <p class="hint">{t(`symptom.${symptom}.about`)}</p>
        </div>
        <GradeBadge grade={finding.grade} />
      </div>
      <GradeProbabilities percents={percents} grade={finding.grade} />
      <div class="symptom-foot">
        <p class={finding.uncertain ? "certainty certainty-low" : "certainty"}>
          {finding.uncertain
            ? t("grade.uncertain", { grade: t(`grade.${next}`), percent: chanceOf(next) })
            : t("grade.confidence", { percent: chanceOf(finding.grade) })}
        </p>
        <button type="button" class="button button-small" aria-pressed={shown} onClick={onShow}>
          {t(shown ? "viewer.shown" : "viewer.show")}
          <span class="visually-hidden"> ({t(`symptom.${symptom}`)})</span>
        </button>
      </div>
    </li>
  );
}
