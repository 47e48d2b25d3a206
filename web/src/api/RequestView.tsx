import type { ComponentChildren } from "preact";
import { useLayoutEffect } from "preact/hooks";
import { useI18n } from "../i18n";
import { PartProblem } from "./PartProblem";
import type { RequestState } from "./useRequest";

interface RequestViewProps<Value> {
  request: RequestState<Value>;
  /** Title of the error message: what could not be loaded. */
  failed: string;
  children: (value: Value) => ComponentChildren;
}

/** The response of a request, a loading message, or the problem with a way to retry. */
export function RequestView<Value>({ request, failed, children }: RequestViewProps<Value>) {
  const { t } = useI18n();
  const { value, failure, retry } = request;
  useFocusKeptInSight();
  if (value !== null) return <>{children(value)}</>;
  if (failure !== null) return <PartProblem title={failed} code={failure} onRetry={retry} />;
  return (
    <p class="hint part-wait" role="status">
      {t("later.loading")}
    </p>
  );
}

/** Scroll the focused element back into view when a response pushed it out of the window. */
function useFocusKeptInSight() {
  const focused = document.activeElement;
  // Headings are focused only so that screen readers read them; watch what a keyboard can reach.
  const watched = focused instanceof HTMLElement && focused.tabIndex >= 0 && inSight(focused);
  useLayoutEffect(() => {
    if (watched && !inSight(focused)) focused.scrollIntoView({ block: "nearest" });
  });
}

function inSight(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}
