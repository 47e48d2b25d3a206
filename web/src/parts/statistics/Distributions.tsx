import { BarTable } from "../../components/charts/BarTable";
import { Columns } from "../../components/charts/Columns";
import { Fold } from "../../components/Fold";
import { ScrollRegion } from "../../components/ScrollRegion";
import { useI18n, useMessages } from "../../i18n";
import en from "../../i18n/en/statistics.json";
import ko from "../../i18n/ko/statistics.json";
import { wholePercents } from "../../result/findings";
import { GRADES, type Symptom } from "../../vocabulary";
import { byFrequency, type GroupStatistics, noisePoints } from "./statistics";

/** A group's statistics with its display name. */
export interface NamedGroup {
  label: string;
  statistics: GroupStatistics;
}

interface GradeTableProps {
  order: readonly Symptom[];
  groups: readonly NamedGroup[];
}

/** The figures of the grade bars, as tables. */
export function GradeTable({ order, groups }: GradeTableProps) {
  const t = useMessages({ ko, en });
  const { t: shell, percent, decimal } = useI18n();
  return (
    <Fold class="fold-quiet" summary={t("statistics.table")}>
      {groups.map(({ label, statistics }) => (
        <ScrollRegion class="figures-scroll" key={label} label={label}>
          <table class="figures">
            <caption>
              {t("statistics.table.caption", { group: label, total: statistics.total })}
            </caption>
            <thead>
              <tr>
                <th scope="col">{t("statistics.symptom")}</th>
                {GRADES.map((grade) => (
                  <th scope="col" key={grade}>
                    {shell(`grade.${grade}`)}
                  </th>
                ))}
                <th scope="col">{t("statistics.mean")}</th>
              </tr>
            </thead>
            <tbody>
              {order.map((symptom) => {
                const { counts, meanGrade } = statistics.symptoms[symptom];
                const shares = wholePercents(counts);
                return (
                  <tr key={symptom}>
                    <th scope="row">
                      <span class="sentence-case">{shell(`symptom.${symptom}`)}</span>
                    </th>
                    {GRADES.map((grade) => (
                      <td key={grade}>{percent((shares[grade] ?? 0) / 100)}</td>
                    ))}
                    <td>{decimal(meanGrade)}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </ScrollRegion>
      ))}
    </Fold>
  );
}

/** How far the figures may be off because of the noise that protects individuals. */
export function NoiseHint({ group }: { group: NamedGroup }) {
  const t = useMessages({ ko, en });
  const points = noisePoints(group.statistics);
  return points > 0 ? <p class="hint">{t("statistics.noise", { points })}</p> : null;
}

/** Distribution of scalp types in a group. */
export function TypeDistribution({ group }: { group: NamedGroup }) {
  const t = useMessages({ ko, en });
  const { t: shell, percent } = useI18n();
  const { scalpTypes, total } = group.statistics;
  return (
    <BarTable
      caption={t("statistics.types", { group: group.label })}
      columns={[t("statistics.type"), t("statistics.share")]}
      rows={byFrequency(scalpTypes).map(([type, count]) => ({
        key: type,
        label: shell(`type.${type}`),
        value: count,
        text: percent(count / total),
      }))}
    />
  );
}

/** Number of results added to the statistics on each of the last thirty days. */
export function DailySeries({ group }: { group: NamedGroup }) {
  const t = useMessages({ ko, en });
  const { date } = useI18n();
  const { daily } = group.statistics;
  const added = daily.filter((day) => day.added > 0);
  const sum = daily.reduce((total, day) => total + day.added, 0);
  const most = Math.max(...daily.map((day) => day.added), 0);
  const title = t("statistics.daily", { group: group.label });
  return (
    <div class="daily">
      <h3>{title}</h3>
      <p class="hint">{t("statistics.daily.about")}</p>
      <Columns
        name={t("statistics.daily.name", { group: group.label, sum, most })}
        values={daily.map((day) => day.added)}
        top={t("statistics.daily.most", { most })}
        first={date(daily[0]?.date ?? "")}
        last={date(daily[daily.length - 1]?.date ?? "")}
      />
      <Fold class="fold-quiet" summary={t("statistics.table")}>
        <table class="figures">
          <caption>{title}</caption>
          <thead>
            <tr>
              <th scope="col">{t("statistics.day")}</th>
              <th scope="col">{t("statistics.added")}</th>
            </tr>
          </thead>
          <tbody>
            {added.map((day) => (
              <tr key={day.date}>
                <th scope="row">{date(day.date)}</th>
                <td>{day.added}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p class="hint">{t("statistics.daily.rest")}</p>
      </Fold>
    </div>
  );
}
