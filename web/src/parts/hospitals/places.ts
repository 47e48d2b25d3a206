/** Search for a place by name: Kakao's where a key is configured, else the API's own names. */

import { getJson } from "../../api/client";
import type { components } from "../../api/openapi";
import { loadConfig } from "../../shell/config";
import type { Position } from "./hospital";
import { nearbyQuery, placeQuery, type SearchQuery } from "./query";

type Text = components["schemas"]["Message"];

/** A place around or in which hospitals are searched. */
export interface Place extends Position {
  name: Text;
  /** Where it lies. */
  area: Text;
  query: SearchQuery;
}

export async function findPlaces(typed: string): Promise<Place[]> {
  const { kakaoKey } = await loadConfig();
  if (kakaoKey !== null) {
    try {
      const [{ loadKakao }, { searchPlaces }] = await Promise.all([
        import("./kakao/load"),
        import("./kakao/searchPlaces"),
      ]);
      const found = await searchPlaces(await loadKakao(kakaoKey), typed);
      if (found.length > 0) return found.map((place) => ({ ...place, query: nearbyQuery(place) }));
    } catch {
      // The API knows fewer places, but answers.
    }
  }
  type Found = components["schemas"]["PlaceList"];
  const { places } = await getJson<Found>("/hospitals/places", { q: typed });
  return places.map((place) => ({ ...place, query: placeQuery(place) }));
}
