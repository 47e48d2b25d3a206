import { AlertIcon } from "../components/icons";
import { isMessageKey, useI18n } from "../i18n";

interface PartProblemProps {
  /** What could not be loaded. */
  title: string;
  code: string;
  onRetry: () => void;
}

/** The error message of one part of a page, with a retry button; the rest of the page stays. */
export function PartProblem({ title, code, onRetry }: PartProblemProps) {
  const { t } = useI18n();
  const key = `problem.${code}.text`;
  return (
    <div class="notice notice-warning" role="alert">
      <AlertIcon />
      <div>
        <p>
          <strong>{title}</strong>
        </p>
        <p>{t(isMessageKey(key) ? key : "problem.unexpected.text")}</p>
        <p class="part-retry">
          <button type="button" class="button button-small" onClick={onRetry}>
            {t("problem.retry")}
          </button>
        </p>
      </div>
    </div>
  );
}
