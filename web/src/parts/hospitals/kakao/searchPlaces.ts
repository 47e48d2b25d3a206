/** Kakao's search for places, which knows every station, building and street. */

import type { Place } from "../places";
import { isInKorea } from "../position";
import type { KakaoMaps } from "./load";

const MOST = 8;

/** Return up to eight places by name, none where Kakao finds none. */
export function searchPlaces(maps: KakaoMaps, typed: string): Promise<Omit<Place, "query">[]> {
  return new Promise((resolve, reject) => {
    new maps.services.Places().keywordSearch(
      typed,
      (found, status) => {
        if (status === maps.services.Status.ERROR) reject(new Error("Kakao's search failed"));
        else if (status === maps.services.Status.ZERO_RESULT) resolve([]);
        else resolve(found.map(place).filter(isInKorea));
      },
      { size: MOST },
    );
  });
}

function place(found: kakao.maps.services.PlacesSearchResultItem): Omit<Place, "query"> {
  const { place_name: name, address_name: area } = found;
  return {
    name: { ko: name, en: name },
    area: { ko: area, en: area },
    latitude: Number(found.y),
    longitude: Number(found.x),
  };
}
