/**
 * Searches for a dermatologist on the maps that people in Korea use; no key is needed.
 *
 * The API's links to one hospital have the same form (functions/api/scalp_api/hospitals/map_links.py).
 */

const WORD = "피부과";

interface MapSearches {
  words: string;
  kakao: string;
  naver: string;
}

/** Return searches at a place by its Korean name; without one, maps search where they are. */
export function mapSearches(place: string | null): MapSearches {
  const words = place === null ? WORD : `${place} ${WORD}`;
  const path = encodeURIComponent(words);
  return {
    words,
    kakao: `https://map.kakao.com/link/search/${path}`,
    naver: `https://map.naver.com/p/search/${path}`,
  };
}
