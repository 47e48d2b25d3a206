import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import type { AnalysisResult, Assessment } from "../api/client";
import { AlertIcon, CareIcon } from "../components/icons";
import { isMessageKey, type MessageKey, useI18n } from "../i18n";
import { LazyPart } from "../shell/LazyPart";
import { formatRoute } from "../shell/route";
import { Staggered } from "../shell/Staggered";
import type { Symptom } from "../vocabulary";
import { bySeverity, forDermatologist } from "./findings";
import { HospitalLink } from "./HospitalLink";
import { SymptomCard } from "./SymptomCard";
import { TypeSummary } from "./TypeSummary";
import { Viewer } from "./Viewer";

const actions = () => import("../parts/history/ResultActions").then((part) => part.ResultActions);
const care = () => import("../parts/care/CareSection").then((part) => part.CareSection);
const comparison = () =>
  import("../parts/comparison/ComparisonSection").then((part) => part.ComparisonSection);
const products = () =>
  import("../parts/products/ProductsSection").then((part) => part.ProductsSection);

interface ResultViewProps {
  assessment: Assessment;
  result: AnalysisResult;
  photoUrl: string | null;
  onDelete: () => Promise<void>;
  onStartOver: () => void;
}

interface FindingsProps {
  assessment: Assessment;
  result: AnalysisResult;
  photoUrl: string | null;
  /** Actions at the end of the page. */
  children: ComponentChildren;
}

export function ResultView(props: ResultViewProps) {
  const { assessment, result, photoUrl } = props;
  return (
    <Findings assessment={assessment} result={result} photoUrl={photoUrl}>
      <div class="result-actions-place">
        <Staggered>
          <LazyPart load={actions} props={props} />
        </Staggered>
      </div>
    </Findings>
  );
}

/** The page of a result, from the server or from this device. */
export function Findings({ assessment, result, photoUrl, children }: FindingsProps) {
  const { t } = useI18n();
  const symptoms = bySeverity(result);
  const [selected, setSelected] = useState<Symptom | null>(symptoms[0] ?? null);
  const choices = useRef<HTMLFieldSetElement>(null);

  const show = (symptom: Symptom) => {
    setSelected(symptom);
    // On a phone the photo is off screen: scroll to it and move the focus there.
    choices.current?.closest("section")?.scrollIntoView({ block: "start" });
    const position = symptoms.indexOf(symptom);
    choices.current?.querySelectorAll("input")[position]?.focus({ preventScroll: true });
  };

  return (
    <div class="result">
      <TypeSummary result={result} />
      <Notices result={result} />
      <div class="result-columns">
        <Viewer
          result={result}
          symptoms={symptoms}
          photoUrl={photoUrl}
          selected={selected}
          onSelect={setSelected}
          choicesRef={choices}
        />
        <section class="symptoms" aria-labelledby="symptoms-title">
          <h2 id="symptoms-title">{t("symptoms.title")}</h2>
          <p class="hint">{t("symptoms.lead")}</p>
          <ul role="list">
            {symptoms.map((symptom) => (
              <SymptomCard
                key={symptom}
                symptom={symptom}
                finding={result.symptoms[symptom]}
                shown={selected === symptom}
                onShow={() => show(symptom)}
              />
            ))}
          </ul>
        </section>
      </div>
      <div class="result-part">
        <Staggered>
          <LazyPart load={care} props={{ assessment, result }} />
        </Staggered>
      </div>
      <div class="result-part">
        <Staggered>
          <LazyPart load={comparison} props={{ assessment, result }} />
        </Staggered>
      </div>
      {Date.parse(assessment.expiresAt) > Date.now() && (
        <div class="result-part">
          <Staggered>
            <LazyPart load={products} props={{ assessment, result }} />
          </Staggered>
        </div>
      )}
      <Staggered>
        <About assessment={assessment} result={result} hasPhoto={photoUrl !== null} />
      </Staggered>
      {children}
    </div>
  );
}

/** Notices above the result: when to see a dermatologist, and warnings about the photo. */
export function Notices({ result }: { result: AnalysisResult }) {
  const { t, list } = useI18n();
  const urgent = forDermatologist(result);
  const sure = urgent.filter((symptom) => !result.symptoms[symptom].uncertain);
  const named = sure.length > 0 ? sure : urgent;
  return (
    <>
      {urgent.length > 0 && (
        <section class="notice notice-care" aria-labelledby="doctor-title">
          <CareIcon />
          <div>
            <h2 id="doctor-title">{t("result.doctor.title")}</h2>
            <p>
              {t(sure.length > 0 ? "result.doctor.text" : "result.doctor.unsure", {
                symptoms: list(named.map((symptom) => t(`symptom.${symptom}`))),
              })}
              {named.includes("follicular_erythema_pustules") && ` ${t("result.doctor.pustules")}`}
            </p>
            <HospitalLink />
          </div>
        </section>
      )}
      {result.warnings.length > 0 && (
        <section class="notice notice-warning" aria-labelledby="warnings-title">
          <AlertIcon />
          <div>
            <h2 id="warnings-title">{t("result.warnings.title")}</h2>
            <ul>
              {result.warnings.map((warning) => {
                const key = `warning.${warning}` satisfies MessageKey;
                return isMessageKey(key) && <li key={warning}>{t(key)}</li>;
              })}
            </ul>
          </div>
        </section>
      )}
    </>
  );
}

interface AboutProps {
  assessment: Assessment;
  result: AnalysisResult;
  hasPhoto: boolean;
}

function About({ assessment, result, hasPhoto }: AboutProps) {
  const { t, date, decimal } = useI18n();
  const { cohort, site } = assessment;
  const person = { sex: t(`sex.${cohort.sex}`), age: t(`age.${cohort.ageGroup}`) };
  const { decode, inference } = result.timings;
  const expired = Date.parse(assessment.expiresAt) <= Date.now();
  return (
    <section class="about" aria-labelledby="about-title">
      <h2 id="about-title">{t("result.about.title")}</h2>
      <ul>
        <li>{t(hasPhoto ? "result.about.photo" : "result.about.nophoto")}</li>
        {!expired && <li>{t("result.about.expires", { date: date(assessment.expiresAt) })}</li>}
        {assessment.research && !expired && <li>{t("result.about.research")}</li>}
        {assessment.research && expired && (
          <li>
            {t("result.about.research.later")}{" "}
            <a href={formatRoute({ name: "assessment", id: assessment.id })}>
              {t("result.about.research.link")}
            </a>
          </li>
        )}
        <li>
          {site
            ? t("result.about.person.site", { ...person, site: t(`site.${site}`) })
            : t("result.about.person", person)}
        </li>
        <li>
          {t("result.about.model", {
            version: result.model.version,
            seconds: decimal((decode + inference) / 1_000),
          })}
        </li>
      </ul>
    </section>
  );
}
