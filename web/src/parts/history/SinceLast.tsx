import { useEffect, useState } from "preact/hooks";
import type { AnalysisResult, Assessment } from "../../api/client";
import { formatRoute } from "../../shell/route";
import { useHistoryMessages } from "./messages";
import { ProgressLine } from "./ProgressLine";
import { type KeptResult, lastOfSameSpot } from "./record";
import { listResults } from "./store";
import "./progress.css";

interface SinceLastProps {
  assessment: Assessment;
  result: AnalysisResult;
}

/** What changed since the last kept result of this head region; nothing where there is none. */
export function SinceLast({ assessment, result }: SinceLastProps) {
  const { t } = useHistoryMessages();
  const [last, setLast] = useState<KeptResult | null>(null);
  useEffect(() => {
    // A storage fault is reported where the person keeps a result.
    listResults().then(
      (kept) => setLast(lastOfSameSpot(kept, assessment)),
      () => undefined,
    );
  }, [assessment]);
  if (last === null) return null;
  return (
    <div class="notice since-last">
      <div>
        <ProgressLine before={last} after={{ assessment, result }} />
        <a class="notice-link" href={formatRoute({ name: "history" })}>
          {t("history.progress.compare")}
        </a>
      </div>
    </div>
  );
}
