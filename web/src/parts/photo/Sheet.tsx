import { useRef, useState } from "preact/hooks";
import {
  type Answers,
  missingFields,
  type RequiredField,
  SAVED_DAYS,
  type SavedAnswers,
} from "../../assessment/answers";
import { SavedNote } from "../../assessment/SavedNote";
import { Checkbox, ChoiceGroup } from "../../components/ChoiceGroup";
import { HeadRegionIcon } from "../../components/icons";
import { useI18n, useMessages } from "../../i18n";
import en from "../../i18n/en/sheet.json";
import ko from "../../i18n/ko/sheet.json";
import { AGE_GROUPS, HEAD_REGIONS, type HeadRegion, SEXES } from "../../vocabulary";
import { Consent, ResearchConsent } from "./Consent";
import "./sheet.css";

export interface SheetProps {
  answers: Answers;
  saved: SavedAnswers | null;
  onAnswer: (change: Partial<Answers>) => void;
  onForget: () => void;
  onSubmit: () => void;
}

interface FormProps extends SheetProps {
  submitLabel: string;
  /** Whether sending is advised against: the button is less prominent. */
  discouraged: boolean;
  disabled: boolean;
  /** Whether it is for photos of several places: these name the head regions, and research gets none. */
  forPlaces?: boolean;
}

type HeadRegionChoice = HeadRegion | "none";

/** What a person states once a photo is chosen; saved answers are shown in short. */
export function Sheet(props: FormProps) {
  const { answers, saved, onForget } = props;
  const t = useMessages({ ko, en });
  const [open, setOpen] = useState(saved === null || missingFields(answers).length > 0);
  if (saved === null || open) return <Form {...props} />;
  return (
    <section class="card sheet" aria-labelledby="sheet-title">
      <h2 id="sheet-title">{t("sheet.saved.title")}</h2>
      <SavedNote saved={saved} onForget={onForget} />
      <button type="button" class="link-button" onClick={() => setOpen(true)}>
        {t("sheet.saved.open")}
      </button>
      <Submit {...props} type="button" />
    </section>
  );
}

function Form(props: FormProps) {
  const { answers, saved, onAnswer, onForget, onSubmit, forPlaces = false } = props;
  const { t: app } = useI18n();
  const t = useMessages({ ko, en });
  const form = useRef<HTMLFormElement>(null);
  const [tried, setTried] = useState(false);
  const missing = missingFields(answers);
  const lacks = (field: RequiredField) => tried && missing.includes(field);

  const submit = (event: Event) => {
    event.preventDefault();
    setTried(true);
    const [first] = missing;
    if (first === undefined) onSubmit();
    else form.current?.querySelector<HTMLInputElement>(`input[name="${NAMES[first]}"]`)?.focus();
  };

  return (
    <form class="card sheet" ref={form} onSubmit={submit} noValidate>
      <div>
        <h2>{t("sheet.title")}</h2>
        <p class="hint">{t("sheet.lead")}</p>
      </div>
      {saved && <SavedNote saved={saved} onForget={onForget} />}
      {saved && missing.includes("consent") && !tried && (
        <p class="hint">{t("sheet.saved.consent")}</p>
      )}
      <ChoiceGroup
        name="sex"
        legend={app("form.sex")}
        mark={app("form.required")}
        required
        error={lacks("sex") ? t("sheet.sex.error") : null}
        options={SEXES.map((value) => ({ value, label: app(`sex.${value}`) }))}
        value={answers.sex}
        onChange={(sex) => onAnswer({ sex })}
      />
      <ChoiceGroup
        name="age"
        legend={app("form.age")}
        mark={app("form.required")}
        required
        error={lacks("ageGroup") ? t("sheet.age.error") : null}
        options={AGE_GROUPS.map((value) => ({ value, label: app(`age.${value}`) }))}
        value={answers.ageGroup}
        onChange={(ageGroup) => onAnswer({ ageGroup })}
      />
      {!forPlaces && (
        <HeadRegionField site={answers.site} onChange={(site) => onAnswer({ site })} />
      )}
      <Consent
        checked={answers.consent}
        onChange={(consent) => onAnswer({ consent })}
        error={lacks("consent")}
      />
      <Checkbox
        name="fourteen"
        label={t("sheet.fourteen")}
        checked={answers.fourteen}
        onChange={(fourteen) => onAnswer({ fourteen })}
        error={lacks("fourteen") ? t("sheet.fourteen.error") : null}
      />
      {!forPlaces && (
        <ResearchConsent
          checked={answers.research}
          onChange={(research) => onAnswer({ research })}
        />
      )}
      <div>
        <Checkbox
          name="save"
          label={t("sheet.save", { days: SAVED_DAYS })}
          checked={answers.save}
          onChange={(save) => onAnswer({ save })}
          optional
        />
        <p class="hint">{t("sheet.save.hint")}</p>
      </div>
      <Submit {...props} type="submit" />
    </form>
  );
}

interface HeadRegionFieldProps {
  site: HeadRegion | null;
  onChange: (site: HeadRegion | null) => void;
}

function HeadRegionField({ site, onChange }: HeadRegionFieldProps) {
  const { t: app } = useI18n();
  const t = useMessages({ ko, en });
  return (
    <ChoiceGroup<HeadRegionChoice>
      name="site"
      legend={app("form.site")}
      mark={app("form.optional")}
      options={[
        ...HEAD_REGIONS.map((value) => ({
          value,
          label: app(`site.${value}`),
          icon: <HeadRegionIcon site={value} />,
        })),
        { value: "none", label: t("sheet.site.none"), icon: <HeadRegionIcon site={null} /> },
      ]}
      value={site ?? "none"}
      onChange={(choice) => onChange(choice === "none" ? null : choice)}
    />
  );
}

/** Names of the fields' inputs. */
const NAMES: Record<RequiredField, string> = {
  sex: "sex",
  ageGroup: "age",
  consent: "consent",
  fourteen: "fourteen",
};

function Submit(props: FormProps & { type: "button" | "submit" }) {
  const { type, submitLabel, discouraged, disabled, onSubmit } = props;
  return (
    <button
      type={type}
      class={discouraged ? "button button-wide" : "button button-primary button-wide"}
      disabled={disabled}
      onClick={type === "button" ? onSubmit : undefined}
    >
      {submitLabel}
    </button>
  );
}
