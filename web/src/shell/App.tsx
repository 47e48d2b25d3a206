import { useEffect, useState } from "preact/hooks";
import type { PatientAnswers } from "../api/client";
import type { Answers } from "../assessment/answers";
import type { Journey, JourneyState } from "../assessment/journey";
import { ProgressView } from "../assessment/ProgressView";
import type { PreparedPhoto } from "../assessment/preparedPhoto";
import { StartView } from "../assessment/StartView";
import type { ShotStore } from "../assessment/shots";
import { useI18n } from "../i18n";
import type { PhotoEntry } from "../parts/photo/PhotoPage";
import { ResultPages } from "../result/ResultPages";
import { NO_ANSWERS } from "../result/useTriage";
import { Footer } from "./Footer";
import { Header } from "./Header";
import { LazyPart } from "./LazyPart";
import { MessageView, ProblemView } from "./MessageView";
import { OfflineNotice } from "./OfflineNotice";
import { assessmentOf, formatRoute } from "./route";

const askPage = () => import("../parts/ask/AskPage").then((part) => part.AskPage);
const hospitals = () =>
  import("../parts/hospitals/HospitalsPage").then((part) => part.HospitalsPage);
const past = () => import("../parts/history/HistoryPage").then((part) => part.HistoryPage);
const kept = () => import("../parts/history/KeptPage").then((part) => part.KeptPage);
const photoPage = () => import("../parts/photo/PhotoPage").then((part) => part.PhotoPage);
const places = () => import("../parts/check/PlacesPage").then((part) => part.PlacesPage);
const check = () => import("../parts/check/CheckPage").then((part) => part.CheckPage);
const rejected = () => import("../parts/photo/RejectedPage").then((part) => part.RejectedPage);
const statistics = () =>
  import("../parts/statistics/StatisticsPage").then((part) => part.StatisticsPage);

interface AppProps {
  journey: Journey;
  shots: ShotStore;
}

export function App({ journey, shots }: AppProps) {
  const { t } = useI18n();
  const state = useJourneyState(journey);
  return (
    <>
      {/* biome-ignore lint/a11y/useValidAnchor: skip links are links to a place in the page */}
      <a class="skip-link" href="#main" onClick={skipToMain}>
        {t("app.skip")}
      </a>
      <Header route={state.route} onHome={() => journey.home()} />
      <main id="main">
        <Page journey={journey} shots={shots} state={state} />
      </main>
      <OfflineNotice />
      <Footer />
    </>
  );
}

/** Move the focus in code, because the URL's fragment holds the route. */
function skipToMain(event: Event): void {
  event.preventDefault();
  document.querySelector<HTMLElement>("main h1")?.focus();
}

function useJourneyState(journey: Journey): JourneyState {
  const [state, setState] = useState(journey.state);
  useEffect(() => {
    setState(journey.state);
    return journey.subscribe(() => setState(journey.state));
  }, [journey]);
  return state;
}

