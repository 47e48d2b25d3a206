import { useI18n } from "../../i18n";
import type { Symptom } from "../../vocabulary";
import { useHistoryMessages } from "./messages";
import { progressOf, type Taken } from "./progress";
import { takenAt } from "./record";

interface ProgressLineProps {
  before: Taken;
  after: Taken;
}

/** In one line: what is better or worse than the time before, if it is more than chance. */
export function ProgressLine({ before, after }: ProgressLineProps) {
  const { t: shell, list } = useI18n();
  const { t, ago } = useHistoryMessages();
  const progress = progressOf(before, after);
  if (typeof progress === "string") {
    return <p class="progress-line">{t(`history.progress.${progress}`)}</p>;
  }
  const { better, worse } = progress;
  const when = ago(takenAt(after) - takenAt(before));
  const names = (symptoms: Symptom[]) => list(symptoms.map((each) => shell(`symptom.${each}`)));
  const lines = [
    better.length > 0 && t("history.progress.better", { ago: when, symptoms: names(better) }),
    worse.length > 0 && t("history.progress.worse", { ago: when, symptoms: names(worse) }),
  ].filter((line) => line !== false);
  return (
    <p class="progress-line">
      {lines.length > 0 ? lines.join(" ") : t("history.progress.none", { ago: when })}
    </p>
  );
}
