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
  /** The most likely one first. */
  actions: Action[];
}

/** A page that consists of one message and its actions. */
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

interface RestartActions {
  onAnotherPhoto: () => void;
  onStartOver: () => void;
}

interface ProblemViewProps extends RestartActions {
  code: string;
  /** Null when nothing is left that could be retried. */
  onRetry: (() => void) | null;
  /** Delete what may be left on the server under an address without a result. */
  onLeftovers: () => void;
}

type ActionName = "retry" | "check" | "photo" | "home" | "leftovers";

/** Actions for each problem, the most likely first; other problems offer retry and home. */
const ACTIONS: Record<string, ActionName[]> = {
  still_pending: ["check", "home"],
  failed: ["retry", "photo"],
  upload_too_large: ["photo", "home"],
  upload_empty: ["photo", "home"],
  upload_wrong_type: ["photo", "home"],
  // A retry cannot solve these.
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
  const actions: Record<ActionName, Action | null> = {
    retry: onRetry && { label: t("problem.retry"), run: onRetry },
    check: onRetry && { label: t("problem.check"), run: onRetry },
    photo: { label: t("problem.photo"), run: onAnotherPhoto },
    home: { label: t("problem.home"), run: onStartOver },
    leftovers: { label: t("problem.leftovers"), run: onLeftovers },
  };
  const names = ACTIONS[code] ?? ["retry", "home"];
  return (
    <MessageView
      title={t(isMessageKey(titleKey) ? titleKey : "problem.unexpected.title")}
      text={t(isMessageKey(textKey) ? textKey : "problem.unexpected.text", { period })}
      actions={names.map((name) => actions[name]).filter((action) => action !== null)}
    />
  );
}
