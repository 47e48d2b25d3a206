import type { ComponentChildren } from "preact";
import { useLayoutEffect } from "preact/hooks";
import { useI18n } from "../i18n";
import { PartProblem } from "./PartProblem";
import type { Answer } from "./useRequest";

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
  useFocusKeptInSight();
  if (value !== null) return <>{children(value)}</>;
  if (failure !== null) return <PartProblem title={failed} code={failure} onRetry={retry} />;
  return (
    <p class="hint part-wait" role="status">
      {t("later.loading")}
    </p>
  );
}

/** An answer may be larger than the place kept for it, and push what has the keyboard's focus away. */
function useFocusKeptInSight() {
  const focused = document.activeElement;
  // Headings get the focus only to be read out; what a keyboard reaches must stay in sight.
  const watched = focused instanceof HTMLElement && focused.tabIndex >= 0 && inSight(focused);
  useLayoutEffect(() => {
    if (watched && !inSight(focused)) focused.scrollIntoView({ block: "nearest" });
  });
}

function inSight(one: Element): boolean {
  const { top, bottom } = one.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}
