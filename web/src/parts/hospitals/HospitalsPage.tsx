import { useMemo, useRef, useState } from "preact/hooks";
import { useRareGlyphs } from "../../components/useRareGlyphs";
import { Heading } from "../../shell/Heading";
import { ClinicList } from "./HospitalList";
import type { Clinic, Position } from "./hospital";
import "./hospitals.css";
import { nearestFirst } from "./distance";
import { MapView } from "./MapView";
import { useText } from "./messages";
import { askPosition, type NoPosition } from "./position";
import { nearby, type Question } from "./query";
import { SearchForm } from "./SearchForm";
import { Outcome } from "./SearchResults";
import { useClinics } from "./useHospitals";
import { useRegions } from "./useRegions";

/** List and map stand beside each other, as hospitals.css has it. */
const BESIDE = "(min-width: 60rem)";

/** Near a person the map shows the nearest, not all around. */
const SEEN_NEARBY = 20;

const NONE: readonly Clinic[] = [];

export function ClinicsPage() {
  useRareGlyphs();
  const text = useText();
  const { say, locale } = text;
  const { regions, retry: retryRegions } = useRegions();
  const [question, setQuestion] = useState<Question | null>(null);
  const [position, setPosition] = useState<Position | null>(null);
  const [locating, setLocating] = useState(false);
  const [noPosition, setNoPosition] = useState<NoPosition | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const { finding, retry, more } = useClinics(question);
  const map = useRef<HTMLDivElement>(null);

  const found = finding.name === "found" ? finding : null;
  const around = question?.by === "cell";
  const all = found?.clinics ?? NONE;
  const clinics = useMemo(
    () => (around && position ? nearestFirst(all, position) : all),
    [all, around, position],
  );
  // Further pages belong to the same search, and leave the map where the person put it.
  const first = found?.first ?? NONE;
  const seen = useMemo(
    () => (around && position ? nearestFirst(first, position).slice(0, SEEN_NEARBY) : first),
    [first, around, position],
  );

  const ask = (next: Question) => {
    setChosen(null);
    setQuestion(next);
    if (!matchMedia(BESIDE).matches) map.current?.scrollIntoView();
  };
  const near = async () => {
    setLocating(true);
    setNoPosition(null);
    const answer = await askPosition();
    setLocating(false);
    if (typeof answer === "string") {
      setNoPosition(answer);
      return;
    }
    setPosition(answer);
    ask(nearby(answer));
  };
  const showMap = () => map.current?.scrollIntoView({ block: "nearest" });

  return (
    <div class="clinics">
      <div class="clinics-top">
        <Heading documentTitle={say("clinics.title")}>{say("clinics.title")}</Heading>
        <p class="lead">{say("clinics.lead")}</p>
      </div>
      <div class="clinics-ask">
        <SearchForm
          {...{ regions, question, locating, noPosition, text }}
          onAsk={ask}
          onNearby={() => void near()}
          onRetryRegions={retryRegions}
        />
      </div>
      <div class="clinics-map-place" ref={map}>
        <MapView
          key={locale}
          clinics={clinics}
          sources={found?.sources ?? []}
          seen={seen}
          {...{ position, chosen, text }}
          onChoose={setChosen}
        />
      </div>
      <div class="clinics-results">
        <Outcome {...{ finding, question, regions, text, retry, more }} onAsk={ask}>
          <ClinicList
            {...{ clinics, position, chosen, text }}
            sources={found?.sources ?? []}
            onChoose={setChosen}
            onShowOnMap={showMap}
          />
        </Outcome>
      </div>
    </div>
  );
}
