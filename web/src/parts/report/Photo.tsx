import type { Triage } from "../../api/client";
import { useI18n, useMessages } from "../../i18n";
import en from "../../i18n/en/report.json";
import ko from "../../i18n/ko/report.json";

interface PhotoProps {
  url: string | null;
  triage: Triage | null;
}

/** The photo without marks, and what its flaws mean for the findings; one line where there is none. */
export function Photo({ url, triage }: PhotoProps) {
  const t = useMessages({ ko, en });
  const { locale } = useI18n();
  const limits = triage?.limits ?? [];
  return (
    <figure class="report-photo">
      {url === null ? <p>{t("report.photo.none")}</p> : <img src={url} alt={t("report.photo")} />}
      {limits.length > 0 && (
        <figcaption>{limits.map(({ message }) => message[locale]).join(" ")}</figcaption>
      )}
    </figure>
  );
}
