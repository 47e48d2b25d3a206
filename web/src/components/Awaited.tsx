import type { ComponentChildren } from "preact";
import type { Answer } from "../answer";
import { useI18n } from "../i18n";
import { PartProblem } from "./PartProblem";

interface AwaitedProps<Value> {
  answer: Answer<Value>;
  /** What is missing when there is no answer, in the part's own words. */
  failed: string;
  children: (value: Value) => ComponentChildren;
}

/** An answer of the API on the page: what it says, or that it is on its way, or why there is none. */
export function Awaited<Value>({ answer, failed, children }: AwaitedProps<Value>) {
  const { t } = useI18n();
  const { value, failure, retry } = answer;
  if (value !== null) return <>{children(value)}</>;
  if (failure !== null) return <PartProblem title={failed} code={failure} onRetry={retry} />;
  return (
    <p class="hint part-wait" role="status">
      {t("later.loading")}
    </p>
  );
}
