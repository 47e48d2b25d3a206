import { useState } from "preact/hooks";
import { getJson } from "../../api/client";
import { RequestView } from "../../api/RequestView";
import { useRequest } from "../../api/useRequest";
import { GradeLegend, GradeShares } from "../../components/charts/GradeShares";
import { useI18n, useMessages } from "../../i18n";
import en from "../../i18n/en/statistics.json";
import ko from "../../i18n/ko/statistics.json";
import { wholePercents } from "../../result/findings";
import { Heading } from "../../shell/Heading";
import { AGE_GROUPS, type AgeGroup, SYMPTOMS } from "../../vocabulary";
import { Choice } from "./Choice";
import {
  DailySeries,
  GradeTable,
  type NamedGroup,
  NoiseHint,
  TypeDistribution,
} from "./Distributions";
import { Reference } from "./Reference";
import type { StatisticsView } from "./statistics";
import { TableauDashboard } from "./TableauDashboard";
import { Withheld } from "./Withheld";
import "./statistics.css";

const SEXES = ["all", "female", "male"] as const;
const AGES = ["all", ...AGE_GROUPS] as const;

interface Person {
  sex: string | null;
  ageGroup: AgeGroup | null;
}

/** Statistics of a chosen group and of everyone. */
export function StatisticsPage({ person }: { person: Person }) {
  const t = useMessages({ ko, en });
  const [sex, setSex] = useState<(typeof SEXES)[number]>("all");
  const [age, setAge] = useState<"all" | AgeGroup>("all");
  const chosen = {
    sex: sex === "all" ? null : sex,
    ageGroup: age === "all" ? null : age,
  };
  // The dashboard begins with the person's own group, where they have said it.
  const own = { ...person, sex: person.sex === "undisclosed" ? null : person.sex };
  const filtered = sex === "all" && age === "all" ? own : chosen;
  const request = useRequest(`${sex} ${age}`, (signal) =>
    getJson<StatisticsView>("/stats", chosen, signal),
  );
  const { value, failure, loading } = request;
  return (
    <div class="statistics">
      <div class="statistics-intro">
        <Heading documentTitle={t("statistics.title")}>{t("statistics.title")}</Heading>
        <p class="lead">{t("statistics.lead")}</p>
      </div>
      <div class="card">
        <Choice
          name="statistics-sex"
          legend={t("statistics.choose.sex")}
          options={SEXES.map((option) => [option, t(`statistics.sex.${option}`)])}
          value={sex}
          onChange={setSex}
        />
        <Choice
          name="statistics-age"
          legend={t("statistics.choose.age")}
          options={AGES.map((option) => [option, t(`statistics.age.${option}`)])}
          value={age}
          onChange={setAge}
        />
      </div>
      <div
        class={
          loading && value !== null ? "statistics-results statistics-waiting" : "statistics-results"
        }
      >
        <RequestView request={request} failed={t("statistics.failed")}>
          {(view) => <Results view={view} />}
        </RequestView>
      </div>
      {(value !== null || failure !== null) && (
        <>
          <section class="card" aria-labelledby="reference-title">
            <div>
              <h2 id="reference-title">{t("statistics.reference")}</h2>
              <p class="hint">{t("statistics.reference.about")}</p>
            </div>
            <Reference />
          </section>
          <TableauDashboard {...filtered} />
        </>
      )}
    </div>
  );
}

function Results({ view }: { view: StatisticsView }) {
  const t = useMessages({ ko, en });
  const { t: shell, decimal } = useI18n();
  const { group, everyone, minimum, sex, ageGroup } = view;
  const isEveryone = sex === null && ageGroup === null;
  const name = isEveryone
    ? t("statistics.everyone")
    : t("statistics.group", {
        sex: t(`statistics.sex.${sex === "male" || sex === "female" ? sex : "all"}`),
        age: t(`statistics.age.${ageGroup ?? "all"}`),
      });
  const status = group.suppressed
    ? t("statistics.status.withheld", { group: name })
    : t("statistics.status", { group: name, total: group.total });
  const all: NamedGroup | null = everyone.suppressed
    ? null
    : { label: t("statistics.everyone"), statistics: everyone };
  const chosen: NamedGroup | null =
    group.suppressed || isEveryone ? null : { label: name, statistics: group };
  const groups = [chosen, all].filter((group) => group !== null);
  const nearest = groups[0];
  return (
    <>
      <p role="status" class="statistics-status">
        {status}
      </p>
      {group.suppressed && <Withheld group={all === null ? null : name} minimum={minimum} />}
      {nearest && (
        <>
          <section class="card" aria-labelledby="grades-title">
            <h2 id="grades-title">{t("statistics.grades")}</h2>
            <NoiseHint group={nearest} />
            <GradeLegend />
            <ul role="list" class="distributions">
              {SYMPTOMS.map((symptom) => (
                <li key={symptom} class="distribution">
                  <h3 class="sentence-case">{shell(`symptom.${symptom}`)}</h3>
                  {groups.map(({ label, statistics }) => (
                    <GradeShares
                      key={label}
                      percents={wholePercents(statistics.symptoms[symptom].counts)}
                      label={t("statistics.label", { group: label, total: statistics.total })}
                      end={t("statistics.mean.value", {
                        mean: decimal(statistics.symptoms[symptom].meanGrade),
                      })}
                    />
                  ))}
                </li>
              ))}
            </ul>
            <GradeTable order={SYMPTOMS} groups={groups} />
          </section>
          <div class="statistics-pair">
            <div class="card">
              <TypeDistribution group={nearest} />
            </div>
            <div class="card">
              <DailySeries group={nearest} />
            </div>
          </div>
          <p class="statistics-download">
            <a class="button" href="/api/v1/stats.csv" download="scalpspectra-statistics.csv">
              {t("statistics.csv")}
            </a>
            <span class="hint">{t("statistics.csv.about")}</span>
          </p>
        </>
      )}
    </>
  );
}
