/** Which hospitals the list shows: those named after dermatology or hair first, twenty at a time. */

import { useMemo, useState } from "preact/hooks";
import { nearestFirst } from "./distance";
import type { Hospital, Position } from "./hospital";
import type { FoundHospitals } from "./useHospitals";

const ROWS = 20;
const NONE: readonly Hospital[] = [];

export interface Listing {
  /** Of the group that is shown, nearest first where there is a position. */
  all: readonly Hospital[];
  /** The part of `all` in the list so far. */
  rows: readonly Hospital[];
  /** How many are listed for their department alone, and not shown yet. */
  hidden: number;
  /** Whether "show more" brings further rows. */
  more: boolean;
  showMore: () => void;
  showDepartments: () => void;
}

interface Shown {
  /** The search that this belongs to. */
  first: readonly Hospital[];
  rows: number;
  departments: boolean;
}

/**
 * Return what to show of a search.
 *
 * A name may hold 피부과 only where a board-certified dermatologist works, while a list of departments
 * also holds rehabilitation hospitals; so these stay hidden until they are asked for.
 */
export function useListing(
  found: FoundHospitals | null,
  from: Position | null,
  chosen: string | null,
  loadMore: () => void,
): Listing {
  const first = found?.first ?? NONE;
  const [latest, setShown] = useState<Shown>({ first, rows: ROWS, departments: false });
  const shown = latest.first === first ? latest : { first, rows: ROWS, departments: false };
  const { departments } = shown;
  const hospitals = found?.hospitals ?? NONE;
  const { all, hidden } = useMemo(
    () => grouped(hospitals, from, departments),
    [hospitals, from, departments],
  );
  // A hospital chosen on the map is always in the list.
  const rows = Math.max(shown.rows, all.findIndex(({ id }) => id === chosen) + 1);
  const nextPage = found !== null && found.nextCursor !== null && hidden === 0;
  return {
    all,
    rows: all.slice(0, rows),
    hidden,
    more: rows < all.length || nextPage,
    showMore: () => {
      setShown({ ...shown, rows: rows + ROWS });
      if (nextPage && rows + ROWS > all.length) loadMore();
    },
    showDepartments: () => {
      setShown({ first, rows: all.length + ROWS, departments: true });
    },
  };
}

export function grouped(
  hospitals: readonly Hospital[],
  from: Position | null,
  departments: boolean,
): { all: Hospital[]; hidden: number } {
  const sorted = from === null ? [...hospitals] : nearestFirst(hospitals, from);
  const named = sorted.filter(({ match }) => match === "name");
  const others = sorted.filter(({ match }) => match !== "name");
  return departments
    ? { all: [...named, ...others], hidden: 0 }
    : { all: named, hidden: others.length };
}
