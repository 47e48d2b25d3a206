import type { ComponentChildren } from "preact";
import { CONSENT_VERSION, SAVED_DAYS } from "../../assessment/answers";
import { Checkbox } from "../../components/ChoiceGroup";
import { Fold } from "../../components/Fold";
import { useI18n, useMessages } from "../../i18n";
import en from "../../i18n/en/consent.json";
import ko from "../../i18n/ko/consent.json";

interface ConsentProps {
  checked: boolean;
  onChange: (checked: boolean) => void;
}

/** Version of the text on research; the API stores the same with each assessment. */
const RESEARCH_CONSENT_VERSION = "2026-11-23";

/** A term that must be stated before consent, with its text. */
type Term = [label: keyof typeof ko, text: keyof typeof ko];

const TERMS: Term[] = [
  ["consent.purpose", "consent.purpose.text"],
  ["consent.items", "consent.items.text"],
  ["consent.period", "consent.period.text"],
  ["consent.validity", "consent.validity.text"],
  ["consent.refuse", "consent.refuse.text"],
];
const RESEARCH_TERMS: Term[] = [
  ["consent.purpose", "consent.research.purpose.text"],
  ["consent.items", "consent.research.items.text"],
  ["consent.period", "consent.research.period.text"],
  ["consent.research.withdraw", "consent.research.withdraw.text"],
  ["consent.refuse", "consent.research.refuse.text"],
];

/** The separate consent that PIPA article 23 requires, with everything it must state. */
export function Consent({ checked, onChange, error }: ConsentProps & { error: boolean }) {
  const t = useMessages({ ko, en });
  return (
    <Agreement
      id="consent-title"
      title={t("consent.title")}
      intro={t("consent.intro")}
      terms={TERMS}
      version={CONSENT_VERSION}
    >
      <Checkbox
        name="consent"
        label={t("consent.agree")}
        checked={checked}
        onChange={onChange}
        error={error ? t("consent.error") : null}
      />
    </Agreement>
  );
}

/** The optional consent to keep a copy for research: unticked by default. */
export function ResearchConsent({ checked, onChange }: ConsentProps) {
  const t = useMessages({ ko, en });
  return (
    <Agreement
      id="research-title"
      title={t("consent.research.title")}
      intro={t("consent.research.intro")}
      terms={RESEARCH_TERMS}
      version={RESEARCH_CONSENT_VERSION}
      optional
    >
      <Checkbox
        name="research"
        label={t("consent.research.agree")}
        checked={checked}
        onChange={onChange}
        optional
      />
    </Agreement>
  );
}

interface AgreementProps {
  id: string;
  title: string;
  intro: string;
  terms: Term[];
  version: string;
  optional?: boolean;
  children: ComponentChildren;
}

function Agreement(props: AgreementProps) {
  const { id, title, intro, terms, version, optional = false, children } = props;
  const { date, period } = useI18n();
  const t = useMessages({ ko, en });
  const stated = (
    <>
      <dl>
        {terms.map(([label, text]) => (
          <div key={label}>
            <dt>{t(label)}</dt>
            <dd>{t(text, { period, saved: SAVED_DAYS })}</dd>
          </div>
        ))}
      </dl>
      <p class="consent-version">{t("consent.version", { date: date(version) })}</p>
    </>
  );
  return (
    <section class={optional ? "consent consent-optional" : "consent"} aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      <p>{intro}</p>
      {optional ? <Fold summary={t("consent.terms")}>{stated}</Fold> : stated}
      {children}
    </section>
  );
}
