import { useMemo, useRef, useState } from "preact/hooks";
import { useRareGlyphs } from "../../components/useRareGlyphs";
import { Heading } from "../../shell/Heading";
import { HospitalList } from "./HospitalList";
import type { Hospital, Position } from "./hospital";
import "./hospitals.css";
import "./results.css";
import { nearestFirst } from "./distance";
import { MapView } from "./MapView";
import { useHospitalMessages } from "./messages";
import { type PositionFailure, requestPosition } from "./position";
import { nearbyQuery, type SearchQuery } from "./query";
import { SearchForm } from "./SearchForm";
import { SearchResults } from "./SearchResults";
import { useHospitals } from "./useHospitals";
import { useRegions } from "./useRegions";

/** Media query for list and map side by side, as in hospitals.css. */
const SIDE_BY_SIDE = "(min-width: 60rem)";

/** How many of the nearest hospitals the map fits after a search nearby. */
const FITTED_NEARBY = 20;

const NONE: readonly Hospital[] = [];

export function HospitalsPage() {
  useRareGlyphs();
  const text = useHospitalMessages();
  const { say, locale } = text;
  const { regions, retry: retryRegions } = useRegions();
  const [query, setQuery] = useState<SearchQuery | null>(null);
  const [position, setPosition] = useState<Position | null>(null);
  const [locating, setLocating] = useState(false);
  const [positionFailure, setPositionFailure] = useState<PositionFailure | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const { state, retry, more } = useHospitals(query);
  const map = useRef<HTMLDivElement>(null);

  const found = state.name === "found" ? state : null;
  const around = query?.by === "cell";
  const all = found?.hospitals ?? NONE;
  const hospitals = useMemo(
    () => (around && position ? nearestFirst(all, position) : all),
    [all, around, position],
  );
  // Fitted to the first page only: loading more must not move the map.
  const first = found?.first ?? NONE;
  const fitTo = useMemo(
    () => (around && position ? nearestFirst(first, position).slice(0, FITTED_NEARBY) : first),
    [first, around, position],
  );

  const search = (next: SearchQuery) => {
    setChosen(null);
    setQuery(next);
    if (!matchMedia(SIDE_BY_SIDE).matches) map.current?.scrollIntoView();
  };
  const near = async () => {
    setLocating(true);
    setPositionFailure(null);
    const found = await requestPosition();
    setLocating(false);
    if (typeof found === "string") {
      setPositionFailure(found);
      return;
    }
    setPosition(found);
    search(nearbyQuery(found));
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
          {...{ regions, query, locating, positionFailure, text }}
          onSearch={search}
          onNearby={() => void near()}
          onRetryRegions={retryRegions}
        />
      </div>
      <div class="clinics-map-place" ref={map}>
        <MapView
          key={locale}
          hospitals={hospitals}
          sources={found?.sources ?? []}
          fitTo={fitTo}
          {...{ position, chosen, text }}
          onChoose={setChosen}
        />
      </div>
      <div class="clinics-results">
        <SearchResults {...{ state, query, regions, text, retry, more }} onSearch={search}>
          <HospitalList
            {...{ hospitals, position, chosen, text }}
            sources={found?.sources ?? []}
            onChoose={setChosen}
            onShowOnMap={showMap}
          />
        </SearchResults>
      </div>
    </div>
  );
}
