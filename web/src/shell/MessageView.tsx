import type { Rejection } from "../api/client";
import { AlertIcon, CheckIcon } from "../components/icons";
import { isMessageKey, useI18n } from "../i18n";
import { Heading } from "./Heading";

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
  /** Delete what may be left behind an address without a result. */
  onLeftovers: () => void;
}

type Way = "retry" | "check" | "photo" | "home" | "leftovers";

/** Ways out, the likeliest first; problems not named here may be gone at the next try. */
const WAYS: Record<string, Way[]> = {
  still_pending: ["check", "home"],
  failed: ["retry", "photo"],
  upload_too_large: ["photo", "home"],
  upload_empty: ["photo", "home"],
  upload_wrong_type: ["photo", "home"],
  // Trying again cannot mend these.
  assessment_not_found: ["home", "leftovers"],
  consent_required: ["home"],
  invalid_request: ["home"],
  invalid_cursor: ["home"],
  method_not_allowed: ["home"],
  product_not_found: ["home"],
  route_not_found: ["home"],
};

export function ProblemView(props: ProblemViewProps) {
  const { code, onRetry, onLeftovers, onAnotherPhoto, onStartOver } = props;
  const { t, period } = useI18n();
  const titleKey = `problem.${code}.title`;
  const textKey = `problem.${code}.text`;
  const actions: Record<Way, Action | null> = {
    retry: onRetry && { label: t("problem.retry"), run: onRetry },
    check: onRetry && { label: t("problem.check"), run: onRetry },
    photo: { label: t("problem.photo"), run: onAnotherPhoto },
    home: { label: t("problem.home"), run: onStartOver },
    leftovers: { label: t("problem.leftovers"), run: onLeftovers },
  };
  const ways = WAYS[code] ?? ["retry", "home"];
  return (
    <MessageView
      title={t(isMessageKey(titleKey) ? titleKey : "problem.unexpected.title")}
      text={t(isMessageKey(textKey) ? textKey : "problem.unexpected.text", { period })}
      actions={ways.map((way) => actions[way]).filter((action) => action !== null)}
    />
  );
}
