import { useState } from "preact/hooks";
import { type AnalysisResult, type Assessment, getJson } from "../../api/client";
import { RequestView } from "../../api/RequestView";
import { useRequest } from "../../api/useRequest";
import { GradeLegend } from "../../components/charts/GradeShares";
import { Fold } from "../../components/Fold";
import { useI18n, useMessages } from "../../i18n";
import en from "../../i18n/en/comparison.json";
import ko from "../../i18n/ko/comparison.json";
import { bySeverity } from "../../result/findings";
import {
  DailySeries,
  GradeTable,
  type NamedGroup,
  NoiseHint,
  TypeDistribution,
} from "../statistics/Distributions";
import { Reference } from "../statistics/Reference";
import type { StatisticsView } from "../statistics/statistics";
import { Withheld } from "../statistics/Withheld";
import "../statistics/statistics.css";
import "./comparison.css";
import { SymptomStanding } from "./SymptomStanding";

interface Props {
  assessment: Assessment;
  result: AnalysisResult;
}

/** This result compared with people of the same sex and age, and with everyone. */
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
    <section class="card comparison" aria-labelledby="comparison-title">
      <div>
        <h2 id="comparison-title">{t("comparison.title")}</h2>
        <p class="hint">{t("comparison.lead")}</p>
        {sex === "undisclosed" && <p class="hint">{t("comparison.undisclosed")}</p>}
      </div>
      <RequestView request={request} failed={t("comparison.failed")}>
        {(view) => <Comparison view={view} assessment={assessment} result={result} />}
      </RequestView>
      <FoldedReference />
      <p>
        <a class="comparison-more" href="#/statistics">
          {t("comparison.more")}
        </a>
      </p>
    </section>
  );
}

function Comparison({ view, assessment, result }: Props & { view: StatisticsView }) {
  const t = useMessages({ ko, en });
  const { t: shell } = useI18n();
  const { sex, ageGroup } = assessment.cohort;
  const { group, everyone, minimum } = view;
  if (everyone.suppressed) return <Withheld group={null} minimum={minimum} />;
  const order = bySeverity(result);
  const all: NamedGroup = { label: t("comparison.everyone"), statistics: everyone };
  const alike: NamedGroup | null =
    group.suppressed || view.sex === null
      ? null
      : { label: t("comparison.group"), statistics: group };
  const groups = alike === null ? [all] : [alike, all];
  const nearest = alike ?? all;
  return (
    <>
      {group.suppressed && (
        <Withheld group={`${shell(`sex.${sex}`)} ${shell(`age.${ageGroup}`)}`} minimum={minimum} />
      )}
      <NoiseHint group={nearest} />
      <GradeLegend />
      <ul role="list" class="distributions">
        {order.map((symptom) => (
          <SymptomStanding
            key={symptom}
            symptom={symptom}
            grade={result.symptoms[symptom].grade}
            alike={alike}
            all={all}
          />
        ))}
      </ul>
      <p class="hint">{t("comparison.method")}</p>
      <GradeTable order={order} groups={groups} />
      <div class="statistics-pair">
        <TypeDistribution group={nearest} own={result.type.scalpType} />
        <DailySeries group={nearest} />
      </div>
    </>
  );
}

/** Reference statistics, fetched when unfolded: most people come for their own result. */
function FoldedReference() {
  const t = useMessages({ ko, en });
  const [opened, setOpened] = useState(false);
  return (
    <Fold summary={t("comparison.reference")} onOpen={() => setOpened(true)}>
      {opened && <Reference />}
    </Fold>
  );
}
