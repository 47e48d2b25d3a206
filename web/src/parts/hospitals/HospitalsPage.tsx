import { useMemo, useRef, useState } from "preact/hooks";
import { useRareGlyphs } from "../../components/useRareGlyphs";
import { Heading } from "../../shell/Heading";
import { nearestFirst } from "./distance";
import { HospitalList } from "./HospitalList";
import type { Hospital, Position } from "./hospital";
import "./hospitals.css";
import "./results.css";
import { useListing } from "./listing";
import { MapView } from "./MapView";
import { useHospitalMessages } from "./messages";
import { PlaceSearch } from "./PlaceSearch";
import type { Place } from "./places";
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
  const [place, setPlace] = useState<Place | null>(null);
  const [position, setPosition] = useState<Position | null>(null);
  const [locating, setLocating] = useState(false);
  const [positionFailure, setPositionFailure] = useState<PositionFailure | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const { state, retry, more } = useHospitals(query);
  const map = useRef<HTMLDivElement>(null);

  const found = state.name === "found" ? state : null;
  const from = query?.by === "cell" ? (place ?? position) : null;
  const listing = useListing(found, from, chosen, more);
  // Fitted to the first page only: loading more must not move the map.
  const first = found?.first ?? NONE;
  // Where nothing is shown yet, the map stays at the place that was searched.
  const stays = place !== null && from !== null && listing.all.length === 0;
  const fitTo = useMemo(() => {
    if (stays) return NONE;
    return from ? nearestFirst(first, from).slice(0, FITTED_NEARBY) : first;
  }, [first, from, stays]);

  const search = (next: SearchQuery, at: Place | null = null) => {
    setChosen(null);
    setPlace(at);
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
          onSearch={(next) => search(next)}
          onNearby={() => void near()}
          onRetryRegions={retryRegions}
        >
          <PlaceSearch text={text} onPlace={(found) => search(found.query, found)} />
        </SearchForm>
      </div>
      <div class="clinics-map-place" ref={map}>
        <MapView
          key={locale}
          hospitals={listing.all}
          sources={found?.sources ?? []}
          fitTo={fitTo}
          centre={place}
          {...{ position, from, chosen, text }}
          onChoose={setChosen}
        />
      </div>
      <div class="clinics-results">
        <SearchResults
          {...{ state, query, place, from, listing, regions, text, retry }}
          onSearch={(next) => search(next, next.by === "cell" ? place : null)}
        >
          <HospitalList
            hospitals={listing.rows}
            sources={found?.sources ?? []}
            position={from}
            {...{ chosen, text }}
            onChoose={setChosen}
            onShowOnMap={showMap}
          />
        </SearchResults>
      </div>
    </div>
  );
}
