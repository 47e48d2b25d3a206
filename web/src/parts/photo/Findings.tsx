import type { PhotoFinding } from "../../assessment/preparedPhoto";
import { AlertIcon } from "../../components/icons";
import { useI18n, useMessages } from "../../i18n";
import en from "../../i18n/en/photo.json";
import ko from "../../i18n/ko/photo.json";

/** Whether sending the photo is advised against. */
export function isDiscouraged(findings: PhotoFinding[]): boolean {
  return findings.some(({ kind, refused }) => refused || kind === "not_a_scalp");
}

/** What the photo gate will find, before the photo is sent; rejections in the server's own words. */
export function Findings({ findings }: { findings: PhotoFinding[] }) {
  const { t: app } = useI18n();
  const t = useMessages({ ko, en });
  if (findings.length === 0) return null;
  const refused = findings.some((finding) => finding.refused);
  const title = refused ? "refused" : isDiscouraged(findings) ? "doubted" : "warned";
  return (
    <div class={refused ? "findings findings-refused" : "findings"}>
      <AlertIcon />
      <div>
        <p class="findings-title">{t(`photo.findings.${title}`)}</p>
        {findings.map((finding) => (
          <p key={finding.kind}>
            {finding.refused || finding.kind === "not_a_scalp"
              ? t(`photo.rejected.${finding.kind}`)
              : app(`warning.${finding.kind}`)}
          </p>
        ))}
      </div>
    </div>
  );
}
