import { useEffect, useState } from "preact/hooks";
import { useMessages } from "../../i18n";
import en from "../../i18n/en/statistics.json";
import ko from "../../i18n/ko/statistics.json";
import { loadConfig } from "../../shell/config";
import type { AgeGroup } from "../../vocabulary";
import { embeddedView, secureUrl } from "./tableau";

type Config = Awaited<ReturnType<typeof loadConfig>>;

interface DashboardProps {
  /** The group to filter by; null is everyone. */
  sex: string | null;
  ageGroup: AgeGroup | null;
}

/**
 * The operator's Tableau dashboard, where one is configured, filtered to the chosen group.
 *
 * It is loaded only after a click, because Tableau then learns the visitor's address.
 */
export function TableauDashboard({ sex, ageGroup }: DashboardProps) {
  const t = useMessages({ ko, en });
  const [config, setConfig] = useState<Config | null>(null);
  const [shown, setShown] = useState(false);
  useEffect(() => {
    void loadConfig().then(setConfig);
  }, []);
  const url = secureUrl(config?.tableauUrl ?? "");
  if (config === null || url === null) return null;
  const group = t("statistics.group", {
    sex: t(`statistics.sex.${sex === "male" || sex === "female" ? sex : "all"}`),
    age: t(`statistics.age.${ageGroup ?? "all"}`),
  });
  const filters = [
    { field: config.tableauSexField, value: sex },
    { field: config.tableauAgeField, value: ageGroup },
  ];
  return (
    <section class="card" aria-labelledby="tableau-title">
      <h2 id="tableau-title">{t("statistics.tableau")}</h2>
      {shown ? (
        <iframe
          class="tableau-frame"
          title={t("statistics.tableau")}
          src={embeddedView(url, filters)}
          sandbox="allow-scripts allow-same-origin allow-popups allow-downloads"
          referrerpolicy="no-referrer"
        />
      ) : (
        <>
          <p class="hint">{t("statistics.tableau.about", { host: url.host, group })}</p>
          <p>
            <button type="button" class="button" onClick={() => setShown(true)}>
              {t("statistics.tableau.show")}
            </button>
          </p>
        </>
      )}
    </section>
  );
}
