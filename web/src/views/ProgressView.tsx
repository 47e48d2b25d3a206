import { Heading } from "../components/Heading";
import { useI18n, type MessageKey } from "../i18n";
import type { Stage } from "../journey";

type RunningStage = Extract<
  Stage,
  { name: "loading" | "starting" | "uploading" | "received" | "analysing" }
>;

interface ProgressViewProps {
  stage: RunningStage;
  photoUrl: string | null;
  onCancel: () => void;
}

const STEPS: { label: MessageKey; reachedBy: RunningStage["name"][] }[] = [
  { label: "progress.step.upload", reachedBy: ["starting", "uploading"] },
  { label: "progress.step.received", reachedBy: ["received"] },
  { label: "progress.step.analysis", reachedBy: ["analysing"] },
];

export function ProgressView({ stage, photoUrl, onCancel }: ProgressViewProps) {
  const { t } = useI18n();
  const loading = stage.name === "loading";
  const current = STEPS.findIndex(({ reachedBy }) => reachedBy.includes(stage.name));
  return (
    <div class="progress">
      <div class="scope" aria-hidden="true">
        {photoUrl && <img src={photoUrl} alt="" />}
        <span class="scope-sweep" />
      </div>
      <Heading documentTitle={t("progress.document")}>
        {t(loading ? "progress.loading.title" : "progress.title")}
      </Heading>
      <p class="progress-phase" role="status">
        {t(`progress.${stage.name}`)}
      </p>
      {!loading && (
        <>
          <Upload stage={stage} />
          <ol class="steps" role="list">
            {STEPS.map(({ label }, index) => (
              <Step key={label} label={t(label)} position={Math.sign(index - current)} />
            ))}
          </ol>
          <p class="hint">{t("progress.note")}</p>
          <button type="button" class="button" onClick={onCancel}>
            {t("progress.cancel")}
          </button>
        </>
      )}
    </div>
  );
}

function Upload({ stage }: { stage: RunningStage }) {
  const { t, percent } = useI18n();
  const before = stage.name === "starting";
  const fraction = stage.name === "uploading" ? stage.fraction : before ? 0 : 1;
  return (
    <p class="upload-bar">
      <progress max={1} value={fraction} aria-label={t("progress.bar")} />
      <span aria-hidden="true">{percent(fraction)}</span>
    </p>
  );
}

const STATES: Record<string, { className: string; label: MessageKey }> = {
  "-1": { className: "step step-done", label: "progress.state.done" },
  "0": { className: "step step-current", label: "progress.state.current" },
  "1": { className: "step", label: "progress.state.waiting" },
};

/** `position` is −1 before, 0 at and 1 after the step under way. */
function Step({ label, position }: { label: string; position: number }) {
  const { t } = useI18n();
  const state = STATES[String(position)]!;
  return (
    <li class={state.className} aria-current={position === 0 ? "step" : undefined}>
      {label}
      <span class="visually-hidden"> {t(state.label)}</span>
    </li>
  );
}
