import type { Rejection } from "../api";
import { Heading } from "../components/Heading";
import { AlertIcon, CheckIcon } from "../components/icons";
import { isMessageKey, useI18n } from "../i18n";

interface Action {
  label: string;
  run: () => void;
}

interface MessageViewProps {
  title: string;
  text: string;
  documentTitle?: string;
  tone?: "problem" | "done";
  /** Ways out, the likeliest first. */
  actions: Action[];
}

/** A page state of one sentence and its ways out. */
export function MessageView(props: MessageViewProps) {
  const { title, text, documentTitle = title, tone = "problem", actions } = props;
  return (
    <div class="message">
      <span class={`message-scope message-${tone}`}>
        {tone === "done" ? <CheckIcon size={36} /> : <AlertIcon size={36} />}
      </span>
      <Heading documentTitle={documentTitle}>{title}</Heading>
      <p class="lead">{text}</p>
      <div class="buttons">
        {actions.map(({ label, run }, index) => (
          <button
            key={label}
            type="button"
            class={index === 0 ? "button button-primary" : "button"}
            onClick={run}
          >
            {label}
          </button>
        ))}
      </div>
    </div>
  );
}

interface WaysOut {
  onAnotherPhoto: () => void;
  onStartOver: () => void;
}

interface RejectedViewProps extends WaysOut {
  rejection: Rejection;
}

export function RejectedView({ rejection, onAnotherPhoto, onStartOver }: RejectedViewProps) {
  const { t, locale } = useI18n();
  return (
    <MessageView
      documentTitle={t("rejected.document")}
      title={t("rejected.title")}
      text={rejection.message[locale]}
      actions={[
        { label: t("problem.photo"), run: onAnotherPhoto },
        { label: t("problem.home"), run: onStartOver },
      ]}
    />
  );
}

interface ProblemViewProps extends WaysOut {
  code: string;
  /** Absent when there is nothing left to try again with. */
  onRetry: (() => void) | null;
}

/** Problems that trying again cannot mend. */
const FINAL = new Set(["assessment_not_found", "consent_required", "invalid_request"]);

export function ProblemView({ code, onRetry, onAnotherPhoto, onStartOver }: ProblemViewProps) {
  const { t } = useI18n();
  const titleKey = `problem.${code}.title`;
  const textKey = `problem.${code}.text`;
  const home = { label: t("problem.home"), run: onStartOver };
  const photo = { label: t("problem.photo"), run: onAnotherPhoto };
  const label = t(code === "still_pending" ? "problem.check" : "problem.retry");
  const retry = onRetry && !FINAL.has(code) ? [{ label, run: onRetry }] : [];
  return (
    <MessageView
      title={t(isMessageKey(titleKey) ? titleKey : "problem.unexpected.title")}
      text={t(isMessageKey(textKey) ? textKey : "problem.unexpected.text")}
      actions={[...retry, code === "failed" ? photo : home]}
    />
  );
}
