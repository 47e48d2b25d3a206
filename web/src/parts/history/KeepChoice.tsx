import { useEffect, useState } from "preact/hooks";
import type { AnalysisResult, Assessment } from "../../api/client";
import { useHistoryMessages } from "./messages";
import type { KeptResult } from "./record";
import { deleteResult, faultOf, findResult, keep, type StorageFault } from "./store";
import { createThumbnail } from "./thumbnail";

type Word = "kept" | "photo" | "bare" | "forgotten" | "undrawable" | StorageFault;

export interface LocalCopy {
  copy: KeptResult | null;
  /** What is being changed: shown as if it were done, and taken back if it fails. */
  busy: "copy" | "photo" | null;
  word: Word | null;
  keepIt: (on: boolean) => void;
  keepPhoto: (on: boolean) => void;
  /** Delete the copy, if there is one; rejects when that failed. */
  deleteResult: () => Promise<void>;
}

/** The copy of one result on this device, and the ways to change it. */
export function useLocalCopy(
  assessment: Assessment,
  result: AnalysisResult,
  photoUrl: string | null,
): LocalCopy {
  const [stored, setStored] = useState<KeptResult | null>(null);
  const [word, setWord] = useState<Word | null>(null);
  const [busy, setBusy] = useState<"copy" | "photo" | null>(null);
  useEffect(() => {
    // Who cannot store is told so when they want to, not before.
    findResult(assessment.id).then(setStored, () => undefined);
  }, [assessment.id]);

  const change = async (what: "copy" | "photo", work: () => Promise<Word>) => {
    setBusy(what);
    try {
      setWord(await work());
    } catch (error) {
      setWord(faultOf(error));
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
    };
    await keep(record);
    // Ask the browser not to clear this when space runs low; nothing here waits for its answer.
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
    word,
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

/** Off until chosen; says what is stored before it is. */
export function KeepChoice({ localCopy, hasPhoto }: { localCopy: LocalCopy; hasPhoto: boolean }) {
  const { t } = useHistoryMessages();
  const { copy, busy, word } = localCopy;
  const failed = word === "missing" || word === "full" || word === "failed";
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
        {word !== null && t(failed ? `history.fault.${word}` : `history.keep.said.${word}`)}
      </p>
      {copy !== null && <a href="#/history">{t("history.keep.see")}</a>}
    </div>
  );
}
