import { useEffect, useState } from "preact/hooks";
import type { AnalysisResult, Assessment } from "../../api/client";
import { useHistoryMessages } from "./messages";
import type { KeptResult } from "./record";
import { deleteResult, faultOf, findResult, type StorageFault, saveResults } from "./store";
import { createThumbnail } from "./thumbnail";

type Outcome = "kept" | "photo" | "bare" | "forgotten" | "undrawable" | StorageFault;

export interface LocalCopy {
  copy: KeptResult | null;
  /** The change in progress: shown as done, and reverted if it fails. */
  busy: "copy" | "photo" | null;
  outcome: Outcome | null;
  keepIt: (on: boolean) => void;
  keepPhoto: (on: boolean) => void;
  /** Delete the copy, if there is one; reject when that failed. */
  deleteResult: () => Promise<void>;
}

/** Return the copy of a result on this device, and the functions that change it. */
export function useLocalCopy(
  assessment: Assessment,
  result: AnalysisResult,
  photoUrl: string | null,
): LocalCopy {
  const [stored, setStored] = useState<KeptResult | null>(null);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [busy, setBusy] = useState<"copy" | "photo" | null>(null);
  useEffect(() => {
    // A storage fault is reported when the person chooses to store something.
    findResult(assessment.id).then(setStored, () => undefined);
  }, [assessment.id]);

  const change = async (what: "copy" | "photo", work: () => Promise<Outcome>) => {
    setBusy(what);
    try {
      setOutcome(await work());
    } catch (error) {
      setOutcome(faultOf(error));
    } finally {
      setBusy(null);
    }
  };
  const put = async (photo: string | null) => {
    const { result: _, ...facts } = assessment;
    const record: KeptResult = {
      id: assessment.id,
      keptAt: stored?.keptAt ?? new Date().toISOString(),
      assessment: facts,
      result,
      photo,
      check: stored?.check,
    };
    await saveResults(record);
    // Ask the browser not to evict the data when space runs low; the response changes nothing here.
    void navigator.storage?.persist?.().catch(() => false);
    setStored(record);
  };
  const drop = async () => {
    if (stored === null) return;
    await deleteResult(assessment.id);
    setStored(null);
  };
  return {
    copy: stored,
    busy,
    outcome,
    keepIt: (on) =>
      void change("copy", async () => {
        if (on) await put(null);
        else await drop();
        return on ? "kept" : "forgotten";
      }),
    keepPhoto: (on) =>
      void change("photo", async () => {
        const photo = on && photoUrl !== null ? await createThumbnail(photoUrl) : null;
        if (on && photo === null) return "undrawable";
        await put(photo);
        return on ? "photo" : "bare";
      }),
    deleteResult: drop,
  };
}

/** Whether an outcome is a fault of the storage. */
export function isFault(outcome: Outcome | null): outcome is StorageFault {
  return outcome === "missing" || outcome === "full" || outcome === "failed";
}

/** Checkboxes that keep the result, and its photo, on this device; off by default. */
export function KeepChoice({ localCopy, hasPhoto }: { localCopy: LocalCopy; hasPhoto: boolean }) {
  const { t } = useHistoryMessages();
  const { copy, busy, outcome } = localCopy;
  const failed = isFault(outcome);
  return (
    <div class="card actions-card">
      <div class="checkbox">
        <label>
          <input
            type="checkbox"
            checked={(copy !== null) !== (busy === "copy")}
            disabled={busy === "photo"}
            aria-describedby="keep-what"
            onChange={(event) => {
              if (busy === null) localCopy.keepIt(event.currentTarget.checked);
            }}
          />
          <span>{t("history.keep")}</span>
        </label>
      </div>
      <p id="keep-what" class="hint">
        {t("history.keep.what")}
      </p>
      {copy !== null && (hasPhoto || copy.photo !== null) && (
        <div class="checkbox keep-photo">
          <label>
            <input
              type="checkbox"
              checked={(copy.photo !== null) !== (busy === "photo")}
              disabled={busy === "copy"}
              onChange={(event) => {
                if (busy === null) localCopy.keepPhoto(event.currentTarget.checked);
              }}
            />
            <span>{t("history.keep.photo")}</span>
          </label>
        </div>
      )}
      <p role="status" class={failed ? "actions-status field-error" : "actions-status"}>
        {outcome !== null &&
          t(isFault(outcome) ? `history.fault.${outcome}` : `history.keep.said.${outcome}`)}
      </p>
      {copy !== null && <a href="#/history">{t("history.keep.see")}</a>}
    </div>
  );
}
