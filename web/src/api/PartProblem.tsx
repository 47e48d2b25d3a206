import { AlertIcon } from "../components/icons";
import { isMessageKey, useI18n } from "../i18n";

interface PartProblemProps {
  /** What is missing now, in the part's own words. */
  title: string;
  code: string;
  onRetry: () => void;
}

/** One part of a page could not be loaded: why, and the way out; the rest of the page stays. */
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