/** The page for the journey's current stage and route. */
function Page({ journey, shots, state }: AppProps & { state: JourneyState }) {
  const { t } = useI18n();
  const { route, stage, answers, saved, photo } = state;
  const [entry, setEntry] = useState<PhotoEntry>(null);
  // Of the optional questions, until a result takes them over or the person begins anew; never stored.
  const [before, setBefore] = useState<PatientAnswers>(NO_ANSWERS);
  const atStart = route.name === "start";
  useEffect(() => {
    if (atStart) setBefore(NO_ANSWERS);
  }, [atStart]);
  const openPhotoPage = (how: PhotoEntry) => {
    setEntry(how);
    journey.anotherPhoto();
  };
  const form = {
    answers,
    saved,
    onAnswer: (change: Partial<Answers>) => journey.answer(change),
    onForget: () => journey.forgetAnswers(),
  };
  const again = {
    onAnotherPhoto: () => journey.anotherPhoto(),
    onStartOver: () => journey.startOver(),
  };
  switch (stage.name) {
    case "idle":
      switch (route.name) {
        case "photo":
          return (
            <LazyPart
              key="photo"
              load={photoPage}
              props={{
                ...form,
                onSubmit: () => void journey.submit(),
                entry,
                onEntered: () => setEntry(null),
                before,
                onBefore: setBefore,
                photo,
                onPhoto: (next: PreparedPhoto | null) => journey.setPhoto(next),
                onBack: () => journey.home(),
              }}
            />
          );
        case "places":
          return (
            <LazyPart
              key="places"
              load={places}
              props={{
                ...form,
                shots,
                onSend: () => journey.saveAnswers(),
                onBack: () => journey.home(),
              }}
            />
          );
        case "check":
          return (
            <LazyPart
              key={formatRoute(route)}
              load={check}
              props={{
                ids: route.ids,
                shots,
                onDone: () => journey.endAnswers(),
                onDeleted: () => journey.showDeleted(),
                onStartOver: again.onStartOver,
              }}
            />
          );
        case "ask":
          return <LazyPart key="ask" load={askPage} props={{}} />;
        case "clinics":
          return <LazyPart key="clinics" load={hospitals} props={{}} />;
        case "history":
          return <LazyPart key="history" load={past} props={{}} />;
        case "kept":
        case "keptReport": {
          const props = { id: route.id, report: route.name === "keptReport" };
          return <LazyPart key="kept" load={kept} props={props} />;
        }
        case "statistics":
          return <LazyPart key="statistics" load={statistics} props={{ person: answers }} />;
        case "unknown":
          return (
            <MessageView
              title={t("unknown.title")}
              text={t("unknown.text")}
              actions={[{ label: t("problem.home"), run: again.onStartOver }]}
            />
          );
        default:
          return (
            <StartView
              saved={saved}
              onBegin={() => void photoPage().catch(() => undefined)} // LazyPart reports it
              onFile={openPhotoPage}
              onGuide={() => openPhotoPage(null)}
              onSample={() => void journey.trySample()}
              onPlaces={() => {
                shots.begin();
                location.hash = formatRoute({ name: "places" });
              }}
              onForget={form.onForget}
            />
          );
      }
    case "loading":
    case "starting":
    case "uploading":
    case "received":
    case "analysing":
    case "paused": {
      const sending =
        stage.name === "starting" || (stage.name === "paused" && stage.during === "sending");
      return (
        <ProgressView
          stage={stage}
          photoUrl={sending ? (photo?.preview?.url ?? null) : urlOf(state, shots)}
          onCancel={() => journey.cancel()}
        />
      );
    }
    case "done": {
      const { assessment, result } = stage;
      const photoUrl = urlOf(state, shots);
      const isPlace = Object.values(shots.ids).includes(assessment.id);
      return (
        <>
          {isPlace && (
            <p class="check-back">
              <a class="back" href={formatRoute({ name: "check", ids: shots.ids })}>
                {t("result.check.back")}
              </a>
            </p>
          )}
          {photo?.sample && photoUrl !== null && (
            <p class="sample-note">{t("start.sample.note")}</p>
          )}
          <ResultPages
            key={assessment.id}
            asReport={route.name === "report"}
            assessment={assessment}
            result={result}
            photoUrl={photoUrl}
            before={before}
            onTaken={() => setBefore(NO_ANSWERS)}
            onDelete={async () => {
              await journey.remove();
              shots.forget(assessment.id);
            }}
            {...again}
          />
        </>
      );
    }
    case "rejected":
      return (
        <LazyPart
          key="rejected"
          load={rejected}
          props={{
            rejection: stage.rejection,
            photoUrl: urlOf(state, shots),
            onFile: openPhotoPage,
            onCamera: () => openPhotoPage("camera"),
            onGuide: () => openPhotoPage(null),
          }}
        />
      );
    case "problem":
      return (
        <ProblemView
          key={stage.code}
          code={stage.code}
          onRetry={stage.retry === "send" && photo === null ? null : () => void journey.retry()}
          onLeftovers={() => void journey.removeLeftovers()}
          {...again}
        />
      );
    case "deleted":
      return (
        <MessageView
          tone="done"
          title={t("deleted.title")}
          text={t("deleted.text")}
          actions={[{ label: t("deleted.again"), run: again.onStartOver }]}
        />
      );
  }
}

/** The address of the photo that the shown assessment belongs to, if it is on this device. */
function urlOf({ route, photo, photoOf }: JourneyState, shots: ShotStore): string | null {
  const id = assessmentOf(route);
  if (photoOf !== null && photoOf === id) return photo?.preview?.url ?? null;
  return shots.photoUrl(id);
}
