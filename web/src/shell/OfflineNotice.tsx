import { useI18n } from "../i18n";
import { useOffline } from "./useOffline";

/** Notice at the bottom of the window while the device is offline. */
export function OfflineNotice() {
  const { t } = useI18n();
  const offline = useOffline();
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
