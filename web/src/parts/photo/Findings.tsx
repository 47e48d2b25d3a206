import type { PhotoFinding } from "../../assessment/preparedPhoto";
import { AlertIcon } from "../../components/icons";
import { useI18n, useMessages } from "../../i18n";
import en from "../../i18n/en/photo.json";
import ko from "../../i18n/ko/photo.json";

/** What the photo gate will find, before the photo is sent. */
export function Findings({ findings }: { findings: PhotoFinding[] }) {
  const { t: app } = useI18n();
  const t = useMessages({ ko, en });
  if (findings.length === 0) return null;
  const refused = findings.some((finding) => finding.refused);
  return (
    <div class={refused ? "findings findings-refused" : "findings"}>
      <AlertIcon />
      <div>
        <p class="findings-title">
          {t(refused ? "photo.findings.refused" : "photo.findings.warned")}
        </p>
        {findings.map((finding) => (
          <p key={finding.kind}>
            {finding.refused ? t(`photo.refused.${finding.kind}`) : app(`warning.${finding.kind}`)}
          </p>
        ))}
      </div>
    </div>
  );
}
