import { useState } from "preact/hooks";
import { CheckIcon, SaveIcon, ShareIcon } from "../../components/icons";
import { useI18n } from "../../i18n";
import { useHistoryMessages } from "./messages";
import { type Shared, share } from "./share";
import type { StorageFault } from "./store";

interface ResultBarProps {
  /** URL of the page, to share. */
  address: string;
  kept: boolean;
  busy: boolean;
  /** Why the result could not be kept. */
  fault: StorageFault | null;
  onKeep: (on: boolean) => void;
  /** Whether to suggest dermatologists. */
  clinics: boolean;
  /** Whether nothing is a reason to see one, so that they are not urged. */
  goodNews?: boolean;
}

/** The bar at the window's bottom: keep the result, share its address, find a dermatologist. */
export function ResultBar({
  address,
  kept,
  busy,
  fault,
  onKeep,
  clinics,
  goodNews,
}: ResultBarProps) {
  const { t: shell } = useI18n();
  const { t } = useHistoryMessages();
  const [shared, setShared] = useState<Shared | null>(null);
  const [asked, setAsked] = useState(false);
  // What another choice on the page was asked for, that says itself.
  const own = asked ? fault : null;
  return (
    <div class="result-bar">
      <p role="status" class="result-bar-status">
        {own && t(`history.fault.${own}`)}
        {!own && shared === "copied" && t("history.share.copied")}
        {!own && shared === "not_copied" && t("history.share.byhand")}
      </p>
      <button
        type="button"
        class="button"
        aria-pressed={kept}
        disabled={busy}
        onClick={() => {
          setAsked(true);
          onKeep(!kept);
        }}
      >
        {kept ? <CheckIcon /> : <SaveIcon />}
        {t(kept ? "history.bar.kept" : "history.bar.keep")}
      </button>
      <button
        type="button"
        class="button"
        onClick={() => void share(shell("result.document"), address).then(setShared)}
      >
        <ShareIcon />
        {t("history.bar.share")}
      </button>
      {clinics && (
        <a class={goodNews ? "button" : "button button-primary"} href="#/clinics">
          {t("history.bar.clinics")}
        </a>
      )}
    </div>
  );
}
