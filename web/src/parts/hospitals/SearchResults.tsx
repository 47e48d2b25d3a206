import type { ComponentChildren } from "preact";
import { isMessageKey, useI18n } from "../../i18n";
import type { Text } from "./messages";
import { type Question, wider } from "./query";
import type { Finding, Found } from "./useHospitals";
import type { Regions } from "./useRegions";

interface OutcomeProps {
  finding: Finding;
  question: Question | null;
  regions: Regions;
  text: Text;
  retry: () => void;
  more: () => void;
  onAsk: (question: Question) => void;
  /** The list of what was found. */
  children: ComponentChildren;
}

/** What came of the search, in words, around the list: nothing yet, failed, none, some, more. */
export function Outcome(props: OutcomeProps) {
  const { finding, text, children } = props;
  const some = finding.name === "found" && finding.clinics.length > 0;
  return (
    <>
      <p class={some ? "clinics-status" : "visually-hidden"} role="status">
        {said(props)}
      </p>
      {finding.name === "idle" && <Provinces {...props} />}
      {finding.name === "loading" && <Loading text={text} />}
      {finding.name === "failed" && <Failed code={finding.code} retry={props.retry} text={text} />}
      {finding.name === "found" && !some && <Nothing {...props} />}
      {some && (
        <>
          {children}
          <More found={finding} text={text} more={props.more} />
          <About found={finding} text={text} />
        </>
      )}
    </>
  );
}

function said({ finding, question, regions, text }: OutcomeProps): string {
  const { say } = text;
  if (finding.name === "loading") return say("clinics.loading");
  if (finding.name !== "found" || question === null) return "";
  const count = finding.clinics.length;
  if (question.by === "cell") return say("clinics.found.near", { count });
  const known = regions.name === "ready" ? regions.list.regions : [];
  const region = known.find(({ code }) => code === question.region);
  const place = [region && text.region(region), question.sigungu].filter(Boolean).join(" ");
  if (finding.nextCursor !== null) {
    const district = region?.sigungu.find(({ name }) => name === question.sigungu);
    const total = (question.sigungu === null ? region : district)?.hospitals;
    if (total === undefined || question.name !== "")
      return say("clinics.found.some", { place, count });
    return say("clinics.found.of", { place, count, total });
  }
  return say("clinics.found", { place, count });
}

/** Before the first search: where there are how many, each a way in. */
function Provinces({ regions, text, onAsk }: OutcomeProps) {
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
              onClick={() => onAsk({ by: "region", region: region.code, sigungu: null, name: "" })}
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

function Loading({ text }: { text: Text }) {
  return (
    <div class="clinics-skeleton" aria-hidden="true" title={text.say("clinics.loading")}>
      {[0, 1, 2, 3].map((row) => (
        <i key={row} />
      ))}
    </div>
  );
}

function Failed({ code, retry, text }: { code: string; retry: () => void; text: Text }) {
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

function Nothing({ question, text, onAsk }: OutcomeProps) {
  const { say } = text;
  const next = question && wider(question);
  const key = question?.by === "cell" ? "near" : question?.name ? "name" : "region";
  return (
    <div class="clinics-message">
      <h2>{say(`clinics.none.${key}`)}</h2>
      <p class="hint">{say(next ? "clinics.none.wider" : "clinics.none.elsewhere")}</p>
      {next && (
        <button type="button" class="button" onClick={() => onAsk(next)}>
          {say(`clinics.widen.${key}`)}
        </button>
      )}
    </div>
  );
}

function More({ found, text, more }: { found: Found; text: Text; more: () => void }) {
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

/** Where the data come from and how far to trust them. */
function About({ found, text }: { found: Found; text: Text }) {
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
