import { useState } from "preact/hooks";
import type { AnalysisResult, Assessment } from "../../api/client";
import { CheckIcon, SaveIcon, ShareIcon } from "../../components/icons";
import { useI18n } from "../../i18n";
import { isUnfamiliar } from "../../result/findings";
import { isFault, type LocalCopy } from "./KeepChoice";
import { useHistoryMessages } from "./messages";
import { resultAddress, type Shared, share } from "./share";

interface ResultBarProps {
  assessment: Assessment;
  result: AnalysisResult;
  localCopy: LocalCopy;
}

/** The bar at the window's bottom: keep the result, share its address, find a dermatologist. */
export function ResultBar({ assessment, result, localCopy }: ResultBarProps) {
  const { t: shell } = useI18n();
  const { t } = useHistoryMessages();
  const [shared, setShared] = useState<Shared | null>(null);
  const { copy, busy, outcome, keepIt } = localCopy;
  const [asked, setAsked] = useState(false);
  const kept = copy !== null;
  // What the choice further down was asked for, it says itself.
  const fault = asked && isFault(outcome) ? outcome : null;
  return (
    <div class="result-bar">
      <p role="status" class="result-bar-status">
        {fault && t(`history.fault.${fault}`)}
        {!fault && shared === "copied" && t("history.share.copied")}
        {!fault && shared === "not_copied" && t("history.share.byhand")}
      </p>
      <button
        type="button"
        class="button"
        aria-pressed={kept}
        disabled={busy !== null}
        onClick={() => {
          setAsked(true);
          keepIt(!kept);
        }}
      >
        {kept ? <CheckIcon /> : <SaveIcon />}
        {t(kept ? "history.bar.kept" : "history.bar.keep")}
      </button>
      <button
        type="button"
        class="button"
        onClick={() => {
          void share(shell("result.document"), resultAddress(assessment.id)).then(setShared);
        }}
      >
        <ShareIcon />
        {t("history.bar.share")}
      </button>
      {!isUnfamiliar(result) && (
        <a class="button button-primary" href="#/clinics">
          {t("history.bar.clinics")}
        </a>
      )}
    </div>
  );
}
