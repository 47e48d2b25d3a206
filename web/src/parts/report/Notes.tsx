import { useMessages } from "../../i18n";
import en from "../../i18n/en/report.json";
import ko from "../../i18n/ko/report.json";

const LINES = ["onset", "washing", "medicines", "family"] as const;

/** What fits into two printed lines of Korean. */
const MOST_CHARACTERS = 90;

/**
 * Lines to fill in by hand, or here before printing.
 *
 * The text is in the fields alone: no state holds it, the browser is not to complete, restore or check
 * it, and nothing sends it.
 */
export function Notes() {
  const t = useMessages({ ko, en });
  return (
    <section class="report-notes" aria-labelledby="report-notes-title">
      <h2 id="report-notes-title">{t("report.notes")}</h2>
      <p class="hint">{t("report.notes.hint")}</p>
      {LINES.map((line) => (
        <label key={line}>
          <span>{t(`report.notes.${line}`)}</span>
          <textarea
            rows={2}
            maxLength={MOST_CHARACTERS}
            autocomplete="off"
            spellcheck={false}
            onInput={({ currentTarget }) => {
              const { value } = currentTarget;
              // A line break would push text below the field, where paper does not scroll.
              if (value.includes("\n")) currentTarget.value = value.replaceAll("\n", " ");
            }}
          />
        </label>
      ))}
    </section>
  );
}
