import { useMessages } from "../../i18n";
import en from "../../i18n/en/statistics.json";
import ko from "../../i18n/ko/statistics.json";
import "./statistics.css";

interface WithheldProps {
  /** Name of the suppressed group; null when everyone's statistics are suppressed. */
  group: string | null;
  minimum: number;
}

/** Why statistics are suppressed, and what is shown instead. */
export function Withheld({ group, minimum }: WithheldProps) {
  const t = useMessages({ ko, en });
  return (
    <div class="withheld">
      {group === null ? (
        <>
          <strong>{t("statistics.empty.title")}</strong>
          <p>{t("statistics.empty.text", { minimum })}</p>
        </>
      ) : (
        <>
          <strong>{t("statistics.withheld.title", { group })}</strong>
          <p>
            {t("statistics.withheld.text", { minimum })} {t("statistics.withheld.instead")}
          </p>
        </>
      )}
    </div>
  );
}
