import { useRef, useState } from "preact/hooks";
import { TrashIcon } from "../../components/icons";
import { useI18n } from "../../i18n";
import { download } from "./download";
import { useHistoryMessages } from "./messages";
import type { KeptResult } from "./record";
import { faultOf, type StorageFault, saveResults } from "./store";
import { fromJson, MAX_IMPORT_BYTES, toCsv, toJson } from "./transfer";

interface Props {
  kept: KeptResult[];
  onImported: () => void;
  onDeleteAll: () => void;
}

type ImportOutcome = { added: number; known: number } | "unreadable" | "too_large" | StorageFault;

/** Export, import and deletion of all results. */
export function Transfer({ kept, onImported, onDeleteAll }: Props) {
  const { t } = useHistoryMessages();
  const csv = useCsv();
  const [outcome, setOutcome] = useState<ImportOutcome | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const some = kept.length > 0;

  const read = async (file: File) => {
    if (file.size > MAX_IMPORT_BYTES) return setOutcome("too_large");
    const found = fromJson(await file.text());
    if (found === null) return setOutcome("unreadable");
    const known = new Set(kept.map(({ id }) => id));
    const fresh = found.filter(({ id }) => !known.has(id));
    try {
      if (fresh.length > 0) await saveResults(...fresh);
    } catch (error) {
      return setOutcome(faultOf(error));
    }
    setOutcome({ added: fresh.length, known: found.length - fresh.length });
    onImported();
  };

  const failed = typeof outcome === "string";
  return (
    <section class="history-section" aria-labelledby="files-title">
      <h2 id="files-title">{t(some ? "history.files.title" : "history.files.title.empty")}</h2>
      <p class="hint">{t(some ? "history.files.text" : "history.files.empty")}</p>
      <div class="buttons">
        {some && (
          <>
            <button
              type="button"
              class="button"
              onClick={() =>
                download(
                  toJson(kept, new Date().toISOString()),
                  "application/json",
                  fileName("json"),
                )
              }
            >
              {t("history.files.json")}
            </button>
            <button
              type="button"
              class="button"
              onClick={() => download(csv(kept), "text/csv;charset=utf-8", fileName("csv"))}
            >
              {t("history.files.csv")}
            </button>
          </>
        )}
        <button type="button" class="button" onClick={() => input.current?.click()}>
          {t("history.files.import")}
        </button>
        <input
          ref={input}
          type="file"
          hidden
          accept="application/json,.json"
          aria-label={t("history.files.import")}
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            event.currentTarget.value = ""; // the same file can be chosen again
            if (file) void read(file);
          }}
        />
        {some && (
          <button type="button" class="button button-danger-quiet" onClick={onDeleteAll}>
            <TrashIcon />
            {t("history.delete.all")}
          </button>
        )}
      </div>
      <p role="status" class={failed ? "actions-status field-error" : "actions-status"}>
        {outcome !== null &&
          typeof outcome === "object" &&
          t("history.files.imported", { ...outcome })}
        {(outcome === "unreadable" || outcome === "too_large") && t(`history.files.${outcome}`)}
        {(outcome === "missing" || outcome === "full" || outcome === "failed") &&
          t(`history.fault.${outcome}`)}
      </p>
    </section>
  );
}

/** Return a function that formats results as CSV in the page's language. */
function useCsv(): (kept: KeptResult[]) => string {
  const { t: shell } = useI18n();
  const { t, site } = useHistoryMessages();
  return (kept) =>
    toCsv(kept, {
      columns: {
        date: t("history.column.date"),
        site: shell("form.site"),
        sex: shell("form.sex"),
        age: shell("form.age"),
        type: t("history.column.type"),
        probability: t("history.column.probability"),
        warnings: t("history.column.warnings"),
        model: t("history.column.model"),
        trained: t("history.column.trained"),
        id: t("history.column.id"),
      },
      grade: (symptom) => `${shell(`symptom.${symptom}`)} (0–3)`,
      confidence: (symptom) =>
        t("history.column.confidence", { symptom: shell(`symptom.${symptom}`) }),
      uncertain: (symptom) =>
        t("history.column.uncertain", { symptom: shell(`symptom.${symptom}`) }),
      yes: t("history.yes"),
      no: t("history.no"),
      site: ({ assessment }) => site(assessment.site),
      sex: ({ assessment }) => shell(`sex.${assessment.cohort.sex}`),
      age: ({ assessment }) => shell(`age.${assessment.cohort.ageGroup}`),
      type: ({ result }) => shell(`type.${result.type.scalpType}`),
      warnings: ({ result }) =>
        result.warnings.map((warning) => t(`history.warning.${warning}`)).join("; "),
      trained: ({ result }) => t(`history.trained.${result.model.trainedOn}`),
    });
}

function fileName(ending: string): string {
  return `scalpspectra-${new Date().toISOString().slice(0, 10)}.${ending}`;
}
