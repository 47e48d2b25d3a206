import { useEffect, useState } from "preact/hooks";
import { type MessageKey, useI18n } from "../i18n";
import { Heading } from "../shell/Heading";
import type { Stage } from "./journey";

type RunningStage = Extract<
  Stage,
  { name: "loading" | "starting" | "uploading" | "received" | "analysing" | "paused" }
>;

interface ProgressViewProps {
  stage: RunningStage;
  photoUrl: string | null;
  onCancel: () => void;
}

const STEPS: MessageKey[] = [
  "progress.step.upload",
  "progress.step.received",
  "progress.step.analysis",
];
const SENDING = 0;
const RECEIVED = 1;
const ANALYSIS = 2;

/** Return the current step; null while an existing result is being fetched. */
function stepOf(stage: RunningStage): number | null {
  switch (stage.name) {
    case "loading":
      return null;
    case "starting":
    case "uploading":
      return SENDING;
    case "received":
      return RECEIVED;
    case "analysing":
      return ANALYSIS;
    case "paused":
      if (stage.during === "loading") return null;
      return stage.during === "sending" ? SENDING : ANALYSIS;
  }
}

export function ProgressView({ stage, photoUrl, onCancel }: ProgressViewProps) {
  const { t } = useI18n();
  const current = stepOf(stage);
  const paused = stage.name === "paused";
  const phase: MessageKey = paused ? `progress.paused.${stage.reason}` : `progress.${stage.name}`;
  return (
    <div class="progress">
      <div class={paused ? "scope scope-paused" : "scope"} aria-hidden="true">
        {photoUrl && <img src={photoUrl} alt="" />}
        <span class="scope-sweep" />
      </div>
      <Heading documentTitle={t("progress.document")}>
        {t(current === null ? "progress.loading.title" : "progress.title")}
      </Heading>
      <p class={paused ? "progress-phase progress-phase-paused" : "progress-phase"} role="status">
        {t(phase)}
      </p>
      {current !== null && (
        <>
          <UploadBar
            sent={stage.name === "uploading" ? stage.fraction : current > SENDING ? 1 : 0}
          />
          <ol class="steps" role="list">
            {STEPS.map((label, index) => (
              <Step key={label} label={t(label)} position={Math.sign(index - current)} />
            ))}
          </ol>
          <Patience key={current} sending={current === SENDING} />
          <button type="button" class="button" onClick={onCancel}>
            {t("progress.cancel")}
          </button>
        </>
      )}
    </div>
  );
}

const SLOW_AFTER_MS = 8_000;

/** What to expect; another text once a step has taken long. */
function Patience({ sending }: { sending: boolean }) {
  const { t } = useI18n();
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), SLOW_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  const [usual, slowly]: [MessageKey, MessageKey] = sending
    ? ["progress.note.upload", "progress.slow.upload"]
    : ["progress.note", "progress.slow.analysis"];
  return (
    <p class="hint progress-note" role="status">
      {t(slow ? slowly : usual)}
    </p>
  );
}

function UploadBar({ sent }: { sent: number }) {
  const { t, percent } = useI18n();
  return (
    <p class="upload-bar">
      <progress max={1} value={sent} aria-label={t("progress.bar")} />
      <span aria-hidden="true">{percent(sent)}</span>
    </p>
  );
}

const STATES: Record<string, { className: string; label: MessageKey }> = {
  "-1": { className: "step step-done", label: "progress.state.done" },
  "0": { className: "step step-current", label: "progress.state.current" },
  "1": { className: "step", label: "progress.state.waiting" },
};

/** `position` is −1 for a finished step, 0 for the current and 1 for a later one. */
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
