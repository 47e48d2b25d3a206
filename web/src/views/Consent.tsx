import { Checkbox } from "../components/ChoiceGroup";
import { useI18n } from "../i18n";

interface ConsentProps {
  checked: boolean;
  onChange: (checked: boolean) => void;
  error: string | null;
}

/** Which text this is; the API stores the same with each assessment (create_assessment.py). */
const CONSENT_VERSION = "2026-11-22";

const TERMS = ["purpose", "items", "period", "refuse"] as const;

/** The separate consent that PIPA article 23 asks for, with all that must be told before it. */
export function Consent({ checked, onChange, error }: ConsentProps) {
  const { t, date } = useI18n();
  return (
    <section class="consent" aria-labelledby="consent-title">
      <h3 id="consent-title">{t("consent.title")}</h3>
      <p>{t("consent.intro")}</p>
      <dl>
        {TERMS.map((term) => (
          <div key={term}>
            <dt>{t(`consent.${term}`)}</dt>
            <dd>{t(`consent.${term}.text`)}</dd>
          </div>
        ))}
      </dl>
      <p class="consent-version">{t("consent.version", { date: date(CONSENT_VERSION) })}</p>
      <Checkbox
        name="consent"
        label={t("consent.agree")}
        checked={checked}
        onChange={onChange}
        error={error}
      />
    </section>
  );
}
