/** Distances to hospitals, computed in the browser, so that no position leaves it. */

import type { Hospital, Position } from "./hospital";

const EARTH_RADIUS_METRES = 6_371_009;
const RADIANS = Math.PI / 180;

/** Return the great-circle distance in metres (haversine). */
export function distance(from: Position, to: Position): number {
  const north = Math.sin(((to.latitude - from.latitude) * RADIANS) / 2);
  const east = Math.sin(((to.longitude - from.longitude) * RADIANS) / 2);
  const parallels = Math.cos(from.latitude * RADIANS) * Math.cos(to.latitude * RADIANS);
  return 2 * EARTH_RADIUS_METRES * Math.asin(Math.sqrt(north ** 2 + parallels * east ** 2));
}

export function nearestFirst(hospitals: readonly Hospital[], from: Position): Hospital[] {
  return hospitals
    .map((hospital) => ({ hospital, metres: distance(from, hospital) }))
    .sort((a, b) => a.metres - b.metres)
    .map(({ hospital }) => hospital);
}

interface RoundDistance {
  value: number;
  unit: "m" | "km";
}

/** Round as coarsely as positions and addresses are: to 50 m, from 1 km to 100 m, from 10 km to 1 km. */
export function roundDistance(metres: number): RoundDistance {
  const fifties = Math.max(50, Math.round(metres / 50) * 50);
  if (fifties < 1000) return { value: fifties, unit: "m" };
  const kilometres = metres / 1000;
  return {
    value: kilometres < 10 ? Math.round(kilometres * 10) / 10 : Math.round(kilometres),
    unit: "km",
  };
}
