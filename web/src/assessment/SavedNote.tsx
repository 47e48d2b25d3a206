import { useI18n } from "../i18n";
import type { SavedAnswers } from "./answers";

interface SavedNoteProps {
  saved: SavedAnswers;
  onForget: () => void;
}

/** What this device has saved of a person's answers, and the way to delete it. */
export function SavedNote({ saved, onForget }: SavedNoteProps) {
  const { t, date } = useI18n();
  const values = {
    sex: t(`sex.${saved.sex}`),
    age: t(`age.${saved.ageGroup}`),
    date: date(saved.until),
  };
  return (
    <div class="saved-note">
      <p>{t("start.saved", values)}</p>
      <button type="button" class="button button-small" onClick={onForget}>
        {t("start.saved.delete")}
      </button>
    </div>
  );
}
