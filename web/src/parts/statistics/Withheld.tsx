import { useMessages } from "../../i18n";
import en from "../../i18n/en/statistics.json";
import ko from "../../i18n/ko/statistics.json";
import "./statistics.css";

interface WithheldProps {
  /** Which group is too small; without it nothing at all can be shown. */
  group: string | null;
  minimum: number;
}

/** Too few people to be shown: why, and what there is instead. */
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
