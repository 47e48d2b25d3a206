import { type AnalysisResult, type Assessment, getJson } from "../../api/client";
import { RequestView } from "../../api/RequestView";
import { useRequest } from "../../api/useRequest";
import { GradeShares } from "../../components/charts/GradeShares";
import { useI18n, useMessages } from "../../i18n";
import en from "../../i18n/en/comparison.json";
import statisticsEn from "../../i18n/en/statistics.json";
import ko from "../../i18n/ko/comparison.json";
import statisticsKo from "../../i18n/ko/statistics.json";
import { bySeverity, presentSymptoms, wholePercents } from "../../result/findings";
import type { Grade, Symptom } from "../../vocabulary";
import { NoiseHint } from "../statistics/Distributions";
import { type GroupStatistics, inTen, type StatisticsView } from "../statistics/statistics";
import { Withheld } from "../statistics/Withheld";
import "../statistics/statistics.css";
import "./comparison.css";

interface Props {
  assessment: Assessment;
  result: AnalysisResult;
}

/** The grades that were found, compared with people of the same sex and age, or else with everyone. */
export function ComparisonSection({ assessment, result }: Props) {
  const t = useMessages({ ko, en });
  const { sex, ageGroup } = assessment.cohort;
  // Without a sex there is no cohort: the comparison is with everyone, of all ages.
  const cohort = sex === "undisclosed" ? {} : { sex, ageGroup };
  // By cohort, not by assessment: a result kept on the device may be deleted from the server.
  const request = useRequest(assessment.id, (signal) =>
    getJson<StatisticsView>("/stats", cohort, signal),
  );
  return (
    <div class="comparison">
      <p class="hint">
        {t("comparison.lead")} {sex === "undisclosed" && t("comparison.undisclosed")}
      </p>
      <RequestView request={request} failed={t("comparison.failed")}>
        {(view) => <Comparison view={view} assessment={assessment} result={result} />}
      </RequestView>
      <p>
        <a class="comparison-more" href="#/statistics">
          {t("comparison.more")}
        </a>
      </p>
    </div>
  );
}

function Comparison({ view, assessment, result }: Props & { view: StatisticsView }) {
  const t = useMessages({ ko, en });
  const { t: shell } = useI18n();
  const { sex, ageGroup } = assessment.cohort;
  const { group, everyone, minimum } = view;
  if (everyone.suppressed) return <Withheld group={null} minimum={minimum} />;
  const alike = group.suppressed || view.sex === null ? null : group;
  const statistics = alike ?? everyone;
  const label = t(alike === null ? "comparison.everyone" : "comparison.group");
  const present = presentSymptoms(result);
  return (
    <>
      {group.suppressed && (
        <Withheld group={`${shell(`sex.${sex}`)} ${shell(`age.${ageGroup}`)}`} minimum={minimum} />
      )}
      <ul role="list" class="standings">
        {(present.length > 0 ? present : bySeverity(result)).map((symptom) => (
          <SymptomStanding
            key={symptom}
            symptom={symptom}
            grade={result.symptoms[symptom].grade}
            label={label}
            statistics={statistics}
          />
        ))}
      </ul>
      <NoiseHint group={{ label, statistics }} />
    </>
  );
}

interface SymptomStandingProps {
  symptom: Symptom;
  grade: Grade;
  /** Name of the group. */
  label: string;
  statistics: GroupStatistics;
}

/** How many of ten people have the same grade of one symptom, in words and as a bar. */
function SymptomStanding({ symptom, grade, label, statistics }: SymptomStandingProps) {
  const t = useMessages({ ko, en });
  const s = useMessages({ ko: statisticsKo, en: statisticsEn });
  const { t: shell } = useI18n();
  const { counts } = statistics.symptoms[symptom];
  const same = inTen(counts, grade);
  const key = same === 0 ? "comparison.few" : same === 10 ? "comparison.all" : "comparison.same";
  return (
    <li>
      <p>
        <strong class="sentence-case">{shell(`symptom.${symptom}`)}</strong>{" "}
        {t(key, { group: label, same, grade: shell(`grade.${grade}`) })}
      </p>
      <GradeShares
        percents={wholePercents(counts)}
        label={s("statistics.label", { group: label, total: statistics.total })}
        own={{ grade, mark: t("comparison.me") }}
      />
    </li>
  );
}
