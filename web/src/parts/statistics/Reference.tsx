import { getJson } from "../../api/client";
import { RequestView } from "../../api/RequestView";
import { useRequest } from "../../api/useRequest";
import { BarTable } from "../../components/charts/BarTable";
import { Fold } from "../../components/Fold";
import { SourceList } from "../../components/SourceList";
import { useI18n, useMessages } from "../../i18n";
import en from "../../i18n/en/statistics.json";
import ko from "../../i18n/ko/statistics.json";
import type { ReferenceSeries, ReferenceStatistics, ReferenceValue } from "./statistics";
import "./statistics.css";

/** Published reference statistics with population, cautions and sources. */
export function Reference() {
  const t = useMessages({ ko, en });
  const request = useRequest("reference", (signal) =>
    getJson<ReferenceStatistics>("/stats/reference", {}, signal),
  );
  return (
    <div class="references">
      <RequestView request={request} failed={t("statistics.failed.reference")}>
        {({ series }) => series.map((entry) => <Series key={entry.id} series={entry} />)}
      </RequestView>
    </div>
  );
}

function Series({ series }: { series: ReferenceSeries }) {
  const t = useMessages({ ko, en });
  const { locale, decimal } = useI18n();
  const describe = useDescription(series.values);
  const derived = series.values.some((value) => value.derived);
  return (
    <Fold class="reference" summary={<h3>{series.title[locale]}</h3>}>
      <dl class="reference-about">
        <div>
          <dt>{t("statistics.population")}</dt>
          <dd>{series.population[locale]}</dd>
        </div>
        <div class="reference-caution">
          <dt>{t("statistics.caution")}</dt>
          <dd>{series.caution[locale]}</dd>
        </div>
      </dl>
      <BarTable
        caption={series.title[locale]}
        columns={[t("statistics.whom"), t(`statistics.unit.${series.unit}`)]}
        rows={series.values.map((value, index) => ({
          key: String(index),
          label: describe(value),
          value: value.value,
          text: `${decimal(value.value)}${value.derived ? "*" : ""}`,
        }))}
      />
      {derived && <p class="hint">{t("statistics.derived")}</p>}
      {series.roundedTo && (
        <p class="hint">{t("statistics.rounded", { to: decimal(series.roundedTo) })}</p>
      )}
      <p class="reference-sources">{t("statistics.sources")}</p>
      <SourceList
        sources={series.sources.map((source) => ({
          url: source.url,
          name: (
            <>
              <span lang="ko">
                {source.publisher}, {source.title}
              </span>{" "}
              ({source.published})
            </>
          ),
        }))}
      />
    </Fold>
  );
}

/** Return a function that labels a value by the dimensions in which the series varies. */
function useDescription(values: readonly ReferenceValue[]): (value: ReferenceValue) => string {
  const t = useMessages({ ko, en });
  const differ = (part: "period" | "sex" | "ageGroup") =>
    new Set(values.map((value) => value[part])).size > 1;
  const period = (value: ReferenceValue) => value.period.replace("/", "–");
  const parts = (value: ReferenceValue) => [
    ...(differ("period") ? [period(value)] : []),
    ...(differ("sex") ? [t(`statistics.sex.${value.sex}`)] : []),
    ...(differ("ageGroup") ? [t(`statistics.age.${value.ageGroup}`)] : []),
  ];
  return (value) => parts(value).join(" · ") || period(value);
}
