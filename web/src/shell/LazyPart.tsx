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
  quiet = false,
}: {
  load: () => Promise<ComponentType<Props>>;
  props: Props;
  /** Show nothing until it is there, or if it fails: for what nobody misses. */
  quiet?: boolean;
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
  if (quiet) return null;
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
