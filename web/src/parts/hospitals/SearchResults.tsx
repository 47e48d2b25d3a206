import type { ComponentChildren } from "preact";
import { isMessageKey, useI18n } from "../../i18n";
import type { HospitalMessages } from "./messages";
import { type SearchQuery, widen } from "./query";
import type { FoundHospitals, SearchState } from "./useHospitals";
import type { Regions } from "./useRegions";

interface SearchResultsProps {
  state: SearchState;
  query: SearchQuery | null;
  regions: Regions;
  text: HospitalMessages;
  retry: () => void;
  more: () => void;
  onSearch: (query: SearchQuery) => void;
  /** The list of hospitals. */
  children: ComponentChildren;
}

/** The state of a search around its list: provinces, loading, failed, none found, more pages. */
export function SearchResults(props: SearchResultsProps) {
  const { state, text, children } = props;
  const some = state.name === "found" && state.hospitals.length > 0;
  return (
    <>
      <p class={some ? "clinics-status" : "visually-hidden"} role="status">
        {statusText(props)}
      </p>
      {state.name === "idle" && <Provinces {...props} />}
      {state.name === "loading" && <Loading text={text} />}
      {state.name === "failed" && <Failed code={state.code} retry={props.retry} text={text} />}
      {state.name === "found" && !some && <NoResults {...props} />}
      {some && (
        <>
          {children}
          <More found={state} text={text} more={props.more} />
          <About found={state} text={text} />
        </>
      )}
    </>
  );
}

function statusText({ state, query, regions, text }: SearchResultsProps): string {
  const { say } = text;
  if (state.name === "loading") return say("clinics.loading");
  if (state.name !== "found" || query === null) return "";
  const count = state.hospitals.length;
  if (query.by === "cell") return say("clinics.found.near", { count });
  const known = regions.name === "ready" ? regions.list.regions : [];
  const region = known.find(({ code }) => code === query.region);
  const place = [region && text.region(region), query.sigungu].filter(Boolean).join(" ");
  if (state.nextCursor !== null) {
    const district = region?.sigungu.find(({ name }) => name === query.sigungu);
    const total = (query.sigungu === null ? region : district)?.hospitals;
    if (total === undefined || query.name !== "")
      return say("clinics.found.some", { place, count });
    return say("clinics.found.of", { place, count, total });
  }
  return say("clinics.found", { place, count });
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

function More({
  found,
  text,
  more,
}: {
  found: FoundHospitals;
  text: HospitalMessages;
  more: () => void;
}) {
  if (found.nextCursor === null) return null;
  const loading = found.more === "loading";
  return (
    <div class="clinics-more">
      {found.more === "failed" && <p role="alert">{text.say("clinics.more.failed")}</p>}
      <button
        type="button"
        class="button button-wide"
        aria-disabled={loading}
        onClick={() => !loading && more()}
      >
        {text.say(loading ? "clinics.loading" : "clinics.more")}
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
