import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { ApiError, deleteAssessment } from "../../api/client";
import { PLACES, type PlaceIds, type ShotStore } from "../../assessment/shots";
import { DeleteDialog } from "../../components/DeleteDialog";
import { TrashIcon } from "../../components/icons";
import { useI18n } from "../../i18n";
import { formatRoute } from "../../shell/route";
import { ResultBar } from "../history/ResultBar";
import type { KeptResult } from "../history/record";
import {
  deleteResult,
  faultOf,
  findResult,
  type StorageFault,
  saveResults,
} from "../history/store";
import { useCheckMessages } from "./messages";
import type { Answered } from "./outcomes";
import "../history/actions.css";

interface CheckActionsProps {
  ids: PlaceIds;
  answers: Answered[];
  store: ShotStore;
  onDeleted: () => void;
  /** More buttons. */
  children: ComponentChildren;
}

/** Keep, share and delete all results of a check. */
export function CheckActions({ ids, answers, store, onDeleted, children }: CheckActionsProps) {
  const { date } = useI18n();
  const t = useCheckMessages();
  const { kept, busy, fault, keep } = useCopies(ids, answers);
  const [asking, setAsking] = useState(false);
  const expiry = answers.map(({ assessment }) => assessment.expiresAt).sort()[0];

  const remove = async () => {
    for (const place of PLACES) {
      const id = ids[place];
      if (id === null) continue;
      await deleteResult(id);
      await deleteAssessment(id).catch((error: unknown) => {
        const gone = error instanceof ApiError && error.code === "assessment_not_found";
        if (!gone) throw error;
      });
      store.forget(id);
    }
    onDeleted();
  };
  return (
    <>
      <section class="result-actions" aria-labelledby="actions-title">
        <h2 id="actions-title">{t("check.actions")}</h2>
        <p class="hint">
          {t("check.keep.what")}{" "}
          {expiry !== undefined && t("check.share.warning", { date: date(expiry) })}
        </p>
        <p role="status" class="actions-status">
          {kept && t("check.said.kept")}
        </p>
        <div class="buttons buttons-spread">
          <button type="button" class="button button-danger-quiet" onClick={() => setAsking(true)}>
            <TrashIcon />
            {t("check.delete")}
          </button>
          {children}
        </div>
        {asking && (
          <DeleteDialog
            title={t("check.delete.title")}
            text={t("check.delete.text")}
            onDelete={remove}
            onClose={() => setAsking(false)}
          />
        )}
      </section>
      {answers.length > 0 && (
        <ResultBar
          address={new URL(formatRoute({ name: "check", ids }), location.href).href}
          kept={kept}
          busy={busy}
          fault={fault}
          onKeep={(on) => void keep(on)}
          clinics
        />
      )}
    </>
  );
}

/** The copies of a check's results on this device: kept while all of them are. */
function useCopies(ids: PlaceIds, answers: Answered[]) {
  const [kept, setKept] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<StorageFault | null>(null);
  const mine = answers.map(({ assessment }) => assessment.id).join();
  useEffect(() => {
    const all = mine === "" ? [] : mine.split(",");
    // A storage fault is reported when the person chooses to store something.
    Promise.all(all.map(findResult)).then(
      (found) => setKept(found.length > 0 && found.every((copy) => copy !== null)),
      () => undefined,
    );
  }, [mine]);

  const keep = async (on: boolean) => {
    setBusy(true);
    setFault(null);
    try {
      const keptAt = new Date().toISOString();
      const check = formatRoute({ name: "check", ids });
      const copies: KeptResult[] = [];
      for (const { assessment, result } of answers) {
        const { result: _, ...facts } = assessment;
        const photo = (await findResult(facts.id))?.photo ?? null;
        copies.push({ id: facts.id, keptAt, assessment: facts, result, photo, check });
      }
      if (on) await saveResults(...copies);
      else for (const { id } of copies) await deleteResult(id);
      setKept(on);
    } catch (error) {
      setFault(faultOf(error));
    } finally {
      setBusy(false);
    }
  };
  return { kept, busy, fault, keep };
}
