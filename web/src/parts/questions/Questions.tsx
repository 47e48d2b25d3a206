import { useState } from "preact/hooks";
import type { PatientAnswers } from "../../api/client";
import { PartProblem } from "../../api/PartProblem";
import { ChoiceGroup } from "../../components/ChoiceGroup";
import { useI18n, useMessages } from "../../i18n";
import en from "../../i18n/en/questions.json";
import ko from "../../i18n/ko/questions.json";
import type { TriageState } from "../../result/useTriage";
import { useOffline } from "../../shell/useOffline";
import { ABOUT_MEDICINES, ABOUT_SCALP, DURATIONS, ITCHES, type YesNo } from "./answers";
import "./questions.css";

/** Optional questions that a photo cannot answer. Answers last as long as the page and are not stored. */
export function Questions({ state }: { state: TriageState }) {
  const t = useMessages({ ko, en });
  const { locale } = useI18n();
  const [draft, setDraft] = useState<PatientAnswers>(state.answers);
  const offline = useOffline();
  const { triage, answers, request, setAnswers } = state;
  const counted = Object.keys(answers).length > 0;
  const answer = (change: PatientAnswers) => setDraft({ ...draft, ...change });
  return (
    <form
      class="questions"
      onSubmit={(event) => {
        event.preventDefault();
        setAnswers(draft);
      }}
    >
      <p class="hint">{t("questions.lead")}</p>
      <ChoiceGroup
        name="itch"
        legend={t("questions.itch")}
        options={ITCHES.map((value) => ({ value, label: t(`questions.itch.${value}`) }))}
        value={draft.itch ?? null}
        onChange={(itch) => answer({ itch })}
      />
      {ABOUT_SCALP.map((name) => (
        <YesOrNo key={name} name={name} draft={draft} onAnswer={answer} />
      ))}
      <ChoiceGroup
        name="duration"
        legend={t("questions.duration")}
        options={DURATIONS.map((value) => ({ value, label: t(`questions.duration.${value}`) }))}
        value={draft.duration ?? null}
        onChange={(duration) => answer({ duration })}
      />
      <p class="hint">{t("questions.medicines")}</p>
      {ABOUT_MEDICINES.map((name) => (
        <YesOrNo key={name} name={name} draft={draft} onAnswer={answer} />
      ))}
      {offline && <p class="questions-offline">{t("questions.offline")}</p>}
      <div class="buttons">
        <button
          type="submit"
          class="button button-primary"
          disabled={offline || Object.keys(draft).length === 0}
        >
          {t("questions.submit")}
        </button>
        {Object.keys(draft).length > 0 && (
          <button
            type="button"
            class="button"
            onClick={() => {
              setDraft({});
              setAnswers({});
            }}
          >
            {t("questions.clear")}
          </button>
        )}
      </div>
      <div role="status">
        {counted && request.loading && <p class="hint">{t("questions.asking")}</p>}
        {counted && !request.loading && request.failure === null && triage !== null && (
          <p>
            <strong>{t("questions.counted", { headline: triage.headline[locale] })}</strong>
          </p>
        )}
      </div>
      {counted && request.failure !== null && (
        <PartProblem title={t("questions.failed")} code={request.failure} onRetry={request.retry} />
      )}
    </form>
  );
}

interface YesOrNoProps {
  name: YesNo;
  draft: PatientAnswers;
  onAnswer: (change: PatientAnswers) => void;
}

function YesOrNo({ name, draft, onAnswer }: YesOrNoProps) {
  const t = useMessages({ ko, en });
  const given = draft[name];
  return (
    <ChoiceGroup
      name={name}
      legend={t(`questions.${name}`)}
      options={[
        { value: "no", label: t("questions.no") },
        { value: "yes", label: t("questions.yes") },
      ]}
      value={given === undefined || given === null ? null : given ? "yes" : "no"}
      onChange={(value) => onAnswer({ [name]: value === "yes" })}
    />
  );
}
