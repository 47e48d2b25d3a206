/** Asking the browser where it is. The answer is kept in memory and never sent anywhere. */

import type { Position } from "./hospital";

export type PositionFailure = "refused" | "unavailable" | "timeout" | "abroad";

const OPTIONS: PositionOptions = {
  enableHighAccuracy: false,
  timeout: 10_000,
  maximumAge: 300_000,
};

/** South Korea and its waters; nothing is listed elsewhere. */
const KOREA = { south: 32.9, north: 38.7, west: 124.4, east: 132 };

export function isInKorea({ latitude, longitude }: Position): boolean {
  const { south, north, west, east } = KOREA;
  return latitude >= south && latitude <= north && longitude >= west && longitude <= east;
}

/** Why the browser gave no position, by the codes of GeolocationPositionError. */
export function positionFailure(code: number): PositionFailure {
  if (code === 1) return "refused";
  return code === 3 ? "timeout" : "unavailable";
}

export function requestPosition(): Promise<Position | PositionFailure> {
  return new Promise((resolve) => {
    if (!("geolocation" in navigator)) {
      resolve("unavailable");
      return;
    }
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude } }) => {
        const position = { latitude, longitude };
        resolve(isInKorea(position) ? position : "abroad");
      },
      ({ code }) => resolve(positionFailure(code)),
      OPTIONS,
    );
  });
}
