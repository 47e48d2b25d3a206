import type { ComponentType } from "preact";
import { useCallback, useEffect, useState } from "preact/hooks";
import { useI18n } from "../i18n";

/**
 * A component whose code is loaded when it is first shown.
 *
 * `load` must be the same function in every render: define it outside of components.
 */
export function LazyPart<Props extends object>({
  load,
  props,
}: {
  load: () => Promise<ComponentType<Props>>;
  props: Props;
}) {
  const { t } = useI18n();
  const [Part, setPart] = useState<ComponentType<Props> | null>(null);
  const [failed, setFailed] = useState(false);
  const start = useCallback(() => {
    setFailed(false);
    load().then(
      (loaded) => setPart(() => loaded),
      () => setFailed(true),
    );
  }, [load]);
  useEffect(start, [start]);
  if (Part !== null) return <Part {...props} />;
  if (!failed) return <p class="hint later">{t("later.loading")}</p>;
  return (
    <div class="later" role="alert">
      <p>{t("later.failed")}</p>
      <button type="button" class="button" onClick={start}>
        {t("problem.retry")}
      </button>
    </div>
  );
}
