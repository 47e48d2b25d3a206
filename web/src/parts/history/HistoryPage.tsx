import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { DeleteDialog } from "../../components/DeleteDialog";
import { AlertIcon } from "../../components/icons";
import { useI18n } from "../../i18n";
import { Heading } from "../../shell/Heading";
import { Compare } from "./Compare";
import { KeptList } from "./KeptList";
import { useHistoryMessages } from "./messages";
import { ProgressLine } from "./ProgressLine";
import { ReminderChoice } from "./ReminderChoice";
import { type KeptResult, lastOfSameSpot, newestFirst } from "./record";
import { deleteAllResults, deleteResult, faultOf, listResults, type StorageFault } from "./store";
import { Transfer } from "./Transfer";
import { Trend } from "./Trend";
import "./actions.css";
import "./history.css";
import "./progress.css";

type Asking = { about: "one"; kept: KeptResult } | { about: "all" };

/** Results kept on this device: list, trend, comparison, export and import. */
export function HistoryPage() {
  const { t: shell } = useI18n();
  const { t, moment } = useHistoryMessages();
  const [kept, setKept] = useState<KeptResult[] | null>(null);
  const [fault, setFault] = useState<StorageFault | null>(null);
  const [asking, setAsking] = useState<Asking | null>(null);
  const [said, setSaid] = useState<{ text: string } | null>(null);
  const status = useRef<HTMLParagraphElement>(null);

  const refresh = useCallback(async () => {
    try {
      setKept(newestFirst(await listResults()));
      setFault(null);
    } catch (error) {
      setFault(faultOf(error));
    }
  }, []);
  useEffect(() => void refresh(), [refresh]);
  useEffect(() => {
    if (said !== null) status.current?.focus(); // the focused button was removed
  }, [said]);

  const remove = async (about: Asking) => {
    if (about.about === "one") await deleteResult(about.kept.id);
    else await deleteAllResults();
    await refresh();
    setSaid({ text: t(about.about === "one" ? "history.deleted.one" : "history.deleted.all") });
    setAsking(null);
  };

  return (
    <div class="history">
      <header class="history-head">
        <Heading documentTitle={t("history.title")}>{t("history.title")}</Heading>
        <p class="lead">{t("history.lead")}</p>
      </header>
      <p ref={status} role="status" tabIndex={-1} class="actions-status">
        {said?.text}
      </p>
      {fault !== null && <Unavailable fault={fault} onRetry={() => void refresh()} />}
      {fault === null && kept === null && <p class="hint later">{shell("later.loading")}</p>}
      {fault === null && kept !== null && (
        <>
          {kept.length === 0 ? (
            <Empty />
          ) : (
            <>
              <LatestProgress kept={kept} />
              <KeptList kept={kept} onDelete={(each) => setAsking({ about: "one", kept: each })} />
              <Trend kept={kept} />
              <Compare kept={kept} />
              <ReminderChoice />
            </>
          )}
          <Transfer
            kept={kept}
            onImported={() => void refresh()}
            onDeleteAll={() => setAsking({ about: "all" })}
          />
        </>
      )}
      {asking !== null && (
        <DeleteDialog
          title={t(`history.delete.${asking.about}.title`)}
          text={
            asking.about === "one"
              ? t("history.delete.one.which", { date: moment(asking.kept.assessment.createdAt) })
              : t("history.delete.all.text", { count: kept?.length ?? 0 })
          }
          onDelete={() => remove(asking)}
          onClose={() => setAsking(null)}
        />
      )}
    </div>
  );
}

/** What the newest result says against the one before it of the same head region. */
function LatestProgress({ kept }: { kept: KeptResult[] }) {
  const { site } = useHistoryMessages();
  const [latest] = kept;
  const before = latest ? lastOfSameSpot(kept, latest.assessment) : null;
  if (latest === undefined || before === null) return null;
  return (
    <div class="notice since-last">
      <div>
        <p class="hint">{site(latest.assessment.site)}</p>
        <ProgressLine before={before} after={latest} />
      </div>
    </div>
  );
}

function Empty() {
  const { t } = useHistoryMessages();
  return (
    <section class="card history-empty" aria-labelledby="empty-title">
      <EmptyDrawing />
      <h2 id="empty-title">{t("history.empty.title")}</h2>
      <p class="hint">{t("history.empty.text")}</p>
      <a class="button button-primary" href="#/">
        {t("history.empty.start")}
      </a>
    </section>
  );
}

/** Placeholder drawing of an empty trend chart. */
function EmptyDrawing() {
  return (
    <svg class="empty-drawing" viewBox="0 0 120 56" width="120" height="56" aria-hidden="true">
      <path d="M8 44h28V28h40V12h36" />
      <circle cx="8" cy="44" r="5" />
      <circle cx="36" cy="28" r="5" />
      <circle cx="76" cy="12" r="5" />
    </svg>
  );
}

function Unavailable({ fault, onRetry }: { fault: StorageFault; onRetry: () => void }) {
  const { t: shell } = useI18n();
  const { t } = useHistoryMessages();
  return (
    <section class="notice notice-warning" role="alert" aria-labelledby="fault-title">
      <AlertIcon />
      <div class="history-fault">
        <h2 id="fault-title">{t("history.fault.title")}</h2>
        <p>{t(`history.fault.${fault}`)}</p>
        <div class="buttons">
          <button type="button" class="button button-small" onClick={onRetry}>
            {shell("problem.retry")}
          </button>
          <a class="button button-small" href="#/">
            {shell("problem.home")}
          </a>
        </div>
      </div>
    </section>
  );
}
