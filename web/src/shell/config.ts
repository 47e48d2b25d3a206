/** Settings of a deployed site that need no new build: /config.json and ResultDays. */

interface Config {
  /** JavaScript key of Kakao Maps; null selects Leaflet. */
  kakaoKey: string | null;
  tableauUrl: string | null;
}

const NOTHING: Config = { kakaoKey: null, tableauUrl: null };

let request: Promise<Config> | null = null;

/** Fetch the settings once; a missing or broken file leaves every setting null, as all are optional. */
export function loadConfig(): Promise<Config> {
  request ??= fetch("/config.json")
    .then(parse)
    .catch(() => NOTHING);
  return request;
}

async function parse(response: Response): Promise<Config> {
  const content: unknown = response.ok ? await response.json() : null;
  if (typeof content !== "object" || content === null) return NOTHING;
  const text = (key: keyof Config): string | null => {
    const value: unknown = (content as Record<string, unknown>)[key];
    return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
  };
  return { kakaoKey: text("kakaoKey"), tableauUrl: text("tableauUrl") };
}

/**
 * Return the days until a result is deleted (ResultDays of template.yaml).
 *
 * `make deploy` and `make run` write them into the page, because the consent text states them and must
 * not wait for a request. Null where they are missing, as on Vite's development server.
 */
export function resultDays(): number | null {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="result-days"]');
  const days = Number(meta?.content);
  return Number.isInteger(days) && days > 0 ? days : null;
}
