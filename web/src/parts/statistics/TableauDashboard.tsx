import { useEffect, useState } from "preact/hooks";
import { useMessages } from "../../i18n";
import en from "../../i18n/en/statistics.json";
import ko from "../../i18n/ko/statistics.json";
import { loadConfig } from "../../shell/config";

/**
 * The operator's Tableau dashboard, where one is configured.
 *
 * It is loaded only after a click, because Tableau then learns the visitor's address.
 */
export function TableauDashboard() {
  const t = useMessages({ ko, en });
  const [url, setUrl] = useState<URL | null>(null);
  const [shown, setShown] = useState(false);
  useEffect(() => {
    void loadConfig().then(({ tableauUrl }) => {
      setUrl(secureUrl(tableauUrl ?? ""));
    });
  }, []);
  if (url === null) return null;
  return (
    <section class="card" aria-labelledby="tableau-title">
      <h2 id="tableau-title">{t("statistics.tableau")}</h2>
      {shown ? (
        <iframe
          class="tableau-frame"
          title={t("statistics.tableau")}
          src={embedded(url)}
          sandbox="allow-scripts allow-same-origin allow-popups allow-downloads"
          referrerpolicy="no-referrer"
        />
      ) : (
        <>
          <p class="hint">{t("statistics.tableau.about", { host: url.host })}</p>
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

function secureUrl(text: string): URL | null {
  try {
    const url = new URL(text);
    return url.protocol === "https:" ? url : null;
  } catch {
    return null; // not a URL; URL.parse needs browsers of 2024
  }
}

/** Return the URL that shows the view without Tableau's own page around it. */
function embedded(url: URL): string {
  const address = new URL(url);
  address.searchParams.set(":embed", "y");
  address.searchParams.set(":showVizHome", "no");
  return address.href;
}
