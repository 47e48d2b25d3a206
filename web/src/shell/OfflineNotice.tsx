import { useEffect, useState } from "preact/hooks";
import { useI18n } from "../i18n";
import { connection, subscribeToConnection } from "./connection";

/** Notice at the bottom of the window while the device is offline. */
export function OfflineNotice() {
  const { t } = useI18n();
  const [offline, setOffline] = useState(connection.isOffline);
  useEffect(() => subscribeToConnection(() => setOffline(connection.isOffline())), []);
  return (
    <div class="offline" role="status">
      {offline && (
        <p>
          <strong>{t("offline.title")}</strong> {t("offline.text")}
        </p>
      )}
    </div>
  );
}
