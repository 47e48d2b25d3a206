import { useState } from "preact/hooks";
import { ScrollRegion } from "../../components/ScrollRegion";
import { useI18n } from "../../i18n";
import { GRADES, type HeadRegion, SYMPTOMS, type Symptom } from "../../vocabulary";
import { useHistoryMessages } from "./messages";
import {
  type KeptResult,
  ofHeadRegion,
  placePoints,
  stepPath,
  type TrendPoint,
  trendOf,
  trendRegions,
} from "./record";
import { SymptomHeads } from "./SymptomHeads";
import "./compare.css";

/** Grades of each symptom over time at one head region: six step charts and one table. */
export function Trend({ kept }: { kept: KeptResult[] }) {
  const { t: shell } = useI18n();
  const { t, site: regionName } = useHistoryMessages();
  const sites = trendRegions(kept);
  const [chosen, setChosen] = useState<HeadRegion | null>(null);
  const site = chosen !== null && sites.includes(chosen) ? chosen : sites[0];
  if (site === undefined) {
    return (
      <section aria-labelledby="trend-title">
        <h2 id="trend-title">{t("history.trend.title")}</h2>
        <p class="hint">{t("history.trend.none")}</p>
      </section>
    );
  }
  const results = ofHeadRegion(kept, site);
  const without = kept.filter(({ assessment }) => assessment.site === null).length;
  return (
    <section class="history-section" aria-labelledby="trend-title">
      <h2 id="trend-title">{t("history.trend.title")}</h2>
      <p class="hint">
        {t("history.trend.lead")}
        {without > 0 && ` ${t("history.trend.without", { count: without })}`}
      </p>
      <fieldset>
        <legend class="visually-hidden">{t("history.trend.site")}</legend>
        <div class="viewer-chips">
          {sites.map((each) => (
            <label class="chip" key={each}>
              <input
                type="radio"
                name="trend-site"
                checked={each === site}
                onChange={() => setChosen(each)}
              />
              <span>
                {regionName(each)} ·{" "}
                {t("history.trend.count", { count: ofHeadRegion(kept, each).length })}
              </span>
            </label>
          ))}
        </div>
      </fieldset>
      <ul role="list" class="trend-charts">
        {SYMPTOMS.map((symptom) => (
          <li key={symptom} class="card trend-card">
            <h3 class="sentence-case">{shell(`symptom.${symptom}`)}</h3>
            <StepChart symptom={symptom} points={trendOf(results, symptom)} />
          </li>
        ))}
      </ul>
      <p class="hint trend-key">
        <span>
          <i class="trend-dot" aria-hidden="true" /> {t("history.trend.sure")}
        </span>
        <span>
          <i class="trend-dot trend-dot-unsure" aria-hidden="true" /> {shell("grade.unsure")}
        </span>
      </p>
      <TrendTable results={results} site={regionName(site)} />
    </section>
  );
}

const WIDTH = 260;
const HEIGHT = 84;
const LEFT = 62; // width of the grade labels
const TOP = 10;

function StepChart({ symptom, points }: { symptom: Symptom; points: TrendPoint[] }) {
  const { t: shell } = useI18n();
  const { t, day } = useHistoryMessages();
  const inset = 8; // so that the first and last dots are not cut off
  const placed = placePoints(points, WIDTH - inset * 2, HEIGHT);
  const first = points[0];
  const last = points[points.length - 1];
  if (first === undefined || last === undefined) return null;
  return (
    <svg
      class="trend"
      viewBox={`0 0 ${LEFT + WIDTH + 4} ${HEIGHT + TOP + 26}`}
      role="img"
      aria-label={t("history.trend.chart", {
        symptom: shell(`symptom.${symptom}`),
        count: points.length,
        first: shell(`grade.${first.grade}`),
        last: shell(`grade.${last.grade}`),
      })}
    >
      {GRADES.map((grade) => {
        const y = TOP + HEIGHT - (grade / 3) * HEIGHT;
        return (
          <g key={grade}>
            <line class="trend-grid" x1={LEFT} x2={LEFT + WIDTH} y1={y} y2={y} />
            <text class="trend-label" x={LEFT - 8} y={y + 4} text-anchor="end">
              {shell(`grade.${grade}`)}
            </text>
          </g>
        );
      })}
      <g transform={`translate(${LEFT + inset} ${TOP})`}>
        <path class="trend-line" d={stepPath(placed)} />
        {placed.map(({ at, x, y, uncertain }) => (
          <circle
            key={at}
            class={uncertain ? "trend-point trend-point-unsure" : "trend-point"}
            cx={x}
            cy={y}
            r="4.5"
          />
        ))}
      </g>
      <text class="trend-label" x={LEFT} y={HEIGHT + TOP + 22}>
        {day(first.at)}
      </text>
      <text class="trend-label" x={LEFT + WIDTH} y={HEIGHT + TOP + 22} text-anchor="end">
        {day(last.at)}
      </text>
    </svg>
  );
}

function TrendTable({ results, site }: { results: KeptResult[]; site: string }) {
  const { t: shell } = useI18n();
  const { t, moment } = useHistoryMessages();
  return (
    <details class="history-table">
      <summary>{t("history.trend.table")}</summary>
      <ScrollRegion class="table-scroll" label={t("history.trend.table")}>
        <table>
          <caption>{t("history.trend.caption", { site })}</caption>
          <thead>
            <tr>
              <th scope="col">{t("history.column.date")}</th>
              <SymptomHeads />
            </tr>
          </thead>
          <tbody>
            {results.map((each) => (
              <tr key={each.id}>
                <th scope="row">{moment(each.assessment.createdAt)}</th>
                {SYMPTOMS.map((symptom) => {
                  const { grade, uncertain } = each.result.symptoms[symptom];
                  return (
                    <td key={symptom}>
                      {grade} {shell(`grade.${grade}`)}
                      {uncertain && ` (${shell("grade.unsure")})`}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </details>
  );
}
