import { PLACES, type ShotStore } from "../../assessment/shots";
import { useI18n } from "../../i18n";
import { Heading } from "../../shell/Heading";
import { useCheckMessages } from "./messages";
import type { Sending } from "./sendShots";

interface SendingViewProps {
  sending: Sending;
  store: ShotStore;
  onCancel: () => void;
}

/** The progress of sending, place by place. */
export function SendingView({ sending, store, onCancel }: SendingViewProps) {
  const { t: shell, percent } = useI18n();
  const t = useCheckMessages();
  const { place, fraction, paused } = sending;
  const photos = PLACES.filter((each) => store.shots[each].photo !== null);
  const sent = photos.filter((each) => store.shots[each].id !== null).length;
  const share = (sent + fraction) / photos.length;
  return (
    <div class="progress">
      <Heading documentTitle={shell("progress.document")}>{t("check.waiting")}</Heading>
      <p class={paused ? "progress-phase progress-phase-paused" : "progress-phase"} role="status">
        {paused
          ? shell(`progress.paused.${paused}`)
          : t("check.sending", { place: t(`check.place.${place}`) })}
      </p>
      <p class="upload-bar">
        <progress max={1} value={share} aria-label={shell("progress.bar")} />
        <span aria-hidden="true">{percent(share)}</span>
      </p>
      <p class="hint progress-note">{shell("progress.note.upload")}</p>
      <button type="button" class="button" onClick={onCancel}>
        {shell("progress.cancel")}
      </button>
    </div>
  );
}
