/** Hospital searches: by region, or by geohash cell, which hides the exact position. */

import ngeohash from "ngeohash";
import type { FoundPlace, Position } from "./hospital";

export type SearchQuery =
  | { by: "region"; region: string; sigungu: string | null; name: string }
  | { by: "cell"; cell: string };

/** Geohash lengths: cells of about 4 × 5 km and 31 × 20 km; the API adds the eight neighbours. */
const CELL_LENGTH = 5;
const WIDE_CELL_LENGTH = 4;

/** Page sizes; a cell is loaded completely to sort it by distance, so in the largest pages. */
const PAGE = 200;
const LARGEST_PAGE = 500;

export function nearbyQuery(position: Position): SearchQuery {
  return { by: "cell", cell: ngeohash.encode(position.latitude, position.longitude, CELL_LENGTH) };
}

/** Return a query for a province or district as a whole, and for the surroundings of other places. */
export function placeQuery(place: FoundPlace): SearchQuery {
  const { kind, region, sigungu } = place;
  if (kind !== "province" && kind !== "district") return nearbyQuery(place);
  return { by: "region", region, sigungu, name: "" };
}

/** Return a query for a larger area, or null when there is none. */
export function widen(query: SearchQuery): SearchQuery | null {
  if (query.by === "cell") {
    const cell = query.cell.slice(0, WIDE_CELL_LENGTH);
    return cell === query.cell ? null : { by: "cell", cell };
  }
  if (query.name !== "") return { ...query, name: "" };
  return query.sigungu === null ? null : { ...query, sigungu: null };
}

export function queryParameters(
  query: SearchQuery,
  cursor: string | null,
): Record<string, string | number | null> {
  if (query.by === "cell") return { cell: query.cell, limit: LARGEST_PAGE, cursor };
  const { region, sigungu, name } = query;
  return { region, sigungu, q: name === "" ? null : name, limit: PAGE, cursor };
}

/** Normalise a name as the API compares it: NFC, trimmed. */
export function normaliseName(typed: string): string {
  return typed.normalize("NFC").trim();
}
