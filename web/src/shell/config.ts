/** Settings of a deployed site that need no new build: /config.json and ResultDays. */

interface Config {
  /** JavaScript key of Kakao Maps; null selects Leaflet. */
  kakaoKey: string | null;
  /** Whether pictures of products are loaded from the shop, which then learns the visitor's address. */
  shopPictures: boolean;
  tableauUrl: string | null;
  /** Fields by which the dashboard is filtered; by default columns of `make export-stats`. */
  tableauSexField: string;
  tableauAgeField: string;
}

const NOTHING: Config = {
  kakaoKey: null,
  shopPictures: false,
  tableauUrl: null,
  tableauSexField: "sex",
  tableauAgeField: "age_group",
};

let request: Promise<Config> | null = null;

/** Fetch the settings once; a missing or broken file leaves every setting as it is by default. */
export function loadConfig(): Promise<Config> {
  request ??= fetch("/config.json")
    .then(parse)
    .catch(() => NOTHING);
  return request;
}

async function parse(response: Response): Promise<Config> {
  const content: unknown = response.ok ? await response.json() : null;
  if (typeof content !== "object" || content === null) return NOTHING;
  const given = content as Record<string, unknown>;
  const text = (key: keyof Config): string | null => {
    const value = given[key];
    return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
  };
  return {
    kakaoKey: text("kakaoKey"),
    shopPictures: given.shopPictures === true,
    tableauUrl: text("tableauUrl"),
    tableauSexField: text("tableauSexField") ?? NOTHING.tableauSexField,
    tableauAgeField: text("tableauAgeField") ?? NOTHING.tableauAgeField,
  };
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
