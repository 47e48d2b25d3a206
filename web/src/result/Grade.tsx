import { useI18n } from "../i18n";
import { GRADES, type Grade } from "../vocabulary";

/** Three steps, filled up to the grade; each grade has its own colour and pattern. */
export function GradeSteps({ grade }: { grade: Grade }) {
  return (
    <span class="grade-steps" aria-hidden="true">
      {[1, 2, 3].map((step) => (
        <i key={step} class={step <= grade ? `grade-fill-${grade}` : "grade-fill-0"} />
      ))}
    </span>
  );
}

/** A grade as word, number, colour and pattern. */
export function GradeBadge({ grade }: { grade: Grade }) {
  const { t } = useI18n();
  return (
    <p class={`grade-badge grade-tint-${grade}`}>
      <GradeSteps grade={grade} />
      <strong>{t(`grade.${grade}`)}</strong>
      <span class="grade-number" aria-hidden="true">
        {grade}/3
      </span>
      <span class="visually-hidden">, {t("grade.of", { grade })}</span>
    </p>
  );
}

/** Probabilities of the four grades, as a stacked bar and as figures. */
export function GradeProbabilities({ percents, grade }: { percents: number[]; grade: Grade }) {
  const { t, percent } = useI18n();
  return (
    <div class="probabilities">
      <div class="probability-bar" aria-hidden="true">
        {GRADES.map((option) => (
          <i
            key={option}
            class={`grade-fill-${option}`}
            style={{ flexGrow: percents[option] ?? 0 }}
            hidden={percents[option] === 0}
          />
        ))}
      </div>
      <dl aria-label={t("grade.probabilities")}>
        {GRADES.map((each) => (
          <div key={each} class={each === grade ? "given" : undefined}>
            <dt>
              <i class={`grade-swatch grade-fill-${each}`} aria-hidden="true" />
              {t(`grade.${each}`)}
            </dt>
            <dd>{percent((percents[each] ?? 0) / 100)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
