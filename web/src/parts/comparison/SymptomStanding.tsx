import { GradeShares } from "../../components/charts/GradeShares";
import { useI18n, useMessages } from "../../i18n";
import en from "../../i18n/en/comparison.json";
import statisticsEn from "../../i18n/en/statistics.json";
import ko from "../../i18n/ko/comparison.json";
import statisticsKo from "../../i18n/ko/statistics.json";
import { wholePercents } from "../../result/findings";
import { GradeBadge } from "../../result/Grade";
import type { Grade, Symptom } from "../../vocabulary";
import type { NamedGroup } from "../statistics/Distributions";
import { type Standing, standing } from "../statistics/statistics";

interface SymptomStandingProps {
  symptom: Symptom;
  grade: Grade;
  /** People of the same sex and age; null while their statistics are suppressed. */
  alike: NamedGroup | null;
  all: NamedGroup;
}

/** One symptom's grade compared with a group and with everyone, as text and as bars. */
export function SymptomStanding({ symptom, grade, alike, all }: SymptomStandingProps) {
  const t = useMessages({ ko, en });
  const s = useMessages({ ko: statisticsKo, en: statisticsEn });
  const { t: shell, decimal } = useI18n();
  const nearest = alike ?? all;
  const placeIn = ({ statistics }: NamedGroup): Standing => {
    const { counts, percentiles } = statistics.symptoms[symptom];
    return standing(counts, grade, percentiles[grade]);
  };
  const place = placeIn(nearest);
  const amongAll = alike === null ? null : placeIn(all);
  const bar = ({ label, statistics }: NamedGroup) => (
    <GradeShares
      percents={wholePercents(statistics.symptoms[symptom].counts)}
      label={s("statistics.label", { group: label, total: statistics.total })}
      end={s("statistics.mean.value", { mean: decimal(statistics.symptoms[symptom].meanGrade) })}
      own={{ grade, mark: t("comparison.me") }}
    />
  );
  return (
    <li class="distribution">
      <div class="distribution-head">
        <h3 class="sentence-case">{shell(`symptom.${symptom}`)}</h3>
        <GradeBadge grade={grade} />
      </div>
      <div class="standing">
        <p>
          <strong>{t(headline(grade, place), { group: nearest.label, ...place })}</strong>
        </p>
        {grade > 0 && place.heavier + place.same > 0 && (
          <p class="hint">
            {t("comparison.ties", { ...place })}
            {amongAll && ` ${t("comparison.place.all", { place: amongAll.place })}`}
          </p>
        )}
      </div>
      {alike !== null && bar(alike)}
      {bar(all)}
    </li>
  );
}

/** Return the headline's key; there is no rank when nobody else has the symptom. */
function headline(grade: Grade, { heavier, same }: Standing): keyof typeof ko {
  if (grade === 0) return same > 0 ? "comparison.none" : "comparison.none.nobody";
  return heavier + same > 0 ? "comparison.place" : "comparison.rare";
}
