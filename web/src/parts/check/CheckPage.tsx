import { useEffect, useState } from "preact/hooks";
import { deleteAssessment } from "../../api/client";
import {
  eachPlace,
  NO_SHOT,
  PLACES,
  type Place,
  type PlaceIds,
  type ShotStore,
  type Shots,
} from "../../assessment/shots";
import { useLatest } from "../../components/useLatest";
import { useI18n } from "../../i18n";
import { Answer } from "../../result/Answer";
import { useTriage } from "../../result/useTriage";
import { PhotoLimits } from "../../result/WhatToDo";
import { Heading } from "../../shell/Heading";
import { formatRoute } from "../../shell/route";
import { CheckActions } from "./CheckActions";
import { useCheckMessages } from "./messages";
import { type Answered, answered, useOutcomes } from "./outcomes";
import { PlacePicture } from "./PlacePhoto";
import { OtherPlace, UnansweredPlace } from "./PlaceResult";
import { useShots } from "./useShots";
import "./check.css";

interface CheckPageProps {
  ids: PlaceIds;
  shots: ShotStore;
  /** Called once every photo has been assessed. */
  onDone: () => void;
  onDeleted: () => void;
  onStartOver: () => void;
}

/** The answers of one check together: what is most urgent first, then the other places. */
export function CheckPage({ ids, shots: store, onDone, onDeleted, onStartOver }: CheckPageProps) {
  const t = useCheckMessages();
  const { t: shell } = useI18n();
  const [shown] = useState(ids);
  useEffect(() => store.show(shown), [store, shown]);
  useShots(store);
  const { outcomes, retry } = useOutcomes(ids);
  const sent = PLACES.filter((place) => ids[place] !== null);
  const open = sent.filter((place) => outcomes[place] === undefined);
  const done = sent.every((place) => outcomes[place]?.name === "done");
  const ended = useLatest(onDone);
  useEffect(() => {
    if (done) ended.current();
  }, [done, ended]);

  /** Back to the photos, of which some have to be sent again. */
  const goBack = (shots: Partial<Shots>) => {
    for (const place of sent) {
      const [shot, id] = [shots[place], ids[place]];
      if (shot === undefined) continue;
      if (id !== null) deleteAssessment(id).catch(() => undefined); // it expires by itself
      store.set(place, shot);
    }
    location.hash = formatRoute({ name: "places" });
  };
  const cancel = () => goBack(eachPlace((place) => ({ ...store.shots[place], id: null })));
  const retake = (place: Place) => goBack({ [place]: NO_SHOT });
  if (open.length > 0) return <Waiting store={store} sent={sent} open={open} onCancel={cancel} />;

  const answers = answered(outcomes);
  const [first, ...others] = answers;
  const unanswered = sent.filter((place) => !answers.some((each) => each.place === place));
  return (
    <div class="result check">
      {first ? (
        <FirstPlace
          answered={first}
          only={answers.length === 1}
          url={store.photoUrl(ids[first.place])}
        />
      ) : (
        <section class="card answer">
          <p class="eyebrow">{t("check.eyebrow")}</p>
          <Heading documentTitle={t("check.document")}>{t("check.none")}</Heading>
          <p class="answer-seen">{t("check.none.text")}</p>
        </section>
      )}
      {others.length + unanswered.length > 0 && (
        <section aria-labelledby="check-others">
          <h2 id="check-others">{t(first ? "check.others" : "check.unanswered")}</h2>
          <ul role="list" class="check-list">
            {others.map((other) => (
              <OtherPlace
                key={other.place}
                answered={other}
                url={store.photoUrl(other.assessment.id)}
              />
            ))}
            {unanswered.map((place) => (
              <UnansweredPlace
                key={place}
                place={place}
                stage={outcomes[place]}
                url={store.photoUrl(ids[place])}
                onRetake={() => retake(place)}
                onRetry={retry}
              />
            ))}
          </ul>
        </section>
      )}
      <p class="hint">{t("check.note")}</p>
      <CheckActions ids={ids} answers={answers} store={store} onDeleted={onDeleted}>
        <button type="button" class="button button-primary" onClick={onStartOver}>
          {shell("result.again")}
        </button>
      </CheckActions>
    </div>
  );
}

interface FirstPlaceProps {
  answered: Answered;
  only: boolean;
  url: string | null;
}

/** The place to see to first: its whole answer. */
function FirstPlace({ answered, only, url }: FirstPlaceProps) {
  const t = useCheckMessages();
  const { place, assessment, result } = answered;
  const state = useTriage(result);
  const name = t(`check.place.${place}`);
  return (
    <div class="result-top result-columns">
      <div class="result-answer">
        <Answer
          result={result}
          state={state}
          eyebrow={only ? name : t("check.first", { place: name })}
        />
        {state.triage !== null && <PhotoLimits triage={state.triage} />}
      </div>
      <div class="check-first">
        {url !== null && <PlacePicture place={place} url={url} />}
        <a class="part-link" href={formatRoute({ name: "assessment", id: assessment.id })}>
          {t("check.details", { place: name })}
        </a>
      </div>
    </div>
  );
}

interface WaitingProps {
  store: ShotStore;
  sent: Place[];
  open: Place[];
  onCancel: () => void;
}

function Waiting({ store, sent, open, onCancel }: WaitingProps) {
  const t = useCheckMessages();
  const { t: shell } = useI18n();
  return (
    <div class="progress">
      <Heading documentTitle={shell("progress.document")}>{t("check.waiting")}</Heading>
      <ul role="list" class="check-waiting">
        {sent.map((place) => (
          <li key={place}>
            <PlacePicture place={place} url={store.shots[place].photo?.preview?.url ?? null} />
            <span>{t(`check.place.${place}`)}</span>
            <strong>
              {shell(open.includes(place) ? "progress.state.current" : "progress.state.done")}
            </strong>
          </li>
        ))}
      </ul>
      <p class="hint progress-note" role="status">
        {shell("progress.note")}
      </p>
      <button type="button" class="button" onClick={onCancel}>
        {shell("progress.cancel")}
      </button>
    </div>
  );
}
