/** What the operator of this site configured, read from /config.json when it is first needed. */

export interface Config {
  kakaoKey: string | null;
  tableauUrl: string | null;
}

let loaded: Promise<Config> | null = null;

/** Asks once; after a failure the next call asks again. */
export function loadConfig(): Promise<Config> {
  loaded ??= fetch("/config.json")
    .then((response) => {
      if (!response.ok) throw new Error(`config.json: ${response.status}`);
      return response.json() as Promise<Config>;
    })
    .catch((error: unknown) => {
      loaded = null;
      throw error;
    });
  return loaded;
}
