/** Where was searched: its names, and whether the list has clinics there. */

import type { Locale } from "../../i18n";
import { nearestFirst } from "./distance";
import type { Hospital, Position, Region } from "./hospital";
import type { Place } from "./places";
import type { SearchQuery } from "./query";

export interface Where {
  query: SearchQuery;
  place: Place | null;
  from: Position | null;
  /** Hospitals of the first response. */
  first: readonly Hospital[];
  regions: readonly Region[];
}

/** Words of an address that say enough about where a place is: province and district. */
const AREA_WORDS = 2;

/** Return the name of a searched region or place; null for the visitor's own position. */
export function searchedName({ query, place, regions }: Where, locale: Locale): string | null {
  if (query.by === "cell") return place === null ? null : place.name[locale];
  const region = regions.find(({ code }) => code === query.region);
  return [region?.name[locale], query.sigungu].filter(Boolean).join(" ");
}

/** Return Korean words for a map's search; null where nothing says where the visitor is. */
export function mapWords(where: Where): string | null {
  const { query, place, from, first, regions } = where;
  if (query.by === "region") return searchedName(where, "ko") || null;
  if (place) return [...place.area.ko.split(" ").slice(0, AREA_WORDS), place.name.ko].join(" ");
  const nearest = from && nearestFirst(first, from)[0];
  if (!nearest) return null;
  const region = regions.find(({ code }) => code === nearest.region);
  return [region?.name.ko, nearest.sigungu].filter(Boolean).join(" ") || null;
}

/** Return whether the register with clinics is missing where was searched. */
export function isIncomplete({ query, from, first, regions }: Where): boolean {
  const nearest = from && nearestFirst(first, from)[0];
  const code = query.by === "region" ? query.region : nearest?.region;
  if (code === undefined) return regions.some(({ complete }) => !complete);
  return regions.some((region) => region.code === code && !region.complete);
}
