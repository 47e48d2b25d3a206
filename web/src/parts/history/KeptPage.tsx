import { useEffect, useState } from "preact/hooks";
import type { Assessment } from "../../api/client";
import { DeleteDialog } from "../../components/DeleteDialog";
import { ReportIcon, TrashIcon } from "../../components/icons";
import { useI18n } from "../../i18n";
import { Findings } from "../../result/ResultView";
import { type TriageState, useTriage } from "../../result/useTriage";
import { MessageView } from "../../shell/MessageView";
import { formatRoute } from "../../shell/route";
import { ReportPage } from "../report/ReportPage";
import { useHistoryMessages } from "./messages";
import type { KeptResult } from "./record";
import { deleteResult, faultOf, findResult, type StorageFault } from "./store";
import "./history.css";

/** A result kept on this device; it stays readable after the server has deleted its own. */
export function KeptPage({ id, report }: { id: string; report: boolean }) {
  const { t: shell } = useI18n();
  const { t } = useHistoryMessages();
  const [kept, setKept] = useState<KeptResult | null | undefined>();
  const [fault, setFault] = useState<StorageFault | null>(null);
  useEffect(() => {
    setFault(null);
    findResult(id).then(setKept, (error: unknown) => setFault(faultOf(error)));
  }, [id]);

  const back = { label: t("history.back"), run: goToList };
  if (fault !== null) {
    return (
      <MessageView
        title={t("history.fault.title")}
        text={t(`history.fault.${fault}`)}
        actions={[back]}
      />
    );
  }
  if (kept === undefined) return <p class="hint later">{shell("later.loading")}</p>;
  if (kept === null) {
    return (
      <MessageView title={t("history.gone.title")} text={t("history.gone.text")} actions={[back]} />
    );
  }
  return <KeptPages key={kept.id} kept={kept} report={report} />;
}

/** A kept result or its report; both count the person's answers. */
function KeptPages({ kept, report }: { kept: KeptResult; report: boolean }) {
  const { result, photo } = kept;
  const state = useTriage(result);
  const assessment: Assessment = { ...kept.assessment, result };
  if (!report) return <KeptFindings kept={kept} assessment={assessment} state={state} />;
  return (
    <ReportPage assessment={assessment} result={result} photoUrl={photo} state={state} fromDevice />
  );
}

function goToList(): void {
  location.hash = formatRoute({ name: "history" });
}

function goToPhoto(): void {
  location.hash = formatRoute({ name: "photo" });
}

interface KeptFindingsProps {
  kept: KeptResult;
  assessment: Assessment;
  state: TriageState;
}

function KeptFindings({ kept, assessment, state }: KeptFindingsProps) {
  const { date } = useI18n();
  const { t, moment } = useHistoryMessages();
  const [asking, setAsking] = useState(false);
  const expired = Date.parse(assessment.expiresAt) <= Date.now();
  const expiry = { date: date(assessment.expiresAt) };
  return (
    <div class="kept-page">
      <p>
        <a class="back" href={formatRoute({ name: "history" })}>
          {t("history.back")}
        </a>
      </p>
      <p class="notice kept-notice">
        <span>
          {t("history.kept.notice", { date: moment(assessment.createdAt) })}{" "}
          {t(expired ? "history.kept.expired" : "history.kept.expires", expiry)}
        </span>
      </p>
      <Findings
        assessment={assessment}
        result={kept.result}
        state={state}
        photoUrl={kept.photo}
        onAnotherPhoto={goToPhoto}
      >
        <div class="buttons buttons-spread">
          <button type="button" class="button button-danger-quiet" onClick={() => setAsking(true)}>
            <TrashIcon />
            {t("history.delete.one")}
          </button>
          <a class="button button-primary" href={formatRoute({ name: "keptReport", id: kept.id })}>
            <ReportIcon />
            {t("history.share.report")}
          </a>
        </div>
      </Findings>
      {asking && (
        <DeleteDialog
          title={t("history.delete.one.title")}
          text={t(expired ? "history.delete.one.text" : "history.delete.one.server", expiry)}
          onDelete={async () => {
            await deleteResult(kept.id);
            goToList();
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  );
}
