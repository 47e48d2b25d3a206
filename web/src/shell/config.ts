/** What an operator sets for a deployed site without building it anew: /config.json, and ResultDays. */

export interface Config {
  /** JavaScript key of Kakao Maps; without one the map is Leaflet's. */
  kakaoKey: string | null;
  tableauUrl: string | null;
}

const NOTHING: Config = { kakaoKey: null, tableauUrl: null };

let asked: Promise<Config> | null = null;

/** Fetched once. A file that is missing or broken sets nothing: all it adds is optional. */
export function loadConfig(): Promise<Config> {
  asked ??= fetch("/config.json")
    .then(parse)
    .catch(() => NOTHING);
  return asked;
}

async function parse(response: Response): Promise<Config> {
  const given: unknown = response.ok ? await response.json() : null;
  if (typeof given !== "object" || given === null) return NOTHING;
  const text = (key: keyof Config): string | null => {
    const value: unknown = (given as Record<string, unknown>)[key];
    return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
  };
  return { kakaoKey: text("kakaoKey"), tableauUrl: text("tableauUrl") };
}

/**
 * Days until a result is deleted, ResultDays of template.yaml. `make deploy` and `make run` write them
 * into the page, because the consent states them and must not wait for a request; null where nobody
 * has (a site that is served by Vite alone).
 */
export function resultDays(): number | null {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="result-days"]');
  const days = Number(meta?.content);
  return Number.isInteger(days) && days > 0 ? days : null;
}
