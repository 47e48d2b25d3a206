import { useEffect, useState } from "preact/hooks";
import { useI18n } from "../i18n";
import { connection, watchConnection } from "./connection";

/** A line at the bottom of the window while the device is off line. */
export function OfflineNotice() {
  const { t } = useI18n();
  const [lost, setLost] = useState(connection.lost);
  useEffect(() => watchConnection(() => setLost(connection.lost())), []);
  return (
    <div class="offline" role="status">
      {lost && (
        <p>
          <strong>{t("offline.title")}</strong> {t("offline.text")}
        </p>
      )}
    </div>
  );
}
