import { useState } from "preact/hooks";
import { ScrollRegion } from "../../components/ScrollRegion";
import { useI18n } from "../../i18n";
import { scalpTypeName } from "../../result/About";
import { bySeverity } from "../../result/findings";
import { GradeSteps } from "../../result/Grade";
import { MapTile } from "../../result/MapTile";
import { type Grade, SYMPTOMS, type Symptom } from "../../vocabulary";
import { useHistoryMessages } from "./messages";
import { ProgressLine } from "./ProgressLine";
import {
  changes,
  distinctNames,
  type KeptResult,
  newestFirst,
  pairToCompare,
  takenAt,
  whyNotComparable,
} from "./record";
import { SameSpot } from "./SameSpot";
import "../../components/textField.css";
import "./compare.css";
import "./progress.css";

/** Two results of one head region side by side. */
export function Compare({ kept }: { kept: KeptResult[] }) {
  const { t, moment, exact } = useHistoryMessages();
  const [chosen, setChosen] = useState<[string | null, string | null]>([null, null]);
  const suggested = pairToCompare(kept);
  if (suggested === null) {
    return (
      <section aria-labelledby="compare-title">
        <h2 id="compare-title">{t("history.compare.title")}</h2>
        <p class="hint">{t("history.compare.one")}</p>
      </section>
    );
  }
  const find = (id: string | null) => kept.find((each) => each.id === id);
  const first = find(chosen[0]) ?? suggested[0];
  const second = find(chosen[1]) ?? suggested[1];
  const [before, after] = takenAt(first) <= takenAt(second) ? [first, second] : [second, first];
  const obstacle = whyNotComparable(before, after);
  const names = distinctNames(kept, moment, exact);
  return (
    <section class="history-section" aria-labelledby="compare-title">
      <h2 id="compare-title">{t("history.compare.title")}</h2>
      <p class="hint">{t("history.compare.lead")}</p>
      <div class="compare-choices">
        <ResultChoice
          label={t("history.compare.first")}
          kept={kept}
          names={names}
          chosen={first}
          onChoose={(id) => setChosen([id, second.id])}
        />
        <ResultChoice
          label={t("history.compare.second")}
          kept={kept}
          names={names}
          chosen={second}
          onChoose={(id) => setChosen([first.id, id])}
        />
      </div>
      <p role="status" class={obstacle === null ? "visually-hidden" : "notice notice-warning"}>
        {obstacle === null ? t("history.compare.shown") : t(`history.compare.${obstacle}`)}
      </p>
      {obstacle === null && <SideBySide before={before} after={after} names={names} />}
    </section>
  );
}

/** Names of results by id, no two alike. */
type Names = ReadonlyMap<string, string>;

interface ResultChoiceProps {
  label: string;
  kept: KeptResult[];
  names: Names;
  chosen: KeptResult;
  onChoose: (id: string) => void;
}

function ResultChoice({ label, kept, names, chosen, onChoose }: ResultChoiceProps) {
  const { site } = useHistoryMessages();
  return (
    <label class="field">
      <span>{label}</span>
      <select
        class="text-field"
        value={chosen.id}
        onChange={(event) => onChoose(event.currentTarget.value)}
      >
        {newestFirst(kept).map((each) => (
          <option key={each.id} value={each.id}>
            {names.get(each.id)} · {site(each.assessment.site)}
          </option>
        ))}
      </select>
    </label>
  );
}

interface PairProps {
  before: KeptResult;
  after: KeptResult;
  names: Names;
}

function SideBySide({ before, after, names }: PairProps) {
  const { t: shell } = useI18n();
  const { t } = useHistoryMessages();
  const [shown, setShown] = useState<Symptom | null>(bySeverity(after.result)[0] ?? SYMPTOMS[0]);
  const otherModel = before.result.model.version !== after.result.model.version;
  return (
    <div class="compare">
      {otherModel ? (
        <p class="notice notice-warning">{t("history.compare.model")}</p>
      ) : (
        <div>
          <ProgressLine before={before} after={after} />
          <p class="hint">{t("history.progress.why")}</p>
        </div>
      )}
      <SameSpot before={before} after={after} />
      <fieldset>
        <legend class="hint">{shell("viewer.legend")}</legend>
        <div class="viewer-chips">
          {[null, ...SYMPTOMS].map((symptom) => (
            <label class="chip" key={symptom}>
              <input
                type="radio"
                name="compare-overlay"
                checked={symptom === shown}
                onChange={() => setShown(symptom)}
              />
              <span>
                <span class="sentence-case">
                  {symptom === null ? t("history.compare.plain") : shell(`symptom.${symptom}`)}
                </span>
              </span>
            </label>
          ))}
        </div>
      </fieldset>
      <div class="compare-pair">
        <Side kept={before} shown={shown} name={names.get(before.id)} />
        <Side kept={after} shown={shown} name={names.get(after.id)} />
      </div>
      <ChangeTable before={before} after={after} names={names} />
      <p class="hint">{t("history.compare.caution")}</p>
    </div>
  );
}

interface SideProps {
  kept: KeptResult;
  /** Null for the plain photo. */
  shown: Symptom | null;
  name: string | undefined;
}

function Side({ kept, shown, name }: SideProps) {
  const { t: shell } = useI18n();
  const { t } = useHistoryMessages();
  const type = scalpTypeName(kept.result, shell);
  return (
    <figure>
      {shown === null && kept.photo === null ? (
        <p class="compare-bare hint">{t("history.compare.bare")}</p>
      ) : (
        <MapTile result={kept.result} symptom={shown} photoUrl={kept.photo} />
      )}
      <figcaption>
        <span class="hint">{name}</span>
        {type !== null && <strong class="sentence-case">{type}</strong>}
        {shown && <ShownGrade symptom={shown} grade={kept.result.symptoms[shown].grade} />}
      </figcaption>
    </figure>
  );
}

function ShownGrade({ symptom, grade }: { symptom: Symptom; grade: Grade }) {
  const { t } = useI18n();
  return (
    <span class="compare-grade">
      <GradeSteps grade={grade} />
      <span class="sentence-case">
        {t(`symptom.${symptom}`)} <strong>{t(`grade.${grade}`)}</strong>
      </span>
    </span>
  );
}

function ChangeTable({ before, after, names }: PairProps) {
  const { t: shell } = useI18n();
  const { t } = useHistoryMessages();
  return (
    <ScrollRegion class="table-scroll" label={t("history.compare.table")}>
      <table>
        <caption class="visually-hidden">{t("history.compare.table")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("history.column.symptom")}</th>
            <th scope="col">{names.get(before.id)}</th>
            <th scope="col">{names.get(after.id)}</th>
            <th scope="col">{t("history.column.change")}</th>
          </tr>
        </thead>
        <tbody>
          {changes(before.result, after.result).map((change) => (
            <tr key={change.symptom}>
              <th scope="row">
                <span class="sentence-case">{shell(`symptom.${change.symptom}`)}</span>
              </th>
              <td>
                <GradeWords grade={change.before} />
              </td>
              <td>
                <GradeWords grade={change.after} />
              </td>
              <td>
                {changeWords(change.after - change.before)}
                {change.unsure && <small>{shell("grade.unsure")}</small>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );

  function changeWords(steps: number): string {
    if (steps === 0) return t("history.change.none");
    return t(steps > 0 ? "history.change.up" : "history.change.down", { steps: Math.abs(steps) });
  }
}

function GradeWords({ grade }: { grade: Grade }) {
  const { t } = useI18n();
  return (
    <span class="compare-grade">
      <GradeSteps grade={grade} />
      {t(`grade.${grade}`)}
    </span>
  );
}
