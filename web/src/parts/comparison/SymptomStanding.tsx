import { GradeBadge } from "../../components/Grade";
import { GradeShares } from "../../components/charts/GradeShares";
import { wholePercents } from "../../findings";
import { useI18n, useMessages } from "../../i18n";
import en from "../../i18n/en/comparison.json";
import ko from "../../i18n/ko/comparison.json";
import statisticsEn from "../../i18n/en/statistics.json";
import statisticsKo from "../../i18n/ko/statistics.json";
import type { Symptom } from "../../vocabulary";
import type { NamedGroup } from "../statistics/Distributions";
import { standing, type OwnRank } from "../statistics/statistics";

/** Fewer than this, and a person more or less moves the place by more than three in a hundred. */
const FEW = 30;

interface SymptomStandingProps {
  symptom: Symptom;
  own: OwnRank;
  /** People of the same sex and age, where they can be shown. */
  alike: NamedGroup | null;
  all: NamedGroup;
}

/** One symptom's grade among others, in words first and then as bars. */
export function SymptomStanding({ symptom, own, alike, all }: SymptomStandingProps) {
  const t = useMessages({ ko, en });
  const s = useMessages({ ko: statisticsKo, en: statisticsEn });
  const { t: shell, decimal } = useI18n();
  const { grade } = own;
  const nearest = alike ?? all;
  const percentile = alike === null ? own.amongEveryone : own.inGroup;
  const { counts } = nearest.statistics.symptoms[symptom];
  const place = percentile === null ? null : standing(counts, grade, percentile);
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
      {place && (
        <div class="standing">
          <p>
            <strong>
              {grade > 0
                ? t("comparison.place", { group: nearest.label, place: place.place })
                : t(place.same > 0 ? "comparison.none" : "comparison.none.nobody", {
                    group: nearest.label,
                    same: place.same,
                  })}
            </strong>
          </p>
          {grade > 0 && (
            <p class="hint">
              {t("comparison.ties", {
                heavier: place.heavier,
                same: place.same,
                lighter: place.lighter,
              })}
            </p>
          )}
          {nearest.statistics.total < FEW && (
            <p class="hint">{s("statistics.few", { total: nearest.statistics.total })}</p>
          )}
        </div>
      )}
      {alike !== null && bar(alike)}
      {bar(all)}
    </li>
  );
}
