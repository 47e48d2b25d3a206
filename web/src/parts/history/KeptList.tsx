import type { ComponentChildren } from "preact";
import { HeadRegionIcon, TrashIcon } from "../../components/icons";
import { useI18n } from "../../i18n";
import { GradeSteps } from "../../result/Grade";
import { useHeadline } from "../../result/gradeWords";
import { formatRoute } from "../../shell/route";
import { useHistoryMessages } from "./messages";
import { byCheck, distinctNames, type KeptResult, placeOf } from "./record";

interface Props {
  kept: KeptResult[];
  onDelete: (kept: KeptResult) => void;
}

export function KeptList({ kept, onDelete }: Props) {
  const { t, moment, exact } = useHistoryMessages();
  const names = distinctNames(kept, moment, exact);
  return (
    <section aria-labelledby="list-title">
      <h2 id="list-title">{t("history.list.title", { count: kept.length })}</h2>
      <ul role="list" class="kept-list">
        {byCheck(kept).map((group) => {
          const cards = group.map((each) => (
            <KeptCard
              key={each.id}
              kept={each}
              when={names.get(each.id) ?? ""}
              onDelete={() => onDelete(each)}
            />
          ));
          return cards.length === 1 ? (
            cards
          ) : (
            <CheckGroup key={group[0]?.id} group={group}>
              {cards}
            </CheckGroup>
          );
        })}
      </ul>
    </section>
  );
}

interface CheckGroupProps {
  group: KeptResult[];
  children: ComponentChildren;
}

/** The results of one check of several places. */
function CheckGroup({ group, children }: CheckGroupProps) {
  const { t, moment } = useHistoryMessages();
  const [newest] = group;
  return (
    <li class="kept-check">
      <p class="hint">
        {t("history.check", { date: newest ? moment(newest.assessment.createdAt) : "" })}
      </p>
      <ul role="list">{children}</ul>
    </li>
  );
}

interface KeptCardProps {
  kept: KeptResult;
  /** When the photo was taken, unlike that of any other result. */
  when: string;
  onDelete: () => void;
}

function KeptCard({ kept, when, onDelete }: KeptCardProps) {
  const { t: shell } = useI18n();
  const { t, site } = useHistoryMessages();
  const { assessment, result, photo } = kept;
  const { contributing } = result.type;
  const headline = useHeadline();
  const place = placeOf(kept);
  return (
    <li class="card kept-card">
      <span class="kept-picture">
        {photo === null ? <HeadRegionIcon site={assessment.site} /> : <img src={photo} alt="" />}
      </span>
      <div class="kept-words">
        <p class="hint">
          <time dateTime={assessment.createdAt}>{when}</time> ·{" "}
          {place === null ? site(assessment.site) : t(`history.place.${place}`)}
        </p>
        <h3>
          <a href={formatRoute({ name: "kept", id: kept.id })}>
            <span class="sentence-case">{headline(result)}</span>
            <span class="visually-hidden"> ({when})</span>
          </a>
        </h3>
        {contributing.length > 0 && (
          <ul role="list" class="kept-symptoms">
            {contributing.map((symptom) => (
              <li key={symptom}>
                <GradeSteps grade={result.symptoms[symptom].grade} />
                <span class="sentence-case">{shell(`symptom.${symptom}`)}</span>
                <strong>{shell(`grade.${result.symptoms[symptom].grade}`)}</strong>
              </li>
            ))}
          </ul>
        )}
      </div>
      <button
        type="button"
        class="button button-small button-danger-quiet kept-delete"
        aria-label={t("history.delete.named", { date: when })}
        onClick={onDelete}
      >
        <TrashIcon />
      </button>
    </li>
  );
}
