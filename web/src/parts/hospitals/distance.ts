/** How far hospitals are from a person, computed where the person is. */

import type { Hospital, Position } from "./hospital";

const EARTH_RADIUS_METRES = 6_371_009;
const RADIANS = Math.PI / 180;

/** Along a great circle (haversine), in metres. */
export function distance(from: Position, to: Position): number {
  const north = Math.sin(((to.latitude - from.latitude) * RADIANS) / 2);
  const east = Math.sin(((to.longitude - from.longitude) * RADIANS) / 2);
  const parallels = Math.cos(from.latitude * RADIANS) * Math.cos(to.latitude * RADIANS);
  return 2 * EARTH_RADIUS_METRES * Math.asin(Math.sqrt(north ** 2 + parallels * east ** 2));
}

export function nearestFirst(hospitals: readonly Hospital[], from: Position): Hospital[] {
  return hospitals
    .map((hospital) => ({ hospital, metres: distance(from, hospital) }))
    .sort((one, other) => one.metres - other.metres)
    .map(({ hospital }) => hospital);
}

export interface RoundDistance {
  value: number;
  unit: "m" | "km";
}

/** No more exact than a coarse position and an old address allow: 50 m, 100 m, then 1 km. */
export function roundDistance(metres: number): RoundDistance {
  const fifties = Math.max(50, Math.round(metres / 50) * 50);
  if (fifties < 1000) return { value: fifties, unit: "m" };
  const kilometres = metres / 1000;
  return {
    value: kilometres < 10 ? Math.round(kilometres * 10) / 10 : Math.round(kilometres),
    unit: "km",
  };
}
