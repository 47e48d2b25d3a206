import { useEffect, useRef, useState } from "preact/hooks";
import { ApiError } from "../../api/client";
import { PartProblem } from "../../api/PartProblem";
import { PLACES, type Place, type ShotStore } from "../../assessment/shots";
import { CameraIcon } from "../../components/icons";
import { useMessages } from "../../i18n";
import en from "../../i18n/en/photo.json";
import ko from "../../i18n/ko/photo.json";
import { Heading } from "../../shell/Heading";
import { formatRoute } from "../../shell/route";
import { hasCamera } from "../photo/camera";
import { isDiscouraged } from "../photo/Findings";
import { Guide } from "../photo/Guide";
import { Sheet, type SheetProps } from "../photo/Sheet";
import { useCheckMessages } from "./messages";
import { PlacePhoto } from "./PlacePhoto";
import { SendingView } from "./SendingView";
import { type Sending, sendShots, unsentPlaces } from "./sendShots";
import { useShots } from "./useShots";
import "../photo/photo.css";
import "./check.css";

interface PlacesPageProps extends Omit<SheetProps, "onSubmit"> {
  shots: ShotStore;
  /** Called when the answers are used. */
  onSend: () => void;
  onBack: () => void;
}

/** Photos of three places, then one sheet for all of them. */
export function PlacesPage(props: PlacesPageProps) {
  const { shots: store, answers, onSend, onBack } = props;
  const t = useCheckMessages();
  const photoWords = useMessages({ ko, en });
  const shots = useShots(store);
  const [filming, setFilming] = useState<Place | null>(null);
  const [busy, setBusy] = useState<Place[]>([]);
  const { sending, failure, send, cancel } = useSending(store, () => {
    location.hash = formatRoute({ name: "check", ids: store.ids });
  });

  const empty = PLACES.filter((place) => shots[place].photo === null && shots[place].id === null);
  const unsent = unsentPlaces(shots);
  const discouraged = unsent.some((place) => isDiscouraged(shots[place].photo?.findings ?? []));
  const submit = () => {
    onSend();
    send(answers);
  };
  if (sending !== null) return <SendingView sending={sending} store={store} onCancel={cancel} />;
  return (
    <div class={unsent.length > 0 ? "photo-page photo-page-chosen" : "photo-page"}>
      <div class="check-head">
        <Heading documentTitle={t("check.document")}>{t("check.title")}</Heading>
        <p class="lead">{t("check.lead")}</p>
      </div>
      <div class="check-places">
        {hasCamera() && empty.length > 0 && (
          <button
            type="button"
            class="button button-primary button-wide"
            onClick={() => setFilming(empty[0] ?? null)}
          >
            <CameraIcon />
            {t("check.camera")}
          </button>
        )}
        <ul role="list" class="check-list">
          {PLACES.map((place) => (
            <PlacePhoto
              key={place}
              place={place}
              shot={shots[place]}
              filming={filming === place}
              onFilm={() => setFilming(place)}
              // The next place's camera opens by itself until one is closed without a photo.
              onFilmed={(taken) =>
                setFilming((taken && empty.find((other) => other !== place)) || null)
              }
              onBusy={(now) =>
                setBusy((all) => [
                  ...all.filter((other) => other !== place),
                  ...(now ? [place] : []),
                ])
              }
              onPhoto={(photo) => store.set(place, { photo, id: null })}
            />
          ))}
        </ul>
        <p class="hint">{photoWords("photo.privacy")}</p>
      </div>
      {empty.length === PLACES.length && <Guide />}
      {unsent.length > 0 && (
        <div class="check-sheet">
          {failure !== null && (
            <PartProblem title={t("check.failed")} code={failure} onRetry={submit} />
          )}
          <Sheet
            {...props}
            onSubmit={submit}
            submitLabel={photoWords(discouraged ? "photo.submit.anyway" : "photo.submit")}
            discouraged={discouraged}
            disabled={busy.length > 0}
            forPlaces
          />
        </div>
      )}
      <div class="buttons buttons-spread">
        <button type="button" class="button" onClick={onBack}>
          {photoWords("photo.back")}
        </button>
        {unsent.length === 0 && empty.length < PLACES.length && (
          <a class="button button-primary" href={formatRoute({ name: "check", ids: store.ids })}>
            {t("check.results")}
          </a>
        )}
      </div>
    </div>
  );
}

/** Sending as the page shows it; leaving the page stops it, and what has arrived stays. */
function useSending(store: ShotStore, onSent: () => void) {
  const [sending, setSending] = useState<Sending | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const running = useRef(new AbortController());
  useEffect(() => () => running.current.abort(), []);

  const send = (answers: SheetProps["answers"]) => {
    running.current.abort();
    running.current = new AbortController();
    const { signal } = running.current;
    setFailure(null);
    sendShots(store, answers, setSending, signal).then(
      () => !signal.aborted && onSent(),
      (error: unknown) => {
        if (signal.aborted) return;
        setSending(null);
        setFailure(error instanceof ApiError ? error.code : "unexpected");
      },
    );
  };
  const cancel = () => {
    running.current.abort();
    setSending(null);
  };
  return { sending, failure, send, cancel };
}
