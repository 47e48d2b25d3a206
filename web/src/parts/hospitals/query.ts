/** What is asked of the API: a region, or a cell of the map that hides where exactly one is. */

import ngeohash from "ngeohash";
import type { Position } from "./hospital";

export type SearchQuery =
  | { by: "region"; region: string; sigungu: string | null; name: string }
  | { by: "cell"; cell: string };

/** Cells of about 4 × 5 km, then of 31 × 20 km; the eight around are searched as well. */
const CELL_LENGTH = 5;
const WIDE_CELL_LENGTH = 4;

/** Lists around a place are sorted here, so all of it has to arrive; it comes in the largest pages. */
const PAGE = 200;
const LARGEST_PAGE = 500;

export function nearbyQuery(position: Position): SearchQuery {
  return { by: "cell", cell: ngeohash.encode(position.latitude, position.longitude, CELL_LENGTH) };
}

/** The same query about more places; null when there is no wider one. */
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

/** As the API compares names: composed, without spaces around. */
export function normaliseName(typed: string): string {
  return typed.normalize("NFC").trim();
}
