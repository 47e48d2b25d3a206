import { useState } from "preact/hooks";
import type { Assessment } from "../../api/client";
import { DeleteDialog } from "../../components/DeleteDialog";
import { LinkIcon, ReportIcon, ShareIcon, TrashIcon } from "../../components/icons";
import { useI18n } from "../../i18n";
import { isGoodNews, isUnfamiliar } from "../../result/findings";
import type { ResultViewProps } from "../../result/ResultView";
import { formatRoute } from "../../shell/route";
import { isFault, KeepChoice, useLocalCopy } from "./KeepChoice";
import { useHistoryMessages } from "./messages";
import { ReminderChoice } from "./ReminderChoice";
import { ResultBar } from "./ResultBar";
import { copy, resultAddress, type Shared, share } from "./share";
import "../../components/textField.css";
import "./actions.css";

type Props = Omit<ResultViewProps, "onAnotherPhoto">;

/** Actions for a result: keep it on the device, print, share, delete, start over; and the bar below. */
export function ResultActions(props: Props) {
  const { assessment, result, state, photoUrl, onDelete, onStartOver } = props;
  const { t: shell } = useI18n();
  const { t } = useHistoryMessages();
  const localCopy = useLocalCopy(assessment, result, photoUrl);
  const [asking, setAsking] = useState(false);
  const [copyToo, setCopyToo] = useState(true);

  const remove = async () => {
    // The local copy first: if that fails, the dialog is still there to report it.
    if (copyToo) await localCopy.deleteResult();
    await onDelete();
  };

  return (
    <>
      <section class="result-actions" aria-labelledby="actions-title">
        <h2 id="actions-title">{t("history.actions.title")}</h2>
        <KeepChoice localCopy={localCopy} hasPhoto={photoUrl !== null} />
        <ReminderChoice />
        <ShareActions assessment={assessment} />
        <div class="buttons buttons-spread">
          <button type="button" class="button button-danger-quiet" onClick={() => setAsking(true)}>
            <TrashIcon />
            {shell("result.delete")}
          </button>
          <button type="button" class="button button-primary" onClick={onStartOver}>
            {shell("result.again")}
          </button>
        </div>
        {asking && (
          <DeleteDialog onDelete={remove} onClose={() => setAsking(false)}>
            {localCopy.copy && (
              <div class="checkbox">
                <label>
                  <input
                    type="checkbox"
                    checked={copyToo}
                    onChange={(event) => setCopyToo(event.currentTarget.checked)}
                  />
                  <span>{t("history.delete.copy")}</span>
                </label>
              </div>
            )}
          </DeleteDialog>
        )}
      </section>
      <ResultBar
        address={resultAddress(assessment.id)}
        kept={localCopy.copy !== null}
        busy={localCopy.busy !== null}
        fault={isFault(localCopy.outcome) ? localCopy.outcome : null}
        onKeep={localCopy.keepIt}
        clinics={!isUnfamiliar(result)}
        goodNews={isGoodNews(state.triage)}
      />
    </>
  );
}

/** Report and link for others; whoever has the link can see the result. */
function ShareActions({ assessment }: { assessment: Assessment }) {
  const { t: shell, date } = useI18n();
  const { t } = useHistoryMessages();
  const [shared, setShared] = useState<Shared | null>(null);
  const address = resultAddress(assessment.id);
  const report = formatRoute({ name: "report", id: assessment.id });
  const title = shell("result.document");
  return (
    <div class="card actions-card">
      <h3>{t("history.share.title")}</h3>
      <div class="buttons">
        <a class="button" href={report}>
          <ReportIcon />
          {t("history.share.report")}
        </a>
        {typeof navigator.share === "function" && (
          <button
            type="button"
            class="button"
            onClick={() => void share(title, address).then(setShared)}
          >
            <ShareIcon />
            {t("history.share.send")}
          </button>
        )}
        <button type="button" class="button" onClick={() => void copy(address).then(setShared)}>
          <LinkIcon />
          {t("history.share.copy")}
        </button>
      </div>
      <p class="hint">{t("history.share.warning", { date: date(assessment.expiresAt) })}</p>
      <p role="status" class="actions-status">
        {shared === "copied" && t("history.share.copied")}
        {shared === "shared" && t("history.share.sent")}
        {shared === "not_copied" && t("history.share.byhand")}
      </p>
      {shared === "not_copied" && (
        <input
          class="text-field"
          readOnly
          value={address}
          aria-label={t("history.share.address")}
          onFocus={(event) => event.currentTarget.select()}
        />
      )}
    </div>
  );
}
