import { useRef, useState } from "preact/hooks";
import { Checkbox, ChoiceGroup } from "../components/ChoiceGroup";
import { CheckIcon, CrossIcon, HeadRegionIcon } from "../components/icons";
import { type MessageKey, useI18n } from "../i18n";
import { Heading } from "../shell/Heading";
import {
  AGE_GROUPS,
  type AgeGroup,
  HEAD_REGIONS,
  type HeadRegion,
  SEXES,
  type Sex,
} from "../vocabulary";
import { Consent, ResearchConsent } from "./Consent";
import type { Answers } from "./journey";
import lensUrl from "./lens.svg";

interface StartViewProps {
  answers: Answers | null;
  /** Called when the form is first touched, to load the next page ahead. */
  onBegin: () => void;
  onAnswer: (answers: Answers) => void;
}

const DOES: MessageKey[] = ["start.does.grades", "start.does.where", "start.does.sure"];
const DOES_NOT: MessageKey[] = ["start.not.device", "start.not.keep", "start.not.identity"];

export function StartView({ answers, onBegin, onAnswer }: StartViewProps) {
  const { t } = useI18n();
  return (
    <div class="start">
      <div class="start-intro">
        <img class="start-lens" src={lensUrl} alt="" width="320" height="320" />
        <Heading documentTitle={t("start.document")}>{t("start.title")}</Heading>
        <p class="lead">{t("start.lead")}</p>
        <div class="promises">
          <Promises title={t("start.does.title")} items={DOES} kind="does" />
          <Promises title={t("start.not.title")} items={DOES_NOT} kind="not" />
        </div>
      </div>
      <StartForm answers={answers} onBegin={onBegin} onAnswer={onAnswer} />
    </div>
  );
}

interface PromisesProps {
  title: string;
  items: MessageKey[];
  kind: "does" | "not";
}

function Promises({ title, items, kind }: PromisesProps) {
  const { t } = useI18n();
  return (
    <section class={`promise promise-${kind}`}>
      <h2>{title}</h2>
      <ul role="list">
        {items.map((item) => (
          <li key={item}>
            {kind === "does" ? <CheckIcon /> : <CrossIcon />}
            {t(item)}
          </li>
        ))}
      </ul>
    </section>
  );
}

type HeadRegionChoice = HeadRegion | "none";

/** Required fields in page order: the first missing one gets the focus. */
const REQUIRED = ["sex", "age", "consent", "fourteen"] as const;

function StartForm({ answers, onBegin, onAnswer }: StartViewProps) {
  const { t } = useI18n();
  const form = useRef<HTMLFormElement>(null);
  const [sex, setSex] = useState<Sex | null>(answers?.sex ?? null);
  const [ageGroup, setAgeGroup] = useState<AgeGroup | null>(answers?.ageGroup ?? null);
  const [site, setSite] = useState<HeadRegionChoice>(answers?.site ?? "none");
  // Consent must be given for every photo, so it is not restored with the other answers.
  const [consent, setConsent] = useState(false);
  const [research, setResearch] = useState(false);
  const [fourteen, setFourteen] = useState(false);
  const [tried, setTried] = useState(false);

  const missing = {
    sex: sex === null,
    age: ageGroup === null,
    consent: !consent,
    fourteen: !fourteen,
  };
  const error = (field: keyof typeof missing, key: MessageKey) =>
    tried && missing[field] ? t(key) : null;

  const submit = (event: Event) => {
    event.preventDefault();
    setTried(true);
    const first = REQUIRED.find((field) => missing[field]);
    if (first !== undefined) {
      form.current?.querySelector<HTMLInputElement>(`input[name="${first}"]`)?.focus();
    } else if (sex !== null && ageGroup !== null) {
      onAnswer({ sex, ageGroup, consent: true, research, ...(site !== "none" && { site }) });
    }
  };

  return (
    <form class="card start-form" ref={form} onSubmit={submit} onFocusCapture={onBegin} noValidate>
      <h2>{t("start.form.title")}</h2>
      <ChoiceGroup
        name="sex"
        legend={t("form.sex")}
        mark={t("form.required")}
        required
        error={error("sex", "form.sex.error")}
        options={SEXES.map((value) => ({ value, label: t(`sex.${value}`) }))}
        value={sex}
        onChange={setSex}
      />
      <ChoiceGroup
        name="age"
        legend={t("form.age")}
        mark={t("form.required")}
        required
        error={error("age", "form.age.error")}
        options={AGE_GROUPS.map((value) => ({ value, label: t(`age.${value}`) }))}
        value={ageGroup}
        onChange={setAgeGroup}
      />
      <ChoiceGroup<HeadRegionChoice>
        name="site"
        legend={t("form.site")}
        mark={t("form.optional")}
        hint={t("form.site.hint")}
        options={[
          ...HEAD_REGIONS.map((value) => ({
            value,
            label: t(`site.${value}`),
            icon: <HeadRegionIcon site={value} />,
          })),
          { value: "none", label: t("form.site.none"), icon: <HeadRegionIcon site={null} /> },
        ]}
        value={site}
        onChange={setSite}
      />
      <Consent checked={consent} onChange={setConsent} error={error("consent", "consent.error")} />
      <ResearchConsent checked={research} onChange={setResearch} />
      <Checkbox
        name="fourteen"
        label={t("form.fourteen")}
        checked={fourteen}
        onChange={setFourteen}
        error={error("fourteen", "form.fourteen.error")}
      />
      <button type="submit" class="button button-primary button-wide">
        {t("form.next")}
      </button>
    </form>
  );
}
