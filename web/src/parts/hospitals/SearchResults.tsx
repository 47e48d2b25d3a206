import type { ComponentChildren } from "preact";
import { isMessageKey, useI18n } from "../../i18n";
import { Elsewhere } from "./Elsewhere";
import type { Position } from "./hospital";
import type { Listing } from "./listing";
import type { HospitalMessages } from "./messages";
import type { Place } from "./places";
import { type SearchQuery, widen } from "./query";
import type { FoundHospitals, SearchState } from "./useHospitals";
import type { Regions } from "./useRegions";
import { isIncomplete, mapWords, searchedName, type Where } from "./where";

interface SearchResultsProps {
  state: SearchState;
  query: SearchQuery | null;
  place: Place | null;
  from: Position | null;
  listing: Listing;
  regions: Regions;
  text: HospitalMessages;
  retry: () => void;
  onSearch: (query: SearchQuery) => void;
  /** The list of hospitals. */
  children: ComponentChildren;
}

/** The state of a search around its list: provinces, loading, failed, none found, more pages. */
export function SearchResults(props: SearchResultsProps) {
  const { state, listing, text, children } = props;
  const some = state.name === "found" && state.hospitals.length > 0;
  const where = searched(props);
  const incomplete = where !== null && isIncomplete(where);
  const elsewhere = where && (
    <Elsewhere place={mapWords(where)} incomplete={incomplete} text={text} />
  );
  return (
    <>
      <p class={some ? "clinics-status" : "visually-hidden"} role="status">
        {statusText(props)}
      </p>
      {state.name === "idle" && <Provinces {...props} />}
      {state.name === "loading" && <Loading text={text} />}
      {state.name === "failed" && <Failed code={state.code} retry={props.retry} text={text} />}
      {state.name === "found" && !some && <NoResults {...props} />}
      {(incomplete || !some) && elsewhere}
      {some && (
        <>
          {listing.rows.length > 0 && children}
          <More found={state} listing={listing} text={text} />
          {!incomplete && elsewhere}
          <About found={state} text={text} />
        </>
      )}
    </>
  );
}

function searched({ state, query, place, from, regions }: SearchResultsProps): Where | null {
  if (query === null || (state.name !== "found" && state.name !== "failed")) return null;
  const first = state.name === "found" ? state.first : [];
  const known = regions.name === "ready" ? regions.list.regions : [];
  return { query, place, from, first, regions: known };
}

function statusText(props: SearchResultsProps): string {
  const { state, query, listing, text } = props;
  const { say } = text;
  if (state.name === "loading") return say("clinics.loading");
  const where = searched(props);
  if (state.name !== "found" || where === null) return "";
  const place = searchedName(where, text.locale);
  const count = listing.all.length;
  if (count === 0) return say("clinics.found.nonames");
  if (query?.by === "cell") {
    if (place === null) return say("clinics.found.near", { count });
    return say("clinics.found.place", { place, count });
  }
  const further = state.nextCursor !== null && listing.hidden === 0;
  return say(further ? "clinics.found.some" : "clinics.found", { place: place ?? "", count });
}

/** Before the first search: provinces with their counts, as buttons that search there. */
function Provinces({ regions, text, onSearch }: SearchResultsProps) {
  if (regions.name !== "ready") return null;
  return (
    <div class="clinics-provinces">
      <h2>{text.say("clinics.provinces")}</h2>
      <ul role="list">
        {regions.list.regions.map((region) => (
          <li key={region.code}>
            <button
              type="button"
              class="clinics-province"
              onClick={() =>
                onSearch({ by: "region", region: region.code, sigungu: null, name: "" })
              }
            >
              <span>{text.region(region)}</span>
              <span class="clinics-count">
                {text.say("clinics.count", { count: region.hospitals })}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Loading({ text }: { text: HospitalMessages }) {
  return (
    <div class="clinics-skeleton" aria-hidden="true" title={text.say("clinics.loading")}>
      {[0, 1, 2, 3].map((row) => (
        <i key={row} />
      ))}
    </div>
  );
}

function Failed({
  code,
  retry,
  text,
}: {
  code: string;
  retry: () => void;
  text: HospitalMessages;
}) {
  const { t } = useI18n();
  const title = `problem.${code}.title`;
  const known = code === "network" && isMessageKey(title);
  return (
    <div class="clinics-message" role="alert">
      <h2>{known ? t(title) : text.say("clinics.failed")}</h2>
      <p class="hint">{text.say("clinics.failed.text")}</p>
      <button type="button" class="button" onClick={retry}>
        {t("problem.retry")}
      </button>
    </div>
  );
}

function NoResults({ query, text, onSearch }: SearchResultsProps) {
  const { say } = text;
  const next = query && widen(query);
  const key = query?.by === "cell" ? "near" : query?.name ? "name" : "region";
  return (
    <div class="clinics-message">
      <h2>{say(`clinics.none.${key}`)}</h2>
      <p class="hint">{say(next ? "clinics.none.wider" : "clinics.none.elsewhere")}</p>
      {next && (
        <button type="button" class="button" onClick={() => onSearch(next)}>
          {say(`clinics.widen.${key}`)}
        </button>
      )}
    </div>
  );
}

interface MoreProps {
  found: FoundHospitals;
  listing: Listing;
  text: HospitalMessages;
}

/** Further rows; after the last of those named after dermatology, hospitals with the department. */
function More({ found, listing, text }: MoreProps) {
  const { more, hidden, showMore, showDepartments } = listing;
  if (!more && hidden === 0) return null;
  const loading = found.more === "loading";
  const label = more
    ? text.say(loading ? "clinics.loading" : "clinics.more")
    : text.say("clinics.more.departments", { count: hidden });
  return (
    <div class="clinics-more">
      {found.more === "failed" && <p role="alert">{text.say("clinics.more.failed")}</p>}
      <button
        type="button"
        class="button button-wide"
        aria-disabled={loading}
        onClick={() => !loading && (more ? showMore() : showDepartments())}
      >
        {label}
      </button>
    </div>
  );
}

/** Sources of the data and their limits. */
function About({ found, text }: { found: FoundHospitals; text: HospitalMessages }) {
  return (
    <div class="clinics-about">
      <p>{found.notice[text.locale]}</p>
      <p>{text.say("clinics.order")}</p>
      <ul role="list">
        {found.sources.map((source) => (
          <li key={source.id}>
            <a href={source.url} target="_blank" rel="noreferrer">
              {source.name[text.locale]}
              <span class="visually-hidden"> ({text.say("clinics.window")})</span>
            </a>{" "}
            – <span lang="ko">{source.licence}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
